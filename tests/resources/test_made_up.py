"""A resource that Belvo has not got: its declaration, its type and its table are all that it takes.

docs/adding-a-resource.md goes through the same steps.
"""

import csv
import io
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import TypedDict

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from actions.products import PRODUCTS
from actions.retrieval import offered
from belvo_client import BelvoClient, Resource, Retries
from belvo_client.endpoints import Retrievable
from belvo_client.filters import days, instants, listed
from belvo_client.resources import Offered
from components.ui.text import resource_words
from context import ROUTES, Context
from resources import RESOURCES, Column, ColumnKind, Continuation, Declaration, Family, Offer, Policy
from settings import Secret, Settings
from store import Database
from store.ops import jobs
from store.ops.jobs import Job
from store.queries import history, resource_rows
from store.queries.links import contents
from store.queries.resource_rows import RowFilter
from store.schema import tables
from store.upkeep.erasure import erase
from store.write import rows
from sync import accept_webhook, pull_link
from tests.kit.bodies import INSTITUTION, LINK, institution
from tests.kit.rows import tuples
from tests.kit.scripted_belvo import Row, ScriptedBelvo
from web.routes import routes

GRANTS = Declaration(
    name="grants",
    label="Government grants",
    family=Family.FISCAL,
    offer=Offer("GRANTS", {"fiscal": ("MX",)}, usual=True),
    policy=Policy(Continuation(), full_after=frozenset({"grants_corrected"})),
    retrieve_types=("federal", "state"),
    page="fiscal",
    is_bulky=True,
    day="granted_on",
    columns=(
        Column("granted_on", ColumnKind.DAY),
        Column("programme", path="programme.name"),
        Column("status"),
        Column("amount", ColumnKind.MONEY),
        Column("currency"),
        Column("created_at", ColumnKind.INSTANT),
    ),
    search=("programme",),
    indexes=(("link", "granted_on"),),
)


class Grant(TypedDict):
    """A row of it, as Belvo would describe it."""

    id: str
    granted_on: str


class Client(BelvoClient):
    """The client with one resource more."""

    grants = Offered(
        Retrievable[Grant],
        Resource("grants/", listed("id", "link") | instants("created_at") | days("granted_on")),
    )


def grant(number: int, **fields: object) -> Row:
    return {
        "id": f"g{number}",
        "link": LINK,
        "granted_on": f"2026-11-{number:02}",
        "programme": {"name": f"Apoyo al café {number}"},
        "status": "PAID" if number % 2 else "PENDING",
        "amount": 1000.5 * number,
        "currency": "MXN",
        "created_at": f"2026-11-{number:02}T08:00:00.000000Z",
        "collected_at": "2026-11-20T08:00:00.000000Z",
    } | fields


@pytest.fixture
def belvo() -> Iterator[ScriptedBelvo]:
    scripted = ScriptedBelvo()
    scripted.lists["institutions"] = [institution(type="fiscal", resources=["GRANTS"])]
    scripted.lists["grants"] = [grant(number) for number in range(1, 6)]
    with scripted.serve() as served:
        yield served


@pytest.fixture
def client(belvo: ScriptedBelvo) -> Iterator[Client]:
    with Client(belvo.url, "an-id", "a-password", retries=Retries.off()) as client:
        yield client


@pytest.fixture
def context(belvo: ScriptedBelvo, tmp_path: Path) -> Iterator[Context]:
    settings = Settings(
        environment="sandbox",
        data_dir=tmp_path,
        secret_id="an-id",
        secret_password=Secret("a-password"),
        base_url=belvo.url,
    )
    opened = Context(settings, ROUTES)
    yield opened
    opened.close()


@pytest.fixture
def db(context: Context, monkeypatch: pytest.MonkeyPatch) -> Database:
    opened = context.database
    monkeypatch.setitem(RESOURCES, GRANTS.name, GRANTS)
    with opened.write() as connection:
        for statement in tables.statements(GRANTS):
            connection.execute(statement)
    return opened


def pull(db: Database, client: BelvoClient, *, full: bool = False) -> tuple[str, int, int, int, int]:
    """Pull it; how that ended, and how many rows were fetched, new, changed and gone."""
    with db.write() as connection:
        jobs.enqueue(connection, LINK, ["grants"], "operator", full=full)
    job = claim(db)
    [result] = pull_link(db, client, job)
    jobs.finish(db, job)
    tally = result.tally
    return result.state, tally.fetched, tally.added, tally.changed, tally.deleted


def claim(db: Database) -> Job:
    job = jobs.claim(db, "tester", timedelta(seconds=60))
    assert job is not None
    return job


def test_it_is_pulled_followed_and_buried(db: Database, belvo: ScriptedBelvo, client: Client) -> None:
    assert pull(db, client) == ("done", 5, 5, 0, 0)
    belvo.lists["grants"][0]["status"] = "RETURNED"
    belvo.lists["grants"].append(grant(6))
    state, fetched, *changes = pull(db, client)
    assert (state, fetched > 0, changes) == ("done", True, [1, 1, 0])
    asked = [request for request in belvo.listed("grants") if "__gte" in request]
    assert [name for request in asked for name in ("created_at__gte", "granted_on__gte") if name in request] == [
        "created_at__gte",
        "granted_on__gte",
    ]
    del belvo.lists["grants"][1]
    assert pull(db, client, full=True) == ("done", 5, 0, 0, 1)
    with db.read() as connection:
        assert rows.live_ids(connection, "grants", LINK) == {"g1", "g3", "g4", "g5", "g6"}
    assert rows.body(db, "grants", "g1") == belvo.lists["grants"][0]


def test_it_is_pulled_with_all_that_the_institution_may_have(db: Database, client: Client) -> None:
    with db.write() as connection:
        jobs.enqueue(connection, LINK, [*RESOURCES.keys() - {"links", "institutions"}], "connected")
    results = pull_link(db, client, claim(db))
    assert ("grants", "done") in [(result.resource, result.state) for result in results]
    assert ("grants", 5, "done") in tuples(contents.of_link(db, LINK), "resource", "rows", "state")
    fiscal_too = {"invoices", "tax_status", "tax_returns"}
    assert {*offered(db, "erebor_mx_retail")} >= {"grants"} | fiscal_too


def test_it_is_listed_and_filtered(db: Database, client: Client) -> None:
    pull(db, client)
    everything = resource_rows.table(db, "grants", RowFilter(links=(LINK,)))
    assert tuples(everything, "id", "programme", "amount")[:2] == [
        ("g5", "Apoyo al café 5", 5002.5),
        ("g4", "Apoyo al café 4", 4002.0),
    ]
    assert str(everything["granted_on"].dtype) == "datetime64[us]"
    for wanted, ids in (
        (RowFilter(links=("another",)), []),
        (RowFilter(since=date(2026, 11, 2), until=date(2026, 11, 3)), ["g3", "g2"]),
        (RowFilter(text="CAFE 4"), ["g4"]),
        (RowFilter(values={"status": ["PENDING"]}), ["g4", "g2"]),
    ):
        assert [*resource_rows.table(db, "grants", wanted)["id"]] == ids
    assert len(history.table(db, "grants", "2100-01-01T00:00:00Z")) == 5


def test_it_is_taken_away(db: Database, context: Context, client: Client) -> None:
    pull(db, client)
    http = TestClient(Starlette(routes=routes(context)), base_url="http://127.0.0.1:8501")
    text = http.get("/export/grants.csv?text=cafe&status=PAID&since=2026-11-02").content.decode("utf-8-sig")
    columns = "id link external_id owner institution granted_on programme status amount currency created_at"
    whose = (LINK, "customer-1", "", INSTITUTION)
    assert [*csv.reader(io.StringIO(text))] == [
        columns.split(),
        ["g5", *whose, "2026-11-05", "Apoyo al café 5", "PAID", "5002.50", "MXN", "2026-11-05T08:00:00.000000Z"],
        ["g3", *whose, "2026-11-03", "Apoyo al café 3", "PAID", "3001.50", "MXN", "2026-11-03T08:00:00.000000Z"],
    ]


@pytest.mark.parametrize(("code", "full"), [("new_grants_available", False), ("grants_corrected", True)])
def test_a_webhook_about_it_queues_its_pull(db: Database, client: Client, code: str, full: bool) -> None:
    pull(db, client)
    body = {"webhook_id": "w1", "webhook_type": "GRANTS", "webhook_code": code, "link_id": LINK}
    accept_webhook(db, body)
    assert [(job.resources, job.full) for job in jobs.active(db, LINK)] == [(("grants",), full)]


@pytest.mark.usefixtures("db")
def test_it_has_its_name_and_the_widget_can_be_told_to_fetch_it() -> None:
    assert resource_words("grants") == "Government grants"
    fiscal = PRODUCTS["fiscal"]
    assert ("GRANTS" in fiscal.offers("MX"), "GRANTS" in fiscal.asked_for("MX")) == (True, True)
    assert "GRANTS" not in fiscal.offers("CL")


def test_it_is_erased_with_its_link(db: Database, client: Client) -> None:
    pull(db, client)
    assert erase(db, LINK).rows["grants"] == 5
    assert resource_rows.table(db, "grants", RowFilter()).empty
