"""Authentication: somebody with the secret keys, or a widget with its access token."""

import base64
import binascii
import hmac
from dataclasses import dataclass, field

from starlette.datastructures import Headers

from belvo_sandbox.core.errors import failure
from belvo_sandbox.data.sandbox import Sandbox
from belvo_sandbox.http.tokens import WidgetToken, read

SECRET_ID = "local-sandbox-id"  # noqa: S105 - published
SECRET_PASSWORD = "local-sandbox-password"  # noqa: S105 - published


@dataclass(frozen=True)
class Caller:
    """Somebody with keys (no token), or a widget."""

    token: WidgetToken | None = field(default=None, repr=False)


def identify(sandbox: Sandbox, headers: Headers) -> Caller:
    """The caller behind an Authorization header; raises `authentication_failed` or `token_not_valid`."""
    scheme, _, credentials = headers.get("authorization", "").partition(" ")
    match scheme.lower():
        case "basic" if are_keys(*_decode(credentials)):
            return Caller()
        case "bearer":
            return Caller(read(sandbox, credentials.strip()))
    raise failure("authentication_failed")


def are_keys(secret_id: str, secret_password: str) -> bool:
    # Both are compared always, so that the time taken tells nothing.
    right_id = hmac.compare_digest(secret_id.encode(), SECRET_ID.encode())
    right_password = hmac.compare_digest(secret_password.encode(), SECRET_PASSWORD.encode())
    return right_id and right_password


def _decode(credentials: str) -> tuple[str, str]:
    try:
        user, _, password = base64.b64decode(credentials, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return "", ""
    return user, password
