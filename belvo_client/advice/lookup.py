"""From a code, or an error, to its advice.

Codes and their meanings: https://developers.belvo.com/developer_resources/resources-belvo-api-errors
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from belvo_client import errors
from belvo_client.advice.english import ENGLISH
from belvo_client.advice.portuguese import PORTUGUESE
from belvo_client.advice.spanish import SPANISH
from belvo_client.answers.codes import BY_CODE
from belvo_client.errors import BelvoError, Kind

Language = Literal["en", "es", "pt"]

LANGUAGES: Mapping[Language, Mapping[str, tuple[str, str]]] = {
    "en": ENGLISH,
    "es": SPANISH,
    "pt": PORTUGUESE,
}

#: login_error is one code for seven causes, which only its message tells apart.
_LOGIN_CAUSES = {
    "locked": "login_error/locked",
    "forbidden": "login_error/forbidden",
    "mfa": "login_error/token_unsupported",
    "token": "login_error/token_unsupported",
    "missing": "login_error/missing",
    "not attempted": "login_error/not_attempted",
    "unexpected": "login_error/unexpected",
}

#: Codes that come from the widget and from webhooks, not from an answer of the API.
_ELSEWHERE = {
    "ACCESS_TOKEN_NOT_VALID": Kind.RETRIABLE,
    "access_denied": Kind.NEEDS_USER,
    "consent_expired": Kind.NEEDS_USER,
    "institution_disabled": Kind.FATAL,
    "invalid_credentials": Kind.NEEDS_USER,
    "openfinance_consent_about_to_expire": Kind.NEEDS_USER,
    "openfinance_consent_expired": Kind.NEEDS_USER,
}


@dataclass(frozen=True)
class Advice:
    """What a code means, what to do, and which of the three reactions that is."""

    code: str
    kind: Kind
    meaning: str
    action: str


def advice_for(what: BelvoError | str, language: Language = "en", *, message: str = "") -> Advice:
    """The advice for an error, or for a code with, where known, its message; unknown codes get general advice."""
    if isinstance(what, BelvoError):
        code, message, kind = what.code, what.message, what.kind
    else:
        code, kind = what, _KINDS.get(what, Kind.FATAL)
    texts = LANGUAGES[language]
    meaning, action = texts.get(_cause(code, message)) or texts.get(code) or texts[f"unknown/{kind}"]
    return Advice(code, kind, meaning, action)


def _cause(code: str, message: str) -> str:
    if code != "login_error":
        return code
    said = message.lower()
    return next((cause for word, cause in _LOGIN_CAUSES.items() if word in said), code)


def _own(root: type[BelvoError]) -> Mapping[str, Kind]:
    """The codes that this package gives where Belvo gave none."""
    found = {root.default_code: root.kind}
    for child in root.__subclasses__():
        found |= _own(child)
    return found


_KINDS: Mapping[str, Kind] = {
    **_own(errors.BelvoError),
    **{code: made.kind for (_, code), made in BY_CODE.items()},
    **_ELSEWHERE,
}
