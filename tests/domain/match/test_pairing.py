"""Which inflow pays what of which claim, by which rule."""

from collections.abc import Sequence
from datetime import date

import pytest

from domain.match.books import Pair
from domain.match.claims import Claim, Inflow, Kind, Payment, distinctive, is_named, numbers, tokens
from domain.match.leftovers import adding_up
from domain.match.pairing import pair
from domain.match.rules import Rule

FIRST = date(2026, 10, 1).toordinal()
UUID = "951F1E1C-1E85-489E-9CD0-133327F07302"


def claim(
    key: str = "a",
    amount: int = 100_00,
    day: int = 0,
    *,
    name: str = "Textiles Nopalera SA de CV",
    folio: str = "",
    kind: Kind = Kind.INVOICE,
    payments: Sequence[tuple[str, int, int, int]] = (),
    credited: int = 0,
    is_cancelled: bool = False,
    currency: str = "MXN",
) -> Claim:
    """Amounts in cents, days after FIRST."""
    told = [Payment(one, FIRST + on, 100 * part, 100 * of) for one, on, part, of in payments]
    return Claim(
        key,
        "tax",
        kind,
        FIRST + day,
        100 * amount,
        currency,
        name,
        numbers(folio),
        told,
        100 * credited,
        is_cancelled,
    )


def inflow(key: str = "x", amount: int = 100_00, day: int = 0, said: str = "", *, currency: str = "MXN") -> Inflow:
    return Inflow(key, "bank", FIRST + day, 100 * amount, currency, tokens(said))


NAMED = "SPEI RECIBIDO TEXTILES NOPALERA SA DE CV"
Shares = list[tuple[str, str, int, Rule]]

CASES: dict[str, tuple[list[Claim], list[Inflow], Shares]] = {
    "its number stands in the line": (
        [claim(folio="0181097")],
        [inflow(said="SPEI 181097", day=90)],
        [("a", "x", 100_00, Rule.NUMBER)],
    ),
    "with its number it may be a hundredth off": (
        [claim(folio="181097")],
        [inflow(amount=99_00, said="FACTURA 181097")],
        [("a", "x", 99_00, Rule.NUMBER)],
    ),
    "the UUID begins in the line": (
        [Claim("a", "tax", Kind.INVOICE, FIRST, 100_0000, "MXN", "", numbers(None, UUID))],
        [inflow(said="PAGO 951f1e1c-1e85")],
        [("a", "x", 100_00, Rule.NUMBER)],
    ),
    "a complement names day and amount": (
        [claim(payments=[("p", 30, 100_00, 100_00)])],
        [inflow(day=32)],
        [("a", "x", 100_00, Rule.COMPLEMENT)],
    ),
    "a complement's day decides between two alike": (
        [claim(payments=[("p", 30, 100_00, 100_00)])],
        [inflow("early", day=1), inflow("due", day=31)],
        [("a", "due", 100_00, Rule.COMPLEMENT)],
    ),
    "a complement for two invoices is one inflow": (
        [
            claim("a", 60_00, payments=[("p", 9, 60_00, 100_00)]),
            claim("b", 40_00, payments=[("p", 9, 40_00, 100_00)]),
        ],
        [inflow(day=9)],
        [("a", "x", 60_00, Rule.COMPLEMENT), ("b", "x", 40_00, Rule.COMPLEMENT)],
    ),
    "parcialidades are payments of their own, and the rest is waited for": (
        [claim(payments=[("p", 5, 30_00, 30_00), ("q", 20, 30_00, 30_00)])],
        [inflow("x", 30_00, 5), inflow("y", 30_00, 21), inflow("z", 40_00, 40, NAMED)],
        [
            ("a", "x", 30_00, Rule.COMPLEMENT),
            ("a", "y", 30_00, Rule.COMPLEMENT),
            ("a", "z", 40_00, Rule.NAME),
        ],
    ),
    "who pays is named": ([claim()], [inflow(day=60, said=NAMED)], [("a", "x", 100_00, Rule.NAME)]),
    "a name that the bank cut short": (
        [claim()],
        [inflow(day=60, said="SPEI RECIBIDO TEXTILES NOPA")],
        [("a", "x", 100_00, Rule.NAME)],
    ),
    "the amount alone, to the cent": ([claim()], [inflow(day=9)], [("a", "x", 100_00, Rule.AMOUNT)]),
    "the amount alone, and not to the cent": ([claim()], [inflow(amount=100_02, day=9)], []),
    "the amount alone, too late": ([claim()], [inflow(day=61)], []),
    "an inflow before the invoice": ([claim(day=9)], [inflow(said=NAMED)], []),
    "another currency": ([claim()], [inflow(said=NAMED, currency="USD")], []),
    "a better rule takes what a lesser would have": (
        [claim("a", name=""), claim("b", folio="181097", day=20)],
        [inflow(said="FACTURA 181097", day=21)],
        [("b", "x", 100_00, Rule.NUMBER)],
    ),
    "not the first that fits: both are paid": (
        [claim("a", day=0, name=""), claim("b", day=50, name="")],
        [inflow("x", day=55), inflow("y", day=105)],
        [("a", "x", 100_00, Rule.AMOUNT), ("b", "y", 100_00, Rule.AMOUNT)],
    ),
    "cancelled": ([claim(is_cancelled=True)], [inflow(said=NAMED)], []),
    "a credit note took from it before it was paid": (
        [claim(credited=20_00)],
        [inflow(amount=80_00, said=NAMED)],
        [("a", "x", 80_00, Rule.NAME)],
    ),
    "a credit note came after it was paid": (
        [claim(credited=20_00)],
        [inflow(amount=100_00, said=NAMED)],
        [("a", "x", 100_00, Rule.NAME)],
    ),
    "a payslip comes around its day": (
        [claim(kind=Kind.PAYSLIP, day=14)],
        [inflow("x", day=2, said=NAMED), inflow("y", day=15, said=NAMED)],
        [("a", "y", 100_00, Rule.NAME)],
    ),
    "one inflow for three invoices": (
        [claim("a", 10_00), claim("b", 20_00, 3), claim("c", 30_00, 5), claim("d", 35_00, 5)],
        [inflow(amount=60_00, day=9, said=NAMED)],
        [("c", "x", 30_00, Rule.TOGETHER), ("b", "x", 20_00, Rule.TOGETHER), ("a", "x", 10_00, Rule.TOGETHER)],
    ),
    "several invoices of somebody else": (
        [claim("a", 10_00), claim("b", 20_00)],
        [inflow(amount=30_00, day=9, said="SPEI RECIBIDO LA OTRA")],
        [],
    ),
    "parts by the number": (
        [claim(folio="181097")],
        [inflow("x", 30_00, 5, "ABONO 181097"), inflow("y", 20_00, 25, "ABONO 181097")],
        [("a", "x", 30_00, Rule.PART), ("a", "y", 20_00, Rule.PART)],
    ),
    "a part without the number": ([claim(folio="181097")], [inflow("x", 30_00, 5, NAMED)], []),
}


@pytest.mark.parametrize("case", CASES)
def test_an_inflow_pays_by_the_rule_that_says_most(case: str) -> None:
    claims, inflows, expected = CASES[case]
    found = [(one.claim, one.inflow, one.amount // 100, one.rule) for one in pair(claims, inflows)]
    assert sorted(found) == sorted(expected)


@pytest.mark.parametrize(
    ("confirmed", "refused", "expected"),
    [
        ([], [], [("a", "x", Rule.NUMBER)]),
        ([], [("a", "x")], [("a", "y", Rule.AMOUNT)]),
        ([("a", "y")], [], [("a", "y", Rule.PERSON)]),
        ([("a", "gone"), ("gone", "x")], [], [("a", "x", Rule.NUMBER)]),
    ],
)
def test_what_a_person_said_comes_first(
    confirmed: list[Pair], refused: list[Pair], expected: list[tuple[str, str, Rule]]
) -> None:
    inflows = [inflow("x", said="FACTURA 181097"), inflow("y", day=2)]
    found = pair([claim(folio="181097")], inflows, confirmed=confirmed, refused=refused)
    assert [(one.claim, one.inflow, one.rule) for one in found] == expected


def test_an_inflow_that_is_confirmed_for_two_is_shared() -> None:
    found = pair([claim("a", 60_00), claim("b", 40_00)], [inflow()], confirmed=[("a", "x"), ("b", "x")])
    assert [(one.claim, one.amount // 100) for one in found] == [("a", 100_00), ("b", 40_00)]


@pytest.mark.parametrize(
    ("name", "line", "is_it"),
    [
        ("Talleres del Anáhuac SA de CV", "SPEI RECIBIDO TALLERES DEL ANAHUAC SA DE CV HONORARIOS", True),
        ("Talleres del Anáhuac SA de CV", "SPEI RECIBIDO TALLERES DEL", True),
        ("Talleres Unidos de Anáhuac", "SPEI RECIBIDO TALLERES", False),
        ("SA de CV", "SPEI RECIBIDO SA DE CV", False),
    ],
)
def test_a_line_names_somebody_by_half_of_their_words(name: str, line: str, is_it: bool) -> None:
    assert is_named(distinctive(name), tokens(line)) is is_it


def test_a_number_is_told_by_enough_of_it() -> None:
    assert numbers("0181097", UUID) == {"181097", "951f1e1c"}
    assert numbers("26") == numbers("ABCD") == numbers(None) == frozenset()


@pytest.mark.parametrize(
    ("amounts", "total", "places"),
    [
        ([], 0, []),
        ([5], 5, []),
        ([5, 5], 10, [0, 1]),
        ([5, 5, 10], 10, [0, 1]),
        ([1, 2, 4, 8], 11, [0, 1, 3]),
        ([1, 2, 4, 8], 15, [0, 1, 2, 3]),
        ([1, 2, 4, 8, 16], 31, []),
        ([3, 3, 4], 9, []),
        ([3, 3, 3], 9, [0, 1, 2]),
        ([6, 3], 6, []),
    ],
)
def test_two_to_four_amounts_add_up(amounts: list[int], total: int, places: list[int]) -> None:
    assert [*adding_up(amounts, total)] == places
