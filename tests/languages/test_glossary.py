"""A term of the glossary is translated the same wherever it is said."""

import re
import unicodedata

import pytest

from languages import catalogue
from languages.areas import AREAS
from languages.language import Code
from settings import ROOT

CODES: tuple[Code, ...] = ("es", "pt")

OF_MANY_SENSES = {
    "account": "a link, a product, a user's account",
    "amount": "is left out where a column says of what",
    "board": "a view, too",
    "currency": "is left out where the amount has its sign",
    "income": "of a person, of a company, a tax on it",
    "it ends": "of anything",
    "is renewed": "of anything",
    "masked": "an adjective, which agrees",
    "match": "a row of an answer, too",
    "notice": "to notice, too",
    "person": "whoever, anybody",
    "statement": "of an account; a financial one has a row of its own",
    "sign out": "a verb, which is conjugated",
    "user of a link": "the person",
    "view": "to view, too",
}
"""Terms that are held to nothing, and why."""

OTHERWISE: dict[str, set[str]] = {
    "link": {  # an address that is clicked
        "A link for his phone",
        "A message to its person with a link to the repair, ready to be copied",
        "Ask the person who sent you the link for a new one.",
        "Copy it and send it as you always do: nothing is sent from here. "
        "Its link works for 7 days, opens the portal anew each time, and was made in your name.",
        "Copy it and send it as you always do: nothing is sent from here. "
        "Its link works for 7 days, opens the widget anew each time, and was made in your name.",
        "Repair, or send the link",
        "Send the update link, or repair it together with them.",
        "The message to each person in their language, with their update link",
        "Update link handed out",
        "You can close this page, or ask for a new link to try again.",
        "You can close this page. If it does not show up, ask for a new link.",
    },
    "desk": {  # a file's name
        "Write it as sqlite:///desk.db, in the data folder, sqlite:////srv/desk.db, or postgresql://user@host/database.",
    },
    "transaction": {  # a measure that is named by its direction; investments have movimentações in Portuguese
        "Days since last incoming transaction",
        "Days since last outgoing transaction",
        "Investment transactions",
        "New investment transactions available",
    },
    "balance": {  # a balance sheet
        "Balance sheet",
    },
    "tax return": {  # Belvo's category of money that is returned
        "Tax Return",
    },
    "invoice": {  # a kind of credit, and a sum
        "Invoice financing account",
        "Total invoice amount",
    },
}
"""Texts that name a term in another sense."""


def terms() -> dict[str, dict[Code, list[str]]]:
    """By the English term, what it may be called."""
    text = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    (table,) = re.findall(r"## The desk and Belvo\n\n(.*?)\n\n", text, re.DOTALL)
    found: dict[str, dict[Code, list[str]]] = {}
    for line in table.splitlines()[2:]:
        english, spanish, portuguese, _ = (cell.strip() for cell in line.strip("|").split("|"))
        for term in re.split(r"[,;] ", english):
            if not term.startswith("to "):
                found[term] = {"es": re.split(r"[,;] ", spanish), "pt": re.split(r"[,;] ", portuguese)}
    return found


def folded(text: str) -> str:
    plain = unicodedata.normalize("NFD", re.sub(r"\{[^}]*\}", "", text).lower())
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def has(text: str, word: str) -> bool:
    """Whether a text has the word, in whichever form: all of its beginnings stand in it."""
    return all(re.search(rf"\b{part[: max(4, len(part) - 3)]}", text) for part in re.findall(r"\w{3,}", folded(word)))


def said(code: Code) -> list[tuple[str, str]]:
    """Every text with its translation."""
    found = []
    for area in AREAS:
        for one in catalogue.read_file(catalogue.FOLDER / code / f"{area}.po", code):
            if one.id:
                english = one.id if isinstance(one.id, str) else one.id[0]
                found.append((str(english), one.string if isinstance(one.string, str) else (one.string or ("",))[0]))
    return found


@pytest.mark.parametrize("code", CODES)
def test_a_term_is_translated_the_same_everywhere(code: Code) -> None:
    wrong: dict[str, list[tuple[str, str]]] = {}
    texts = [(english, folded(english), folded(told)) for english, told in said(code)]
    for term, words in terms().items():
        if term in OF_MANY_SENSES:
            continue
        pattern = re.compile(rf"\b{folded(term)}s?\b")
        for english, looked, told in texts:
            is_named = pattern.search(looked) and english not in OTHERWISE.get(term, ())
            if is_named and not any(has(told, word) for word in words[code]):
                wrong.setdefault(term, []).append((english, told))
    assert wrong == {}


def test_what_is_left_out_is_in_the_glossary() -> None:
    assert {*OF_MANY_SENSES} | {*OTHERWISE} <= {*terms()}
    assert len(terms()) > 40
