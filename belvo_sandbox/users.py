"""The test users that Belvo publishes, and one of our own: what happens when they log in.

https://developers.belvo.com/developer_resources/resources-sandbox
"""

import hmac
from dataclasses import dataclass

from belvo_sandbox.errors import failure


@dataclass(frozen=True)
class User:
    """A listed user: the one password that is right for it, and the life that lies behind it."""

    password: str
    life: str = "full"


LISTED = {
    "bnk100": User("full"),
    "bnk101": User("nodata", life="nodata"),
    "bnk102": User("low", life="low"),
    "bnk103": User("negative", life="negative"),
    "fiscal100": User("full"),
    "fiscal101": User("nodata", life="nodata"),
    "fiscal102": User("low", life="low"),
    "PFIS010101000": User("individual"),
    "PMO010101000": User("business"),
    "BLPM951331IONVGR54": User("full"),
    "adv_valid": User("pass_valid"),
    "mfa_default": User("pass_valid"),
    "mfa_qr": User("qr_code"),
    "mfa_numeric": User("numeric_code"),
    "user_valid": User("pass_valid"),
    "messy": User("messy", life="messy"),
}
# Refused for every user, so that a reconnection can fail too.
_WRONG_PASSWORD = "pass_invalid"  # noqa: S105 - published
_WRONG_USER = "user_invalid"


def log_in(username: str, password: str | None) -> None:
    """Raise what the institution answers to wrong credentials; `password` is None where it asks for none."""
    listed = LISTED.get(username)
    right = listed is None or password is None or hmac.compare_digest(password.encode(), listed.password.encode())
    if not right or username == _WRONG_USER or password == _WRONG_PASSWORD:
        raise failure("login_error")


def life(listed_user: str | None) -> str:
    """The kind of life behind a user; users that are not listed live as bnk100 does, a life of their own."""
    user = LISTED.get(listed_user or "")
    return user.life if user else "full"
