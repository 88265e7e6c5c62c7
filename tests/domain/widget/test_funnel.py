"""The funnel of connecting: who came how far, who gave up where, and what that was before."""

from datetime import date

from domain.widget.funnel import Count, days, days_before, share, stages, steps, taken
from domain.widget.steps import Step

NOW = [
    Count(Step.CONNECTED, "connected", 5),
    Count(Step.LOGIN, "left", 3),
    Count(Step.TOKEN, "silent", 1),
    Count(Step.SHOWN, "under_way", 9),
]
BEFORE = [Count(Step.CONNECTED, "connected", 1), Count(Step.LOGIN, "left", 1)]


def test_who_came_further_was_at_every_step_before() -> None:
    found = {stage.step: (stage.reached, stage.stopped) for stage in stages(NOW, BEFORE, tuple(Step))}
    assert found == {
        Step.OPENED: (9, 0),
        Step.SHOWN: (9, 0),
        Step.INSTITUTIONS: (9, 0),
        Step.LOGIN: (9, 3),
        Step.SENT: (6, 0),
        Step.TOKEN: (6, 1),
        Step.REPORTED: (5, 0),
        Step.CONNECTED: (5, 0),
    }


def test_a_drop_is_held_against_the_one_before_in_points() -> None:
    login = next(stage for stage in stages(NOW, BEFORE, tuple(Step)) if stage.step is Step.LOGIN)
    assert (login.drop, login.drop_before, round(login.change or 0, 2)) == (3 / 9, 0.5, -16.67)


def test_nobody_is_no_drop_of_nothing() -> None:
    first = stages([], BEFORE, tuple(Step))[0]
    assert (first.reached, first.drop, first.drop_before, first.change) == (0, None, 0.0, None)
    assert share([]).part is None
    assert share([Count(Step.SHOWN, "left", 2)]).part == 0


def test_those_under_way_are_neither_connected_nor_given_up() -> None:
    found = share(NOW)
    assert (found.over, found.connected, found.under_way, found.part) == (9, 5, 9, 5 / 9)


def test_of_what_is_handed_out_a_step_that_is_not_heard_of_counts_as_the_one_before() -> None:
    told = {stage.step: stage.stopped for stage in stages([Count(Step.LOGIN, "left", 3)], [], steps("handed_out"))}
    assert told == {Step.OPENED: 0, Step.SHOWN: 3, Step.REPORTED: 0, Step.CONNECTED: 0}


def test_the_time_of_a_step_is_until_the_next_that_was_reached() -> None:
    found = taken(
        [
            ("a", Step.SHOWN, 2.0),
            ("a", Step.OPENED, 0.0),
            ("a", Step.SHOWN, 90.0),  # once more
            ("a", Step.LOGIN, 12.0),
            ("b", Step.OPENED, 100.0),
            ("b", Step.SHOWN, 104.0),
            ("c", Step.OPENED, 7.0),
            ("d", Step.OPENED, 50.0),
            ("d", Step.SHOWN, 49.0),  # clocks differ
            ("d", 33, 60.0),  # a step of a newer program
        ]
    )
    assert {step: (one.sessions, one.median, one.most) for step, one in found.items()} == {
        Step.OPENED: (3, 2.0, 4.0),
        Step.SHOWN: (2, 10.5, 11.0),
    }


def test_days_are_the_last_seven_and_as_many_before_them() -> None:
    today = date(2026, 11, 30)
    assert days(None, None, today) == (date(2026, 11, 24), today)
    assert days(date(2026, 11, 1), None, today) == (date(2026, 11, 1), today)
    assert days(None, date(2026, 11, 10), today) == (date(2026, 11, 4), date(2026, 11, 10))
    assert days(date(2026, 12, 5), date(2026, 12, 1), today) == (date(2026, 12, 1), date(2026, 12, 1))
    assert days_before(date(2026, 11, 24), today) == (date(2026, 11, 17), date(2026, 11, 23))
