"""What the checks find in a store in which everything is wrong, and in one in which nothing is."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from domain.quality.checks import Check, Finding, Verdict, score
from store import Database
from store.queries.quality import documents, findings
from store.write import institutions, links, rows
from store.write.batch import prepare
from tests.kit import bodies
from tests.kit.bodies import LINK, OTHER_LINK
from tests.kit.fiscal_bodies import MINE
from tests.kit.rows import save

TODAY = date(2026, 11, 29)
DAYS = [TODAY - timedelta(days=back) for back in range(70, 0, -1)]


def moved(number: int, day: date, balance: float, **fields: Any) -> dict[str, Any]:  # noqa: ANN401 - of a body
    """A peso that left, and what was left."""
    told: dict[str, Any] = {"value_date": day.isoformat(), "amount": 1.0, "balance": balance, "category": "Shopping"}
    return bodies.transaction(number, **{**told, "description": f"PAGO {number}", **fields})


@pytest.fixture(scope="module")
def store_file(empty_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A link in which nothing is wrong, and one that has a bit of everything."""
    path = tmp_path_factory.mktemp("quality") / "local.db"
    path.write_bytes(empty_store.read_bytes())
    with Database.open(path) as db:
        with db.write() as connection:
            institutions.save(connection, [bodies.institution()])
            links.save(connection, bodies.link())
            links.save(connection, bodies.link(OTHER_LINK))
        looked: dict[str, Any] = {
            "collected_at": "2026-11-29T08:00:00Z",
            "balance": {"current": 930.0, "available": 930.0},
        }
        save(db, "accounts", bodies.account(**looked))
        save(db, "transactions", *(moved(number, day, 999.0 - number) for number, day in enumerate(DAYS)))
        save(db, "owners", bodies.owner(document_id={"document_type": "CPF", "document_number": "529.982.247-25"}))
        _fill_with_faults(db)
    return path


def _fill_with_faults(db: Database) -> None:
    of = bodies.account(bodies.OTHER_ACCOUNT, link=OTHER_LINK, collected_at="2026-11-29T08:00:00Z")
    save(db, "accounts", of, link=OTHER_LINK)
    kept = [(number, day) for number, day in enumerate(DAYS) if not 30 <= number < 39]
    page = [moved(1000 + number, day, 999.0 - number, of=of) for number, day in kept]
    page[10]["balance"] = 500.0
    page[20]["currency"] = "USD"
    twin = {**page[25], "id": bodies.transaction(2001)["id"]}
    again = {**page[25], "id": bodies.transaction(2004)["id"], "balance": page[25]["balance"] - 1}
    odd = moved(2002, date(1900, 1, 1), 1.0, of=of, value_date="0001-01-01")
    hold = {**moved(2003, DAYS[5], 1.0, of=of, status="PENDING"), "balance": None}
    save(db, "transactions", *page, twin, again, odd, hold, link=OTHER_LINK, now="2026-11-20T00:00:00.000000Z")
    late = [{**page[0], "amount": 7.0}, {**page[-1], "amount": 8.0}]
    save(db, "transactions", *late, link=OTHER_LINK, now="2026-11-21T00:00:00.000000Z")
    wrong = {"document_type": "CPF", "document_number": "529.982.247-24"}
    save(db, "owners", bodies.owner("o2", display_name="Otra Persona", document_id=wrong), link=OTHER_LINK)
    save(db, "tax_status", {"id": "t", "official_name": MINE[1], "invented": 1}, link=OTHER_LINK)
    with db.write() as connection:
        rows.save(connection, prepare("bills", OTHER_LINK, [], [("{", "no JSON")]))


@pytest.fixture
def db(store_file: Path) -> Iterator[Database]:
    with Database.open(store_file) as opened:
        yield opened


def by_check(found: list[Finding], link: str) -> Mapping[Check, Finding]:
    return {one.check: one for one in found if one.link == link}


def test_where_nothing_is_wrong_nothing_is_found(db: Database) -> None:
    found = by_check([*findings.of_links(db, [LINK], TODAY)], LINK)
    assert {check for check, one in found.items() if one.number} == set()
    assert found[Check.BALANCES].of == len(DAYS) - 1
    assert found[Check.NAMES].verdict is Verdict.UNCHECKED
    assert score(found.values()).points == 100


def test_each_fault_is_found_by_its_check(db: Database) -> None:
    found = by_check([*findings.of_links(db, [LINK, OTHER_LINK], TODAY)], OTHER_LINK)
    told = {check: one.number for check, one in found.items() if one.number}
    assert {check for check in Check if check is not Check.MENDED} == told.keys()
    assert (told[Check.GAPS], told[Check.TWINS], told[Check.HOLDS], told[Check.DAYS]) == (1, 1, 1, 1)
    assert (told[Check.SET_ASIDE], told[Check.DOCUMENTS], told[Check.CURRENCIES], told[Check.TWICE]) == (1, 1, 1, 1)
    (gap,) = found[Check.GAPS].evidence
    assert gap.day == DAYS[30].toordinal()
    assert gap.until == DAYS[38].toordinal()
    assert gap.what == "9 days without a movement, where 1 are usual at most"
    (late,) = found[Check.CORRECTIONS].evidence
    assert "amount" in late.what
    assert found[Check.GAPS].verdict is Verdict.FAILED


def test_a_link_that_nothing_is_stored_of_is_not_checked(db: Database) -> None:
    found = findings.of_links(db, ["nobody"], TODAY)
    assert {one.verdict for one in found} == {Verdict.UNCHECKED}
    assert score(found).points is None


@pytest.mark.parametrize(
    ("kind", "number", "right"),
    [
        ("CPF", "529.982.247-25", True),
        ("CPF", "52998224724", False),
        ("CNPJ", "11.222.333/0001-81", True),
        ("CURP", "HEFM950808HQTRCR08", True),
        ("CURP", "HEFM950808HQTRCR09", False),
        ("RFC", "RIMF900101E9A", True),
        ("RFC", "RIMF900101E90", False),
        ("rut", "12.345.678-5", True),
        ("RUT", "12.345.678-9", False),
        ("PASSPORT", "X1", None),
        ("CPF", "", None),
        (None, "1", None),
    ],
)
def test_a_document_is_right_by_its_check_digits(kind: str | None, number: str, right: bool | None) -> None:
    assert documents.is_right(kind, number) is right
