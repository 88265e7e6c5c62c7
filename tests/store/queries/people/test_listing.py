"""The list of people: what it says of each, who is found, and how many there are of which kind."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from domain.person.flags import Flag
from domain.quality.checks import score
from store import Database
from store.core import keyset
from store.core.keyset import Place
from store.queries.people import figures, identities, listing
from store.queries.people.listing import PeopleFilter
from store.queries.quality import findings
from store.sight import Sight
from store.upkeep import erasure
from store.write import institutions, links
from tests.kit import bodies
from tests.kit.bank import uuid
from tests.kit.employment_bodies import RECORD
from tests.kit.rows import records, save, tuples

TODAY = date(2026, 11, 29)
ANA_BANK, ANA_WORK, LUIS, NOBODYS = (uuid(name) for name in ("ana bank", "ana work", "luis", "nobody's"))
MONTHS = ("2026-10", "2026-09", "2026-08", "2026-07")


def _connect(db: Database, link: str, external_id: str | None, **fields: object) -> None:
    with db.write() as connection:
        links.save(connection, bodies.link(link, external_id=external_id, institution_user_id=link, **fields))


def _account(link: str, name: str, current: float, **fields: object) -> dict[str, Any]:
    return bodies.account(uuid(f"{link} {name}"), link=link, balance={"current": current, "available": 0}, **fields)


def _ana(db: Database) -> None:
    """At a bank, where 10,000 came in each month and 30,000 once was lent, and at work, where she earns 18,250."""
    _connect(db, ANA_BANK, "ana")
    _connect(db, ANA_WORK, "ana", institution="planet_mx_employment")
    checking = _account(ANA_BANK, "checking", 500.0)
    savings = _account(ANA_BANK, "savings", 2000.0)
    card = bodies.card(uuid("ana card"), link=ANA_BANK, balance={"current": 45000, "available": 5000})
    save(db, "accounts", checking, savings, card, link=ANA_BANK)
    came_in = [
        bodies.transaction(
            number, of=checking, value_date=f"{month}-01", amount=10000, type="INFLOW", category="Income"
        )
        for number, month in enumerate(MONTHS)
    ]
    lent = bodies.transaction(
        20, of=checking, value_date="2026-09-05", amount=30000, type="INFLOW", category="Credits & Loans"
    )
    moved = {"amount": 5000, "category": "Transfers", "reference": "77", "value_date": "2026-09-10"}
    out = bodies.transaction(21, of=checking, type="OUTFLOW", **moved)
    reached = bodies.transaction(22, of=savings, type="INFLOW", **moved)
    saved = bodies.transaction(23, of=checking, value_date="2026-11-18", amount=600, type="INFLOW", category="Income")
    save(db, "transactions", *came_in, lent, out, reached, saved, link=ANA_BANK)
    curp = {"document_type": "CURP", "document_number": "NUMM880715MDFXRR09"}
    save(db, "owners", bodies.owner(link=ANA_BANK, document_id=curp), link=ANA_BANK)
    named = {"official_name": "NUNEZ MARIA JOSE", "birth_date": "1988-07-15"}
    save(db, "employment_records", {**RECORD, "personal_data": named}, link=ANA_WORK)


def _luis(db: Database) -> None:
    """In two currencies, and with a link that has to be connected anew."""
    _connect(db, LUIS, "luis", status="invalid")
    pesos = [_account(LUIS, name, 100.0) for name in ("one", "two")]
    save(db, "accounts", *pesos, _account(LUIS, "dollars", -20.0, currency="USD"), link=LUIS)
    owner = bodies.owner(uuid("luis owner"), link=LUIS, display_name="Luis Pérez", document_id=None)
    save(db, "owners", owner, link=LUIS)


@pytest.fixture(scope="module")
def db(empty_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    path = tmp_path_factory.mktemp("people") / "local.db"
    path.write_bytes(empty_store.read_bytes())
    with Database.open(path) as opened:
        with opened.write() as connection:
            institutions.save(connection, [bodies.institution()])
        _ana(opened)
        _luis(opened)
        _connect(opened, NOBODYS, None)
        assert listing.bring_up_to_date(opened, TODAY) == 0
        yield opened


def test_a_person_is_one_row_over_all_of_their_links(db: Database) -> None:
    ana = next(row for row in records(listing.page(db, PeopleFilter())) if row["external_id"] == "ana")
    figures = ("links", "bank", "payroll", "tax", "currency", "income", "least", "most", "months", "spread")
    assert [ana[name] for name in figures] == [2, 1, 1, 0, "MXN", 10000, 10000, 10000, 4, 0.0]
    assert (ana["owed"], ana["utilisation"], ana["below_zero"]) == (
        45000,
        0.9,
        87,
    )  # all of the 90 days but the last three
    assert (ana["salary"], round(ana["change"], 3), str(ana["changed_on"])[:10]) == (18250, 0.2, "2025-01-01")
    assert ana["owner"] == "María José Núñez"
    assert {flag for flag in Flag if ana[f"flag_{flag}"]} == {Flag.OVERDRAWN, Flag.CARDS}


def test_a_link_without_a_person_stands_for_itself(db: Database) -> None:
    found = records(listing.page(db, PeopleFilter()))
    assert [(row["link"], row["external_id"]) for row in found if row["person"] == f"link {NOBODYS}"] == [
        (NOBODYS, None)
    ]


def test_currencies_are_never_added(db: Database) -> None:
    assert tuples(listing.figures_of(db, [LUIS]), "currency", "owed") == [("MXN", 0), ("USD", 20)]
    (row,) = records(listing.page(db, PeopleFilter(currency="USD")))
    assert (row["external_id"], row["owed"]) == ("luis", 20)
    assert listing.counts(db, PeopleFilter()).currencies == {"MXN": 2, "USD": 1}


@pytest.mark.parametrize(
    ("wanted", "people"),
    [
        (PeopleFilter(), {"ana", "luis", None}),
        (PeopleFilter(text="perez"), {"luis"}),
        (PeopleFilter(text="NUMM880715"), {"ana"}),
        (PeopleFilter(text="LUI"), {"luis"}),
        (PeopleFilter(text="nobody"), set()),
        (PeopleFilter(products=["bank", "payroll"]), {"ana"}),
        (PeopleFilter(products=["tax"]), set()),
        (PeopleFilter(products=["person"]), set()),
        (PeopleFilter(flags=["link"]), {"luis"}),
        (PeopleFilter(flags=["cards", "overdrawn"]), {"ana"}),
        (PeopleFilter(flags=["cards", "link"]), set()),
        (PeopleFilter(least={"income": 10_000_0000}), {"ana"}),
        (PeopleFilter(least={"income": 10_000_0001}), set()),
        (PeopleFilter(most={"utilisation": 0.95}), {"ana"}),
        (PeopleFilter(least={"below_zero": 1}, most={"below_zero": 87}), {"ana"}),
    ],
)
def test_who_is_found(db: Database, wanted: PeopleFilter, people: set[str | None]) -> None:
    found = records(listing.page(db, wanted))
    assert {row["external_id"] for row in found} == people
    assert listing.counts(db, wanted).people == len(people)


def test_facets_count_whom_the_filter_leaves(db: Database) -> None:
    every = listing.counts(db, PeopleFilter())
    assert (every.products["bank"], every.products["payroll"], every.flags["link"]) == (2, 1, 1)
    assert listing.counts(db, PeopleFilter(text="perez")).products["payroll"] == 0


@pytest.mark.parametrize("sort", ["flags", "income", "owed", "below_zero", "change", "person", "links"])
@pytest.mark.parametrize("descending", [True, False])
def test_each_order_is_paged_through_whole(db: Database, sort: str, descending: bool) -> None:
    whole = [*listing.page(db, PeopleFilter(), sort=sort, descending=descending)["person"]]
    at, walked = Place(limit=1), list[str]()
    while len(page := listing.page(db, PeopleFilter(), sort=sort, descending=descending, at=at)):
        walked += [*page["person"]]
        at = Place(limit=1, after=keyset.ends(page)[1])
    assert walked == whole
    assert len({*whole}) == 3


def test_who_is_not_seen_is_named_by_an_alias_and_judged_the_same(db: Database) -> None:
    masked = db.as_seen(Sight.MASKED)
    found, clear = (records(listing.page(one, PeopleFilter())) for one in (masked, db))
    assert [row["flags"] for row in found] == [row["flags"] for row in clear]
    assert not {row["owner"] for row in found} & {"María José Núñez", "Luis Pérez"}
    assert identities.agreement_of(masked, [ANA_BANK, ANA_WORK]) == identities.agreement_of(db, [ANA_BANK, ANA_WORK])
    assert "María José Núñez" not in {*identities.table(masked, [ANA_BANK])["name"]}


def test_what_changes_is_worked_out_anew_and_who_is_erased_is_gone(empty_store: Path, tmp_path: Path) -> None:
    path = tmp_path / "local.db"
    path.write_bytes(empty_store.read_bytes())
    with Database.open(path) as db:
        with db.write() as connection:
            institutions.save(connection, [bodies.institution()])
        _luis(db)
        listing.bring_up_to_date(db, TODAY)
        assert tuples(listing.figures_of(db, [LUIS]), "owed") == [(0,), (20,)]
        save(db, "accounts", _account(LUIS, "dollars", -35.5, currency="USD"), link=LUIS)
        listing.bring_up_to_date(db, TODAY)
        assert tuples(listing.figures_of(db, [LUIS]), "owed") == [(0,), (35.5,)]
        erasure.erase(db, LUIS)
        listing.bring_up_to_date(db, TODAY)
        assert listing.counts(db, PeopleFilter()).people == 0


def test_trust_is_worked_out_after_all_else_and_stays_until_it_is_anew(empty_store: Path, tmp_path: Path) -> None:
    path = tmp_path / "local.db"
    path.write_bytes(empty_store.read_bytes())
    with Database.open(path) as db:
        _ana(db)
        _luis(db)
        listing.bring_up_to_date(db, TODAY)
        assert listing.unrated(db) == 2
        assert [row["trust"] for row in records(listing.page(db, PeopleFilter(), sort="trust"))] == [None, None]
        assert records(listing.page(db, PeopleFilter(least={"trust": 0}))) == []
        assert listing.rate(db, TODAY) == listing.unrated(db) == 0
        told = {row["external_id"]: row["trust"] for row in records(listing.page(db, PeopleFilter()))}
        assert told == {
            name: score(findings.of_links(db, links_there, TODAY)).points
            for name, links_there in (("ana", [ANA_BANK, ANA_WORK]), ("luis", [LUIS]))
        }
        lowest = records(listing.page(db, PeopleFilter(), sort="trust", descending=False))
        assert [row["trust"] for row in lowest] == sorted(told.values())
        assert len(records(listing.page(db, PeopleFilter(least={"trust": max(told.values())})))) >= 1
        _connect(db, LUIS, "luis", status="valid")
        listing.bring_up_to_date(db, TODAY)
        assert (listing.unrated(db), listing.unrated(db, ["person ana"])) == (1, 0)
        again = {row["external_id"]: row["trust"] for row in records(listing.page(db, PeopleFilter()))}
        assert again == told


def test_months_after_the_last_look_are_not_months_without_income(db: Database) -> None:
    """A link that nobody has looked at since August says nothing of October."""
    link = uuid("ines")
    _connect(db, link, "ines")
    checking = _account(link, "checking", 900.0, collected_at="2026-08-20T10:00:00Z")
    save(db, "accounts", checking, link=link)
    months = ("2026-04", "2026-05", "2026-06", "2026-07", "2026-08")
    came_in = [
        bodies.transaction(
            500 + number, of=checking, value_date=f"{month}-01", amount=8000, type="INFLOW", category="Income"
        )
        for number, month in enumerate(months)
    ]
    save(db, "transactions", *came_in, link=link)
    (row,) = figures.of_people(db, {"ines": [link]}, TODAY)
    assert (row["known_until"], row["months"]) == ("2026-08-20", 4)
    assert (row["income"], row["least"], row["spread"]) == (80_000_000, 80_000_000, 0)
    assert row[f"flag_{Flag.UNSTEADY}"] == 0
    told = figures.income_by_month(db, [link], TODAY)
    assert [*told["MXN"]] == ["2026-07", "2026-06", "2026-05", "2026-04"]


def test_a_look_in_years_to_come_counts_on_the_day_it_came_here(db: Database) -> None:
    """As on the pages of balances: an institution that says 2061 tells nothing of when it was asked."""
    link = uuid("noor")
    _connect(db, link, "noor")
    checking = _account(link, "checking", -50.0, collected_at="2061-01-01T10:00:00Z")
    paid = bodies.transaction(700, of=checking, value_date="2026-11-01", amount=80, type="OUTFLOW")
    for resource, row in (("accounts", checking), ("transactions", paid)):
        save(db, resource, row, link=link, now="2026-11-29T08:00:00.000000Z")
    (row,) = figures.of_people(db, {"noor": [link]}, TODAY)
    assert row["below_zero"] == 29  # from the first of November until that day
