"""/control/corrections/: how institutions correct what they have said, and what they correct."""

from typing import Any

from starlette.responses import Response

from belvo_sandbox.bank import corrections
from belvo_sandbox.bank.corrections import MODES
from belvo_sandbox.control import Control
from belvo_sandbox.core.answers import answer
from belvo_sandbox.core.forms import Form
from belvo_sandbox.http.requests import Call, Operation, methods


def show(call: Call) -> Response:
    """The mode, and with `link` the corrections of that link's transactions since it was made."""
    form = Form(call.request.query_params)
    link = form.identifier("link")
    form.check()
    with call.sandbox.state.read() as connection:
        body: dict[str, Any] = {"mode": corrections.mode(connection)}
    if link:
        control: Control = call.request.app.state.control
        body["results"] = control.corrections(link)
    return answer(body)


def put(call: Call) -> Response:
    """Have everything corrected in another way from now on."""
    form = Form(call.body())
    mode = form.choice("mode", MODES, required=True) or ""
    form.check()
    with call.sandbox.state.write() as connection:
        corrections.set_mode(connection, mode)
    return answer({"mode": mode})


ROUTES = (
    methods(
        "/control/corrections/",
        GET=Operation(show, public=True, local=True),
        PUT=Operation(put, public=True, local=True),
    ),
)
