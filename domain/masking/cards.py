"""Numbers of cards, of which nobody sees more than the end."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

_LAST = 4
_DOTS = "••••"

_RUN = re.compile(r"(?<!\d)\d(?:\d|(?:[^\w\"\[\]{}]|_){1,3}+\d){12,}+")
"""Thirteen digits or more, with or without what sets their groups apart."""

_GROUP = re.compile(r"\d+")
_MOST_GROUPS = 6
_SHORTEST, _LONGEST = 13, 24
_CLABE = 18
"""Digits of a bank account in Mexico, which may begin with zeros; what is longer is filled up with them."""

_FIRST, _INNER = 4, 3
"""Digits at least of the groups of a card's number, but for the last one; a day's and an hour's are shorter."""

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
    return _RUN.sub(lambda found: _cut(found.group()), text)


def has_some(text: str) -> bool:
    """Whether something in a JSON text is the number of a card, or says that it is."""
    return "\\u" in text or bool(_SAYS_SO.search(text)) or cut(text) != text


def cut_all(value: Any, *, of_card: bool = False) -> Any:  # noqa: ANN401 - any JSON
    """The JSON with the numbers of cards in it cut to their ends."""
    match value:
        case str():
            return last_digits(value) if of_card else cut(value)
        case int() if not isinstance(value, bool) and cut(str(value)) != str(value):
            return cut(str(value))
        case float() if value.is_integer() and cut(str(int(value))) != str(int(value)):
            return cut(str(int(value)))
        case list():
            return [cut_all(one, of_card=of_card) for one in value]
        case dict():
            return {cut(name): cut_all(one, of_card=_is_cards(value, name)) for name, one in value.items()}
    return value


def _is_cards(holder: Mapping[str, Any], name: str) -> bool:
    if name in _ALWAYS:
        return True
    return name in _NUMBERS and holder.get("category") == CARD


def _cut(run: str) -> str:
    """Digits in groups, of which some may be the number of a card, with others before them and behind."""
    groups = [*_GROUP.finditer(run)]
    made, last, place = "", 0, 0
    while place < len(groups):
        digits, length = _card_at(groups[place : place + _MOST_GROUPS])
        if length:
            made += f"{run[last : groups[place].start()]}{_DOTS} {digits[-_LAST:]}"
            last = groups[place + length - 1].end()
        place += length or 1
    return made + run[last:]


def _card_at(groups: Sequence[re.Match[str]]) -> tuple[str, int]:
    """The longest number of a card with which these begin, and of how many of them it is; of none if there is none."""
    found, digits = ("", 0), ""
    for length, group in enumerate((group.group() for group in groups), 1):
        digits += group if group.isascii() else "".join(str(int(digit)) for digit in group)
        if len(digits) > _LONGEST:
            break
        number = digits.lstrip("0") if len(digits) > _CLABE else digits
        if len(digits) >= _SHORTEST and _ISSUERS.fullmatch(number) and _fits(number):
            found = number, length
        if len(group) < (_FIRST if length == 1 else _INNER):
            break
    return found


def _fits(digits: str) -> bool:
    """Whether the last digit is the check of the others (Luhn)."""
    doubled = [int(digit) * (2 if place % 2 else 1) for place, digit in enumerate(reversed(digits))]
    return sum(number - 9 if number > 9 else number for number in doubled) % 10 == 0
