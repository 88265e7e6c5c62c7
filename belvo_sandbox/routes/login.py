"""GET /api/ and GET /healthz."""

from starlette.responses import Response

from belvo_sandbox.core.answers import answer
from belvo_sandbox.core.clock import text
from belvo_sandbox.http.requests import Call


def check_keys(call: Call) -> Response:
    """Answer 200 to good keys: Belvo's own SDKs log in that way."""
    return answer(
        {
            name: f"{call.base_url}/api/{name}/"
            for name in ("institutions", "links", "accounts", "owners", "transactions")
        }
    )


def health(call: Call) -> Response:
    """What a parent process asks to learn whether this is the sandbox that it meant."""
    sandbox = call.sandbox
    return answer({"status": "ok", "instance": sandbox.instance, "now": text(sandbox.clock.now())})
