import base64
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from belvo_client.answers.shapes import differences
from belvo_client.types import EmploymentRecord
from belvo_sandbox.people.banking.ledger import Ledger
from belvo_sandbox.people.banking.scenarios import make_scenario
from belvo_sandbox.people.countries.mexico import MEXICO
from belvo_sandbox.people.employment.careers import career
from belvo_sandbox.people.persons import make_person
from tests.belvo_sandbox.conftest import NOW, Host
from tests.kit.local_belvo import Api

Row = dict[str, Any]
PATH = "/api/employment-records/"
WORKER = {"institution": "planet_mx_employment", "username": "HEEX900307MDFRJM05", "password": "secret"}


@pytest.fixture
def link(api: Api) -> Row:
    """Of single access: nothing is collected unless it is asked for."""
    return api.link(**WORKER, access_mode="single")


@pytest.fixture
def record(api: Api, link: Row) -> Row:
    rows: list[Row] = api.call("POST", PATH, json={"link": link["id"]}).json()
    assert len(rows) == 1
    return rows[0]


def test_a_record_has_the_described_shape(record: Row) -> None:
    assert list(differences(record, EmploymentRecord)) == []


def test_a_retrieve_is_stored_once_and_listed(api: Api, link: Row, record: Row) -> None:
    assert api.rows(PATH, link=link["id"]) == [record]
    assert api.get(f"{PATH}{record['id']}/") == record
    curp = record["internal_identification"]
    assert api.rows(PATH, internal_identification=curp) == [record]
    assert api.rows(PATH, internal_identification="HEEX900307MDFRJM05X") == []
    assert api.rows(PATH, collected_at__gt="2026-06-17T15:30:00Z") == []
    assert api.rows(PATH, created_at__range="2026-06-17,2026-06-18") == [record]


def test_weeks_contributed_count_weeks_with_two_jobs_once(record: Row) -> None:
    worked: set[int] = set()
    for job in record["employment_records"]:
        first, last = date.fromisoformat(job["start_date"]), date.fromisoformat(job["end_date"] or "2026-06-17")
        assert job["weeks_employed"] == ((last - first).days + 1) // 7
        worked |= set(range(first.toordinal(), last.toordinal() + 1))
    assert record["social_security_summary"]["weeks_contributed"] == len(worked) // 7


def test_each_job_begins_with_hiring_and_a_past_one_ends_with_leaving(record: Row) -> None:
    for number, job in enumerate(record["employment_records"]):
        updates = job["employment_status_updates"]
        days = [update["update_date"] for update in updates]
        assert days == sorted(days, reverse=True)
        assert (updates[-1]["event"], days[-1]) == ("HIRED", job["start_date"])
        assert updates[0]["base_salary"] == job["most_recent_base_salary"]
        assert (updates[0]["event"] == "DISMISSED_RESIGNED") == (job["end_date"] is not None) == (number > 0)
        assert job["monthly_salary"] == pytest.approx(job["most_recent_base_salary"] * 365 / 12, abs=0.16)


def test_the_record_says_what_the_bank_shows(link: Row, record: Row) -> None:
    """The same person with an account: the salaries of a month there are the record's monthly salary."""
    person = make_person(link["institution_user_id"], MEXICO)
    current = record["employment_records"][0]
    assert current["employer"] == career(person)[-1].employer
    paid = [
        movement.cents
        for movement in Ledger(person, make_scenario(person, "full")).until(date(2026, 6, 17))
        if movement.line.text.startswith("PAGO DE NOMINA") and movement.day.isoformat()[:7] == "2026-05"
    ]
    assert len(paid) == 2
    assert sum(paid) / 100 == current["monthly_salary"]


def test_a_pdf_comes_when_it_was_asked_for(api: Api, link: Row, record: Row) -> None:
    assert record["files"] == []
    answer = api.call("POST", PATH, json={"link": link["id"], "attach_pdf": True})
    (file,) = answer.json()[0]["files"]
    document = base64.b64decode(file["value"], validate=True)
    assert file["type"] == "ReporteSemanasCotizadas_170626"
    assert document.startswith(b"%PDF-1.4\n")
    assert document.endswith(b"%%EOF\n")
    assert record["internal_identification"].encode() in document


def test_what_is_not_saved_is_answered_and_not_listed(api: Api, link: Row) -> None:
    answer = api.call("POST", PATH, json={"link": link["id"], "save_data": False})
    assert (answer.status_code, len(answer.json())) == (200, 1)
    assert api.call("GET", f"{PATH}{answer.json()[0]['id']}/").status_code == 404
    assert api.rows(PATH, link=link["id"]) == []


def test_somebody_without_a_salary_at_the_bank_is_unemployed(api: Api) -> None:
    created = api.link("bnk102", "low", institution="planet_mx_employment")
    (row,) = api.call("POST", PATH, json={"link": created["id"]}).json()
    assert row["personal_data"]["entitlements"]["status"] == "UNEMPLOYED"
    assert (
        row["personal_data"]["entitlements"]["valid_until"] == row["employment_records"][0]["end_date"] < "2021-01-01"
    )
    assert row["salary_estimation"]["base_salary_estimate"] == 0


def test_what_is_past_reads_the_same_two_years_later(record: Row, tmp_path: Path, host: Host) -> None:
    later = host.start(tmp_path / "later", now=NOW.replace(year=2028))
    created = later.link(**WORKER)
    (row,) = later.call("POST", PATH, json={"link": created["id"]}).json()
    past, again = ([{**job, "collected_at": ""} for job in each["employment_records"][1:]] for each in (record, row))
    assert past == again
    assert row["report_date"] == "2028-06-17"
