"""What a terminal shows of texts from elsewhere: nothing steers it, and no text begins a line that is not its own."""

import errno
import logging
import resource
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Literal, NoReturn

import orjson

from domain import unseen
from domain.masking import cards

Form = Literal["text", "json"]
"""How a log is written: a line for people, or an object a line for programs."""

_FORMAT = "%(asctime)s %(name)s: %(message)s"
_OURS = ("actions", "components", "context", "store", "sync", "web")
"""Of these a log for programs has what happens as well, not only what goes wrong."""

_ABOUT: ContextVar[Mapping[str, object]] = ContextVar("about", default={})  # noqa: B039 - replaced, never changed

_SILENCE = 60.0  # seconds

logger = logging.getLogger(__name__)


def escaped(text: object) -> str:
    """A text from elsewhere as a terminal or a log has it: nothing steers it, and no number of a card is whole."""
    return unseen.escaped(cards.cut(str(text)))


def say(line: object) -> None:
    """Show one line."""
    print(escaped(line), flush=True)  # noqa: T201 - what a command prints is its product


def complain(line: object) -> None:
    """Show one line where errors are shown."""
    print(escaped(line), file=sys.stderr, flush=True)  # noqa: T201 - as above


def end(line: object) -> NoReturn:
    """End the program with status 1 and a line that says why."""
    sys.exit(escaped(line))


@contextmanager
def about(**fields: object) -> Iterator[None]:
    """What is logged meanwhile, here and in what is begun from here, is about these; programs are told of each."""
    before = _ABOUT.set({**_ABOUT.get(), **{name: value for name, value in fields.items() if value not in (None, "")}})
    try:
        yield
    finally:
        _ABOUT.reset(before)


def open_log(form: Form = "text") -> None:
    """Tell this process's log to the terminal, from warnings on, and what nobody caught as a part of it.

    As JSON it has what happens, too, with what it is about: `webhook`, `job`, `link` and `call`, one id each from what
    Belvo announced to the calls that brought the rows. It may be opened once more in another form.
    """
    keep_records_to_their_lines()
    logging.basicConfig(stream=sys.stderr, format=_FORMAT)
    for handler in logging.getLogger().handlers:
        handler.addFilter(_scarcity)
        handler.setFormatter(_Objects() if form == "json" else logging.Formatter(_FORMAT))
    if form == "json":
        _tell_all_to_one()
    sys.excepthook = _log_uncaught
    threading.excepthook = _log_uncaught_in_thread


def keep_records_to_their_lines() -> None:
    """Make every record of every log, whoever formats it, one line, and its traceback lines that are indented."""
    logging.setLogRecordFactory(_Record)
    logging.getLogger("asyncio").addFilter(_scarcity)


def form() -> Form:
    """How this process's log is written."""
    return "json" if any(isinstance(one.formatter, _Objects) for one in logging.getLogger().handlers) else "text"


def _tell_all_to_one() -> None:
    """Have libraries that write lines of their own leave them to this log, and ours say what happens."""
    for name in logging.root.manager.loggerDict:
        found = logging.getLogger(name)
        found.propagate = True
        for handler in [*found.handlers]:
            found.removeHandler(handler)
    for name in _OURS:
        logging.getLogger(name).setLevel(logging.INFO)


class _Objects(logging.Formatter):
    """A record as an object: at (UTC), level, logger, message, what it is about, and a traceback where there is one."""

    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        told: dict[str, object] = {
            "at": at.replace("+00:00", "Z"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            **{name: value if isinstance(value, int | float) else escaped(value) for name, value in _about(record)},
        }
        if record.exc_info and record.exc_info[0]:
            told["traceback"] = record.exc_text
        return orjson.dumps(told, option=orjson.OPT_NON_STR_KEYS).decode()


def _about(record: logging.LogRecord) -> Iterator[tuple[str, object]]:
    return iter(record.about.items() if isinstance(record, _Record) else ())


class _Record(logging.LogRecord):
    _told: str | None = None
    about: Mapping[str, object] = {}

    def __init__(self, *arguments: Any, **options: Any) -> None:  # noqa: ANN401 - as logging makes it
        super().__init__(*arguments, **options)
        self.about = _ABOUT.get()

    def getMessage(self) -> str:  # noqa: N802 - logging's name
        return escaped(super().getMessage())

    @property
    def exc_text(self) -> str | None:
        """The traceback, as every formatter of Python's takes it over instead of making its own."""
        if self._told is None and self.exc_info and self.exc_info[0]:
            lines = logging.Formatter().formatException(self.exc_info).split("\n")
            self._told = "\n".join(f"    {escaped(line)}" for line in lines)
        return self._told

    @exc_text.setter
    def exc_text(self, text: str | None) -> None:
        self._told = text


class _Scarcity(logging.Filter):
    """Of records that no file can be opened any more, thousands a second, lets one line a minute through."""

    def __init__(self) -> None:
        super().__init__()
        self._silent_until = 0.0

    def filter(self, record: logging.LogRecord) -> bool:
        if not any(_is_scarcity(error) for error in _raised(record)):
            return True
        now = time.monotonic()
        if now < self._silent_until:
            return False
        self._silent_until = now + _SILENCE
        record.msg, record.exc_info, record.exc_text = _NO_MORE_FILES, None, None
        record.args = (resource.getrlimit(resource.RLIMIT_NOFILE)[0],)
        return True


_NO_MORE_FILES = (
    "All %d files that this process may have open are open; others wait. docs/operating.md says what to set."
)
_scarcity = _Scarcity()


def _raised(record: logging.LogRecord) -> Iterator[BaseException]:
    error = record.exc_info[1] if record.exc_info else None
    while error:
        yield error
        error = error.__cause__ or error.__context__


def _is_scarcity(error: BaseException) -> bool:
    return isinstance(error, OSError) and error.errno in (errno.EMFILE, errno.ENFILE)


def _log_uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if isinstance(error, Exception):
        logger.critical("Nobody was prepared for this", exc_info=error)
    else:
        sys.__excepthook__(kind, error, trace)  # Ctrl-C


def _log_uncaught_in_thread(failed: threading.ExceptHookArgs) -> None:
    if isinstance(failed.exc_value, Exception):
        logger.critical("Nobody was prepared for this", exc_info=failed.exc_value)
