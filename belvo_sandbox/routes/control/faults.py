"""/control/faults/… and /control/webhooks/mishaps/…: what is to go wrong with the API and with webhooks."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from starlette.responses import Response
from starlette.routing import Route

from belvo_sandbox.control import Control
from belvo_sandbox.core.errors import failure
from belvo_sandbox.core.responses import json_response, no_content
from belvo_sandbox.faults import delivery_faults, effects
from belvo_sandbox.faults.rules import API, DELIVERY
from belvo_sandbox.http.requests import Call, control_operation, methods


@dataclass(frozen=True)
class Handlers:
    """List, add and end the faults of one kind."""

    control: Control
    kind: str
    kinds: Callable[[], list[dict[str, Any]]]

    def index(self, call: Call) -> Response:  # noqa: ARG002 - a handler's signature
        """Every fault, with how often it struck."""
        return json_response(self.control.rules(self.kind))

    def add(self, call: Call) -> Response:
        """Have something go wrong from now on."""
        return json_response(self.control.add_rule(self.kind, call.body()), 201)

    def end_all(self, call: Call) -> Response:  # noqa: ARG002 - a handler's signature
        """End all of them."""
        self.control.end_rules(self.kind)
        return no_content()

    def end(self, call: Call) -> Response:
        """End one."""
        if not self.control.end_rule(self.kind, call.id):
            raise failure("not_found")
        return no_content()

    def catalogue(self, call: Call) -> Response:  # noqa: ARG002 - a handler's signature
        """All that can go wrong."""
        return json_response(self.kinds())


def api_routes(control: Control) -> tuple[Route, ...]:
    """The routes of faults of the API."""
    return _routes("/control/faults/", Handlers(control, API, effects.catalogue))


def delivery_routes(control: Control) -> tuple[Route, ...]:
    """The routes of faults of webhooks."""
    return _routes("/control/webhooks/mishaps/", Handlers(control, DELIVERY, delivery_faults.catalogue))


def _routes(path: str, handlers: Handlers) -> tuple[Route, ...]:
    return (
        methods(
            path,
            GET=control_operation(handlers.index),
            POST=control_operation(handlers.add),
            DELETE=control_operation(handlers.end_all),
        ),
        methods(f"{path}catalogue/", GET=control_operation(handlers.catalogue)),
        methods(f"{path}{{id}}/", DELETE=control_operation(handlers.end)),
    )
