"""A Belvo of one link whose lists come in the order, at the pace and with the accidents that a test asks for."""

import hashlib
import json
from asyncio import to_thread
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Literal
from uuid import NAMESPACE_URL, uuid5

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.kit import bodies
from tests.kit.bodies import LINK
from tests.kit.serving import serving

Row = dict[str, Any]
Order = Literal["newest first", "oldest first", "shuffled", "reshuffled"]
ORDERS: tuple[Order, ...] = ("newest first", "oldest first", "shuffled")

REGIONS = ("br", "mx", "cl")

FIRST_DAY = datetime(2026, 1, 1, tzinfo=UTC)


def row_id(kind: str, number: int) -> str:
    return str(uuid5(NAMESPACE_URL, f"{kind}/{number}"))


def link_body(**changes: object) -> Row:
    own = {"external_id": "customer-1", "fetch_resources": ["ACCOUNTS", "TRANSACTIONS", "OWNERS"]}
    return bodies.link(LINK, **own | changes)


def account_body(number: int, **changes: object) -> Row:
    own = {
        "name": f"Cuenta {number}",
        "number": f"40570681151{number:02}",
        "internal_identification": f"account-{number}",
    }
    return bodies.account(row_id("account", number), **own | changes)


def owner_body(number: int, **changes: object) -> Row:
    return bodies.owner(row_id("owner", number), **{"internal_identification": f"owner-{number}"} | changes)


def transaction_body(number: int, **changes: object) -> Row:
    """Transaction `number`; a greater number was created later, two hours apart, two days after it happened."""
    created = FIRST_DAY + timedelta(hours=2 * number)
    instant = created.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    earned = number % 3 == 0
    own = {
        "id": row_id("transaction", number),
        "collected_at": instant,
        "created_at": instant,
        "value_date": (created - timedelta(days=2)).date().isoformat(),
        "accounting_date": None,
        "amount": (number * 37 % 90_000) / 100 + 0.01,
        "description": f"Compra {number}",
        "merchant": None,
        "category": "Income & Payments" if earned else "Food & Groceries",
        "subcategory": "Salary" if earned else "Groceries",
        "reference": str(number),
        "type": "INFLOW" if earned else "OUTFLOW",
        "internal_identification": f"transaction-{number}",
    }
    return bodies.transaction(number, of=account_body(number % 2), **own | changes)


def standard_lists(transactions: int = 25) -> dict[str, list[Row]]:
    return {
        "links": [link_body()],
        "institutions": [bodies.institution(display_name="Erebor Mexico")],
        "accounts": [account_body(0), account_body(1)],
        "transactions": [transaction_body(number) for number in range(transactions)],
        "owners": [owner_body(0)],
    }


@dataclass
class ScriptedBelvo:
    """What the lists hold and how they are served; a test may change any of it between and during requests.

    A list that there is not is empty, as Belvo's are of what an institution does not have.
    """

    lists: dict[str, list[Row]] = field(default_factory=standard_lists)
    order: Order = "newest first"
    page_limit: int = 1000
    before: Callable[[str], Response | None] = lambda _request: None
    """Called with "resource?query" or "resource/id" before each answer; may wait, change the lists, or answer."""
    unlisted: set[str] = field(default_factory=set)
    """Ids that no list shows and that can be read one by one."""
    count_offset: int = 0
    """What every count is wrong by."""
    following: str | None = None
    """What every `next` says instead of the truth."""
    texts: dict[str, list[str]] = field(default_factory=dict)
    """Rows as texts, whatever they say, with which a resource's only page ends."""
    ignored: set[str] = field(default_factory=set)
    """Filters that make no difference."""
    refuses_keys: bool = False
    token: Response | None = None
    """What a widget's token is answered with."""
    refreshed: set[str] = field(default_factory=set)
    """Links that Belvo was asked to refresh; it does so once."""
    requests: list[str] = field(default_factory=list)
    url: str = ""

    @contextmanager
    def serve(self) -> "Iterator[ScriptedBelvo]":
        """Served over a real socket on a free port; `url` is its root."""
        with serving(self.app()) as self.url:
            yield self

    def reset(self) -> None:
        """Be as new, at the same address."""
        vars(self).update(vars(ScriptedBelvo(url=self.url)))

    def app(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/api/", self._root),
                Route("/api/token/", self._token, methods=["POST"]),
                *(Route(f"/api/{region}/{{resource}}/", self._regional) for region in REGIONS),
                Route("/api/links/", self._create, methods=["POST"]),
                Route("/api/{resource}/", self._list),
                Route("/api/links/{id}/", self._delete, methods=["DELETE"]),
                Route("/api/links/{id}/", self._update, methods=["PUT"]),
                Route("/api/links/{id}/refresh/", self._refresh, methods=["POST"]),
                Route("/api/{resource}/{id}/", self._detail),
            ]
        )

    def listed(self, resource: str) -> list[str]:
        """The requests for pages of one resource, as they came."""
        return [request for request in self.requests if request.startswith(f"{resource}?")]

    def _root(self, _request: Request) -> Response:
        refusal = error("authentication_failed", "Invalid Secret Keys", 401)
        return refusal if self.refuses_keys else JSONResponse({})

    def _token(self, _request: Request) -> Response:
        return self.token or error("not_found", "Not found.", 404)

    def _regional(self, request: Request) -> Response:
        """Of resources below a region nothing is ever there."""
        refusal = self._note(f"{request.url.path.removeprefix('/api/')[:-1]}?{request.url.query}")
        return refusal or JSONResponse({"count": 0, "next": None, "previous": None, "results": []})

    def _list(self, request: Request) -> Response:
        resource = request.path_params["resource"]
        if refusal := self._note(f"{resource}?{request.url.query}"):
            return refusal
        page, size = self._paging(request)
        filters = {name: value for name, value in request.query_params.items() if name not in self.ignored}
        found = [row for row in self.lists.get(resource, []) if _matches(row, filters)]
        rows = self._ordered([row for row in found if row.get("id") not in self.unlisted])
        following = str(request.url.include_query_params(page=page + 1)) if page * size < len(rows) else None
        shown = [json.dumps(row) for row in rows[(page - 1) * size : page * size]] + self.texts.get(resource, [])
        count = len(rows) + len(self.texts.get(resource, [])) + self.count_offset
        envelope = json.dumps({"count": count, "next": self.following or following, "previous": None})
        content = f'{envelope[:-1]}, "results": [{", ".join(shown)}]}}'
        return Response(content.encode("utf-8", "surrogatepass"), media_type="application/json")

    def _detail(self, request: Request) -> Response:
        resource, wanted = request.path_params["resource"], request.path_params["id"]
        if refusal := self._note(f"{resource}/{wanted}"):
            return refusal
        found = next((row for row in self.lists.get(resource, []) if str(row.get("id")) == wanted), None)
        return JSONResponse(found) if found else _missing()

    async def _create(self, request: Request) -> Response:
        """A link of the external id; what `before` answers is said in its stead, and none is made."""
        given = await request.json()
        wanted = str(given.get("external_id") or "")
        if refusal := await to_thread(self._note, f"created/{wanted}"):
            return refusal
        made = link_body(id=row_id("made", len(self.requests)), institution=given["institution"], external_id=wanted)
        self.lists["links"] = [*self.lists["links"], made]
        return JSONResponse(made, status_code=201)

    async def _update(self, request: Request) -> Response:
        wanted = request.path_params["id"]
        refusal = await to_thread(self._note, f"updated/{wanted}")
        found = next((row for row in self.lists["links"] if row["id"] == wanted), None)
        return refusal or (JSONResponse(found) if found else _missing())

    def _delete(self, request: Request) -> Response:
        wanted = request.path_params["id"]
        left = [row for row in self.lists["links"] if row["id"] != wanted]
        is_there = len(left) < len(self.lists["links"])
        self.lists["links"] = left
        return self._note(f"deleted/{wanted}") or (Response(status_code=204) if is_there else _missing())

    def _refresh(self, request: Request) -> Response:
        wanted = request.path_params["id"]
        is_new = wanted not in self.refreshed
        self.refreshed.add(wanted)
        refusal = self._note(f"refreshed/{wanted}")
        too_soon = error("link_refreshed", "It was refreshed within ten minutes.", 409)
        return refusal or (JSONResponse({"request_id": "0" * 32}, status_code=202) if is_new else too_soon)

    def _note(self, request: str) -> Response | None:
        answer = self.before(request)
        self.requests.append(request)
        return answer

    def _paging(self, request: Request) -> tuple[int, int]:
        page = int(request.query_params.get("page", "1"))
        return page, min(int(request.query_params.get("page_size", "100")), self.page_limit)

    def _ordered(self, rows: list[Row]) -> list[Row]:
        if self.order == "shuffled":
            return sorted(rows, key=lambda row: _digest(str(row["id"])))
        if self.order == "reshuffled":
            return sorted(rows, key=lambda row: _digest(f"{row['id']}/{len(self.requests)}"))
        return sorted(rows, key=lambda row: str(row.get("created_at")), reverse=self.order == "newest first")


def _missing() -> JSONResponse:
    return error("not_found", "Not found.", 404)


def error(code: str, message: str, status: int, **more: object) -> JSONResponse:
    """Belvo's error array with one item."""
    item = {"code": code, "message": message, "request_id": "8b0a1a92e5c04a2c9f4a21e2a4d1f0c7"} | more
    return JSONResponse([item], status_code=status)


def _matches(row: Row, query: Mapping[str, str]) -> bool:
    owner = row.get("link") or (row.get("account") or {}).get("link") or LINK
    return bool(
        query.get("link", owner) == owner
        and owner in query.get("link__in", owner).split(",")
        and query.get("name", row.get("name")) == row.get("name")
        and query.get("external_id", row.get("external_id")) == row.get("external_id")
        and query.get("institution", row.get("institution")) == row.get("institution")
        and str(row.get("created_at")) >= query.get("created_at__gte", "")
        and str(row.get("value_date")) >= query.get("value_date__gte", "")
    )


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
