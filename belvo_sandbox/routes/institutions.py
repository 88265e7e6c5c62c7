"""GET /api/institutions/."""

from starlette.responses import Response

from belvo_sandbox.bank.institutions import INSTITUTIONS
from belvo_sandbox.core.answers import answer
from belvo_sandbox.core.errors import failure
from belvo_sandbox.http.paging import paged
from belvo_sandbox.http.requests import Call
from belvo_sandbox.products.filters import ONE_OR_MANY, Filter, matching, refuse_unknown

FILTERS = (
    Filter("display_name", lookups=("icontains",), bare="icontains"),
    Filter("country_code", path="country_codes", lookups=ONE_OR_MANY, many=True),
    Filter("resources", lookups=("allin",), many=True),
    Filter("name", lookups=ONE_OR_MANY),
    Filter("status", lookups=ONE_OR_MANY, choices=("healthy", "down")),
    Filter("type", lookups=ONE_OR_MANY, choices=("bank", "fiscal", "employment")),
    Filter("website"),
)


def index(call: Call) -> Response:
    """List institutions."""
    if call.sandbox.options.strict:
        refuse_unknown(FILTERS, call.request.query_params)
    bodies = [institution.body for institution in INSTITUTIONS]
    return paged(call.request, matching(bodies, FILTERS, call.request.query_params))


def detail(call: Call) -> Response:
    """One institution, by its number."""
    for institution in INSTITUTIONS:
        if str(institution.id) == call.id:
            return answer(institution.body)
    raise failure("not_found")
