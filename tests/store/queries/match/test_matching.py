"""Claims and inflows out of a store: what is read of each, and what people have said of them."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from domain.match.claims import Kind
from domain.match.outcomes import Row, State, basis
from domain.match.rules import Rule
from store import Database
from store.queries.match import matching, months, texts
from store.queries.match.matching import Matching
from store.upkeep import erasure
from store.write import institutions, links, match_decisions, revisions, rows
from store.write.match_decisions import Judged
from tests.kit import bodies
from tests.kit.bodies import LINK, OTHER_LINK
from tests.kit.employment_bodies import ACME, RECORD
from tests.kit.fiscal_bodies import CLIENT, chilean, invoice, payslip, tax_return
from tests.kit.rows import save, tuples

TODAY = date(2026, 11, 29)
SINCE = date(2026, 1, 1)
BOTH = [LINK, OTHER_LINK]


def uuid(number: int) -> str:
    return f"{number:08x}-1111-4111-8111-000000000000"


def sale(number: int, day: str, total: float, **fields: Any) -> dict[str, Any]:  # noqa: ANN401 - of a body
    return invoice(number, day, total, invoice_identification=uuid(number).upper(), **fields)


def receipt(number: int, day: str, **paid: float) -> dict[str, Any]:
    """A Pago of these amounts by the number of the invoice behind an underscore."""
    related = [{"invoice_identification": uuid(int(name[1:])), "amount_paid": amount} for name, amount in paid.items()]
    payment = {"date": f"{day}T12:00:00Z", "amount": sum(paid.values()), "operation_number": str(number)}
    return sale(
        number, day, 0, invoice_type="Pago", currency="XXX", payments=[{**payment, "related_documents": related}]
    )


def note(number: int, day: str, total: float, of: int) -> dict[str, Any]:
    related = [{"relationship_type": "01", "related_invoice_identification": uuid(of)}]
    return sale(number, day, total, invoice_type="Egreso", related_invoices=related)


def inflow(number: int, day: str, amount: float, said: str, **fields: Any) -> dict[str, Any]:  # noqa: ANN401 - of a body
    plain: dict[str, Any] = {"category": "Income & Payments", "merchant": None, "reference": None, "type": "INFLOW"}
    return bodies.transaction(number, value_date=day, amount=amount, description=said, **{**plain, **fields})


DOCUMENTS = (
    sale(500001, "2026-06-01", 1160, payment_method="PUE"),
    sale(500002, "2026-06-05", 2000, payment_method="PPD"),
    sale(500003, "2026-06-05", 3000, payment_method="PPD"),
    receipt(9, "2026-07-10", _500002=2000.0, _500003=1500.0),
    sale(500004, "2026-06-20", 700, payment_method="PUE"),
    note(10, "2026-06-22", 100, of=500004),
    sale(500005, "2026-06-25", 900, status="Cancelado"),
    sale(500006, "2026-08-01", 4000),
    sale(500007, "2026-11-25", 50),
    sale(500008, "2025-12-15", 81),
    invoice(70, "2026-06-03", 333, issued=False),
    payslip(80, "2026-06-15", 10_000, 2_000),
)
MOVED = (
    inflow(1, "2026-06-02", 1160, "SPEI FACTURA 500001"),
    inflow(2, "2026-07-11", 3500, "SPEI SIN REFERENCIA"),
    inflow(3, "2026-06-30", 600, f"SPEI RECIBIDO {CLIENT[1].upper()}"),
    inflow(4, "2026-06-15", 8000, "PAGO DE NOMINA TIENDE SUR"),
    inflow(5, "2026-09-01", 55, "DE UN AMIGO"),
    inflow(6, "2026-09-02", 999, "PRESTAMO", category="Credits & Loans"),
    inflow(7, "2026-01-10", 81, "ABONO 500008"),
    bodies.transaction(8, value_date="2025-11-01", amount=5),
)


@pytest.fixture(scope="module")
def store_file(empty_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One person with a bank and a tax authority."""
    path = tmp_path_factory.mktemp("match") / "local.db"
    path.write_bytes(empty_store.read_bytes())
    with Database.open(path) as db:
        with db.write() as connection:
            institutions.save(connection, [bodies.institution()])
            links.save(connection, bodies.link())
            links.save(connection, bodies.link(OTHER_LINK))
        save(db, "accounts", bodies.account(collected_at="2026-11-28T08:00:00Z"))
        save(db, "transactions", *MOVED)
        save(db, "invoices", *DOCUMENTS, link=OTHER_LINK)
        save(db, "cl_invoices", chilean(1, "2026-06-01", 77, type="OUTFLOW"), link=OTHER_LINK)
    return path


@pytest.fixture
def db(store_file: Path, tmp_path: Path) -> Iterator[Database]:
    path = tmp_path / "local.db"
    path.write_bytes(store_file.read_bytes())
    with Database.open(path) as opened:
        yield opened


def found(db: Database, since: date = SINCE) -> Matching:
    return matching.of_links(db, BOTH, since, TODAY, TODAY)


def by_key(db: Database) -> dict[str, list[Row]]:
    """The rows by the id of the document, or of the inflow alone."""
    told = dict[str, list[Row]]()
    for row in found(db).rows:
        name = row.claim.key.split()[1] if row.claim else row.inflow.key[:8] if row.inflow else ""
        told.setdefault(name, []).append(row)
    return told


def test_each_document_comes_to_what_the_bank_tells(db: Database) -> None:
    told = {
        name: [(row.state, row.rule, row.share // 10_000, row.difference // 10_000) for row in rows]
        for name, rows in by_key(db).items()
    }
    assert told == {
        "i500001": [(State.PAID, Rule.NUMBER, 1160, 0)],
        "i500002": [(State.PAID, Rule.COMPLEMENT, 2000, 0)],
        "i500003": [(State.PARTLY, Rule.COMPLEMENT, 1500, -1500)],
        "i500004": [(State.PAID, Rule.NAME, 600, 0)],
        "i500005": [(State.CANCELLED, None, 0, 0)],
        "i500006": [(State.UNPAID, None, 0, -4000)],
        "i500007": [(State.OPEN, None, 0, -50)],
        "i80": [(State.PAID, Rule.AMOUNT, 8000, 0)],
        "c1": [(State.UNPAID, None, 0, -77)],
        "00000005": [(State.UNEXPLAINED, None, 0, 0)],
    }
    (slip,) = by_key(db)["i80"]
    assert slip.claim
    assert slip.claim.kind is Kind.PAYSLIP


def test_what_was_owed_before_the_days_explains_what_came_in_them(db: Database) -> None:
    assert "00000007" not in by_key(db)
    (earlier,) = [row for row in found(db, date(2025, 12, 1)).rows if row.claim and row.claim.key.endswith("i500008")]
    assert (earlier.state, earlier.rule) == (State.PAID, Rule.NUMBER)


def test_without_a_bank_nothing_is_said_to_be_unpaid(db: Database) -> None:
    alone = matching.of_links(db, [OTHER_LINK], SINCE, TODAY, TODAY)
    states = {row.state for row in alone.rows}
    assert (alone.known, states) == (None, {State.UNKNOWN, State.CANCELLED})


def judge(db: Database, row: Row, *, is_right: bool) -> Judged:
    pair = row.key
    judged = Judged(pair, (OTHER_LINK if pair[0] else "", LINK if pair[1] else ""), basis(row.claim, row.inflow))
    with db.write() as connection:
        match_decisions.put(connection, judged, is_right=is_right, actor="ana@desk.example")
    return judged


def test_a_no_is_kept_over_pulls_and_the_pair_is_not_made_again(db: Database) -> None:
    judged = judge(db, by_key(db)["i500001"][0], is_right=False)
    save(db, "invoices", *DOCUMENTS, link=OTHER_LINK)
    save(db, "transactions", *MOVED)
    assert [row.state for row in by_key(db)["i500001"]] == [State.UNPAID]
    assert found(db).refused(judged.pair[0]) == [judged.pair]
    with db.write() as connection:
        assert match_decisions.take_back(connection, judged)
        assert not match_decisions.take_back(connection, judged)
    assert [row.rule for row in by_key(db)["i500001"]] == [Rule.NUMBER]


def test_a_yes_holds_where_the_amount_changes_and_says_so(db: Database) -> None:
    judge(db, by_key(db)["i500001"][0], is_right=True)
    (row,) = by_key(db)["i500001"]
    assert (row.rule, row.decision and row.decision.is_right, row.is_changed) == (Rule.PERSON, True, False)
    save(db, "transactions", inflow(1, "2026-06-02", 700, "SPEI FACTURA 500001"))
    (row,) = by_key(db)["i500001"]
    assert (row.state, row.rule, row.is_changed) == (State.PARTLY, Rule.PERSON, True)
    with db.write() as connection:
        rows.mark_deleted(connection, "transactions", [bodies.transaction(1)["id"]])
        revisions.bump(connection, LINK)
    assert [row.state for row in by_key(db)["i500001"]] == [State.UNPAID]
    assert found(db).decided_gone == 1


def test_a_judgement_goes_with_either_link(db: Database) -> None:
    judge(db, by_key(db)["i500001"][0], is_right=True)
    judge(db, by_key(db)["i500006"][0], is_right=True)
    judge(db, by_key(db)["00000005"][0], is_right=True)
    erasure.remove(db, LINK)
    with db.read() as connection:
        assert {pair[1] for pair in match_decisions.of_links(connection, BOTH)} == {""}
    erasure.remove(db, OTHER_LINK)
    with db.read() as connection:
        assert not match_decisions.of_links(connection, BOTH)


def test_rows_are_called_by_who_pays_and_by_the_banks_line(db: Database) -> None:
    told = texts.of_rows(db, found(db).rows)
    assert told["invoices i500001"] == CLIENT[1]
    assert told["invoices i80"] != CLIENT[1]
    assert told[bodies.transaction(5)["id"]] == "DE UN AMIGO"


def test_a_month_is_declared_invoiced_and_banked(db: Database) -> None:
    returns = [
        tax_return(1, 2026, "Junio", isr={"total_ingresos": 6_000.0}),
        tax_return(2, 2026, "Julio", isr={"total_ingresos": 10.0}),
    ]
    save(db, "tax_returns", *returns, link=OTHER_LINK)
    told = {one.month: one for one in months.declared(db, BOTH, found(db), SINCE, TODAY)}
    june, july, august = told["2026-06"], told["2026-07"], told["2026-08"]
    net = round((1160 + 2000 + 3000 + 700 - 100) / 1.16, 2)
    assert (june.declared, june.billed) == (6_000_0000, 6_760_0000)
    assert june.invoiced == pytest.approx(net * 10_000, abs=300)
    assert june.banked == (1160 + 600) * 10_000
    assert (july.declared, july.invoiced, july.banked, str(july.verdict)) == (10_0000, 0, 3_500_0000, "more")
    assert (august.declared, str(august.verdict)) == (None, "unknown")
    assert "2026-11" not in told


def test_a_salary_is_held_against_what_its_employer_paid_in(db: Database) -> None:
    save(db, "employment_records", {**RECORD, "employment_records": [ACME]}, link=OTHER_LINK)
    paid = inflow(20, "2026-10-15", 30_000, f"NOMINA {str(ACME['employer']).upper()}")
    save(db, "transactions", paid)
    told = months.salaries(db, BOTH, found(db), SINCE, TODAY)
    states = dict(tuples(told.assign(month=told["month"].dt.strftime("%Y-%m")), "month", "state"))
    assert (states["2026-10"], states["2026-09"]) == ("paid", "unpaid")
    assert "2026-11" not in states
