from datetime import date
from typing import Any

import pytest

from belvo_client.answers.shapes import differences
from belvo_client.types import EmploymentMetric
from tests.kit.local_belvo import Api, errors

Row = dict[str, Any]
PATH = "/api/employment-metrics/"


@pytest.fixture
def link(api: Api) -> str:
    created = api.link("HEEX900307MDFRJM05", "secret", institution="planet_mx_employment", access_mode="single")
    return str(created["id"])


@pytest.fixture
def record(api: Api, link: str) -> Row:
    (row,) = api.call("POST", "/api/employment-records/", json={"link": link}).json()
    return dict(row)


def _metrics(api: Api, link: str, **asked: object) -> Row:
    answer = api.call("POST", PATH, json={"link": link, **asked})
    assert answer.status_code in (200, 201), answer.text
    return dict(answer.json())


def _days(job: Row) -> set[int]:
    first, last = date.fromisoformat(job["start_date"]), date.fromisoformat(job["end_date"] or "2026-06-17")
    return set(range(first.toordinal(), last.toordinal() + 1))


def test_they_are_one_object_of_the_described_shape_and_listed(api: Api, link: str) -> None:
    metrics = _metrics(api, link)
    assert list(differences(metrics, EmploymentMetric)) == []
    assert api.rows(PATH, link=link) == api.rows(PATH, link__in=link) == [metrics]
    assert api.get(f"{PATH}{metrics['id']}/") == metrics


def test_weeks_and_gaps_follow_from_the_record(api: Api, link: str, record: Row) -> None:
    metrics, jobs = _metrics(api, link), record["employment_records"]
    worked = set[int]().union(*map(_days, jobs))
    twice = sum(len(_days(job)) for job in jobs) - len(worked)
    career = max(worked) - min(worked) + 1
    assert metrics["weeks_employed_total"] == round(len(worked) / 7, 4)
    assert metrics["weeks_with_multiple_employers"] == round(twice / 7, 4)
    assert metrics["weeks_between_jobs"] == round((career - len(worked)) / 7, 4)
    assert metrics["max_weeks_between_jobs"] <= metrics["weeks_between_jobs"]
    assert int(metrics["weeks_employed_total"]) == record["social_security_summary"]["weeks_contributed"]
    assert int(metrics["weeks_employed_last_job"]) == jobs[0]["weeks_employed"]
    assert metrics["weeks_since_last_job"] == 0
    assert [metrics["employer_count"], metrics["unique_employer_count"]] == [
        len(jobs),
        len({job["employer"] for job in jobs}),
    ]


def test_salaries_and_changes_follow_from_the_record(api: Api, link: str, record: Row) -> None:
    metrics, current = _metrics(api, link), record["employment_records"][0]
    raises = [each for each in current["employment_status_updates"] if each["event"] == "SALARY_MODIFICATION"]
    assert metrics["base_salary_last"] == current["most_recent_base_salary"]
    assert metrics["max_monthly_salary_1y"] == metrics["max_monthly_salary_5y"] == current["monthly_salary"]
    assert metrics["min_monthly_salary_5y"] < metrics["average_monthly_salary_5y"] < metrics["max_monthly_salary_5y"]
    assert metrics["increases_last_job"] == len(raises)
    assert [metrics[f"increases_{years}y"] for years in (1, 3, 5)] == [1, 3, 5]
    assert metrics["increases_after_change"] + metrics["decreases_after_change"] == 1
    before = raises[1]["base_salary"]
    rise = (current["most_recent_base_salary"] - before) * 100 / before
    assert metrics["yearly_change_1y"] == pytest.approx(rise, abs=0.002)


def test_a_reference_date_turns_the_clock_back(api: Api, link: str, record: Row) -> None:
    first = record["employment_records"][-1]
    metrics = _metrics(api, link, reference_date=first["start_date"], save_data=False)
    assert (metrics["reference_date"], metrics["current_status"]) == (first["start_date"], "EMPLOYED")
    assert [metrics["employer_count"], metrics["increases_overall"], metrics["increases_3y"]] == [1, 0, None]
    assert metrics["weeks_employed_total"] == round(1 / 7, 4)
    assert api.rows(PATH, link=link) == []


def test_before_the_first_job_there_is_nothing_to_measure(api: Api, link: str) -> None:
    metrics = _metrics(api, link, reference_date="2000-01-01")
    assert list(differences(metrics, EmploymentMetric)) == []
    assert (metrics["current_status"], metrics["employer_count"]) == ("UNEMPLOYED", 0)
    assert [metrics["base_salary_last"], metrics["min_monthly_salary_5y"], metrics["yearly_change_1y"]] == [None] * 3


def test_a_reference_date_that_is_none_is_refused(api: Api, link: str) -> None:
    answer = api.call("POST", PATH, json={"link": link, "reference_date": "yesterday"})
    assert (answer.status_code, errors(answer)) == (400, [("invalid", "reference_date")])


def test_who_is_unemployed_has_waited_since_the_last_job(api: Api) -> None:
    link = str(api.link("bnk102", "low", institution="planet_mx_employment", access_mode="single")["id"])
    metrics = _metrics(api, link)
    assert (metrics["current_status"], metrics["current_employer_count"]) == ("UNEMPLOYED", 0)
    assert metrics["weeks_since_last_job"] > 280
    assert metrics["max_weeks_between_jobs"] >= metrics["weeks_since_last_job"]


def test_who_has_no_data_has_no_metrics(api: Api) -> None:
    link = api.link("bnk101", "nodata", institution="planet_mx_employment", access_mode="single")["id"]
    assert [code for code, _ in errors(api.call("POST", PATH, json={"link": link}))] == ["unavailable_data"]
