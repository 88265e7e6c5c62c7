"""/control/webhooks/…: who gets webhooks, and what became of those that were sent."""

from urllib.parse import urlsplit

from starlette.responses import Response
from starlette.routing import Route

from belvo_sandbox.bank import webhook_events
from belvo_sandbox.bank.links import EXTERNAL_ID
from belvo_sandbox.core import request_ids
from belvo_sandbox.core.errors import ApiError, ErrorItem, failure, invalid
from belvo_sandbox.core.forms import Form
from belvo_sandbox.core.responses import accepted, json_response, no_content
from belvo_sandbox.http.paging import paged
from belvo_sandbox.http.requests import Call, control_operation, methods
from belvo_sandbox.products.filters import ONE_OR_MANY, ListFilter, ValueKind, matching_rows
from belvo_sandbox.webhooks import queue
from belvo_sandbox.webhooks.queue import Delivery

_REQUEST_ID = r"[A-Za-z0-9-]{1,64}"
_NOBODY = "Nobody gets webhooks yet. Add an endpoint first: POST /control/webhooks/endpoints/."
_AUTHORIZATION = r"[\x21-\x7e][\x20-\x7e]{0,999}"  # what can stand in a header

FILTERS = (
    ListFilter("link", kind=ValueKind.IDENTIFIER, path="body__link_id", lookups=ONE_OR_MANY),
    ListFilter("type", path="body__webhook_type", lookups=ONE_OR_MANY),
    ListFilter("code", path="body__webhook_code", lookups=ONE_OR_MANY),
    ListFilter("state", lookups=ONE_OR_MANY, choices=queue.STATES),
    ListFilter("endpoint", kind=ValueKind.IDENTIFIER, lookups=ONE_OR_MANY),
)


def endpoints(call: Call) -> Response:
    """List the endpoints."""
    with call.sandbox.state.read() as connection:
        return json_response([endpoint.body() for endpoint in webhook_events.endpoints(connection)])


def add_endpoint(call: Call) -> Response:
    """Have webhooks sent to a URL, with an Authorization header if one is given."""
    form = Form(call.body())
    url = form.text("url", required=True)
    authorization = form.text("authorization", pattern=_AUTHORIZATION)
    form.check()
    _check_url(url or "")
    with call.sandbox.state.write() as connection:
        endpoint = webhook_events.add_endpoint(connection, url or "", authorization, call.sandbox.clock.now())
    return json_response(endpoint.body(), 201)


def remove_endpoint(call: Call) -> Response:
    """Send no more to an endpoint; its part of the log goes with it."""
    with call.sandbox.state.write() as connection:
        if not webhook_events.remove_endpoint(connection, call.id):
            raise failure("not_found")
    return no_content()


def log(call: Call) -> Response:
    """List what was sent or waits to be sent, newest first."""
    with call.sandbox.state.read() as connection:
        entries = [delivery.log_entry() for delivery in queue.log(connection)]
    return paged(call.request, matching_rows(entries, FILTERS, call.request.query_params))


def delivery(call: Call) -> Response:
    """Show one delivery."""
    return json_response(_delivery(call).log_entry())


def resend(call: Call) -> Response:
    """Send the message of a delivery once more, under the same webhook id."""
    again = _delivery(call)
    with call.sandbox.state.write() as connection:
        return json_response(queue.resend(connection, again, call.sandbox.clock.now()).log_entry(), 202)


def send(call: Call) -> Response:
    """Send a webhook of any type and code, of a link that need not exist, to every endpoint."""
    form = Form(call.body())
    values = {
        "link": form.identifier("link_id", required=True),
        "type": form.text("webhook_type", required=True, pattern=webhook_events.NAME),
        "code": form.text("webhook_code", required=True, pattern=webhook_events.NAME),
        "process_type": form.text("process_type", pattern=webhook_events.NAME),
        "external_id": form.text("external_id", pattern=EXTERNAL_ID),
        "request_id": form.text("request_id", pattern=_REQUEST_ID),
        "data": form.mapping("data") or {},
    }
    form.check()
    with call.sandbox.state.write() as connection:
        if not webhook_events.endpoints(connection):
            raise ApiError(400, ErrorItem("validation_error", _NOBODY))
        values["request_id"] = values["request_id"] or request_ids.next_request_id(connection)
        webhook_events.announce_custom(connection, values, call.sandbox.clock.now())
    return accepted(str(values["request_id"]))


def _delivery(call: Call) -> Delivery:
    with call.sandbox.state.read() as connection:
        delivery = queue.find(connection, call.id)
    if delivery is None:
        raise failure("not_found")
    return delivery


def _check_url(url: str) -> None:
    try:
        parts = urlsplit(url)
        usable = parts.scheme in ("http", "https") and parts.hostname and (parts.port is None or parts.port > 0)
    except ValueError:
        usable = False
    if not usable or not url.isascii() or not url.isprintable() or " " in url:
        raise ApiError(400, invalid("url", message="Enter a valid URL that begins with http:// or https://."))
    if "@" in parts.netloc:
        raise ApiError(400, invalid("url", message="Give user and password as authorization, not in the URL."))


def routes() -> tuple[Route, ...]:
    """The routes of endpoints and deliveries."""
    return (
        methods("/control/webhooks/endpoints/", GET=control_operation(endpoints), POST=control_operation(add_endpoint)),
        methods("/control/webhooks/endpoints/{id}/", DELETE=control_operation(remove_endpoint)),
        methods("/control/webhooks/send/", POST=control_operation(send)),
        methods("/control/webhooks/deliveries/", GET=control_operation(log)),
        methods("/control/webhooks/deliveries/{id}/", GET=control_operation(delivery)),
        methods("/control/webhooks/deliveries/{id}/resend/", POST=control_operation(resend)),
    )
