"""Which movements are two ends of one transfer."""

from dataclasses import replace

import pytest

from domain.cash_flow.own_transfers import LONGEST, Evidence, Movement, evidence, names, pairs, uncertain

LEFT = Movement(1, "bank", "checking", 100, -16_097_5800, "MXN", "0293929")
REACHED = replace(LEFT, key=2, account="card", amount=-LEFT.amount)


def test_what_leaves_one_account_and_reaches_another_is_one_transfer() -> None:
    assert pairs([LEFT, REACHED]) == {1: 2, 2: 1}
    assert pairs([LEFT, replace(REACHED, day=LEFT.day + LONGEST)]) == {1: 2, 2: 1}
    assert pairs([LEFT, replace(REACHED, day=LEFT.day - 1, link="other", reference="")]) == {1: 2, 2: 1}


@pytest.mark.parametrize(
    "other",
    [
        replace(REACHED, account="checking"),
        replace(REACHED, amount=REACHED.amount + 1),
        replace(REACHED, amount=LEFT.amount),
        replace(REACHED, currency="USD"),
        replace(REACHED, day=LEFT.day + LONGEST + 1),
    ],
    ids=["the same account", "another amount", "the same direction", "another currency", "too late"],
)
def test_what_differs_is_no_pair(other: Movement) -> None:
    assert pairs([LEFT, other]) == {}


def test_nothing_moves_nowhere() -> None:
    assert pairs([replace(LEFT, amount=0), replace(REACHED, amount=0)]) == {}


def test_each_end_has_one_other_end_and_the_likeliest() -> None:
    late = replace(REACHED, key=3, day=LEFT.day + 2)
    elsewhere = replace(REACHED, key=4, link="twin", account="twin card")
    unnamed = replace(REACHED, key=5, reference="", account="savings")
    assert pairs([late, unnamed, elsewhere, LEFT, REACHED]) == {1: 2, 2: 1}
    assert pairs([late, unnamed, elsewhere, LEFT]) == {1: 3, 3: 1}
    assert pairs([unnamed, elsewhere, LEFT]) == {1: 4, 4: 1}


def test_the_same_person_twice_is_paired_within_each_link() -> None:
    twin = [replace(LEFT, key=3, link="twin", account="a"), replace(REACHED, key=4, link="twin", account="b")]
    assert pairs([LEFT, *twin, REACHED]) == {1: 2, 2: 1, 3: 4, 4: 3}


def test_as_many_are_paired_as_can_be() -> None:
    """What leaves on Friday arrives on Monday, when the same leaves again: the nearest two are no pair."""
    friday = replace(LEFT, reference="", link="bank")
    monday = replace(friday, key=3, day=friday.day + 3)
    arrived = replace(friday, key=2, link="other", account="other", amount=-friday.amount, day=friday.day + 3)
    on_tuesday = replace(arrived, key=4, day=friday.day + 4)
    assert pairs([friday, monday, arrived, on_tuesday]) == {1: 2, 2: 1, 3: 4, 4: 3}


def test_a_certain_pair_is_not_given_up_for_two_that_are_not() -> None:
    other_out = replace(LEFT, key=3, reference="")
    other_in = replace(REACHED, key=4, reference="", day=LEFT.day + 3)
    assert pairs([LEFT, replace(REACHED, day=LEFT.day + 1), other_out, other_in])[1] == 2


def test_whom_the_texts_name_tells_one_from_a_friend() -> None:
    out = replace(LEFT, reference="")
    friend = replace(REACHED, key=2, link="other", account="other", reference="")
    mine = replace(friend, key=3)
    assert pairs([out, friend, mine], named={1, 3}) == {1: 3, 3: 1}
    assert uncertain([out, friend, mine]) == {1, 2, 3}
    assert uncertain([out, mine]) == set()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SPEI RECIBIDO XIMENA RIOS EJEMPLO 0012345", True),
        ("Traspaso de Ejemplo, Ximena Ríos", True),
        ("SPEI RECIBIDO XIMENA RIOS", False),
        ("SPEI RECIBIDO CITLALI IBARRA MUESTRA", False),
        ("", False),
    ],
)
def test_a_text_names_a_person_by_all_words_of_the_name(text: str, expected: bool) -> None:
    assert names(text, ["Ximena Ríos Ejemplo", ""]) is expected


@pytest.mark.parametrize(
    ("reached", "named", "expected"),
    [
        (replace(REACHED, link="other"), {1, 2}, Evidence.REFERENCE),
        (replace(REACHED, link="other", reference=""), {1, 2}, Evidence.NAMES),
        (replace(REACHED, reference="0000001"), {1}, Evidence.ONE_BANK),
        (replace(REACHED, link="other", reference=""), {1}, Evidence.NOTHING),
        (replace(REACHED, day=LEFT.day + 1, reference=""), {2}, Evidence.NOTHING),
        (replace(REACHED, link="other", reference="0000001"), set(), Evidence.NOTHING),
    ],
)
def test_a_pair_says_what_speaks_for_it(reached: Movement, named: set[int], expected: Evidence) -> None:
    assert evidence(LEFT, reached, named) is expected


def test_what_nobody_wrote_on_either_end_is_no_reference() -> None:
    left, reached = replace(LEFT, reference=""), replace(REACHED, reference="", link="other")
    assert evidence(left, reached, ()) is Evidence.NOTHING


def test_money_reaches_after_it_left_rather_than_before() -> None:
    before, after = (replace(REACHED, key=key, day=LEFT.day + far, reference="") for key, far in ((2, -1), (3, 1)))
    assert pairs([replace(LEFT, reference=""), before, after])[1] == 3
