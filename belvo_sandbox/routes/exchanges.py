"""The history of an exchange."""

import orjson
from starlette.responses import Response

from belvo_sandbox.core.clock import parse
from belvo_sandbox.core.errors import failure
from belvo_sandbox.data.repository import find_row
from belvo_sandbox.http.paging import paged
from belvo_sandbox.http.requests import Call
from belvo_sandbox.products.declaration import Stamp
from belvo_sandbox.products.exchanges import EXCHANGES, history
from belvo_sandbox.products.link_data import load_link_data


def events(call: Call) -> Response:
    """List the events of an exchange that was fetched."""
    found = find_row(call.sandbox, EXCHANGES, call.id)
    if found is None:
        raise failure("not_found")
    link, rows, index = found
    row = orjson.loads(rows.rows[index])
    stamp = Stamp(row["id"], parse(row["created_at"]), parse(row["collected_at"]))
    data = load_link_data(link, call.sandbox.ledgers)
    for candidate in EXCHANGES.candidates(data, stamp.collected_at):
        if data.row_id(EXCHANGES.path, *candidate.key) == row["id"]:
            return paged(call.request, history(data, candidate.item, row["id"], stamp))
    raise failure("not_found")
