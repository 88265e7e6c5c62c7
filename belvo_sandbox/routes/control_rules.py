"""List, add and end what is to go wrong: the same for faults and for mishaps."""

from collections.abc import Callable
from typing import Any

from starlette.responses import Response
from starlette.routing import Route

from belvo_sandbox.core.answers import answer, empty
from belvo_sandbox.core.errors import failure
from belvo_sandbox.http.requests import Call, methods, steering


def routes(path: str, kind: str, catalogue: Callable[[], list[dict[str, Any]]]) -> tuple[Route, ...]:
    """The routes of a kind of disturbance below a path."""

    def index(call: Call) -> Response:
        return answer(call.control.listed(kind))

    def add(call: Call) -> Response:
        return answer(call.control.order(kind, call.body()), 201)

    def end_all(call: Call) -> Response:
        call.control.end_all(kind)
        return empty()

    def end(call: Call) -> Response:
        if not call.control.end(kind, call.id):
            raise failure("not_found")
        return empty()

    def known(call: Call) -> Response:  # noqa: ARG001 - a handler's signature
        return answer(catalogue())

    return (
        methods(path, GET=steering(index), POST=steering(add), DELETE=steering(end_all)),
        methods(f"{path}catalogue/", GET=steering(known)),
        methods(f"{path}{{id}}/", DELETE=steering(end)),
    )
