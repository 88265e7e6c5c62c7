"""The same in every process, on every machine, on every day."""

import json
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.belvo_sandbox.api import Api
from tests.belvo_sandbox.conftest import NOW, Host
from tests.belvo_sandbox.pin import PINNED, pinned_of

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
# Of the tax authority and of social security, only processes are compared here; clocks in test_economy.
OTHERS = [("tatooine_mx_fiscal", "company", "full"), ("planet_mx_employment", "job_changer", "full")]
PATHS = ("accounts", "employment-records", "invoices", "owners", "transactions")

# Prints everything that a sandbox of one process says about some people.
PROGRAM = f"""
import json, sys, datetime, pathlib, requests, belvo_sandbox
now = datetime.datetime.fromisoformat(sys.argv[2])
with belvo_sandbox.serve(pathlib.Path(sys.argv[1]), now=now) as served, requests.Session() as session:
    session.auth = (served.secret_id, served.secret_password)
    for institution, username, password in {USERS + OTHERS!r}:
        body = dict(institution=institution, username=username, password=password)
        link = session.post(served.url + "/api/links/", json=body, timeout=60).json()
        print(json.dumps(link))
        for path in {PATHS!r}:
            page = dict(next=f"{{served.url}}/api/{{path}}/?link={{link['id']}}&page_size=1000")
            while page["next"]:
                page = session.get(page["next"], timeout=60).json()
                for row in page["results"]:
                    print(json.dumps(row))
"""


def _said(folder: Path, **environment: str) -> str:
    command = [sys.executable, "-c", PROGRAM, str(folder), NOW.isoformat()]
    done = subprocess.run(command, env={**os.environ, **environment}, capture_output=True, text=True, check=True)
    assert done.stderr == ""
    return done.stdout


def test_processes_agree_whatever_their_hash_seed_and_time_zone(tmp_path: Path) -> None:
    one = _said(tmp_path / "one", PYTHONHASHSEED="1", TZ="Asia/Tokyo", LC_ALL="C")
    other = _said(tmp_path / "other", PYTHONHASHSEED="2", TZ="America/Los_Angeles", LC_ALL="C.UTF-8")
    assert one == other
    assert one.count("\n") > 4000


@pytest.mark.parametrize(("institution", "username", "password"), USERS, ids=[user for _, user, _ in USERS])
def test_clocks_agree_about_the_past(
    host: Host, tmp_path: Path, institution: str, username: str, password: str
) -> None:
    """What a link made later shows, cut at an earlier date, is what a link made then showed."""
    api = host.start(tmp_path / "early")
    early = _seen(api, institution, username, password)
    corrected = api.corrected(api.get("/api/links/")["results"][0]["id"])
    taken_back = {id_ for id_, fields in corrected.items() if not fields}
    late = _seen(host.start(tmp_path / "late", NOW + timedelta(days=50)), institution, username, password)
    shown_by_both = set(early) & set(late)
    start, end = (min, max)[0](row["transacted_at"] for row in late.values()), "2026-06-17T15:30:00"
    seen = {id_ for id_, row in early.items() if row["transacted_at"] > start[:10] + "T12"}
    assert seen - shown_by_both == seen & taken_back
    assert {id_ for id_, row in late.items() if row["transacted_at"] < end} <= shown_by_both
    for id_ in shown_by_both:
        fields = corrected.get(id_, set())
        assert _lasting(early[id_], fields) == _lasting(late[id_], fields)


def _seen(api: Api, institution: str, username: str, password: str) -> dict[str, dict[str, Any]]:
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
