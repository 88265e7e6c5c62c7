"""Multi-factor authentication: the 428 that asks for a token, and the session that a PATCH goes on with.

https://developers.belvo.com/docs/handling-2-factor-authentication
"""

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import segno

from belvo_sandbox.core.clock import text
from belvo_sandbox.core.digests import digest
from belvo_sandbox.core.errors import ApiError, failure
from belvo_sandbox.core.forms import Form
from belvo_sandbox.core.state import State, increment

LIFETIME = timedelta(minutes=12)  # the published example's 720 seconds
_VALID_TOKEN = "111111"  # noqa: S105 - published


@dataclass(frozen=True)
class Challenge:
    """The way in which somebody gets their token."""

    type: str
    instructions: str
    value: str

    def body(self) -> dict[str, Any]:
        """`token_generation_data` as the API shows it."""
        return {**vars(self), "expects_user_input": True}


def _picture(text: str) -> str:
    return str(segno.make(text, error="m", micro=False).svg_data_uri(scale=6, light="white"))


CHALLENGES = {
    "text": Challenge("text", "Enter the token that your bank has sent you", ""),
    "numeric": Challenge("numeric", "Use this code to generate the token", "12345"),
    # What a real one carries is not published: here it is a picture, and what it says is the token.
    "qr": Challenge("qr", "Scan this code to generate the token", _picture(_VALID_TOKEN)),
}


@dataclass(frozen=True)
class Session:
    """A call that waited for a token: its link, the resource that it retrieves (None for a login), and its body."""

    link: str
    resource: str | None
    parameters: Mapping[str, Any]


def is_valid(token: str | None) -> bool:
    return token == _VALID_TOKEN


def open_session(
    connection: sqlite3.Connection,
    link: str,
    challenge: str,
    now: datetime,
    resource: str | None = None,
    parameters: Mapping[str, Any] | None = None,
) -> ApiError:
    """Open a session; the error to raise once its transaction is over."""
    id_ = digest("session", link, increment(connection, "sessions")).hex()[:32]
    stored = json.dumps({name: value for name, value in (parameters or {}).items() if name != "token"})
    connection.execute("DELETE FROM sessions WHERE expires_at < ?", (text(now),))
    row = (id_, link, resource, challenge, stored, text(now + LIFETIME))
    connection.execute("INSERT INTO sessions VALUES (?, ?, ?, ?, ?, ?)", row)
    return failure(
        "token_required",
        session=id_,
        expiry=int(LIFETIME.total_seconds()),
        link=link,
        token_generation_data=CHALLENGES[challenge].body(),
    )


def resume(state: State, body: Mapping[str, Any], now: datetime, resource: str | None = None) -> Session:
    """End the session that a PATCH names, with its token.

    Raises `session_expired` for one that is over, and `token_required` with a new session for a wrong token.
    """
    form = Form(body)
    id_ = form.text("session", required=True)
    link = form.identifier("link", required=True)
    token = form.text("token")
    form.check()
    with state.write() as connection:
        query = """
            DELETE FROM sessions WHERE id = ? AND link = ? AND resource IS ? AND expires_at >= ?
            RETURNING link, resource, challenge, parameters
        """
        row = connection.execute(query, (id_, link, resource, text(now))).fetchone()
        if row is None:
            raise failure("session_expired")
        parameters = json.loads(row["parameters"])
        error = (
            None
            if is_valid(token)
            else open_session(connection, row["link"], row["challenge"], now, resource, parameters)
        )
    if error:
        raise error
    return Session(row["link"], row["resource"], parameters)
