"""Employment: who works where, since when and at what salary."""

import csv
import io
from collections.abc import Callable, Sequence

import pytest
import streamlit as st

from components.employment.employment_rows import MOST_SIDE_BY_SIDE
from components.ui.files.content import content
from store import Database
from store.queries.employment import employment
from tests.kit import bank
from tests.kit.bank import GRINGOTTS
from tests.kit.employment_bodies import ACME, METALURGICA, PADARIA, RECORD
from tests.kit.filling import connect
from tests.kit.rows import save
from tests.pages.reading import OpenPage, charts, facts, figures, run, table, texts

PEOPLE = "People with their last employer and salary"
JOBS = "Employments, newest first"


@pytest.fixture
def workers(db: Database) -> tuple[str, str]:
    """The links of a worker in Mexico and of one in Brazil."""
    mexican, brazilian = (connect(db, name, GRINGOTTS) for name in ("maria", "joao"))
    save(db, "employment_records", RECORD, link=mexican)
    save(db, "br_employments", METALURGICA, PADARIA, link=brazilian)
    return mexican, brazilian


def test_an_empty_store_says_what_will_be_here(open_page: OpenPage) -> None:
    app = open_page("employment")
    assert any("No working life is stored here yet." in text for text in texts(app))


@pytest.mark.usefixtures("workers")
def test_both_countries_are_told_alike(open_page: OpenPage) -> None:
    app = open_page("employment")
    assert table(app, JOBS)["employer"].tolist() == ["Metalúrgica", "ACME", "Padaria", "Initech"]
    assert table(open_page("employment", section="people"), PEOPLE)["status"].tolist() == ["Employed", "Employed"]
    assert figures(app) == {
        "Working now": "1",
        "Employers": "4",
        "Last salary a month": "MX$ 18,250.00",
        "Longest gap between jobs": "60 days",
    }
    assert charts(app) == [
        "Employers: 4 employments at 4 employers; longest gap 60 days",
        "MXN salary: MX$ 18,250.00 a month at ACME",
    ]
    in_reais = open_page("employment", charts="BRL")
    assert charts(in_reais)[1] == "BRL salary: R$ 3,300.00 a month at Metalúrgica"
    assert figures(in_reais)["Last salary a month"] == "R$ 3,300.00"


@pytest.mark.parametrize(
    ("query", "employers"),
    [
        ({"since": "2025-12-01"}, ["Metalúrgica", "ACME"]),
        ({"until": "2022-06-30"}, ["Initech"]),
        ({"since": "1990-01-01", "until": "1990-02-01"}, []),
    ],
    ids=str,
)
@pytest.mark.usefixtures("workers")
def test_the_address_narrows_to_days(query: dict[str, str], employers: Sequence[str], open_page: OpenPage) -> None:
    app = open_page("employment", **query)
    assert (table(app, JOBS)["employer"].tolist() if employers else []) == employers


def test_the_address_narrows_to_links(workers: tuple[str, str], open_page: OpenPage) -> None:
    app = open_page("employment", link=workers[1])
    assert table(app, JOBS)["employer"].tolist() == ["Metalúrgica", "Padaria"]
    run(app.button(key="clear").click())
    assert dict(app.query_params) == {}


def test_hostile_names_are_text_everywhere(db: Database, open_page: OpenPage) -> None:
    link = connect(db, "hostile", GRINGOTTS)
    name = '=HYPERLINK("http://x") **<b>** :red[x]'
    save(db, "employment_records", {**RECORD, "employment_records": [{**ACME, "employer": name}]}, link=link)
    app = open_page("employment")
    assert table(app, JOBS)["employer"].tolist() == [name]
    assert b"'=HYPERLINK" in content(employment.employments(db), "comma", name="jobs", manifest={})
    assert figures(app)["Employers"] == "1"


def test_a_file_has_the_order_of_the_screen_when_it_is_made_once_the_page_is_drawn(
    db: Database, open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    jobs = [{**ACME, "employer": f"Employer {year}", "start_date": f"{year}-01-01"} for year in range(1990, 2020)]
    save(db, "employment_records", {**RECORD, "employment_records": jobs}, link=connect(db, "maria", GRINGOTTS))
    made: dict[str, Callable[[], bytes]] = {}
    monkeypatch.setattr(st, "download_button", lambda _, data, file_name, **__: made.update({file_name: data}))
    for sort, years in (("employer", range(1990, 2020)), ("-employer", range(2019, 1989, -1))):
        app = open_page("employment", sort=sort)
        shown = table(app, JOBS)["employer"].tolist()
        rows = [*csv.DictReader(io.StringIO(made["employments.csv"]().decode("utf-8-sig")))]
        assert [row["employer"] for row in rows] == [f"Employer {year}" for year in years]
        assert [row["employer"] for row in rows][: len(shown)] == shown


def test_many_employments_are_shown_a_page_at_a_time(db: Database, open_page: OpenPage) -> None:
    jobs = [{**ACME, "employer": f"Employer {year}", "start_date": f"{year}-01-01"} for year in range(1990, 2020)]
    save(db, "employment_records", {**RECORD, "employment_records": jobs}, link=connect(db, "maria", GRINGOTTS))
    app = open_page("employment", page="2")
    assert table(app, JOBS)["employer"].tolist() == [f"Employer {year}" for year in range(1994, 1989, -1)]
    assert "26–30 of 30" in texts(app)  # noqa: RUF001 - a range
    run(app.button(key="previous_page").click())
    assert table(app, JOBS)["employer"].iloc[0] == "Employer 2019"


@pytest.mark.usefixtures("workers")
def test_salaries_and_what_was_paid_are_told_from_the_newest_on(open_page: OpenPage) -> None:
    changes = table(open_page("employment", section="salaries"), "Salaries as they changed, newest first")
    assert changes["start"].is_monotonic_decreasing
    paid = table(open_page("employment", section="paid"), "Salaries paid, newest first")
    assert paid["base"].tolist() == [3300, 1500, 3000, 3000]


def test_measures_of_few_stand_side_by_side_and_of_many_in_rows(db: Database, open_page: OpenPage) -> None:
    links = [connect(db, f"person-{number}", GRINGOTTS) for number in range(MOST_SIDE_BY_SIDE + 1)]
    save(db, "employment_records", RECORD, link=links[0])
    for number, link in enumerate(links):
        save(db, "employment_metrics", {"id": f"m{number}", "age": 30 + number, "base_salary_last": 250.5}, link=link)
    assert facts(open_page("employment", section="measures", link=links[0]))["Last base salary a day"] == "MX$ 250.50"
    many = table(open_page("employment", section="measures"), "Measures of working lives")
    assert many["age"].tolist() == [30, 31, 32, 33, 34]


@pytest.mark.usefixtures("workers")
def test_the_gaps_are_shown_from_the_longest_on(open_page: OpenPage) -> None:
    gaps = table(open_page("employment", section="gaps"), "Times without employment, the longest first")
    assert gaps["days"].tolist() == [60, 9]


def test_two_people_of_one_employer_have_lanes_of_their_own_and_one_person_counts_once(
    db: Database, open_page: OpenPage
) -> None:
    for name in ("maria", "jorge"):
        body = {**RECORD, "id": f"record of {name}", "employment_records": [ACME]}
        save(db, "employment_records", body, link=connect(db, name, GRINGOTTS))
    twice = connect(db, "maria again", GRINGOTTS)
    save(db, "links", bank.link("maria again", GRINGOTTS) | {"external_id": "user-maria"})
    save(db, "employment_records", {**RECORD, "id": "again", "employment_records": [ACME]}, link=twice)
    working = {"status": "EMPLOYED", "current_employment_records": [{"employer": "ACME", "days_employed": 3145}]}
    save(db, "mx_current_employments", {"id": "now", **working}, link=twice)
    app = open_page("employment", section="now")
    assert figures(app)["Working now"] == "1"
    assert any("of 2 people" in text for text in texts(app))
    now = table(app, "Where people work now")
    assert (now["days_employed"].tolist(), now["recorded"].tolist()) == ([3145], ["Employed"])
