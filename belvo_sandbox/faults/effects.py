"""Faults of the API on demand: a table of what each does, and what happens to a call.

Statuses, codes and messages: https://developers.belvo.com/developer_resources/resources-belvo-api-errors
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from math import ceil
from typing import Any

from starlette.responses import Response

from belvo_sandbox.bank import links
from belvo_sandbox.bank.mfa import CHALLENGES, LIFETIME
from belvo_sandbox.core import digests
from belvo_sandbox.core.errors import CATALOGUE, FIELD_MESSAGES, ApiError, Fault
from belvo_sandbox.data.sandbox import Sandbox
from belvo_sandbox.faults import corruption, rules, targets
from belvo_sandbox.faults.rules import FAULT, Disturbance
from belvo_sandbox.faults.targets import Target
from belvo_sandbox.products import RESOURCES

LONGEST = 300  # seconds, after which Belvo itself gives up
USUAL_DELAY = 5
USUAL_RETRY_AFTER = 30


class Way(Enum):
    """How a fault comes about."""

    REFUSED = "the call is not carried out"
    DAMAGED = "the call is carried out, its answer is damaged"
    LATE = "the call is carried out, or another fault strikes, after a wait"


@dataclass(frozen=True)
class Kind:
    """One line of the table."""

    way: Way
    what: str
    status: int | None = None
    code: str | None = None
    message: str | None = None
    field: str | None = None
    seconds: int | None = None  # unless asked otherwise; None: it knows no seconds

    @property
    def settings(self) -> tuple[str, ...]:
        """What can be chosen about it."""
        usual = {"message": self.code, "field": self.field, "seconds": self.seconds}
        return tuple(name for name, value in usual.items() if value)

    def shown(self) -> dict[str, Any]:
        """The line as the control API shows it."""
        what = f"{self.what}; {self.way.value}"
        return {"what": what, "status": self.status, "code": self.code, "settings": list(self.settings)}


def _error(code: str, message: str | None = None) -> Kind:
    status, usual = CATALOGUE[code]
    said = message or usual
    return Kind(Way.REFUSED, f"{status} `{code}`, “{said}”", status, code, said)


def _of_field(code: str) -> Kind:
    said = FIELD_MESSAGES[code]
    return Kind(Way.REFUSED, f"400 `{code}` of a field, “{said}”", 400, code, said, field="link")


_PLAIN = (
    *("validation_error", "parse_error", "does_not_exist", "duplicated", "login_error", "invalid_link"),
    *("unconfirmed_link", "session_expired", "session_expired_ob", "too_many_sessions", "institution_down"),
    *("institution_unavailable", "institution_inactive", "invalid_credentials_storage", "invalid_fetch_resources"),
    *("invalid_period", "unsupported_operation", "unavailable_data", "activation_failed"),
    *("operational_limits_reached", "authentication_failed", "consent_without_accounts"),
    *("access_to_resource_denied", "access_to_production_denied", "permission_denied", "not_found"),
    *("expired_credentials", "method_not_allowed", "request_timeout", "token_required", "service_unavailable"),
)
_LOGIN_ERRORS = {
    "mfa_unsupported": "A MFA token is required by the institution, but it's not supported yet by Belvo.",
    "unexpected": "Impossible to login, something unexpected happened while logging into the institution. "
    "Try again later.",
    "not_attempted": "Login not attempted due to invalid credentials",
    "missing_credentials": "Missing credentials to login to the institution",
    "forbidden": "The user account access was forbidden by the institution",
    "locked": "The user account is locked, user needs to contact the institution to unlock it",
}
_REFRESHED = "The link has already been refreshed. Please wait 10 minutes before trying again."
_UNEXPECTED = (
    "Belvo is unable to process the request due to an internal system issue or to an unsupported response from an "
    "institution"
)

KINDS: dict[str, Kind] = {
    **{code: _error(code) for code in _PLAIN},
    **{f"login_error_{name}": _error("login_error", message) for name, message in _LOGIN_ERRORS.items()},
    **{code: _of_field(code) for code in FIELD_MESSAGES},
    "link_refreshed": _error("link_refreshed", _REFRESHED),
    "unexpected_error": _error("unexpected_error", _UNEXPECTED),
    "throttled": Kind(
        Way.REFUSED, "429 with Retry-After", 429, "throttled", CATALOGUE["throttled"][1], seconds=USUAL_RETRY_AFTER
    ),
    "firewall": Kind(Way.REFUSED, "403 with a page of HTML, as a firewall gives it", 403),
    "bad_gateway": Kind(Way.REFUSED, "502 with a page of HTML, as a gateway gives it", 502),
    "delay": Kind(Way.LATE, "a late answer", seconds=USUAL_DELAY),
    "cut": Kind(Way.DAMAGED, "the connection is closed in the middle of the answer"),
    "truncated": Kind(Way.DAMAGED, "half of the JSON, under a length that says it is all"),
}

_DAMAGES: dict[str, Callable[[Response], Response]] = {"cut": corruption.Cut, "truncated": corruption.truncated}
# Where the sandbox can really ask for a token, so that a PATCH goes on from there.
_DEMANDING = {"POST /api/links/", "PUT /api/links/{id}/"} | {
    f"POST /api/{resource.path}/" for resource in RESOURCES.values() if resource.resumable
}


@dataclass
class Strike:
    """What happens to one call."""

    delay: float = 0
    page: Response | None = None
    corruption: Callable[[Response], Response] | None = None
    demands_token: bool = False
    error: ApiError | None = None

    @property
    def refusal(self) -> Response | None:
        """What is answered instead of carrying the call out; raises the error if it is one."""
        if self.error:
            raise self.error
        return self.page


def is_any_live(sandbox: Sandbox) -> bool:
    """Whether anything can go wrong."""
    with sandbox.state.read() as connection:
        return rules.is_any_live(connection, FAULT)


def strike(sandbox: Sandbox, target: Target) -> Strike | None:
    """What the faults do to a call: every delay that is aimed at it, and the first of the others."""
    with sandbox.state.read() as connection:
        aimed = [one for one in rules.live(connection, FAULT) if targets.hits(one.aim, target, connection)]
        named = sorted(target.links(connection)) if aimed else []
    if not aimed:
        return None
    struck = Strike()
    with sandbox.state.write() as connection:
        for one in aimed:
            if not rules.strikes(connection, one, sandbox.seed):
                continue
            if KINDS[one.name].way is Way.LATE:
                struck.delay += one.settings["seconds"]
                continue
            _befall(struck, sandbox, one, target, named)
            break
    return struck


def _befall(struck: Strike, sandbox: Sandbox, one: Disturbance, target: Target, named: list[str]) -> None:
    kind = KINDS[one.name]
    if kind.code is None and kind.status:
        struck.page = corruption.page(kind.status)
    elif one.name in _DAMAGES:
        struck.corruption = _DAMAGES[one.name]
    elif one.name == "token_required" and target.operation in _DEMANDING:
        struck.demands_token = True
    else:
        error = _error_of(kind, one.settings, _extra(one, sandbox, target, named))
        error.request_id = digests.digest("fault", sandbox.seed, one.number, one.seen).hex()[:32]
        struck.error = error


def _error_of(kind: Kind, settings: Mapping[str, Any], extra: Mapping[str, Any]) -> ApiError:
    message = settings.get("message", kind.message or "")
    field = settings.get("field", kind.field)
    error = ApiError(kind.status or 400, Fault(kind.code or "", message, field, tuple(extra.items())))
    return error.retriable_after(ceil(settings["seconds"])) if "seconds" in settings else error


def _extra(one: Disturbance, sandbox: Sandbox, target: Target, named: list[str]) -> dict[str, Any]:
    """What an item of the error carries beside the usual, by its code."""
    if one.name == "duplicated":
        who = (target.body.get("institution", ""), target.body.get("username", ""))
        return {"institution_user_id": links.person_of(sandbox.seed, *map(str, who))}
    if one.name == "token_required":
        return {
            # Where nothing can be resumed, this session is over already.
            "session": digests.digest("session", sandbox.seed, one.number, one.seen).hex()[:32],
            "expiry": int(LIFETIME.total_seconds()),
            "link": named[0] if named else None,
            "token_generation_data": CHALLENGES["text"].body(),
        }
    return {}


def catalogue() -> list[dict[str, Any]]:
    """The table as the control API shows it."""
    return [{"error": name, **kind.shown()} for name, kind in KINDS.items()]
