"""What a terminal shows: a record of the log is one line, a traceback is indented, and no text steers the terminal."""

import logging
from typing import Any


def written_out(text: object) -> str:
    r"""The text with what can't be seen written out, as `\x1b` is."""
    return "".join(one if one.isprintable() else one.encode("unicode_escape").decode("ascii") for one in str(text))


class Lines(logging.Formatter):
    """Formats records so."""

    def format(self, record: logging.LogRecord) -> str:
        """The record's line, and below it what was raised."""
        lines = [f"{record.levelname}: {written_out(record.getMessage())}"]
        if record.exc_info and record.exc_info[0]:
            raised = self.formatException(record.exc_info).split("\n")
            lines += [f"    {written_out(line)}" for line in raised]
        return "\n".join(lines)


LOG: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"lines": {"()": Lines}},
    "handlers": {"terminal": {"class": "logging.StreamHandler", "formatter": "lines"}},
    "loggers": {"uvicorn": {"handlers": ["terminal"], "propagate": False}},
}
"""The log of a server, as `logging.config` takes it."""
