"""POST /control/consents/{id}/renew/: what a person does in Belvo's portal for consents."""

from starlette.responses import Response

from belvo_sandbox import consents, links, standing, timeline
from belvo_sandbox.answers import answer
from belvo_sandbox.calls import Call, Operation, methods
from belvo_sandbox.consents import DURATION
from belvo_sandbox.errors import ApiError, Fault
from belvo_sandbox.forms import Form


def renew(call: Call) -> Response:
    """Give a consent once more, for `consent_duration` days or for as long as the last time; over or not."""
    form = Form(call.body())
    days = form.text("consent_duration", pattern=DURATION)
    form.check()
    sandbox, now = call.sandbox, call.sandbox.clock.now()
    timeline.catch_up(sandbox.state, now)
    with sandbox.state.write() as connection:
        consent = consents.get(connection, call.id)
        if links.find(connection, consent.link) is None:
            message = "Only the consent of a link can be renewed; this one was refused, not finished, or revoked."
            raise ApiError(400, Fault("validation_error", message))
        duration = int(days) if days else consent.duration
        renewed = standing.renew_consent(connection, consent, duration, now, sandbox.options.history_delay)
    return answer(renewed.body(now))


ROUTES = (methods("/control/consents/{id}/renew/", POST=Operation(renew, public=True, local=True)),)
