"""The test users that Belvo publishes, and ours: who they are, and what happens when they log in.

https://developers.belvo.com/developer_resources/resources-sandbox
"""

import hmac
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from belvo_sandbox.core.digests import digest
from belvo_sandbox.core.errors import failure
from belvo_sandbox.people import DEMO_SCENARIOS, EXAMPLES


@dataclass(frozen=True)
class User:
    """A listed user: the one password that is right for it, the life that lies behind it, and whose life that is.

    Users of one identity are one person, wherever they log in.
    """

    password: str | None  # None where any is right
    scenario: str = "full"
    identity: str = ""


_LISTED = {
    "bnk100": User("full", identity="individual"),
    "bnk101": User("nodata", "nodata", "without data"),
    "bnk102": User("low", "low", "with little data"),
    "bnk103": User("negative", "negative", "overdrawn"),
    "fiscal100": User("full", identity="individual"),
    "fiscal101": User("nodata", "nodata", "without data"),
    "fiscal102": User("low", "low", "with little data"),
    "PFIS010101000": User("individual", identity="individual"),
    "PMO010101000": User("business", "company", "company"),
    "BLPM951331IONVGR54": User(None, identity="individual"),
    "user_valid": User("pass_valid", identity="individual"),
    "adv_valid": User("pass_valid", identity="individual"),
    "mfa_default": User("pass_valid", identity="individual"),
    "mfa_qr": User("qr_code", identity="individual"),
    "mfa_numeric": User("numeric_code", identity="individual"),
    "messy": User("messy", "messy", "messy"),
    **{scenario: User("full", scenario, scenario) for scenario in (*DEMO_SCENARIOS, *EXAMPLES)},
    "two_banks_other": User("full", "two_banks_other", "two_banks"),  # the same person at another bank
}
_BULK = re.compile(r"bulk_([1-9]\d{0,5}|1000000)", re.ASCII)


class _Users(Mapping[str, User]):
    """The listed users by name; `bulk_N` stands for all of its kind and is not iterated over."""

    def __getitem__(self, name: str) -> User:
        return User(None, name, name) if _BULK.fullmatch(name) else _LISTED[name]

    def __iter__(self) -> Iterator[str]:
        return iter(_LISTED)

    def __len__(self) -> int:
        return len(_LISTED)


LISTED: Mapping[str, User] = _Users()
# Refused for every user, so that a reconnection can fail too.
_WRONG_PASSWORD = "pass_invalid"  # noqa: S105 - published
_WRONG_USER = "user_invalid"


def log_in(username: str, password: str | None) -> None:
    """Raise what the institution answers to wrong credentials; `password` is None where it asks for none."""
    listed = LISTED.get(username)
    password_needed = listed.password if listed else None
    is_right = (
        password_needed is None or password is None or hmac.compare_digest(password.encode(), password_needed.encode())
    )
    if not is_right or username == _WRONG_USER or password == _WRONG_PASSWORD:
        raise failure("login_error")


def scenario(listed_user: str | None) -> str:
    """The kind of life behind a user; users that are not listed live as bnk100 does, a life of their own."""
    user = LISTED.get(listed_user or "")
    return user.scenario if user else "full"


def person_key(seed: int, listed_user: str | None, account_key: str) -> str:
    """A listed user is one person at every institution; any other is one at each."""
    user = LISTED.get(listed_user or "")
    return digest("identity", seed, user.identity).hex()[:44] if user else account_key
