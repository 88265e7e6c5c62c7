"""Consents of a link of Brazil's open finance, which Belvo lists by the document of its owner."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs

import pytest
import requests

from actions.retrieval import offered
from belvo_client import BelvoClient
from belvo_sandbox import Served, serve
from resources import pulled_resources
from store import Database
from store.ops import jobs, runs
from store.ops.jobs import Job
from store.queries.links import consents, contents
from store.write import institutions, links, rows
from sync import pull_link
from sync.historical import expected
from sync.pull import Result
from tests.kit import bodies
from tests.kit.bodies import INSTITUTION, LINK
from tests.kit.local_belvo import client_of
from tests.kit.rows import tuples
from tests.kit.scripted_belvo import ScriptedBelvo, error, link_body, owner_body, row_id
from tests.kit.waiting import PATIENCE

KEYS = ("local-sandbox-id", "local-sandbox-password")
BANK, CPF = "ofmockbank_br_retail", "76109277673"
OTHER_LINK = "1d3ffb69-f83b-456e-ad8e-208d0998d71d"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serve(tmp_path_factory.mktemp("sandbox"), now=datetime(2026, 11, 24, 12, tzinfo=UTC)) as server:
        yield server


@pytest.fixture
def client(server: Served) -> Iterator[BelvoClient]:
    server.control.reset()
    with client_of(server.url) as client:
        yield client


def claim(db: Database, link: str, resources: Sequence[str]) -> Job:
    with db.write() as connection:
        jobs.enqueue(connection, link, resources, "operator")
    job = jobs.claim(db, "tester", timedelta(seconds=60))
    assert job is not None
    return job


def pull_all(
    db: Database, client: BelvoClient, link: str, resources: Sequence[str] = tuple(pulled_resources())
) -> dict[str, Result]:
    job = claim(db, link, resources)
    results = pull_link(db, client, job)
    jobs.finish(db, job)
    return {result.resource: result for result in results}


def test_a_pull_stores_the_links_own_consent_with_its_run_and_the_next_one_finds_nothing_new(
    db: Database, client: BelvoClient
) -> None:
    link = client.links.create(BANK, CPF, access_mode="recurrent")["id"]
    [body] = client.consents.list(user_document=CPF)
    first, second = (pull_all(db, client, link)["consents"] for _ in range(2))
    assert [(one.state, one.tally.added, one.tally.changed, one.tally.deleted) for one in (first, second)] == [
        ("done", 1, 0, 0),
        ("done", 0, 0, 0),
    ]
    assert tuples(consents.table(db, [link]), "consent", "link", "status", "document_number") == [
        (body["id"], link, "AUTHORISED", CPF)
    ]
    assert rows.body(db, "consents", body["id"]) == body
    assert tuples(contents.of_link(db, link).query("resource == 'consents'"), "rows", "state") == [(1, "done")]
    assert tuples(runs.for_link(db, link).query("resource == 'consents'"), "state", "fetched", "added") == [
        ("done", 1, 0),
        ("done", 1, 1),
    ]


def test_a_consent_that_was_renewed_is_stored_anew(db: Database, server: Served, client: BelvoClient) -> None:
    link = client.links.create(BANK, CPF, access_mode="recurrent")["id"]
    pull_all(db, client, link)
    [consent] = client.consents.list(user_document=CPF)
    renew(server, consent["id"])
    assert pull_all(db, client, link)["consents"].tally.changed == 1
    assert tuples(consents.table(db, [link]), "consent", "consent_duration", "endless") == [(consent["id"], 366, False)]


def renew(server: Served, consent: str) -> None:
    with requests.Session() as http:
        http.trust_env = False
        url = f"{server.url}/control/consents/{consent}/renew/"
        http.post(url, json={"consent_duration": 366}, timeout=PATIENCE).raise_for_status()


def test_the_consent_of_another_link_of_the_same_person_is_left_to_that_link(db: Database, client: BelvoClient) -> None:
    gone, kept = (client.links.create(BANK, CPF, access_mode="recurrent")["id"] for _ in range(2))
    client.links.delete(gone)
    assert pull_all(db, client, kept)["consents"].tally.added == 1
    assert tuples(consents.table(db), "link", "status") == [(kept, "AUTHORISED")]
    assert len([*client.consents.list(user_document=CPF)]) == 2


def test_a_bank_without_open_finance_is_not_asked_for_consents(db: Database, client: BelvoClient) -> None:
    link = client.links.create("gringotts_br_retail", "user_valid", "pass_valid")["id"]
    found = pull_all(db, client, link)
    assert ("owners" in found, "consents" in found) == (True, False)


@pytest.fixture
def bank(belvo: ScriptedBelvo) -> ScriptedBelvo:
    belvo.lists["institutions"] = [bodies.institution(country_codes=["BR"], integration_type="openfinance")]
    document = {"document_type": "CPF", "document_number": "761.092.776-73"}
    belvo.lists["owners"] = [owner_body(0, document_id=document)]
    belvo.lists["consents"] = [consent(number) for number in range(3)] + [consent(3, link_id=OTHER_LINK)]
    return belvo


@pytest.fixture
def asking(bank: ScriptedBelvo) -> Iterator[BelvoClient]:
    with client_of(bank.url) as client:
        yield client


def consent(number: int, **changes: object) -> dict[str, object]:
    return {
        "id": row_id("consent", number),
        "link_id": LINK,
        "document_number": CPF,
        "status": "AUTHORISED",
        "created_at": f"2026-11-0{number + 1}T08:00:00Z",
        "expired_at": "2027-11-01T08:00:00Z",
    } | changes


def ids(*numbers: int) -> set[str]:
    return {row_id("consent", number) for number in numbers}


def live(db: Database) -> set[str]:
    with db.read() as connection:
        return rows.live_ids(connection, "consents", LINK)


def test_consents_are_asked_for_by_the_digits_of_the_owners_document_and_those_of_other_links_left_out(
    db: Database, bank: ScriptedBelvo, asking: BelvoClient
) -> None:
    bank.page_limit = 2
    assert pull_all(db, asking, LINK)["consents"].tally.fetched == 3
    assert live(db) == ids(0, 1, 2)
    assert {parse_qs(request.partition("?")[2])["user_document"][0] for request in bank.listed("consents")} == {CPF}


def test_consents_are_pulled_whenever_owners_are_who_may_come_after_the_first_pull(
    db: Database, bank: ScriptedBelvo, asking: BelvoClient
) -> None:
    owners, bank.lists["owners"] = bank.lists["owners"], []
    first = pull_all(db, asking, LINK)["consents"]
    bank.lists["owners"] = owners
    second = pull_all(db, asking, LINK, ["owners"])
    assert (first.state, {name: found.state for name, found in second.items()}) == (
        "skipped",
        {"owners": "done", "consents": "done"},
    )
    assert (live(db), [*pull_all(db, asking, LINK, ["accounts"])]) == (ids(0, 1, 2), ["accounts"])
    bank.lists["institutions"] = [bodies.institution()]
    assert [*pull_all(db, asking, LINK, ["owners"])] == ["owners"]


def test_a_consent_that_names_no_link_is_of_the_link_at_its_bank(
    db: Database, bank: ScriptedBelvo, asking: BelvoClient
) -> None:
    unnamed = [consent(number, link_id=None) for number in range(3)]
    del unnamed[0]["link_id"]
    banks = (INSTITUTION, "another_br_retail", None)
    bank.lists["consents"] = [{**row, "belvo_institution_name": name} for row, name in zip(unnamed, banks, strict=True)]
    for _ in range(2):
        assert pull_all(db, asking, LINK)["consents"].state == "done"
        assert live(db) == ids(0, 2)


def test_a_consent_that_names_no_link_stays_with_the_link_that_has_it(
    db: Database, bank: ScriptedBelvo, asking: BelvoClient
) -> None:
    bank.lists["consents"] = [consent(0, link_id=None, belvo_institution_name=INSTITUTION)]
    with db.write() as connection:
        links.save(connection, link_body(id=OTHER_LINK))
        rows.save_page(connection, "consents", OTHER_LINK, bank.lists["consents"])
    assert pull_all(db, asking, LINK)["consents"].state == "done"
    assert tuples(consents.table(db), "link", "consent") == [(OTHER_LINK, row_id("consent", 0))]


def test_consents_without_id_get_one(db: Database, bank: ScriptedBelvo, asking: BelvoClient) -> None:
    bank.texts["consents"] = [f'{{"link_id": "{LINK}", "status": "{status}"}}' for status in ("EXPIRED", "REJECTED")]
    assert [pull_all(db, asking, LINK)["consents"].tally.added for _ in range(2)] == [5, 0]


def test_without_a_document_nothing_is_asked_for_and_the_run_says_why(
    db: Database, bank: ScriptedBelvo, asking: BelvoClient
) -> None:
    bank.lists["owners"] = [owner_body(0)]
    result = pull_all(db, asking, LINK)["consents"]
    message = "No owner of this link has a CPF or CNPJ yet, by which Belvo lists consents."
    assert (result.state, result.error and result.error.message, bank.listed("consents")) == ("skipped", message, [])
    run = runs.for_link(db, LINK).query("resource == 'consents'")
    assert tuples(run, "state", "error_message") == [("skipped", message)]


def test_a_consent_that_is_gone_from_list_and_address_is_marked_as_deleted(
    db: Database, bank: ScriptedBelvo, asking: BelvoClient
) -> None:
    pull_all(db, asking, LINK)
    bank.unlisted, bank.lists["consents"] = ids(1), bank.lists["consents"][1:]
    result = pull_all(db, asking, LINK)["consents"]
    assert (result.state, result.tally.deleted, live(db)) == ("done", 1, ids(1, 2))


def test_a_list_of_consents_that_is_not_complete_deletes_nothing(
    db: Database, bank: ScriptedBelvo, asking: BelvoClient
) -> None:
    pull_all(db, asking, LINK)
    bank.lists["consents"] = bank.lists["consents"][1:]
    bank.before = lambda request: offset(bank, 1 if request.startswith("consents?") else 0)
    result = pull_all(db, asking, LINK)["consents"]
    assert (result.state, result.error and result.error.code) == ("failed", "incomplete_listing")
    assert (result.tally.deleted, live(db)) == (0, ids(0, 1, 2))


def offset(bank: ScriptedBelvo, rows: int) -> None:
    bank.count_offset = rows


def test_what_belvo_refuses_is_in_the_run_with_its_request_id(
    db: Database, bank: ScriptedBelvo, asking: BelvoClient
) -> None:
    bank.before = lambda request: error("unexpected_error", "Oops.", 500) if request.startswith("consents?") else None
    pull_all(db, asking, LINK)
    run = runs.for_link(db, LINK).query("resource == 'consents'")
    assert tuples(run, "state", "error_code", "request_id") == [
        ("failed", "unexpected_error", "8b0a1a92e5c04a2c9f4a21e2a4d1f0c7")
    ]


def test_owners_that_are_no_longer_named_leave_the_documents_of_known_consents(
    db: Database, bank: ScriptedBelvo, asking: BelvoClient
) -> None:
    pull_all(db, asking, LINK)
    bank.lists["owners"] = []
    assert (pull_all(db, asking, LINK)["consents"].state, live(db)) == ("done", ids(0, 1, 2))


def test_consents_are_neither_waited_for_as_history_nor_offered_to_be_retrieved(
    db: Database, asking: BelvoClient
) -> None:
    pull_all(db, asking, LINK)
    assert "consents" not in expected(link_body(fetch_resources=[]), institutions.find(db, INSTITUTION))
    assert "consents" not in offered(db, INSTITUTION)


def test_a_single_link_waits_for_nothing_but_what_it_names(db: Database, asking: BelvoClient) -> None:
    pull_all(db, asking, LINK)
    where = institutions.find(db, INSTITUTION)
    assert expected(link_body(fetch_resources=[], access_mode="single"), where) == []
    assert expected(link_body(fetch_resources=["ACCOUNTS"], access_mode="single"), where) == ["accounts"]
