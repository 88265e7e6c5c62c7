"""Every text has its translations, and each names what the text names."""

import re
from collections import defaultdict
from collections.abc import Iterator

import pytest
from babel.messages.catalog import Message

from languages import catalogue
from languages.__main__ import by_area, key_of
from languages.areas import AREAS
from languages.extraction import Text, in_python, texts
from languages.language import Code

CODES = sorted(catalogue.LOCALES)


def messages(code: Code, area: str) -> list[Message]:
    return [one for one in catalogue.read_file(catalogue.FOLDER / code / f"{area}.po", code) if one.id]


def every() -> Iterator[tuple[str, Message]]:
    for code in CODES:
        for area in AREAS:
            yield from ((code, one) for one in messages(code, area))


def names(text: str) -> set[str]:
    return set(re.findall(r"\{(\w*)[^}]*\}", text))


def test_every_text_has_an_area() -> None:
    assert {text.place for text in texts() if not text.area} == set()


@pytest.mark.parametrize("code", CODES)
def test_the_files_are_what_make_catalogues_writes(code: Code) -> None:
    """A text that was changed or is new is in them, and none that nobody says any more."""
    said = {area: {(text.one, text.context) for text in found} for area, found in by_area(texts()).items()}
    written = {area: {key_of(one) for one in messages(code, area)} for area in AREAS}
    assert {area: found for area, found in written.items() if found} == said


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("area", sorted(AREAS))
def test_every_text_is_translated(code: Code, area: str) -> None:
    assert [one.id for one in messages(code, area) if not catalogue.is_translated(one.string)] == []


def test_a_translation_names_what_its_text_names() -> None:
    wrong = [
        (code, one.id, form)
        for code, one in every()
        for form in ((one.string,) if isinstance(one.string, str) else one.string or ())
        if form and not _fits(one, form)
    ]
    assert wrong == []


def _fits(one: Message, form: str) -> bool:
    """Whether a form names the same; the form for one may leave the number out."""
    if isinstance(one.id, str):
        return names(form) == names(one.id)
    return names(form) | {"number"} == names(one.id[1]) | {"number"}


def test_a_text_that_counts_is_the_same_for_many_wherever_it_is_said() -> None:
    many: dict[tuple[str, str], set[str]] = defaultdict(set)
    for text in texts():
        if text.many:
            many[text.one, text.context].add(text.many)
    assert {key: found for key, found in many.items() if len(found) > 1} == {}


def test_no_translation_is_marked_as_a_guess() -> None:
    assert [(code, one.id) for code, one in every() if one.fuzzy] == []


def test_texts_are_found_where_they_are_said() -> None:
    source = 'say("A {name}", name=x)\nsay_many("{number} a", "{number} as", 2)\nmsg("B")\nsay_as("verb", "Open")\n'
    source += 'count(3, "link")\nterminal.say("not this")\nsay(variable)\n'
    assert [*in_python(source, "pages/links.py")] == [
        Text("pages/links.py", "A {name}"),
        Text("pages/links.py", "{number} a", "{number} as"),
        Text("pages/links.py", "B"),
        Text("pages/links.py", "Open", context="verb"),
        Text("pages/links.py", "{number} link", "{number} links"),
    ]
