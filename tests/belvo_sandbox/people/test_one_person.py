"""The lives that make a demo: one person each, whether a bank, the tax authority or social security is asked."""

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from belvo_sandbox.people import DEMO_SCENARIOS
from tests.belvo_sandbox.conftest import Host
from tests.belvo_sandbox.products.rows import Row, cents
from tests.kit.local_belvo import Api

RECORDS = "/api/employment-records/"
BANKS = {"company": "gotham_mx_business"}
PEOPLE = (*DEMO_SCENARIOS, "bnk100", "bnk102")
AT_TAX_AUTHORITY = {"bnk100": ("PFIS010101000", "individual"), "bnk102": ("fiscal102", "low")}
AT_SOCIAL_SECURITY = {"bnk100": ("BLPM951331IONVGR54", "any"), "bnk102": ("bnk102", "low")}
PASSWORDS = {"bnk102": "low"}
# By the user: whether an employment goes on, and how the record, the metrics and the current employments call it.
WORKING = {
    "salaried": ("EMPLOYED", "EMPLOYED"),
    "gig_driver": ("UNEMPLOYED", "UNEMPLOYED"),
    "family": ("EMPLOYED", "EMPLOYED"),
    "company": ("UNEMPLOYED", "UNEMPLOYED"),
    "pensioner": ("RETIRED", "UNEMPLOYED"),
    "job_changer": ("EMPLOYED", "EMPLOYED"),
    "bnk100": ("EMPLOYED", "EMPLOYED"),
    "bnk102": ("UNEMPLOYED", "UNEMPLOYED"),
}


@pytest.fixture(scope="module")
def town(host: Host, tmp_path_factory: pytest.TempPathFactory) -> Api:
    """A sandbox in which everybody may log in."""
    return host.start(tmp_path_factory.mktemp("town"))


def retrieve(api: Api, institution: str, login: tuple[str, str], path: str) -> Any:  # noqa: ANN401 - JSON
    """What an institution answers about the person behind a login."""
    username, password = login
    link = api.link(username, password, institution=institution, access_mode="single")
    answer = api.call("POST", path, json={"link": link["id"]})
    assert answer.status_code == 201, answer.text
    return answer.json()


@pytest.mark.parametrize("user", PEOPLE)
def test_a_life_is_one_person_at_the_bank_the_tax_authority_and_social_security(town: Api, user: str) -> None:
    login = (user, PASSWORDS.get(user, "full"))
    (owner,) = retrieve(town, BANKS.get(user, "erebor_mx_retail"), login, "/api/owners/")
    status = retrieve(town, "tatooine_mx_fiscal", AT_TAX_AUTHORITY.get(user, login), "/api/tax-status/")
    at_work = AT_SOCIAL_SECURITY.get(user, login)
    (record,) = retrieve(town, "planet_mx_employment", at_work, RECORDS)
    payer, worker = status["tax_payer_information"], record["personal_data"]
    papers = {each["document_type"]: each["document_number"] for each in worker["document_ids"]}
    natural = f"{owner['first_name']} {owner['last_name']} {owner['second_last_name']}"
    assert (owner["display_name"], owner["email"]) == (status["official_name"], payer["email"])
    assert (worker["official_name"], worker["email"]) == (natural, owner["email"])
    assert papers["CURP"] == record["internal_identification"]
    if user == "company":
        assert owner["document_id"] == {"document_type": "RFC", "document_number": payer["rfc"]}
        assert (payer["social_name"], len(payer["rfc"]), len(papers["RFC"])) == (owner["display_name"], 12, 13)
    else:
        assert owner["document_id"] == {"document_type": "CURP", "document_number": payer["curp"]}
        assert (payer["rfc"], payer["curp"], natural) == (papers["RFC"], papers["CURP"], owner["display_name"])


@pytest.mark.parametrize("user", DEMO_SCENARIOS)
def test_a_brazilian_life_is_one_person_at_the_bank_and_at_social_security(town: Api, user: str) -> None:
    (customer,) = retrieve(town, "erebor_br_retail", (user, "full"), "/api/owners/")
    (worker,) = retrieve(town, "nostromo_br_employment", (user, "full"), "/api/owners/")
    assert customer["email"] == worker["email"]
    assert (customer["document_id"] == worker["document_id"]) == (user != "company")
    assert (customer["display_name"] == worker["display_name"]) == (user != "company")
    assert worker["document_id"]["document_type"] == "CPF"


@pytest.mark.parametrize("user", PEOPLE)
def test_a_life_works_as_its_name_says(town: Api, user: str) -> None:
    login = AT_SOCIAL_SECURITY.get(user, (user, "full"))
    (record,) = retrieve(town, "planet_mx_employment", login, RECORDS)
    (employment,) = retrieve(town, "planet_mx_employment", login, "/api/mx/current-employments/")
    metrics = retrieve(town, "planet_mx_employment", login, "/api/employment-metrics/")
    entitled, works = record["personal_data"]["entitlements"], WORKING[user][0] == "EMPLOYED"
    assert (entitled["status"], employment["status"]) == WORKING[user]
    assert (metrics["current_status"], record["salary_estimation"]["employment_status_estimate"]) == (
        WORKING[user][0],
        WORKING[user][0],
    )
    newest, *older = record["employment_records"]
    assert [job["end_date"] is None for job in record["employment_records"]] == [works] + [False] * len(older)
    assert entitled["entitled_to_health_insurance"] == (WORKING[user][0] != "UNEMPLOYED")
    assert newest["employment_status_updates"][0]["event"] == ("SALARY_MODIFICATION" if works else "DISMISSED_RESIGNED")
    assert works or newest["end_date"] < "2021-01-01"


@pytest.mark.parametrize("user", ["bnk100", "salaried", "family", "job_changer"])
def test_the_salaries_of_a_month_are_those_of_the_record(town: Api, user: str) -> None:
    """Twelve months of salary are the base salary of 365 days, in each month in which no job began or ended."""
    (record,) = retrieve(town, "planet_mx_employment", AT_SOCIAL_SECURITY.get(user, (user, "full")), RECORDS)
    bank = town.link(user, "full", institution="erebor_mx_retail")["id"]
    banked: Counter[str] = Counter()
    for row in town.rows("/api/transactions/", link=bank, page_size=1000):
        if "PAGO DE NOMINA" in row["description"]:
            banked[row["value_date"][:7]] += cents(row["amount"])
    months = [f"{year}-{month:02}" for year in (2024, 2025, 2026) for month in range(1, 13)][6:29]
    bases = {month: base_salary(record["employment_records"], month) for month in months}
    known_occupations = {month: base for month, base in bases.items() if base is not None}
    assert {month: round(banked[month] * 12 / 36_500, 2) for month in known_occupations} == known_occupations
    assert len(known_occupations) >= 20
    current = [job["monthly_salary"] for job in record["employment_records"] if job["end_date"] is None]
    assert current == [banked["2026-05"] / 100]


def base_salary(jobs: list[Row], month: str) -> float | None:
    """The daily base salary by a record in a month; unknown if a job began or ended in it."""
    changes = {(job[name] or "")[:7] for job in jobs for name in ("start_date", "end_date")}
    if month in changes:
        return None
    current = [job for job in jobs if job["start_date"][:7] < month < (job["end_date"] or "9")[:7]]
    updates = [
        next(each for each in job["employment_status_updates"] if each["update_date"][:7] <= month) for job in current
    ]
    return float(sum(each["base_salary"] for each in updates))


@pytest.mark.parametrize("user", ["salaried", "job_changer"])
def test_a_brazilian_months_salary_less_social_security_is_what_the_bank_shows(town: Api, user: str) -> None:
    jobs = retrieve(town, "nostromo_br_employment", (user, "full"), "/api/br/employments/")
    recorded: Counter[str] = Counter()
    for salary in (each for job in jobs for each in job["salaries"] if "2024-07" <= each["month"] <= "2026-05"):
        recorded[salary["month"]] += cents(salary["base_amount"]) - cents(salary["retained_amount"])
    bank = town.link(user, "full", institution="erebor_br_retail")["id"]
    banked: Counter[str] = Counter()
    for row in town.rows("/api/transactions/", link=bank, value_date__range="2024-07-01,2026-05-31", page_size=1000):
        if row["subcategory"] == "Salary":
            banked[row["value_date"][:7]] += cents(row["amount"])
    assert banked == recorded
    assert len(banked) >= 21


def test_people_live_where_their_lives_are_told(town: Api) -> None:
    (worker,) = retrieve(town, "erebor_mx_retail", ("salaried", "full"), "/api/owners/")
    (driver,) = retrieve(town, "gringotts_br_retail", ("gig_driver", "full"), "/api/owners/")
    assert "Ciudad de México" in worker["address"]
    assert driver["addresses"][0]["town"] == "São Paulo"


def test_a_brazilian_bank_knows_what_its_customers_do(town: Api) -> None:
    known_occupations = {}
    for user in ("gig_driver", "pensioner", "company"):
        (owner,) = retrieve(town, "erebor_br_retail", (user, "full"), "/api/owners/")
        known_occupations[user] = owner["financial_profile"]["occupation_description"]
    assert known_occupations == {
        "gig_driver": "Motorista de aplicativo",
        "pensioner": "Aposentado",
        "company": "Empresário",
    }


def test_a_brazilian_driver_left_the_last_job_and_is_paid_each_week(town: Api) -> None:
    jobs = retrieve(town, "nostromo_br_employment", ("gig_driver", "full"), "/api/br/employments/")
    assert jobs
    assert all(job["end_date"] and job["end_date"] < "2021-01-01" for job in jobs)
    bank = town.link("gig_driver", "full", institution="gringotts_br_retail")["id"]
    rows = town.rows("/api/transactions/", link=bank, type="INFLOW", page_size=1000)
    fares = [row for row in rows if "REPASSE SEMANAL" in row["description"]]
    assert len(fares) == pytest.approx(104, abs=1)


def test_messy_has_a_row_that_is_corrected_later_and_one_that_never_posts(host: Host, tmp_path: Path) -> None:
    rows_by_day = []
    for name, day in (("early", 10), ("late", 14)):
        api = host.start(tmp_path / name, now=datetime(2026, 6, day, 18, tzinfo=UTC))
        link = api.link("messy", "messy")["id"]
        rows = api.rows("/api/transactions/", link=link, value_date__gte="2025-01-01", page_size=1000)
        rows_by_day.append({row["id"]: row for row in rows})
    early, late = rows_by_day
    (vague,) = (row for row in early.values() if row["description"] == "POR CLASIFICAR")
    clear = late[vague["id"]]
    assert (vague["value_date"], vague["category"], vague["reference"]) == ("2026-06-09", None, None)
    assert (clear["description"], clear["category"]) == ("AJUSTE", "Unknown")
    assert (clear["amount"], clear["value_date"], len(clear["reference"])) == (1.0, "2026-06-09", 7)
    unposted = {row["id"] for row in early.values() if _hangs(row, "2026-05-31")}
    assert unposted < {row["id"] for row in late.values() if _hangs(row, "2026-06-10")}
    assert (
        sorted(early[id_]["value_date"] for id_ in unposted)
        == [f"{year}-{month:02}-09" for year in (2025, 2026) for month in range(1, 13)][:17]
    )


def _hangs(row: Row, until: str) -> bool:
    """Whether a row is pending although it is older than anything that clears."""
    return bool(row["status"] == "PENDING" and row["value_date"] <= until)
