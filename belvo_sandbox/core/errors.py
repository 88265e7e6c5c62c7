"""Belvo's errors: what each code means, and the one exception that carries them to the answer.

Codes, statuses and messages: https://developers.belvo.com/developer_resources/resources-belvo-api-errors
"""

from dataclasses import dataclass
from typing import Any

# The status and the usual message of each code.
CATALOGUE: dict[str, tuple[int, str]] = {
    "validation_error": (400, "Bad request"),
    "parse_error": (400, "The body is not valid JSON"),
    "does_not_exist": (400, "Object does not exist."),
    "duplicated": (400, "Link already exists"),
    "login_error": (400, "Invalid credentials provided to login to the institution"),
    "invalid_link": (400, "The link has been invalidated. You may need to update link credentials"),
    "unconfirmed_link": (400, "The link creation has not been completed yet"),
    "invalid_credentials_storage": (400, "Recurrent links must store the credentials"),
    "invalid_fetch_resources": (400, "Single links without stored credentials must fetch resources"),
    "session_expired": (
        400,
        "The session you are trying to resume has expired, please start again from register/retrieve endpoint",
    ),
    "too_many_sessions": (
        400,
        "Impossible to login, a session is already opened with the institution for these credentials",
    ),
    "unsupported_operation": (
        400,
        "The resource you are trying to access is not supported by this institution",
    ),
    "unavailable_data": (400, "The institution has no such data for this user"),
    "invalid_period": (400, "The number of days between date_from and date_to must be at least 90 days"),
    "activation_failed": (400, "The institution did not accept the data that activate online banking"),
    "operational_limits_reached": (400, "The monthly limit of calls to this institution was reached"),
    "session_expired_ob": (400, "The session with the institution has expired. Start the consent anew"),
    "institution_down": (400, "The financial institution is down, try again later"),
    "institution_unavailable": (400, "The financial institution is unavailable"),
    "institution_inactive": (400, "The institution has been temporarily deactivated"),
    "consent_without_accounts": (401, "The consent shares no accounts"),
    "authentication_failed": (401, "Invalid Secret Keys"),
    "token_not_valid": (401, "The access token is not valid"),
    "access_to_resource_denied": (403, "You don't have access to this resource."),
    "access_to_production_denied": (403, "You don't have access to the production environment."),
    "permission_denied": (403, "You do not have permission to perform this action."),
    "not_found": (404, "Not found."),
    "expired_credentials": (404, "The stored credentials of this link have expired"),
    "method_not_allowed": (405, "Method not allowed."),
    "request_timeout": (
        408,
        "The request timed out, you can retry asking for less data by changing your query parameters",
    ),
    "link_refreshed": (409, "The link has already been refreshed"),
    "request_too_large": (413, "The body is too large"),
    "token_required": (428, "A MFA token is required by the institution to login"),
    "throttled": (429, "Request was throttled."),
    "unexpected_error": (500, "The local sandbox failed to process the request"),
    "service_unavailable": (500, "The service is unavailable, try again later"),
}

# What each way of failing a field's validation says, in the words of Belvo's framework.
FIELD_MESSAGES = {
    "required": "This field is required.",
    "null": "This field may not be null.",
    "blank": "This field may not be blank.",
    "not_a_list": "Expected a list of items.",
    "invalid": "Not a valid value.",
    "invalid_choice": "This is not a valid choice.",
    "min_value": "Ensure this value is greater than or equal to 1.",
    "max_digits": "Ensure that there are no more than 10 digits in total.",
    "max_decimal_places": "Ensure that there are no more than 2 decimal places.",
}


@dataclass(frozen=True)
class ErrorItem:
    """One item of an error answer; `extra` holds what only some codes carry."""

    code: str
    message: str
    field: str | None = None
    extra: tuple[tuple[str, Any], ...] = ()


class ApiError(Exception):
    """Ends a call with a status and one or more faults."""

    def __init__(self, status: int, *items: ErrorItem) -> None:
        super().__init__(status, *(item.code for item in items))
        self.status = status
        self.items = items
        self.headers: dict[str, str] = {}
        self.request_id: str | None = None  # None: the answer has the next one

    def __str__(self) -> str:
        return "; ".join(f"{item.field}: {item.message}" if item.field else item.message for item in self.items)

    def retriable_after(self, seconds: int) -> "ApiError":
        """The same error, that says when to try again."""
        self.headers = {"Retry-After": str(seconds)}
        return self


def failure(code: str, message: str | None = None, *, field: str | None = None, **extra: Any) -> ApiError:  # noqa: ANN401 - JSON values
    """The error that Belvo answers with this code."""
    status, default = CATALOGUE[code]
    return ApiError(status, ErrorItem(code, message or default, field, tuple(extra.items())))


def invalid(field: str, code: str = "invalid", message: str | None = None) -> ErrorItem:
    """A fault of one field of the request."""
    return ErrorItem(code, message or FIELD_MESSAGES[code], field)
