"""Users that a test chooses what happens with, and the institutions that are down.

The MFA and Iron Bank users are Belvo's: https://developers.belvo.com/developer_resources/resources-sandbox
The others are our own; none of their passwords matters.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from belvo_sandbox.bank import users
from belvo_sandbox.bank.institutions import Institution
from belvo_sandbox.bank.links import Link
from belvo_sandbox.core.clock import parse, text
from belvo_sandbox.core.errors import failure
from belvo_sandbox.core.state import State

_LONGEST_DELAY = 300  # seconds, after which Belvo itself gives up
_BUSY_FOR = timedelta(minutes=2)
_FLAKY_EVERY = 3
_EXPIRING = re.compile(r"expires_(\d{1,3})", re.ASCII)

_REFUSALS = {
    "locked": ("login_error", "The user account is locked, user needs to contact the institution to unlock it"),
    "forbidden": ("login_error", "The user account access was forbidden by the institution"),
    "bank_down": ("institution_down", None),
    "timeout": ("request_timeout", None),
    "no_accounts": ("consent_without_accounts", None),
    "adv_invalid": ("login_error", None),
}
_CHALLENGES_AT_LOGIN = {"mfa_default": "text", "mfa_qr": "qr", "mfa_numeric": "numeric"}
_ALWAYS_CHALLENGED = "mfa_always"
_OTHERS = frozenset({*_REFUSALS, *_CHALLENGES_AT_LOGIN, _ALWAYS_CHALLENGED, "busy", "flaky"})


@dataclass(frozen=True)
class Login:
    """Somebody at an institution's door; `person` stands for them there."""

    institution: Institution
    person: str
    username: str
    credentials: dict[str, str]


def is_listed(username: str) -> bool:
    """Published, here or by Belvo."""
    return username in users.LISTED or username in _OTHERS or _delay(username) > 0 or _days_until_expiry(username) > 0


def log_in(state: State, login: Login, now: datetime) -> None:
    """Raise the institution's answer to a login that it refuses. Nothing of the credentials is stored."""
    _check_institution(login.institution)
    if login.username in _REFUSALS:
        code, message = _REFUSALS[login.username]
        raise failure(code, message)
    if login.username == "busy":
        _check_busy(state, login.person, now)
    users.log_in(login.username, login.credentials.get("password"))
    if login.username == "adv_valid" and login.institution.name.startswith("ironbank_"):
        right = {"username_type": "003", "username2": "valid", "password2": "valid"}
        if any(login.credentials.get(name, value) != value for name, value in right.items()):
            raise failure("login_error")


def delay(username: str | None) -> int:
    """Seconds by which the answers to a user's calls come late."""
    return min(_delay(username or ""), _LONGEST_DELAY)


def check_access(state: State, link: Link, institution: Institution) -> None:
    """Raise what keeps a call from a link's data: an institution that is down, a failure now and then."""
    _check_institution(institution)
    if link.listed_user == "flaky":
        with state.write() as connection:
            query = "UPDATE links SET calls = calls + 1 WHERE id = ? RETURNING calls"
            count = connection.execute(query, (link.id,)).fetchone()[0]
        if count % _FLAKY_EVERY == 0:
            raise failure("unexpected_error")


def challenge_at_login(institution: Institution, username: str | None) -> str | None:
    """The kind of token that a login needs."""
    if username == _ALWAYS_CHALLENGED:
        return "text"
    return _CHALLENGES_AT_LOGIN.get(username or "") if institution.asks_for_tokens else None


def challenge(link: Link) -> str | None:
    """The kind of token that each retrieve needs."""
    return "text" if link.listed_user == _ALWAYS_CHALLENGED else None


def has_expired(link: Link, now: datetime) -> bool:
    """The password was changed at the institution by now, so that the stored one is refused."""
    days = _days_until_expiry(link.listed_user or "")
    return days > 0 and parse(link.credentials_at or link.created_at) + timedelta(days=days) <= now


def _check_institution(institution: Institution) -> None:
    if institution.status == "down":
        raise failure("institution_down")


def _check_busy(state: State, person: str, now: datetime) -> None:
    with state.write() as connection:
        query = "INSERT OR IGNORE INTO busy_people VALUES (?, ?)"
        connection.execute(query, (person, text(now)))
        query = "SELECT since FROM busy_people WHERE person = ?"
        is_free = now - parse(connection.execute(query, (person,)).fetchone()[0]) >= _BUSY_FOR
        if is_free:
            connection.execute("DELETE FROM busy_people WHERE person = ?", (person,))
    if not is_free:
        raise failure("too_many_sessions")


def _days_until_expiry(username: str) -> int:
    match = _EXPIRING.fullmatch(username)
    return int(match[1]) if match else 0


def _delay(username: str) -> int:
    match = re.fullmatch(r"slow_(\d{1,3})", username, re.ASCII)
    return int(match[1]) if match else 0
