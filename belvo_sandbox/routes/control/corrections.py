"""/control/corrections/: how institutions correct what they have said, and what they correct."""

from dataclasses import dataclass
from typing import Any

from starlette.responses import Response
from starlette.routing import Route

from belvo_sandbox.bank import corrections
from belvo_sandbox.bank.corrections import MODES
from belvo_sandbox.control import Control
from belvo_sandbox.core.forms import Form
from belvo_sandbox.core.responses import json_response
from belvo_sandbox.http.requests import Call, control_operation, methods


@dataclass(frozen=True)
class Handlers:
    """The mode of corrections, and what is corrected."""

    control: Control

    def show(self, call: Call) -> Response:
        """The mode, and with `link` the corrections of that link's transactions since it was made."""
        form = Form(call.request.query_params)
        link = form.identifier("link")
        form.check()
        with call.sandbox.state.read() as connection:
            body: dict[str, Any] = {"mode": corrections.mode(connection)}
        if link:
            body["results"] = self.control.corrections(link)
        return json_response(body)

    def put(self, call: Call) -> Response:
        """Have everything corrected in another way from now on."""
        form = Form(call.body())
        mode = form.choice("mode", MODES, required=True) or ""
        form.check()
        self.control.set_corrections(mode)
        return json_response({"mode": mode})


def routes(control: Control) -> tuple[Route, ...]:
    """The route of corrections."""
    handlers = Handlers(control)
    return (
        methods("/control/corrections/", GET=control_operation(handlers.show), PUT=control_operation(handlers.put)),
    )
