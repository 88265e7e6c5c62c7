"""Faults of the API on demand: a table of what each does, and what happens to a call.

Statuses, codes and messages: https://developers.belvo.com/developer_resources/resources-belvo-api-errors
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import partial
from math import ceil
from typing import Any

from starlette.responses import Response

from belvo_sandbox.bank import links
from belvo_sandbox.bank.mfa import CHALLENGES, LIFETIME
from belvo_sandbox.core import digests
from belvo_sandbox.core.errors import CATALOGUE, FIELD_MESSAGES, ApiError, ErrorItem
from belvo_sandbox.data.sandbox import Sandbox
from belvo_sandbox.faults import corruption, rules, targets
from belvo_sandbox.faults.odd_answers import ODD_ANSWERS, ODD_REFUSALS, USUAL_DRIP
from belvo_sandbox.faults.odd_rows import ODD_ROWS, odd
from belvo_sandbox.faults.rules import API, FaultRule
from belvo_sandbox.faults.targets import TargetedCall
from belvo_sandbox.products import RESOURCES

LONGEST = 300  # seconds, after which Belvo itself gives up
USUAL_DELAY = 5
USUAL_RETRY_AFTER = 30


class Outcome(Enum):
    REFUSED = "the call is not carried out"
    CORRUPTED = "the call is carried out, its answer is damaged"
    DELAYED = "the call is carried out, or another fault strikes, after a wait"


@dataclass(frozen=True)
class ApiFault:
    """One line of the table."""

    outcome: Outcome
    what: str
    status: int | None = None
    code: str | None = None
    message: str | None = None
    field: str | None = None
    seconds: int | None = None  # unless chosen otherwise; None: it knows no seconds

    @property
    def settings(self) -> tuple[str, ...]:
        """The fields of a request that can be chosen for it."""
        choices = {"message": self.code, "field": self.field, "seconds": self.seconds}
        return tuple(name for name, default in choices.items() if default)

    def body(self) -> dict[str, Any]:
        """The line as the control API shows it."""
        what = f"{self.what}; {self.outcome.value}"
        return {"what": what, "status": self.status, "code": self.code, "settings": list(self.settings)}


def _error(code: str, message: str | None = None) -> ApiFault:
    status, default = CATALOGUE[code]
    text = message or default
    return ApiFault(Outcome.REFUSED, f"{status} `{code}`, “{text}”", status, code, text)


def _field_error(code: str) -> ApiFault:
    text = FIELD_MESSAGES[code]
    return ApiFault(Outcome.REFUSED, f"400 `{code}` of a field, “{text}”", 400, code, text, field="link")


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

API_FAULTS: dict[str, ApiFault] = {
    **{code: _error(code) for code in _PLAIN},
    **{f"login_error_{name}": _error("login_error", message) for name, message in _LOGIN_ERRORS.items()},
    **{code: _field_error(code) for code in FIELD_MESSAGES},
    "link_refreshed": _error("link_refreshed", _REFRESHED),
    "unexpected_error": _error("unexpected_error", _UNEXPECTED),
    "throttled": ApiFault(
        Outcome.REFUSED, "429 with Retry-After", 429, "throttled", CATALOGUE["throttled"][1], seconds=USUAL_RETRY_AFTER
    ),
    "firewall": ApiFault(Outcome.REFUSED, "403 with a page of HTML, as a firewall gives it", 403),
    "bad_gateway": ApiFault(Outcome.REFUSED, "502 with a page of HTML, as a gateway gives it", 502),
    "delay": ApiFault(Outcome.DELAYED, "a late answer", seconds=USUAL_DELAY),
    "cut": ApiFault(Outcome.CORRUPTED, "the connection is closed in the middle of the answer"),
    "truncated": ApiFault(Outcome.CORRUPTED, "half of the JSON, under a length that says it is all"),
    **{name: ApiFault(Outcome.REFUSED, odd_one.what) for name, odd_one in ODD_REFUSALS.items()},
    **{name: ApiFault(Outcome.CORRUPTED, odd_one.what) for name, odd_one in ODD_ROWS.items()},
    **{name: ApiFault(Outcome.CORRUPTED, odd_one.what) for name, odd_one in ODD_ANSWERS.items()},
    "drip": ApiFault(Outcome.CORRUPTED, ODD_ANSWERS["drip"].what, seconds=USUAL_DRIP),
}

_CORRUPTIONS: dict[str, Callable[..., Response]] = {
    "cut": corruption.Cut,
    "truncated": corruption.truncated,
    **{name: odd(odd_one.change) for name, odd_one in ODD_ROWS.items()},
    **{name: odd_one.make for name, odd_one in ODD_ANSWERS.items()},
}
# Where the sandbox can really ask for a token, so that a PATCH goes on from there.
_ASKING_FOR_TOKENS = {"POST /api/links/", "PUT /api/links/{id}/"} | {
    f"POST /api/{resource.path}/" for resource in RESOURCES.values() if resource.resumable
}


@dataclass
class Effect:
    delay: float = 0
    page: Response | None = None
    corruption: Callable[[Response], Response] | None = None
    requires_token: bool = False
    error: ApiError | None = None

    @property
    def refusal(self) -> Response | None:
        """The answer instead of carrying the call out; raises the error if it is one."""
        if self.error:
            raise self.error
        return self.page


def is_any_live(sandbox: Sandbox) -> bool:
    with sandbox.state.read() as connection:
        return rules.is_any_live(connection, API)


def effect_on(sandbox: Sandbox, call: TargetedCall) -> Effect | None:
    """The faults of a call together: every delay that is aimed at it, and the first of the others."""
    with sandbox.state.read() as connection:
        matching = [rule for rule in rules.live(connection, API) if targets.matches(rule.target, call, connection)]
        links_named = sorted(call.links(connection)) if matching else []
    if not matching:
        return None
    effect = Effect()
    with sandbox.state.write() as connection:
        for rule in matching:
            if not rules.applies(connection, rule, sandbox.seed):
                continue
            if API_FAULTS[rule.name].outcome is Outcome.DELAYED:
                effect.delay += rule.settings["seconds"]
                continue
            _add(effect, sandbox, rule, call, links_named)
            break
    return effect


def _add(effect: Effect, sandbox: Sandbox, rule: FaultRule, call: TargetedCall, links_named: list[str]) -> None:
    fault = API_FAULTS[rule.name]
    if fault.code is None and fault.status:
        effect.page = corruption.page(fault.status)
    elif rule.name in ODD_REFUSALS:
        effect.page = ODD_REFUSALS[rule.name].make()
    elif rule.name in _CORRUPTIONS:
        effect.corruption = partial(_CORRUPTIONS[rule.name], **rule.settings)
    elif rule.name == "token_required" and call.operation in _ASKING_FOR_TOKENS:
        effect.requires_token = True
    else:
        effect.error = _api_error(fault, rule.settings, _extra(rule, sandbox, call, links_named))
        effect.error.request_id = digests.digest("fault", sandbox.seed, rule.number, rule.seen).hex()[:32]


def _api_error(fault: ApiFault, settings: Mapping[str, Any], extra: Mapping[str, Any]) -> ApiError:
    message = settings.get("message", fault.message or "")
    field = settings.get("field", fault.field)
    error = ApiError(fault.status or 400, ErrorItem(fault.code or "", message, field, tuple(extra.items())))
    return error.retriable_after(ceil(settings["seconds"])) if "seconds" in settings else error


def _extra(rule: FaultRule, sandbox: Sandbox, call: TargetedCall, links_named: list[str]) -> dict[str, Any]:
    """The fields that an item of the error carries beside the usual, by its code."""
    if rule.name == "duplicated":
        login = (call.body.get("institution", ""), call.body.get("username", ""))
        return {"institution_user_id": links.institution_user_id(sandbox.seed, *map(str, login))}
    if rule.name == "token_required":
        return {
            # Where nothing can be resumed, this session is over already.
            "session": digests.digest("session", sandbox.seed, rule.number, rule.seen).hex()[:32],
            "expiry": int(LIFETIME.total_seconds()),
            "link": links_named[0] if links_named else None,
            "token_generation_data": CHALLENGES["text"].body(),
        }
    return {}


def catalogue() -> list[dict[str, Any]]:
    """The table as the control API shows it."""
    return [{"error": name, **fault.body()} for name, fault in API_FAULTS.items()]
