"""Widget access tokens: minted for one opening of the widget, dead after ten minutes or one success.

https://developers.belvo.com/developer_resources/web-connect-widget
"""

import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
from jwt.types import Options

from belvo_sandbox.core.clock import text
from belvo_sandbox.core.digests import identifier
from belvo_sandbox.core.errors import failure
from belvo_sandbox.data.sandbox import Sandbox

_ALGORITHM = "HS512"
_ISSUER = "belvo-local-sandbox"
# The published example of a refresh token lives for two decades.
_REFRESH_LIFETIME = timedelta(days=365 * 20)


@dataclass(frozen=True)
class WidgetToken:
    """A token that was good when the call came in."""

    jti: str
    expires_at: datetime
    scopes: frozenset[str]
    link: str | None
    claims: dict[str, Any]


def mint(sandbox: Sandbox, claims: dict[str, Any], *, jti: str, kind: str = "access") -> str:
    """A signed token that carries these claims."""
    now = sandbox.clock.now()
    lifetime = sandbox.options.token_lifetime if kind == "access" else _REFRESH_LIFETIME
    return jwt.encode(
        {
            "token_type": kind,
            "exp": int((now + lifetime).timestamp()),
            "iat": int(now.timestamp()),
            "jti": jti,
            "user_id": identifier("user", sandbox.seed),
            "organization_id": identifier("organization", sandbox.seed),
            "organization_name": "Local sandbox",
            "environment": "sandbox",
            "iss": _ISSUER,
            **claims,
        },
        sandbox.signing_key,
        algorithm=_ALGORITHM,
    )


def read(sandbox: Sandbox, encoded: str) -> WidgetToken:
    """The token behind an Authorization header; raises `token_not_valid` for any that is not alive."""
    claims = _verified(sandbox, encoded)
    expires_at = datetime.fromtimestamp(claims["exp"], UTC)
    if claims["token_type"] != "access":  # noqa: S105 - a kind of token
        raise failure("token_not_valid")
    if expires_at <= sandbox.clock.now():
        raise failure("token_not_valid", "The access token has expired")
    with sandbox.state.read() as connection:
        if connection.execute("SELECT 1 FROM used_tokens WHERE jti = ?", (claims["jti"],)).fetchone():
            raise _used()
    return WidgetToken(
        jti=claims["jti"],
        expires_at=expires_at,
        scopes=frozenset(claims.get("scopes", ())),
        link=claims.get("link", {}).get("id"),
        claims=claims,
    )


def spend(connection: sqlite3.Connection, token: WidgetToken, now: datetime) -> None:
    """End a token with its success, in the transaction of that success; the second of two at once fails."""
    connection.execute("DELETE FROM used_tokens WHERE expires_at < ?", (text(now),))
    try:
        connection.execute("INSERT INTO used_tokens VALUES (?, ?)", (token.jti, text(token.expires_at)))
    except sqlite3.IntegrityError as known:
        raise _used() from known


def _verified(sandbox: Sandbox, encoded: str) -> dict[str, Any]:
    # Only the signature is the library's business: it would compare the times with the wall clock.
    unchecked: Options = {"verify_exp": False, "verify_iat": False, "require": ["exp", "jti", "token_type"]}
    try:
        return jwt.decode(encoded, sandbox.signing_key, algorithms=[_ALGORITHM], issuer=_ISSUER, options=unchecked)
    except jwt.InvalidTokenError as cause:
        raise failure("token_not_valid") from cause


def _used() -> Exception:
    return failure("token_not_valid", "The access token has already been used")
