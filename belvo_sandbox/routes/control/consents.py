"""POST /control/consents/{id}/renew/: what a person does in Belvo's portal for consents."""

from starlette.responses import Response
from starlette.routing import Route

from belvo_sandbox.bank import consents, links
from belvo_sandbox.bank.consents import DURATION
from belvo_sandbox.core.errors import ApiError, ErrorItem
from belvo_sandbox.core.forms import Form
from belvo_sandbox.core.responses import json_response
from belvo_sandbox.http.requests import Call, control_operation, methods
from belvo_sandbox.lifecycle import link_status, scheduler


def renew(call: Call) -> Response:
    """Give a consent once more, for `consent_duration` days or for as long as the last time; over or not."""
    form = Form(call.body())
    days = form.text("consent_duration", pattern=DURATION)
    form.check()
    sandbox, now = call.sandbox, call.sandbox.clock.now()
    scheduler.run_due_events(sandbox.state, now)
    with sandbox.state.write() as connection:
        consent = consents.get(connection, call.id)
        if links.find(connection, consent.link) is None:
            message = "Only the consent of a link can be renewed; this one was refused, not finished, or revoked."
            raise ApiError(400, ErrorItem("validation_error", message))
        duration = int(days) if days else consent.duration
        renewed = link_status.renew_consent(connection, consent, duration, now, sandbox.options.history_delay)
    return json_response(renewed.body(now))


def routes() -> tuple[Route, ...]:
    """The route that renews a consent."""
    return (methods("/control/consents/{id}/renew/", POST=control_operation(renew)),)
