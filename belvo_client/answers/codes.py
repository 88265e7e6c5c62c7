"""Which class an answer of Belvo's becomes, by its status and code.

https://developers.belvo.com/developer_resources/resources-belvo-api-errors
"""

from collections.abc import Mapping

from belvo_client.errors import (
    AuthenticationFailed,
    BelvoError,
    ConsentWithoutAccounts,
    CredentialsExpired,
    DuplicatedLink,
    InstitutionInactive,
    InstitutionUnavailable,
    InvalidLink,
    LimitReached,
    LoginFailed,
    NotFound,
    NotOffered,
    PermissionDenied,
    RateLimited,
    RefreshedRecently,
    RequestRefused,
    ServerFailed,
    SessionExpired,
    TimedOut,
    TokenRequired,
    TooManySessions,
    UnconfirmedLink,
    ValidationFailed,
)

_VALIDATION = (
    "blank",
    "does_not_exist",
    "empty",
    "invalid",
    "invalid_choice",
    "invalid_credentials_storage",
    "invalid_fetch_resources",
    "invalid_period",
    "max_decimal_places",
    "max_digits",
    "max_length",
    "max_value",
    "min_length",
    "min_value",
    "not_a_list",
    "null",
    "parse_error",
    "required",
    "validation_error",
)

#: (status, code) → class. What is missing here falls to BY_STATUS.
BY_CODE: Mapping[tuple[int, str], type[BelvoError]] = {
    **{(400, code): ValidationFailed for code in _VALIDATION},
    (400, "duplicated"): DuplicatedLink,
    (400, "login_error"): LoginFailed,
    (400, "invalid_link"): InvalidLink,
    (400, "unconfirmed_link"): UnconfirmedLink,
    (400, "session_expired"): SessionExpired,
    (400, "session_expired_ob"): SessionExpired,
    (400, "too_many_sessions"): TooManySessions,
    (400, "institution_down"): InstitutionUnavailable,
    (400, "institution_unavailable"): InstitutionUnavailable,
    (400, "institution_inactive"): InstitutionInactive,
    (400, "unsupported_operation"): NotOffered,
    (400, "unavailable_data"): NotOffered,
    (400, "activation_failed"): NotOffered,
    (400, "operational_limits_reached"): LimitReached,
    (401, "authentication_failed"): AuthenticationFailed,
    (401, "consent_without_accounts"): ConsentWithoutAccounts,
    (403, "access_to_production_denied"): PermissionDenied,
    (403, "access_to_resource_denied"): PermissionDenied,
    (403, "permission_denied"): PermissionDenied,
    (404, "expired_credentials"): CredentialsExpired,
    (404, "not_found"): NotFound,
    (405, "method_not_allowed"): NotOffered,
    (408, "request_timeout"): TimedOut,
    (409, "link_refreshed"): RefreshedRecently,
    (428, "activation_required"): RequestRefused,
    (428, "token_required"): TokenRequired,
    (500, "service_unavailable"): ServerFailed,
    (500, "unexpected_error"): ServerFailed,
}

BY_STATUS: Mapping[int, type[BelvoError]] = {
    401: AuthenticationFailed,
    403: PermissionDenied,
    404: NotFound,
    405: NotOffered,
    408: TimedOut,
    429: RateLimited,
}

#: What the messages of Belvo's framework stand for where they come without a code.
_WORDS = {
    "field is required": "required",
    "may not be null": "null",
    "may not be blank": "blank",
    "may not be empty": "empty",
    "list of items": "not_a_list",
    "valid choice": "invalid_choice",
    "does not exist": "does_not_exist",
}


def code_of(message: str) -> str:
    """The code of a message about a field that came without one."""
    return next((code for words, code in _WORDS.items() if words in message), "invalid")


def error_class(status: int, code: str) -> type[BelvoError]:
    """The class for an answer's status and the first code in its body."""
    fallback = ServerFailed if status >= 500 else RequestRefused
    return BY_CODE.get((status, code)) or BY_STATUS.get(status, fallback)
