"""Texts for people: written in English where they are said, and said in the language that is spoken.

The English sentence is the key of its translations. What it names stands in braces, and is given by name. A text that
is kept in a table, or in the store, is marked with `msg` where it is written, and said where it is shown.
"""

from languages import catalogue
from languages.language import spoken
from languages.numbers import grouped


def say(text: str, /, **named: object) -> str:
    """The text in the language that is spoken, with what it names filled in.

    A text of nobody's catalogue, as somebody else's words are, is said as it is.
    """
    code = spoken().code
    said = text if code == "en" or not text else catalogue.of(code).gettext(text)
    return said.format_map(named) if named else said


def say_as(context: str, text: str, /, **named: object) -> str:
    """The same for a word that means several things; `context` says which, and is never shown."""
    code = spoken().code
    said = text if code == "en" else catalogue.of(code).pgettext(context, text)
    return said.format_map(named) if named else said


def say_many(one: str, many: str, number: int, /, **named: object) -> str:
    """The sentence for one or for many; `{number}` in it is the number, written as people write it."""
    code = spoken().code
    said = catalogue.of(code).ngettext(one, many, number) if code != "en" else one if number == 1 else many
    return said.format_map({"number": grouped(number), **named})


def msg(text: str, /) -> str:
    """The text itself, marked as one that is said elsewhere: `say` finds its translation."""
    return text
