import re

from hypothesis import given
from hypothesis import strategies as st

from belvo_sandbox.people import BRAZIL, MEXICO, Culture, person
from belvo_sandbox.people.documents import cpf

KEYS = st.text("abcdefghijklmnopqrstuvwxyzABCXYZ0123456789-_=", min_size=4, max_size=44)


@given(KEYS, st.sampled_from([MEXICO, BRAZIL]))
def test_somebody_is_always_the_same(key: str, culture: Culture) -> None:
    assert person(key, culture) == person(key, culture)


@given(KEYS, st.sampled_from([MEXICO, BRAZIL]))
def test_everybody_can_be_told_from_a_real_person(key: str, culture: Culture) -> None:
    somebody = person(key, culture)
    assert somebody.last_surname in culture.last_surnames
    assert re.fullmatch(r"[a-z]+\.[a-z]+\.[a-z0-9=-]{4}@example\.com", somebody.email), somebody.email


@given(KEYS)
def test_papers_have_their_form(key: str) -> None:
    mexican, brazilian = person(key, MEXICO), person(key, BRAZIL)
    assert re.fullmatch(r"[A-Z]{4}\d{6}[HM][A-Z]{2}[A-ZÑ]{3}[A0]\d", mexican.documents["CURP"])
    assert re.fullmatch(r"[A-Z]{4}\d{6}[A-Z]\d[0-9A]", mexican.documents["RFC"])
    assert brazilian.documents["CPF"] == cpf(brazilian.documents["CPF"][:9])


def test_many_people_are_many() -> None:
    people = [person(f"key {number}", MEXICO) for number in range(200)]
    assert len({somebody.name for somebody in people}) > 120
    assert len({somebody.documents["CURP"] for somebody in people}) == 200
