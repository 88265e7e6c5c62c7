"""What can go wrong, as one tree whose three branches say what the caller should do.

BelvoError
├── RetriableError            try again later, unchanged
│   ├── TooManySessions         the person is logged in elsewhere: 120 s
│   ├── InstitutionUnavailable  the bank is down or out of reach
│   ├── RefreshedRecently       one refresh per link and ten minutes
│   ├── RateLimited             429, or the HTML page that Belvo's firewall answers with
│   ├── ServerFailed            5xx
│   ├── TimedOut                408, or no answer within our own timeout
│   ├── ConnectionFailed        no connection, or one that was cut
│   └── UnreadableAnswer        an answer that is no JSON, or not in the described shape
├── NeedsUserError            the person whose account it is must act
│   ├── LoginFailed             wrong credentials, a locked account
│   ├── InvalidLink             the link needs update mode
│   ├── UnconfirmedLink         the link was never finished
│   ├── CredentialsExpired      stored credentials are gone
│   ├── TokenRequired           the bank asks for a one-time token
│   ├── SessionExpired          the token came too late
│   └── ConsentWithoutAccounts  nothing was shared
└── FatalError                repeating it changes nothing: keys, rights, a wrong request, a bug
    ├── AuthenticationFailed    wrong keys
    ├── PermissionDenied        keys without this right
    ├── NotFound
    ├── ValidationFailed        a field is wrong
    │   └── DuplicatedLink      this person is connected already
    ├── NotOffered              the institution, the resource or the method does not have it
    ├── InstitutionInactive     Belvo switched the institution off
    ├── LimitReached            Brazil's monthly limit of calls
    ├── PagingBroken            `next` repeats, leads elsewhere, or never ends
    ├── ForeignAnswer           rows of another link, or another object than was asked for
    ├── BadArgument             what was asked cannot be sent, so nothing was
    │   └── BadFilter             the resource has no such filter, or it takes no such value
    ├── BadWebhook              a webhook that is no JSON object
    ├── Deferred                Belvo took a retrieve and answers by webhook
    ├── Redirected              an answer that wants the call sent elsewhere
    └── RequestRefused          any other 4xx

Codes and messages are Belvo's: https://developers.belvo.com/developer_resources/resources-belvo-api-errors
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar, cast

from belvo_client.types.errors import TokenGenerationData


class Kind(StrEnum):
    """What the caller should do about an error."""

    RETRIABLE = "retriable"
    NEEDS_USER = "needs_user"
    FATAL = "fatal"


@dataclass(frozen=True)
class ErrorItem:
    """One entry of Belvo's error array; `details` holds what the entry carries beyond the usual four."""

    code: str
    message: str
    request_id: str | None = None
    field: str | None = None
    details: Mapping[str, object] | None = None


class BelvoError(Exception):
    """Root of everything this package raises; the first entry of Belvo's array speaks for the whole."""

    kind: ClassVar[Kind] = Kind.FATAL
    default_code: ClassVar[str] = "request_refused"

    def __init__(
        self,
        message: str,
        *,
        code: str = "",
        status: int | None = None,
        errors: Sequence[ErrorItem] = (),
        retry_after: float | None = None,
    ) -> None:
        self.message = message
        self.code = code or self.default_code
        self.status = status
        self.errors = tuple(errors)
        self.request_id = next((item.request_id for item in self.errors if item.request_id), None)
        self.field = next((item.field for item in self.errors if item.field), None)
        #: Seconds that the answer's Retry-After asks for, an hour at most.
        self.retry_after = retry_after
        super().__init__(message)

    def __str__(self) -> str:
        origin = ", ".join(
            part
            for part in (
                f"HTTP {self.status}" if self.status else "",
                f"field {self.field}" if self.field else "",
                f"request {self.request_id}" if self.request_id else "",
            )
            if part
        )
        said = ": ".join(filter(None, (self.code, self.message)))
        return f"{said} ({origin})" if origin else said

    def detail(self, name: str) -> object:
        """What Belvo's entries say under `name`, None if they don't."""
        return next((item.details[name] for item in self.errors if item.details and name in item.details), None)


class RetriableError(BelvoError):
    """Trying again later can succeed."""

    kind = Kind.RETRIABLE


class NeedsUserError(BelvoError):
    """Only the person whose account it is can mend this."""

    kind = Kind.NEEDS_USER


class FatalError(BelvoError):
    """Repeating the call changes nothing."""


class TooManySessions(RetriableError):
    """The person is logged in elsewhere."""


class InstitutionUnavailable(RetriableError):
    """The institution is down or cannot be reached."""


class RefreshedRecently(RetriableError):
    """The link was refreshed within the last ten minutes."""


class RateLimited(RetriableError):
    """Too many calls, or calls that Belvo's firewall refuses."""

    default_code = "rate_limited"


class ServerFailed(RetriableError):
    """Belvo failed."""

    default_code = "server_failed"


class TimedOut(RetriableError):
    """No answer in time, ours or Belvo's five minutes."""

    default_code = "timed_out"


class ConnectionFailed(RetriableError):
    """The network failed before a whole answer arrived."""

    default_code = "connection_failed"


class UnreadableAnswer(RetriableError):
    """The answer is no JSON or not in the described shape."""

    default_code = "unreadable_answer"


class LoginFailed(NeedsUserError):
    """The institution refused the credentials or the person."""


class InvalidLink(NeedsUserError):
    """The link's credentials stopped working; it needs update mode."""


class UnconfirmedLink(NeedsUserError):
    """The link's creation was never completed."""


class CredentialsExpired(NeedsUserError):
    """Belvo no longer holds the link's credentials."""


_LONGEST_SESSION = 86_400
"""Seconds; Belvo's examples have twelve minutes, and less than three hours."""


class TokenRequired(NeedsUserError):
    """The institution asks for a one-time token; `resume` continues with `session` and `link`."""

    @property
    def session(self) -> str:
        """What `resume` needs to find the interrupted call."""
        return str(self.detail("session") or "")

    @property
    def link(self) -> str:
        """The link, which exists already, unconfirmed."""
        return str(self.detail("link") or "")

    @property
    def expiry(self) -> int | None:
        """Seconds that the session lives; Belvo publishes it as a number and as text. None for what no session does."""
        try:
            seconds = int(str(self.detail("expiry")))
        except ValueError:
            return None
        return seconds if 0 <= seconds <= _LONGEST_SESSION else None

    @property
    def token_generation_data(self) -> TokenGenerationData:
        """What to show the person, so that they get their token."""
        data = self.detail("token_generation_data")
        return cast("TokenGenerationData", data) if isinstance(data, dict) else {}

    @property
    def expects_user_input(self) -> bool:
        """Whether `resume` needs a token, or only that the person has confirmed elsewhere."""
        data = cast("Mapping[str, object]", self.token_generation_data)
        return data.get("expects_user_input", data.get("expect_user_input", True)) is not False


class SessionExpired(NeedsUserError):
    """The session of the one-time token or of the consent is over."""


class ConsentWithoutAccounts(NeedsUserError):
    """The consent shares no account."""


class AuthenticationFailed(FatalError):
    """The keys are wrong for this environment."""

    default_code = "authentication_failed"


class PermissionDenied(FatalError):
    """The keys lack the right to do this."""

    default_code = "permission_denied"


class NotFound(FatalError):
    """There is no such object, or not for these keys."""

    default_code = "not_found"


class ValidationFailed(FatalError):
    """Belvo does not accept a field of the request."""

    default_code = "validation_error"


class DuplicatedLink(ValidationFailed):
    """The person is connected to this institution already."""

    @property
    def institution_user_id(self) -> str | None:
        """Finds the existing link: `links.list(institution_user_id=…)`."""
        value = self.detail("institution_user_id")
        return None if value is None else str(value)


class NotOffered(FatalError):
    """The institution or the resource does not offer this."""

    default_code = "not_offered"


class InstitutionInactive(FatalError):
    """Belvo switched the institution off."""


class LimitReached(FatalError):
    """The month's calls for this person are used up (Brazil's regulator sets the limit)."""


class PagingBroken(FatalError):
    """A list's `next` repeats, leads elsewhere or never ends, so that its rows cannot be trusted to be whole."""

    default_code = "paging_broken"


class ForeignAnswer(FatalError):
    """An answer is about another link or object than was asked for; nothing of it is to be believed."""

    default_code = "foreign_answer"


class BadArgument(FatalError, ValueError):
    """What was asked cannot be sent, so nothing was."""

    default_code = "bad_argument"


class BadFilter(BadArgument):
    """The resource has no such filter, or it takes no such value; nothing was sent."""

    default_code = "bad_filter"


class BadWebhook(FatalError, ValueError):
    """A webhook's body is no JSON object."""

    default_code = "bad_webhook"


class Deferred(FatalError):
    """Belvo took the retrieve and answers by webhook, with the same `request_id`; do not ask again."""

    default_code = "deferred"


class Redirected(FatalError):
    """The answer wants the call sent elsewhere; credentials do not follow."""

    default_code = "redirected"


class RequestRefused(FatalError):
    """Belvo refused the request for a reason without a class of its own."""
