import re

from hypothesis import given
from hypothesis import strategies as st

from belvo_sandbox.people import BRAZIL, MEXICO, Country, make_person
from belvo_sandbox.people.documents import cpf

KEYS = st.text("abcdefghijklmnopqrstuvwxyzABCXYZ0123456789-_=", min_size=4, max_size=44)


@given(KEYS, st.sampled_from([MEXICO, BRAZIL]))
def test_somebody_is_always_the_same(key: str, country: Country) -> None:
    assert make_person(key, country) == make_person(key, country)


@given(KEYS, st.sampled_from([MEXICO, BRAZIL]))
def test_everybody_can_be_told_from_a_real_person(key: str, country: Country) -> None:
    person = make_person(key, country)
    assert person.last_surname in country.last_surnames
    assert re.fullmatch(r"[a-z]+\.[a-z]+\.[a-z0-9=-]{4}@example\.com", person.email), person.email


@given(KEYS)
def test_papers_have_their_form(key: str) -> None:
    mexican, brazilian = make_person(key, MEXICO), make_person(key, BRAZIL)
    assert re.fullmatch(r"[A-Z]{4}\d{6}[HM][A-Z]{2}[A-ZÑ]{3}[A0]\d", mexican.documents["CURP"])
    assert re.fullmatch(r"[A-Z]{4}\d{6}[A-Z]\d[0-9A]", mexican.documents["RFC"])
    assert brazilian.documents["CPF"] == cpf(brazilian.documents["CPF"][:9])


def test_many_people_are_many() -> None:
    people = [make_person(f"key {number}", MEXICO) for number in range(200)]
    assert len({person.name for person in people}) > 120
    assert len({person.documents["CURP"] for person in people}) == 200
