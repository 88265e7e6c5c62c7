"""POST /api/token/."""

from typing import Any
from uuid import uuid4

from starlette.responses import Response

from belvo_sandbox import links
from belvo_sandbox.answers import answer
from belvo_sandbox.callers import are_keys
from belvo_sandbox.calls import Call
from belvo_sandbox.errors import failure
from belvo_sandbox.forms import Form
from belvo_sandbox.links import CREDENTIALS_STORAGE, STALE_IN
from belvo_sandbox.tokens import mint


def create(call: Call) -> Response:
    """Mint an access token; the keys are in the body. Lenient: only keys and scopes are required."""
    form = Form(call.body())
    secret_id = form.text("id", required=True)
    secret_password = form.text("password", required=True)
    scopes = form.names("scopes", required=True)
    claims: dict[str, Any] = {
        "fetch_resources": form.names("fetch_resources"),
        "stale_in": form.text("stale_in", pattern=STALE_IN),
        "credentials_storage": form.text("credentials_storage", pattern=CREDENTIALS_STORAGE),
        "external_id": form.text("external_id"),
        "widget": form.mapping("widget"),
    }
    link_id = form.identifier("link_id")
    form.check()
    if not are_keys(secret_id or "", secret_password or ""):
        raise failure("authentication_failed")
    claims = {name: value for name, value in claims.items() if value is not None}
    claims |= {"scopes": scopes, "api_url": call.base_url}
    if link_id:
        claims["link"] = _link_claim(call, link_id)
    jti = uuid4().hex
    access = mint(call.sandbox, claims, jti=jti)
    return answer(
        {"access": access, "refresh": mint(call.sandbox, {"scopes": scopes}, jti=uuid4().hex, kind="refresh")}
    )


def _link_claim(call: Call, link_id: str) -> dict[str, str]:
    with call.sandbox.state.read() as connection:
        link = links.find(connection, link_id)
    if link is None:
        raise failure("does_not_exist", f"Object with id={link_id} does not exist.", field="link_id")
    return {"id": link.id, "status": link.status, "institution": link.institution}
