"""POST /api/token/."""

from uuid import uuid4

from starlette.responses import Response

from belvo_sandbox.bank import links
from belvo_sandbox.core.answers import answer
from belvo_sandbox.core.errors import failure
from belvo_sandbox.http.auth import are_keys
from belvo_sandbox.http.requests import Call
from belvo_sandbox.http.token_requests import TokenRequest
from belvo_sandbox.http.tokens import mint


def create(call: Call) -> Response:
    """Mint an access token; the keys are in the body."""
    request = TokenRequest(call.body(), strict=call.sandbox.options.strict)
    if not are_keys(request.secret_id, request.secret_password):
        raise failure("authentication_failed")
    claims = {**request.claims, "scopes": request.scopes, "api_url": call.base_url}
    if request.link_id:
        claims["link"] = _link_claim(call, request.link_id)
    access = mint(call.sandbox, claims, jti=uuid4().hex)
    refresh = mint(call.sandbox, {"scopes": request.scopes}, jti=uuid4().hex, kind="refresh")
    return answer({"access": access, "refresh": refresh})


def _link_claim(call: Call, link_id: str) -> dict[str, str]:
    with call.sandbox.state.read() as connection:
        link = links.find(connection, link_id)
    if link is None:
        raise failure("does_not_exist", f"Object with id={link_id} does not exist.", field="link_id")
    return {"id": link.id, "status": link.status, "institution": link.institution}
