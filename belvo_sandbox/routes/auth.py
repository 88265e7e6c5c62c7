"""GET /api/, POST /api/token/, and GET /healthz, which needs no keys."""

from uuid import uuid4

from starlette.responses import Response

from belvo_sandbox.bank import links
from belvo_sandbox.core.clock import text
from belvo_sandbox.core.errors import failure
from belvo_sandbox.core.responses import json_response
from belvo_sandbox.http.auth import are_keys
from belvo_sandbox.http.requests import Call
from belvo_sandbox.http.token_requests import TokenRequest
from belvo_sandbox.http.tokens import mint


def check_keys(call: Call) -> Response:
    """Answer 200 to good keys: Belvo's own SDKs log in that way."""
    names = ("institutions", "links", "accounts", "owners", "transactions")
    return json_response({name: f"{call.base_url}/api/{name}/" for name in names})


def create_token(call: Call) -> Response:
    """Mint an access token; the keys are in the body."""
    request = TokenRequest(call.body(), strict=call.sandbox.options.strict)
    if not are_keys(request.secret_id, request.secret_password):
        raise failure("authentication_failed")
    claims = {**request.claims, "scopes": request.scopes, "api_url": call.base_url}
    if request.link_id:
        claims["link"] = _link_claim(call, request.link_id)
    access = mint(call.sandbox, claims, jti=uuid4().hex)
    refresh = mint(call.sandbox, {"scopes": request.scopes}, jti=uuid4().hex, kind="refresh")
    return json_response({"access": access, "refresh": refresh})


def health(call: Call) -> Response:
    """Status, instance and clock: a parent process learns from it whether this is the sandbox that it meant."""
    sandbox = call.sandbox
    return json_response({"status": "ok", "instance": sandbox.instance, "now": text(sandbox.clock.now())})


def _link_claim(call: Call, link_id: str) -> dict[str, str]:
    with call.sandbox.state.read() as connection:
        link = links.find(connection, link_id)
    if link is None:
        raise failure("does_not_exist", f"Object with id={link_id} does not exist.", field="link_id")
    return {"id": link.id, "status": link.status, "institution": link.institution}
