from typing import Any

import pytest

from belvo_client.answers.shapes import differences
from belvo_client.types import CurrentEmployment
from tests.kit.local_belvo import Api

Row = dict[str, Any]
PATH = "/api/mx/current-employments/"


def _retrieve(api: Api, path: str, link: str) -> Row:
    answer = api.call("POST", path, json={"link": link})
    assert answer.status_code == 201, answer.text
    (row,) = answer.json()
    return dict(row)


@pytest.fixture
def link(api: Api) -> str:
    created = api.link("HEEX900307MDFRJM05", "secret", institution="planet_mx_employment", access_mode="single")
    return str(created["id"])


def test_it_has_the_described_shape_and_is_listed(api: Api, link: str) -> None:
    row = _retrieve(api, PATH, link)
    assert list(differences(row, CurrentEmployment)) == []
    assert api.rows(PATH, link=link) == api.rows(PATH, id=row["id"]) == [row]
    assert api.rows(PATH, link=link, created_at__lt="2026-06-17") == []


def test_it_says_what_the_employment_record_says_of_the_same_job(api: Api, link: str) -> None:
    row, record = _retrieve(api, PATH, link), _retrieve(api, "/api/employment-records/", link)
    (current,) = row["current_employment_records"]
    (owned,) = [job for job in record["employment_records"] if job["end_date"] is None]
    assert (row["status"], row["month"]) == ("EMPLOYED", "2026-06")
    assert row["internal_identification"] == record["internal_identification"]
    assert {
        "employer": current["employer"],
        "employer_id": current["employer_id"],
        "state": current["state"],
        "weeks_employed": current["days_employed"] // 7,
        "most_recent_base_salary": current["base_salary"],
        "monthly_salary": current["monthly_salary"],
    }.items() <= owned.items()


def test_who_is_unemployed_has_no_month_and_no_records(api: Api) -> None:
    link = str(api.link("bnk102", "low", institution="planet_mx_employment", access_mode="single")["id"])
    row = _retrieve(api, PATH, link)
    assert list(differences(row, CurrentEmployment)) == []
    assert row["status"] == "UNEMPLOYED"
    assert [row["month"], row["internal_identification"], row["current_employment_records"]] == [None, None, None]


def test_who_has_no_data_has_no_employments(api: Api) -> None:
    link = api.link("bnk101", "nodata", institution="planet_mx_employment", access_mode="single")["id"]
    answer = api.call("POST", PATH, json={"link": link})
    assert (answer.status_code, answer.json()) == (201, [])


def test_an_institution_in_brazil_does_not_offer_it(api: Api) -> None:
    link = api.link("76109277673", "secret-enough", institution="nostromo_br_employment", access_mode="single")["id"]
    assert api.call("POST", PATH, json={"link": link}).json()[0]["code"] == "unsupported_operation"
