"""/control/people/: people to find something in, how to connect them, and what is true of them."""

from starlette.responses import Response
from starlette.routing import Route

from belvo_sandbox.core.errors import failure
from belvo_sandbox.core.responses import json_response
from belvo_sandbox.examples.catalogue import EXAMPLES
from belvo_sandbox.http.requests import Call, control_operation, methods


def index(call: Call) -> Response:
    """All of them; with `brief=true` without what is true of each, which takes a while to be worked out."""
    if call.request.query_params.get("brief") == "true":
        return json_response([example.named() for example in EXAMPLES])
    return json_response([example.body(call.sandbox) for example in EXAMPLES])


def detail(call: Call) -> Response:
    """One of them, by its id; 404 where nobody has it."""
    for example in EXAMPLES:
        if example.id == call.id:
            return json_response(example.body(call.sandbox))
    raise failure("not_found")


def routes() -> tuple[Route, ...]:
    """The routes below /control/people/."""
    return (
        methods("/control/people/", GET=control_operation(index)),
        methods("/control/people/{id}/", GET=control_operation(detail)),
    )
