"""The control API, below /control/: without keys, and for programs on this machine only."""

from starlette.routing import Route

from belvo_sandbox.control import Control
from belvo_sandbox.routes.control import clock, consents, corrections, faults, people, state, webhooks


def control_routes(control: Control) -> list[Route]:
    """The routes of everything that `Control` does."""
    return [
        *clock.routes(control),
        *consents.routes(),
        *corrections.routes(control),
        *faults.api_routes(control),
        *faults.delivery_routes(control),
        *people.routes(),
        *state.routes(control),
        *webhooks.routes(),
    ]
