"""/control/faults/…: what is to go wrong with the API."""

from starlette.responses import Response

from belvo_sandbox import faults
from belvo_sandbox.answers import answer, empty
from belvo_sandbox.calls import Call, methods, steering
from belvo_sandbox.errors import failure


def index(call: Call) -> Response:
    """List the faults, oldest first."""
    return answer(call.control.faults())


def add(call: Call) -> Response:
    """Have calls go wrong from now on."""
    return answer(call.control.order_fault(call.body()), 201)


def end_all(call: Call) -> Response:
    """End all faults."""
    call.control.end_faults()
    return empty()


def end(call: Call) -> Response:
    """End one fault."""
    if not call.control.end_fault(call.id):
        raise failure("not_found")
    return empty()


def catalogue(call: Call) -> Response:  # noqa: ARG001 - a handler's signature
    """What can go wrong, and what that does."""
    return answer(faults.catalogue())


ROUTES = (
    methods("/control/faults/", GET=steering(index), POST=steering(add), DELETE=steering(end_all)),
    methods("/control/faults/catalogue/", GET=steering(catalogue)),
    methods("/control/faults/{id}/", DELETE=steering(end)),
)
