from datetime import date
from itertools import pairwise

import pytest

from belvo_sandbox.people import BRAZIL, CHILE, COLOMBIA, MEXICO, Country, Person, make_person
from belvo_sandbox.people.companies import cnpj, company_id, company_rfc, nit, registration
from belvo_sandbox.people.employment.careers import career, social_security_number

TODAY = date(2026, 6, 17)
PEOPLE = [make_person(f"person {number}", country) for country in (MEXICO, BRAZIL) for number in range(40)]
COUNTRIES = (MEXICO, BRAZIL, COLOMBIA, CHILE)


def test_a_career_is_the_same_whenever_it_is_told() -> None:
    assert [career(person) for person in PEOPLE] == [career(person) for person in PEOPLE]


@pytest.mark.parametrize("person", PEOPLE, ids=lambda person: f"{person.country.code} {person.key}")
def test_jobs_follow_each_other_and_the_last_one_goes_on(person: Person) -> None:
    jobs = career(person)
    assert all(job.started >= date(max(2009, person.birth_date.year + 18), 1, 1) for job in jobs)
    assert [job.ended is None for job in jobs] == [False] * (len(jobs) - 1) + [True]
    assert all(job.ended is None or job.started < job.ended for job in jobs)
    assert all(before.started < after.started for before, after in pairwise(jobs))
    assert jobs[-1].started < date(2021, 1, 1)
    assert jobs[-1].employer.startswith(person.employer)


def test_some_careers_have_gaps_and_some_have_two_jobs_at_once() -> None:
    gaps = [(b.started - a.ended).days - 1 for p in PEOPLE for a, b in pairwise(career(p)) if a.ended]
    assert min(gaps) < 0 < max(gaps)


@pytest.mark.parametrize("country", COUNTRIES, ids=lambda country: str(country.code))
def test_who_no_longer_works_left_the_last_job_before_the_accounts_begin(country: Country) -> None:
    for kind in ("low", "gig_driver", "company", "pensioner"):
        for number in range(10):
            last = career(make_person(f"person {number}", country, kind))[-1]
            assert last.ended
            assert last.started < last.ended < date(2021, 1, 1)


def test_a_pensioner_worked_until_the_age_for_it_and_an_owner_until_the_firm_was_founded() -> None:
    for number in range(20):
        retired = make_person(f"person {number}", MEXICO, "pensioner")
        ended = career(retired)[-1].ended
        assert ended
        assert 60 <= ended.year - retired.birth_date.year <= 66 or ended.year == 2012
        owner = career(make_person(f"person {number}", MEXICO, "company"))[-1].ended
        assert owner
        assert owner < date(2017, 1, 2)


def test_a_job_changer_has_changed_jobs_lately_in_every_country() -> None:
    for country in COUNTRIES:
        jobs = career(make_person("somebody", country, "job_changer"))
        assert jobs[-2].ended
        assert date(2023, 1, 1) < jobs[-1].started <= date(2025, 6, 28)
        assert jobs[-1].employer != jobs[-2].employer


def test_salaries_rise_each_january_and_pay_comes_from_the_prices_of_2021() -> None:
    job = career(PEOPLE[0])[-1]
    raises = list(job.raises_until(TODAY))
    assert [day for day, _ in raises] == [date(year, 1, 1) for year in range(job.started.year + 1, 2027)]
    assert all(before < after for (_, before), (_, after) in pairwise(raises))
    assert job.salary_on(date(2021, 5, 5)) == PEOPLE[0].income == job.pay


def test_days_worked_count_the_first_and_the_last() -> None:
    first = career(PEOPLE[0])[0]
    assert first.ended
    assert [first.days_until(first.started), first.days_until(date(2000, 1, 1))] == [1, 0]
    assert first.days_until(TODAY) == (first.ended - first.started).days + 1
    assert [first.holds_on(first.ended), first.holds_on(TODAY)] == [True, False]


def test_numbers_of_firms_hold_their_check_digits() -> None:
    # The number of Brazil's central bank, and the code that Mexico's authority gives as its own.
    assert cnpj("000381660001") == "00038166000105"
    assert company_rfc("SAT", date(1997, 7, 1), "NN") == "SAT970701NN3"
    assert company_id("Empresa Ejemplo", "BR") == company_id("Empresa Ejemplo", "BR")
    assert company_id("Empresa Ejemplo", "MX")[:3] == "EMP"
    assert nit(800197268) == "800197268-4"  # Colombia's tax authority itself
    assert {company_id("Empresa Ejemplo", country)[-2] for country in ("CL", "CO")} == {"-"}
    assert len(registration("Empresa Ejemplo")) == 11


@pytest.mark.parametrize("person", PEOPLE[:10], ids=lambda person: str(person.key))
def test_a_social_security_number_passes_luhns_check(person: Person) -> None:
    digits = [int(digit) for digit in social_security_number(person)]
    doubled = [sum(divmod(digit * 2, 10)) if index % 2 else digit for index, digit in enumerate(digits)]
    assert len(digits) == 11
    assert sum(doubled) % 10 == 0
