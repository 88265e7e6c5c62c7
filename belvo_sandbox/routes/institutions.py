"""GET /api/institutions/."""

from starlette.responses import Response

from belvo_sandbox.bank.institutions import INSTITUTIONS
from belvo_sandbox.core.errors import failure
from belvo_sandbox.core.responses import json_response
from belvo_sandbox.http.paging import paged
from belvo_sandbox.http.requests import Call
from belvo_sandbox.products.filters import ONE_OR_MANY, ListFilter, matching_rows, refuse_unknown

FILTERS = (
    ListFilter("display_name", lookups=("icontains",), bare="icontains"),
    ListFilter("country_code", path="country_codes", lookups=ONE_OR_MANY, many=True),
    ListFilter("resources", lookups=("allin",), many=True),
    ListFilter("name", lookups=ONE_OR_MANY),
    ListFilter("status", lookups=ONE_OR_MANY, choices=("healthy", "down")),
    ListFilter("type", lookups=ONE_OR_MANY, choices=("bank", "fiscal", "employment")),
    ListFilter("website"),
)


def index(call: Call) -> Response:
    """List institutions."""
    if call.sandbox.options.strict:
        refuse_unknown(FILTERS, call.request.query_params)
    bodies = [institution.body for institution in INSTITUTIONS]
    return paged(call.request, matching_rows(bodies, FILTERS, call.request.query_params))


def detail(call: Call) -> Response:
    """One institution, by its number."""
    for institution in INSTITUTIONS:
        if str(institution.id) == call.id:
            return json_response(institution.body)
    raise failure("not_found")
