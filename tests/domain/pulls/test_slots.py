"""Who gets a worker's free slot."""

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.pulls.slots import Slots, Waiting, choose, choose_all

PERSON, WEBHOOK, SCHEDULE, BEHIND = 0, 1, 2, 3


def waiting(number: int, priority: int = SCHEDULE, at: str = "bank") -> Waiting:
    return Waiting(number, priority, at)


MANY = [waiting(number) for number in range(1, 9)]

CASES: dict[str, tuple[Slots, list[Waiting], int | None]] = {
    "nobody, where nobody waits": (Slots(8), [], None),
    "the first": (Slots(8), MANY, 1),
    "nobody, where all are taken": (Slots(8, 8), [waiting(1, PERSON)], None),
    "the one of a single slot, whoever waits": (Slots(1), MANY, 1),
    "nobody, while the single slot is taken": (Slots(1, 1, 1), [waiting(1, PERSON)], None),
    "nobody in the background beside the slot for persons": (Slots(8, 7, 7), MANY, None),
    "a person in the slot for persons": (Slots(8, 7, 7), [waiting(1, PERSON)], 1),
    "who was put first before a person": (Slots(8), [waiting(2, -1), waiting(1, PERSON)], 2),
    "the background, while only persons have the others": (Slots(8, 7, 0), MANY, 1),
    "the first of another institution, where one has half": (
        Slots(8, 4, 4, {"bank": 4}),
        [*MANY, waiting(9, at="other")],
        9,
    ),
    "nobody, where one institution has half and only it waits": (Slots(8, 4, 4, {"bank": 4}), MANY, None),
    "not even a person there, so that others find a slot": (Slots(8, 4, 0, {"bank": 4}), [waiting(1, PERSON)], None),
    "one of three as of four: two are half": (Slots(3, 1, 1, {"bank": 1}), MANY, 1),
    "the institution that is tried least": (
        Slots(8, 3, 3, {"bank": 2, "other": 1}),
        [*MANY, waiting(9, at="other"), waiting(10, at="third"), waiting(11, at="fourth")],
        10,
    ),
    "the more urgent one, however much its institution is tried": (
        Slots(8, 2, 2, {"bank": 2}),
        [waiting(1, WEBHOOK), waiting(2, SCHEDULE, "other")],
        1,
    ),
    "the less urgent one, where the other may not begin": (
        Slots(8, 4, 4, {"bank": 4}),
        [waiting(1, WEBHOOK), waiting(2, BEHIND, "other")],
        2,
    ),
    "a silent institution once": (Slots(8, silent={"bank"}), MANY, 1),
    "nobody there, while it is tried": (Slots(8, 1, 1, {"bank": 1}, {"bank"}), [waiting(1, PERSON)], None),
    "another one beside a silent one": (
        Slots(8, 1, 1, {"bank": 1}, {"bank"}),
        [*MANY, waiting(9, at="other")],
        9,
    ),
    "nobody in the background, while Belvo wants to be left alone": (Slots(8, is_held=True), MANY, None),
    "a person all the same": (Slots(8, is_held=True), [waiting(1, PERSON)], 1),
    "what is of no institution, however much of that goes on": (
        Slots(8, 6, 6, {"": 6}),
        [waiting(1, at="")],
        1,
    ),
}


@pytest.mark.parametrize(("slots", "jobs", "chosen"), CASES.values(), ids=CASES)
def test_a_free_slot_goes_to(slots: Slots, jobs: list[Waiting], chosen: int | None) -> None:
    found = choose(jobs, slots)
    assert (found and found.job) == chosen


QUEUES = st.lists(st.tuples(st.integers(-1, 2), st.sampled_from(["", "a", "b", "c"]), st.integers(1, 9)), max_size=12)


@given(QUEUES, st.integers(1, 6), st.booleans())
def test_many_are_chosen_as_one_after_the_other(queue: list[tuple[int, str, int]], total: int, is_held: bool) -> None:
    jobs = [
        Waiting(number, priority, at, link=f"{at}{link}") for number, (priority, at, link) in enumerate(sorted(queue))
    ]
    slots = Slots(total, silent=frozenset("c"), is_held=is_held)
    expected, left, now = list[Waiting](), jobs, slots
    while one := choose(left, now):
        expected.append(one)
        left = [other for other in left if other.link != one.link]
        crowds = Counter(begun.institution for begun in expected if begun.institution)
        background = sum(begun.priority > 0 for begun in expected)
        now = replace(slots, taken=len(expected), in_background=background, there=crowds)
    assert [*choose_all(jobs, slots)] == expected


def test_where_all_slots_are_taken_nothing_more_is_read() -> None:
    queue = iter([Waiting(number, PERSON, link=str(number)) for number in range(1, 9)])
    assert [one.job for one in choose_all(queue, Slots(2, taken=1))] == [1]
    assert next(queue).job == 3


def test_no_more_is_read_of_the_queue_than_is_needed() -> None:
    queue = iter(MANY)
    choose(queue, Slots(8))
    assert next(queue).job == 3
