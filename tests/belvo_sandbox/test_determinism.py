"""The same in every process, on every machine, on every day."""

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Collection
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from belvo_sandbox.bank.institutions import find
from belvo_sandbox.products import RESOURCES
from tests.belvo_sandbox.conftest import NOW, Host
from tests.belvo_sandbox.pin import PINNED, pinned_of
from tests.kit.local_belvo import Api
from tests.kit.waiting import PATIENCE

USERS = [
    ("erebor_mx_retail", "bnk100", "full"),
    ("gringotts_mx_retail", "bnk103", "negative"),
    ("erebor_br_retail", "messy", "messy"),
    ("erebor_br_retail", "bnk102", "low"),
    ("gringotts_br_retail", "gig_driver", "full"),
    ("erebor_mx_retail", "family", "full"),
    ("gotham_mx_business", "company", "full"),
    ("erebor_mx_retail", "pensioner", "full"),
    ("erebor_mx_retail", "job_changer", "full"),
    ("erebor_mx_retail", "bulk_3000", "any"),
]
OTHERS = [
    ("gotham_br_business", "company", "full"),
    ("tatooine_mx_fiscal", "fiscal100", "full"),
    ("tatooine_mx_fiscal", "PMO010101000", "business"),
    ("arrakis_cl_fiscal", "fiscal100", "full"),
    ("planet_mx_employment", "job_changer", "full"),
    ("nostromo_br_employment", "job_changer", "full"),
]
PEOPLE = [USERS[0], USERS[2], USERS[4], USERS[9], *OTHERS]  # with every resource between them
# What changes with the day on which one looks, beside the marks of the collection.
MOVING = {
    "ACCOUNTS": {"balance", "credit_data"},
    "BALANCES": {"available", "current", "last_updated_at"},
    "BILLS": {"payments"},
    "CL_DEBT_REPORTS": {"debt_data_last_update", "total", "current", "direct_debts", "credit_lines"},
    "CL_INVOICES": {"summary_invoice_details"},
    "CURRENT_EMPLOYMENTS": {"month", "current_employment_records"},
    "EMPLOYMENTS": {"salaries"},
    "INVESTMENTS": {"balance"},
    "INVOICES": {"payments"},
    "TAX_COMPLIANCE_STATUS": {"internal_identification"},
    "TAX_STATUS": {"place_and_date_of_issuance", "digital_stamp", "digital_stamp_chain"},
}
# Reports on a stretch of time that ends when one looks: only whose they are stays.
REPORTS = {"EMPLOYMENT_METRICS", "EMPLOYMENT_RECORDS", "INCOMES", "RECURRING_EXPENSES", "RISK_INSIGHTS"}

# Prints everything that a sandbox of one process says about some people, some days after it was started.
PROGRAM = f"""
import datetime, json, pathlib, requests, sys, belvo_sandbox
from belvo_sandbox.products import RESOURCES
days = int(sys.argv[2])
now = datetime.datetime.fromisoformat({NOW.isoformat()!r}) - datetime.timedelta(days)
paths = [f"/api/{{resource.path}}/" for resource in RESOURCES.values()]
with belvo_sandbox.serve(pathlib.Path(sys.argv[1]), now=now) as served, requests.Session() as session:
    session.auth = (served.secret_id, served.secret_password)
    session.post(served.url + "/control/clock/advance/", json=dict(days=days), timeout={PATIENCE}).raise_for_status()
    def show(path, **query):
        page = dict(next=served.url + path)
        while page["next"]:
            page = session.get(page["next"], params=query, timeout={PATIENCE}).json()
            query = dict()
            for row in page["results"]:
                print(path, json.dumps(row).replace(served.url, ""))
    for institution, username, password in {PEOPLE!r}:
        body = dict(institution=institution, username=username, password=password)
        link = session.post(served.url + "/api/links/", json=body, timeout={PATIENCE}).json()["id"]
        for path in paths:
            show(path, link=link, page_size=1000)
    session.post(served.url + "/api/links/", json=dict(institution="ofmockbank_br_retail", username="76109277673"))
    for path in ("/api/links/", "/api/consents/", "/api/institutions/"):
        show(path)
"""


def test_processes_agree_whatever_their_hash_seed_time_zone_and_the_way_of_their_clock(tmp_path: Path) -> None:
    settings = (
        ("0", {"PYTHONHASHSEED": "1", "TZ": "Asia/Tokyo", "LC_ALL": "C"}),
        ("50", {"PYTHONHASHSEED": "2", "TZ": "America/Los_Angeles", "LC_ALL": "C.UTF-8"}),
    )
    running = [
        subprocess.Popen(
            [sys.executable, "-c", PROGRAM, str(tmp_path / days), days],
            env={**os.environ, **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for days, environment in settings
    ]
    (one, complaints), (other, more) = (process.communicate(timeout=PATIENCE) for process in running)
    assert (complaints, more) == ("", "")
    assert one == other
    counts = Counter(line.partition(" ")[0] for line in one.splitlines())
    paths = {f"/api/{resource.path}/" for resource in RESOURCES.values()}
    assert set(counts) == paths | {"/api/links/", "/api/consents/", "/api/institutions/"}
    assert sum(counts.values()) > 10_000


@pytest.mark.parametrize(("institution", "username", "password"), [USERS[2], *OTHERS], ids=str)
def test_clocks_agree_about_the_past_of_every_resource(
    host: Host, tmp_path: Path, institution: str, username: str, password: str
) -> None:
    early, late = (
        _everything(host.start(tmp_path / str(days), NOW + timedelta(days)), institution, username, password)
        for days in (0, 50)
    )
    for name, rows in early.items():
        shared = set(rows) & set(late[name])
        assert len(shared) >= 0.7 * len(rows), name
        if name not in REPORTS | {"TRANSACTIONS"}:
            before, after = (
                {id_: _timeless(all_rows[id_], MOVING.get(name, set())) for id_ in shared}
                for all_rows in (rows, late[name])
            )
            assert before == after, name


def _everything(api: Api, institution: str, username: str, password: str) -> dict[str, dict[str, Any]]:
    """All rows of a new link by resource and id."""
    link = api.link(username, password, institution=institution)["id"]
    return {
        name: {row["id"]: row for row in api.rows(f"/api/{RESOURCES[name].path}/", link=link, page_size=1000)}
        for name in find(institution).resources
    }


def _timeless(row: Any, moving: Collection[str]) -> Any:  # noqa: ANN401 - JSON
    """A row without what moves, and without the account as it was when it was collected."""
    marks = {"collected_at", "created_at", "last_accessed_at", "account", "investment"}
    if isinstance(row, list):
        return [_timeless(item, ()) for item in row]
    if not isinstance(row, dict):
        return row
    return {name: _timeless(value, ()) for name, value in row.items() if name not in marks and name not in moving}


@pytest.mark.parametrize(("institution", "username", "password"), USERS, ids=[user for _, user, _ in USERS])
def test_clocks_agree_about_the_past(
    host: Host, tmp_path: Path, institution: str, username: str, password: str
) -> None:
    """What a link made later shows, cut at an earlier date, is what a link made then showed."""
    api = host.start(tmp_path / "early")
    early = _transactions(api, institution, username, password)
    corrected = api.corrected(api.get("/api/links/")["results"][0]["id"])
    taken_back = {id_ for id_, fields in corrected.items() if not fields}
    late = _transactions(host.start(tmp_path / "late", NOW + timedelta(days=50)), institution, username, password)
    shown_by_both = set(early) & set(late)
    start, end = (min, max)[0](row["transacted_at"] for row in late.values()), "2026-06-17T15:30:00"
    recent = {id_ for id_, row in early.items() if row["transacted_at"] > start[:10] + "T12"}
    assert recent - shown_by_both == recent & taken_back
    assert {id_ for id_, row in late.items() if row["transacted_at"] < end} <= shown_by_both
    for id_ in shown_by_both:
        fields = corrected.get(id_, set())
        assert _lasting(early[id_], fields) == _lasting(late[id_], fields)


def _transactions(api: Api, institution: str, username: str, password: str) -> dict[str, dict[str, Any]]:
    link = api.link(username, password, institution=institution)["id"]
    return {row["id"]: row for row in api.rows("/api/transactions/", link=link, page_size=1000)}


def _lasting(row: dict[str, Any], fields: set[str]) -> dict[str, Any]:
    """A row without the marks of its collection, its status and bill, and what is declared to be corrected of it."""
    corrected = {"status", "credit_card_data", "account", "collected_at", "created_at", *fields}
    return {name: value for name, value in row.items() if name not in corrected} | {"account": row["account"]["id"]}


def test_a_transaction_is_this_for_ever(filled: Api, mexican: str) -> None:
    """Pinned, so that no change to the code, and no new version of Python, changes people's lives unnoticed."""
    assert pinned_of(filled, mexican) == json.loads(PINNED.read_text())


def test_a_listed_user_is_one_person_everywhere_with_accounts_of_each_bank(api: Api) -> None:
    logins = (("erebor_mx_retail", "bnk100", "full"), ("gringotts_mx_retail", "PFIS010101000", "individual"))
    links = [api.link(username, password, institution=bank)["id"] for bank, username, password in logins]
    owners = [api.get("/api/owners/", link=link)["results"][0] for link in links]
    numbers = [[row["number"] for row in api.rows("/api/accounts/", link=link)] for link in links]
    assert owners[0]["document_id"] == owners[1]["document_id"]
    assert not set(numbers[0]) & set(numbers[1])


def test_messy_has_what_real_data_have(api: Api) -> None:
    link = api.link("messy", "messy")["id"]
    rows = api.rows("/api/transactions/", link=link, page_size=1000)
    assert {0, 99_999_999.99} <= {row["amount"] for row in rows}
    assert any("x_carbon_footprint" in row and row["category"] == "Quantum Snacks" for row in rows)
    assert any(row["status"] == "PENDING" and row["value_date"] < "2025-01-01" for row in rows)
    huge = [{**row, "id": ""} for row in rows if row["amount"] == 99_999_999.99]
    assert sum(huge.count(row) == 2 for row in huge) == len(huge)
