"""How many links the local Belvo has of a status, in words that agree with the number."""

from components.ui.text import words
from languages import say_many


def by_status(name: str, number: int, written: str) -> str:
    """So many links of a status of Belvo's; the number as it is `written`, with its sign where it is a change."""
    many = abs(number)
    match name:
        case "valid":
            return say_many("{number} valid", "{number} valid", many, number=written)
        case "invalid":
            return say_many("{number} invalid", "{number} invalid", many, number=written)
        case "token_required":
            return say_many("{number} wants a token", "{number} want a token", many, number=written)
        case "unconfirmed":
            return say_many("{number} unconfirmed", "{number} unconfirmed", many, number=written)
    return f"{words(name)}: {written}"
