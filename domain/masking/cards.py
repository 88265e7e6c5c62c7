"""Numbers of cards, of which nobody sees more than the end."""

import re
from collections.abc import Mapping
from typing import Any

_LAST = 4
_DOTS = "••••"

_MAYBE = re.compile(r"(?<!\d)[2-6]\d{3}[ \-.]?\d{4,6}[ \-.]?\d{3,5}(?:[ \-.]?\d{1,4})?(?:[ \-.]?\d{1,3})?(?!\d)")
"""Thirteen to nineteen digits, with or without what sets their groups apart."""

_ISSUERS = re.compile(
    r"4\d{12}(?:\d{3}){0,2}"  # Visa: 13, 16 or 19
    r"|(?:5[1-5]|2[2-7])\d{14}"  # Mastercard
    r"|3[47]\d{13}"  # American Express
    r"|3(?:0[0-5]|[689]\d)\d{11}"  # Diners Club
    r"|35\d{14}"  # JCB
    r"|(?:6\d|50)\d{14}(?:\d{3})?"  # Discover, Elo, Hipercard, Maestro
)

CARD = "CREDIT_CARD"
"""The category of accounts whose number is that of a card, whatever it looks like."""

_ALWAYS = ("card_number", "identification_number")
_SAYS_SO = re.compile(rf'"{CARD}"|"(?:{"|".join(_ALWAYS)})":\s*["\d]')
_NUMBERS = ("number", "public_identification_value")


def last_digits(number: str) -> str:
    """A card's number without all but its end, which is how its owner knows it."""
    signs = "".join(filter(str.isalnum, number))
    return f"{_DOTS} {signs[-_LAST:]}" if len(signs) > _LAST else number


def cut(text: str) -> str:
    """The text with the numbers of cards in it cut to their ends."""
    return _MAYBE.sub(_cut, text)


def has_some(text: str) -> bool:
    """Whether something in a JSON text is the number of a card, or says that it is."""
    return bool(_SAYS_SO.search(text)) or cut(text) != text


def cut_all(value: Any, *, of_card: bool = False) -> Any:  # noqa: ANN401 - any JSON
    """The JSON with the numbers of cards in it cut to their ends."""
    match value:
        case str():
            return last_digits(value) if of_card else cut(value)
        case int() if not isinstance(value, bool) and cut(str(value)) != str(value):
            return cut(str(value))
        case list():
            return [cut_all(one, of_card=of_card) for one in value]
        case dict():
            return {name: cut_all(one, of_card=_is_cards(value, name)) for name, one in value.items()}
    return value


def _is_cards(holder: Mapping[str, Any], name: str) -> bool:
    if name in _ALWAYS:
        return True
    return name in _NUMBERS and holder.get("category") == CARD


def _cut(found: re.Match[str]) -> str:
    digits = "".join(filter(str.isdigit, found.group()))
    return f"{_DOTS} {digits[-_LAST:]}" if _ISSUERS.fullmatch(digits) and _fits(digits) else found.group()


def _fits(digits: str) -> bool:
    """Whether the last digit is the check of the others (Luhn)."""
    doubled = [int(digit) * (2 if place % 2 else 1) for place, digit in enumerate(reversed(digits))]
    return sum(number - 9 if number > 9 else number for number in doubled) % 10 == 0
