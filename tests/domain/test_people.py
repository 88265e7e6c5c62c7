"""Who is one person."""

from domain.people import count_people, person_of


def test_links_with_one_external_id_are_one_person() -> None:
    external_ids = {"a": "maria", "b": "maria", "c": None, "d": "", "e": "c"}
    assert count_people("abcde", external_ids) == 4
    assert count_people("aab", external_ids) == 1
    assert count_people(["unknown", "c"], external_ids) == 2
    assert person_of("c", None) != person_of("e", "c")
