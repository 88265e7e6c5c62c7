"""/control/clock/…: what time it is in the sandbox, and how to move it on."""

from dataclasses import dataclass
from datetime import UTC, datetime

from starlette.responses import Response
from starlette.routing import Route

from belvo_sandbox.control import Control
from belvo_sandbox.core.clock import ClockError, text
from belvo_sandbox.core.errors import ApiError, ErrorItem, invalid
from belvo_sandbox.core.forms import Form
from belvo_sandbox.core.responses import json_response
from belvo_sandbox.http.requests import Call, control_operation, methods

_MOST = 1_000_000  # of any unit; the clock ends before
_UNREADABLE = "Enter a date and time of ISO 8601; without a time zone it is taken as UTC."


@dataclass(frozen=True)
class Handlers:
    """The clock, shown and moved."""

    control: Control

    def show(self, call: Call) -> Response:
        """Answer with what the clock shows."""
        clock = call.sandbox.clock
        body = {"now": text(clock.now()), "frozen": clock.is_frozen, "offset_seconds": clock.offset.total_seconds()}
        return json_response(body)

    def put(self, call: Call) -> Response:
        """Move the clock on to an instant."""
        form = Form(call.body())
        value = form.text("now", required=True) or ""
        form.check()
        try:
            self.control.set_clock(_instant(value))
        except ClockError as refused:
            raise ApiError(400, invalid("now", message=str(refused))) from refused
        return self.show(call)

    def advance(self, call: Call) -> Response:
        """Move the clock on by days, hours and minutes."""
        form = Form(call.body())
        by = {unit: form.number(unit, least=0, most=_MOST) or 0 for unit in ("days", "hours", "minutes")}
        form.check()
        try:
            self.control.advance(**by)
        except ClockError as refused:
            raise ApiError(400, ErrorItem("validation_error", str(refused))) from refused
        return self.show(call)


def _instant(value: str) -> datetime:
    try:
        instant = datetime.fromisoformat(value)
    except ValueError as cause:
        raise ApiError(400, invalid("now", message=_UNREADABLE)) from cause
    return instant if instant.tzinfo else instant.replace(tzinfo=UTC)


def routes(control: Control) -> tuple[Route, ...]:
    """The routes below /control/clock/."""
    handlers = Handlers(control)
    return (
        methods("/control/clock/", GET=control_operation(handlers.show), PUT=control_operation(handlers.put)),
        methods("/control/clock/advance/", POST=control_operation(handlers.advance)),
    )
