"""Ever longer pauses between tries that fail, each reason told once."""

FIRST, LONGEST = 1.0, 30.0
"""Seconds before the second try, and at most before any."""


class Backoff:
    """How long to wait before the next try, and whether there is something new to say about it."""

    def __init__(self) -> None:
        self._pause = FIRST
        self._reason = ""

    def pause(self) -> float:
        """The seconds to wait now; twice as long the next time."""
        pause, self._pause = self._pause, min(2 * self._pause, LONGEST)
        return pause

    def is_news(self, reason: str) -> bool:
        """Whether the reason is another one than the last time, worth a line in the log."""
        before, self._reason = self._reason, reason
        return reason != before

    def reset(self) -> None:
        """Begin anew, after a try that went well."""
        self._pause, self._reason = FIRST, ""
