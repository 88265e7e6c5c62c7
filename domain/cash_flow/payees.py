"""What a movement is called from month to month: its merchant, or the bank's text without what changes each time."""

import re
import unicodedata

_MONTHS = frozenset(
    {
        *("enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "setiembre"),
        *("octubre", "noviembre", "diciembre", "janeiro", "fevereiro", "marco", "maio", "junho", "julho", "setembro"),
        *("outubro", "novembro", "dezembro", "january", "february", "march", "april", "may", "june", "july"),
        *("august", "september", "october", "november", "december"),
    }
)
_FILLERS = frozenset({"ref", "no", "num", "folio"})


def payee(merchant: str, description: str) -> str:
    """Words by which the same payer or payee is known again, folded; the whole text where nothing else is left.

    Words with a digit are numbers that a bank gives each movement, and those of months change with it.
    """
    words = folded(merchant).split() or [word for word in re.split(r"[\s,;:/]+", folded(description)) if _stays(word)]
    return " ".join(words) or folded(description).strip()


def _stays(word: str) -> bool:
    plain = word.strip(".*#-")
    return bool(plain) and not any(sign.isdigit() for sign in plain) and plain not in _MONTHS | _FILLERS


def folded(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))
