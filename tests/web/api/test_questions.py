"""What an id is of, what changed between two days, what a query answers, and what a code means."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from threading import Event
from typing import Any
from urllib.parse import urlencode

import anyio
import pytest
from anyio.from_thread import start_blocking_portal
from starlette.types import Message

from actions import views
from domain.roles import Actor, Role
from store.core import instants
from store.ops import audit, calls
from store.ops.calls import Call
from store.sql import answers
from store.write import links
from tests.kit import bodies
from tests.kit.rows import save
from tests.kit.waiting import PATIENCE
from tests.web.api.conftest import Desk

BEFORE = datetime(2026, 11, 10, 12, tzinfo=UTC)
LATER = BEFORE + timedelta(days=5)
ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"


@pytest.fixture(scope="module")
def desk(make_desk: Callable[[], Desk]) -> Desk:
    made = make_desk()
    db = made.context.database
    with db.write() as connection:
        links.save(connection, {**bodies.link(), "external_id": "user/42 é"}, now=instants.encode(BEFORE))
        calls.record_many(
            connection, [Call(instants.encode(BEFORE), "GET", "/api/links/", request_id="a" * 32, link=bodies.LINK)]
        )
    save(db, "accounts", bodies.account(), now=instants.encode(BEFORE))
    save(db, "transactions", *(bodies.transaction(number) for number in (1, 2)), now=instants.encode(BEFORE))
    changed = [bodies.transaction(2, amount=300.25), bodies.transaction(3)]
    save(db, "transactions", *changed, now=instants.encode(LATER))
    return made


@pytest.mark.parametrize(
    ("id_", "kind"),
    [
        (bodies.LINK, "link"),
        (bodies.ACCOUNT, "row"),
        (bodies.transaction(1)["id"], "row"),
        ("user/42 é", "person"),
        ("a" * 32, "call"),
    ],
)
def test_an_id_is_found_whichever_it_is(desk: Desk, id_: str, kind: str) -> None:
    (found,) = desk.read("/find", id=id_)["results"]
    assert (found["kind"], found["id"], found["link"], found["external_id"]) == (kind, id_, bodies.LINK, "user/42 é")
    assert found["page"].startswith("http://127.0.0.1:8501/")


@pytest.mark.parametrize("id_", ["nobody", bodies.LINK[:-1], bodies.LINK.upper(), "%", "' OR 1=1 --", "é" * 500])
def test_nothing_else_is_found(desk: Desk, id_: str) -> None:
    assert desk.read("/find", id=id_)["results"] == []


@pytest.mark.parametrize(
    "address", ["/find?id=a%00b", "/transactions?text=%00", "/links/a%00b", "/query?sql=SELECT%00"]
)
def test_a_nul_is_in_no_text(desk: Desk, address: str) -> None:
    answer = desk.ask(address)
    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")
    assert "NUL" in answer.json()["detail"]


def changes(desk: Desk, **asked: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = desk.read("/changes", Role.ADMIN, **{"link": bodies.LINK, **asked})["results"]
    return found


def test_two_days_are_compared_field_by_field(desk: Desk) -> None:
    between = {"since": "2026-11-12", "until": "2026-11-16"}
    added, changed = sorted(changes(desk, **between), key=lambda row: row["kind"])
    assert (added["kind"], added["row"]) == ("added", bodies.transaction(3)["id"])
    assert (changed["kind"], changed["resource"], changed["row"]) == (
        "changed",
        "transactions",
        bodies.transaction(2)["id"],
    )
    assert {one["field"]: (one["before"], one["after"]) for one in changed["fields"]} == {"amount": (245.5, 300.25)}
    counted = desk.read("/figures/changes", link=bodies.LINK, **between)["results"]
    assert {(one["name"], one["group"]): one["value"] for one in counted} == {
        ("added", "transactions"): 1,
        ("changed", "transactions"): 1,
    }
    assert changes(desk, since="2026-11-16") == []
    assert changes(desk, **between, kind="vanished") == []
    assert [row["kind"] for row in changes(desk, **between, kind="added", resource="transactions")] == ["added"]


def test_no_change_is_lost_or_told_twice_in_pages(desk: Desk) -> None:
    pages = [*desk.walk("/changes", link=bodies.LINK, since="2026-11-01", limit="2")]
    rows = [(row["resource"], row["row"], row["kind"]) for page in pages for row in page]
    assert len(pages) > 1
    assert len(rows) == len({*rows}) == len(changes(desk, since="2026-11-01"))


def test_as_known_on_a_day_nothing_later_has_changed(desk: Desk) -> None:
    assert changes(desk, since="2026-11-12", as_known_on="2026-11-14") == []


def test_days_in_the_wrong_order_and_names_that_are_none_are_refused(desk: Desk) -> None:
    for asked in (
        {"since": "2026-11-16", "until": "2026-11-12"},
        {"since": "yesterday"},
        {},
        {"since": "2026-11-12", "resource": "sign_ins"},
        {"since": "2026-11-12", "kind": "eaten"},
    ):
        assert desk.ask("/changes", Role.ADMIN, link=bodies.LINK, **asked).status_code == 422, asked


def test_a_query_answers_rows_with_exact_amounts(desk: Desk) -> None:
    sql = "SELECT transaction_id, amount FROM v_transactions WHERE day >= :since ORDER BY transaction_id"
    found = desk.read("/query", sql=sql, p_since="2026-11-01", limit="2")
    assert found["columns"] == ["transaction_id", "amount"]
    assert [row["amount"] for row in found["results"]] == ["-245.5", "-300.25"]
    assert (found["is_all"], found["next"]) == (False, None)
    counted = "SELECT count(*) AS n FROM v_transactions"
    assert desk.read("/query", sql=counted)["results"] == [{"n": 3}]
    assert desk.read("/query", sql=counted, as_known_on="2026-11-12")["results"] == [{"n": 2}]


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"sql": ""},
        {"sql": "SELECT * FROM tokens"},
        {"sql": "SELECT 1 FROM v_links WHERE link = :link"},
        {"sql": "SELECT 1", "limit": "1001"},
        {"sql": "SELECT 1", "link": "x"},
        {"sql": "SELECT " + "1, " * 3_000 + "1"},
        {"sql": "SELECT 1", "as_known_on": "yesterday"},
    ],
)
def test_what_is_no_query_is_refused_with_what_to_do(desk: Desk, asked: dict[str, str]) -> None:
    answer = desk.ask("/query", Role.ADMIN, **asked)
    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")
    assert len(answer.json()["detail"]) > 10


def test_a_query_of_raw_tables_is_on_record(desk: Desk) -> None:
    assert desk.ask("/query", Role.ANALYST, sql="SELECT id FROM links").status_code == 422
    assert desk.read("/query", Role.OPERATOR, sql="SELECT id FROM links")["results"] == [{"id": bodies.LINK}]
    told = audit.table(desk.context.database)
    assert {*told[told["action"] == "query_raw"]["actor"]} == {"token of-operator"}


def test_a_query_ends_when_its_caller_leaves(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    began, ended = Event(), list[str]()
    real, end = answers._watched, answers._end

    def watched(connection: Any, within: Any) -> Any:  # noqa: ANN401 - as the original
        began.set()
        return real(connection, within)

    def ending(why: list[str], error: Any) -> Any:  # noqa: ANN401 - as the original
        ended.extend(why)
        return end(why, error)

    monkeypatch.setattr(answers, "_watched", watched)
    monkeypatch.setattr(answers, "_end", ending)
    headers = [(b"authorization", f"Bearer {desk.tokens[Role.ADMIN]}".encode()), (b"host", b"127.0.0.1:8501")]
    scope = {
        "type": "http",
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": "/api/v1/query",
        "raw_path": b"/api/v1/query",
        "root_path": "",
        "query_string": urlencode({"sql": ENDLESS}).encode(),
        "headers": headers,
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 8501),
    }

    async def receive() -> Message:
        await anyio.to_thread.run_sync(began.wait, PATIENCE)
        return {"type": "http.disconnect"}

    async def send(_message: Message) -> None:
        return None

    with start_blocking_portal() as portal:
        portal.call(desk.http.app, scope, receive, send)
    assert ended == ["Whoever asked this has gone."]


def test_views_are_told_with_the_tables_that_a_role_may_ask_besides(desk: Desk) -> None:
    assert desk.read("/query/views", Role.VIEWER)["tables"] == []
    found = desk.read("/query/views", Role.OPERATOR)
    assert "bodies_transactions" in found["tables"]
    assert "tokens" not in found["tables"]
    assert {view["name"] for view in found["results"]} >= {"v_people", "v_transactions"}


def test_a_code_is_told_as_belvos_list_has_it(desk: Desk) -> None:
    assert desk.read("/error-codes/login_error")["is_known"] is True
    assert desk.read("/error-codes/LOGIN_ERROR")["is_known"] is False
    assert desk.read("/error-codes/unknown%2Ffatal".replace("%2F", "-"))["is_known"] is False


def test_figures_of_logs_are_those_of_their_pages(desk: Desk) -> None:
    def told(page: str, **asked: str) -> dict[str, Any]:
        return {one["name"]: one["value"] for one in desk.read(f"/figures/{page}", **asked)["results"]}

    assert told("api_log") == {"calls": 1, "errors": 1, "kinds_of_error": 1, "errors_by_code": 1}
    assert told("api_log", outcome="ok", since="2026-11-11")["calls"] == 0
    assert told("webhooks") == {"webhooks": 0, "set_off_a_pull": 0, "types": 0}
    assert told("institutions")["institutions"] == 0
    assert told("sessions", mode="update")["over"] == 0
    assert told("sessions")["connected_share"] is None
    assert told("link", link=bodies.LINK)["transactions"] == 3
    assert desk.ask("/figures/link", Role.ADMIN, link="nobody").status_code == 404


def test_shared_queries_are_told_and_asked_by_their_id(desk: Desk) -> None:
    db, maker = desk.context.database, Actor("ana@desk.example", Role.OPERATOR, person="ana")
    sql = "SELECT link FROM v_links WHERE link = :link"
    pairs = (("sql", sql), ("p_link", bodies.LINK))
    shared, masked = (
        views.keep(db, name, "query", pairs, actor=maker, is_shared=True, is_masked=is_masked)
        for name, is_masked in (("of clear eyes", False), ("of masked eyes", True))
    )
    own = views.keep(db, "her own", "query", pairs, actor=maker)
    assert {one["id"] for one in desk.read("/saved-queries")["results"]} == {shared.id, masked.id}
    assert [one["id"] for one in desk.read("/saved-queries", Role.VIEWER)["results"]] == [masked.id]
    assert desk.read("/query", saved=shared.id)["results"] == [{"link": bodies.LINK}]
    assert desk.read("/query", saved=shared.id, p_link="another")["results"] == []
    for role, id_ in ((Role.VIEWER, shared.id), (Role.ADMIN, own.id), (Role.ADMIN, "none")):
        assert desk.ask("/query", role, saved=id_).status_code == 404
    assert desk.ask("/query", Role.ADMIN, saved=shared.id, sql=sql).status_code == 422
