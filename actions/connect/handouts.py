"""Short addresses for what is handed out: each leads once to the widget or the portal, and dies with its token.

This process has them and nothing else does, since what they lead to carries an access token.
"""

import secrets
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import datetime
from threading import Lock

from actions.connect.start import Opening

PATH = "/c/"
"""Where a short address begins, on this server."""


@dataclass(frozen=True, slots=True)
class Handout:
    """An address that was handed out, and whether somebody has opened it."""

    nonce: str
    url: str = field(repr=False)
    expires_at: datetime
    is_used: bool = False


class Handouts:
    """What was handed out and has not expired, by its code; safe to share between threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._given: dict[str, Handout] = {}

    def code_of(self, opening: Opening, now: datetime) -> str:
        """The code of an opening that is handed out, the same however often it is asked for."""
        with self._lock:
            self._given = {code: given for code, given in self._given.items() if given.expires_at > now}
            for code, given in self._given.items():
                if given.nonce == opening.nonce:
                    return code
            code = secrets.token_urlsafe(9)
            self._given[code] = Handout(opening.nonce, str(opening.url), opening.expires_at)
            return code

    def take(self, code: str, now: datetime) -> Handout | None:
        """What the code leads to, for the one who comes first and in time; None for anybody else."""
        with self._lock:
            given = self._given.get(code)
            if given is None or given.is_used or given.expires_at <= now:
                return None
            self._given[code] = replace(given, is_used=True)
            return given

    def forget(self, nonces: Collection[str]) -> None:
        """Let no address of these sessions lead anywhere any more."""
        with self._lock:
            self._given = {code: given for code, given in self._given.items() if given.nonce not in nonces}

    def is_used(self, nonce: str) -> bool:
        """Whether somebody has opened the address of a session."""
        with self._lock:
            return any(given.is_used for given in self._given.values() if given.nonce == nonce)


HANDOUTS = Handouts()
"""Those of this process, which pages give and a route takes."""
