from collections.abc import Callable
from datetime import date

import pytest

from actions.retrieval import Asked, Fields, Wanted, fields_of, offered, promised, resume, retrieve
from belvo_client import BelvoClient, LoginFailed, TokenRequired
from store import Database
from store.ops import audit, jobs, runs
from store.ops.jobs import Failure
from store.write import institutions, links
from tests.kit import bodies
from tests.kit.actors import TESTER
from tests.kit.bodies import LINK
from tests.kit.local_belvo import Api
from tests.kit.rows import tuples

YEAR = (date(2026, 1, 1), date(2026, 6, 30))

Connect = Callable[..., str]


@pytest.fixture
def connect(belvo_url: str) -> Connect:
    """Makes a single link, of which Belvo reads nothing by itself."""

    def made(institution: str, username: str, password: str, **more: str) -> str:
        body = {"institution": institution, "username": username, "password": password, "access_mode": "single", **more}
        answer = Api(belvo_url).call("POST", "/api/links/", json=body).json()
        return str(answer["id"] if isinstance(answer, dict) else answer[0]["link"])

    return made


def test_what_each_retrieve_asks_for() -> None:
    assert fields_of("transactions") == Fields(days=True, needs_days=True, types=(), document=None)
    assert fields_of("tax_status") == Fields(days=False, needs_days=False, types=(), document="attach_pdf")
    assert fields_of("invoices") == Fields(
        days=True, needs_days=True, types=("INFLOW", "OUTFLOW"), document="attach_xml"
    )
    assert fields_of("tax_returns").types == ("yearly", "monthly")


def test_what_is_listed_or_named_is_promised_until_belvo_refuses_it(db: Database) -> None:
    with db.write() as connection:
        institutions.save(connection, [bodies.institution(type="fiscal", resources=["TAX_RETURNS"])])
        links.save(connection, bodies.link(fetch_resources=["INVOICES"]))
    link = links.find(db, LINK)
    assert link is not None
    assert promised(db, link) == ["invoices", "tax_returns"]
    assert "tax_retentions" in offered(db, bodies.INSTITUTION)
    with db.write() as connection:
        run = runs.start(connection, None, LINK, "invoices")
        refusal = Failure("fatal", "unsupported_operation", "The resource is not supported by this institution")
        runs.finish(connection, run, "skipped", error=refusal)
    assert promised(db, link) == ["tax_returns"]


def test_what_was_retrieved_is_then_pulled_whole(db: Database, client: BelvoClient, connect: Connect) -> None:
    link = connect("erebor_mx_retail", "bnk100", "full")
    assert retrieve(db, client, link, Wanted("accounts"), actor=TESTER) == 3
    rows = retrieve(db, client, link, Wanted("transactions", *YEAR), actor=TESTER)
    assert rows == client.transactions.count(link=link)
    assert [(job.resources, job.full, job.reason) for job in jobs.active(db, link)] == [
        (("accounts",), True, "operator"),
        (("transactions",), True, "operator"),
    ]
    assert [*audit.table(db)["did"]] == ["retrieve finished", "retrieve started"] * 2


@pytest.mark.parametrize("kind", ["yearly", "monthly"])
def test_years_and_types_go_along(db: Database, client: BelvoClient, connect: Connect, kind: str) -> None:
    link = connect("tatooine_mx_fiscal", "PFIS010101000", "individual")
    wanted = Wanted("tax_returns", date(2024, 1, 1), date(2025, 12, 31), kind, attach=True)
    rows = retrieve(db, client, link, wanted, actor=TESTER)
    assert isinstance(rows, int)
    found = [*client.tax_returns.list(link=link)]
    assert len(found) == rows == {"yearly": 2, "monthly": 24}[kind]
    assert all(row["pdf"] for row in found)


def test_a_token_is_asked_for_again_until_it_is_right(db: Database, client: BelvoClient, connect: Connect) -> None:
    link = connect("heimdall_mx_retail", "mfa_always", "full", token="111111")
    asked = retrieve(db, client, link, Wanted("accounts"), actor=TESTER)
    assert isinstance(asked, Asked)
    assert (asked.link, asked.expects_input) == (link, True)
    assert asked.session not in repr(asked)
    again = resume(db, client, asked, "999999", actor=TESTER)
    assert isinstance(again, Asked)
    assert jobs.active(db, link) == []
    assert resume(db, client, again, " 111111 ", actor=TESTER) == 3
    assert len(jobs.active(db, link)) == 1


def test_a_failed_retrieve_queues_nothing(db: Database, client: BelvoClient, connect: Connect, belvo_url: str) -> None:
    link = connect("erebor_mx_retail", "bnk101", "nodata")
    Api(belvo_url).add_fault(error="login_error", link=link, times=1)
    with pytest.raises(LoginFailed):
        retrieve(db, client, link, Wanted("accounts"), actor=TESTER)
    assert jobs.active(db, link) == []
    assert tuples(audit.table(db), "did", "outcome") == [("retrieve", "failed"), ("retrieve started", "done")]


def test_what_no_token_can_be_handed_in_for_says_so(
    db: Database, client: BelvoClient, connect: Connect, belvo_url: str
) -> None:
    link = connect("tatooine_mx_fiscal", "PFIS010101000", "individual")
    Api(belvo_url).add_fault(error="token_required", link=link, times=1)
    with pytest.raises(TokenRequired):
        retrieve(db, client, link, Wanted("tax_status"), actor=TESTER)
