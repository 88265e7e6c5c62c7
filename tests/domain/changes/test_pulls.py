"""Which pull brought a change, and since which one changes are told."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest

from domain.changes import Pull, brought, week_old

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)


def at(minute: int) -> datetime:
    return NOW + timedelta(minutes=minute)


READING = Pull("a", "", at(0), at(30), 1, "webhook")
ACCOUNTS = Pull("a", "accounts", at(1), at(5), 1, "webhook")
MOVEMENTS = Pull("a", "transactions", at(5), at(20), 1, "webhook")
LATER = Pull("a", "transactions", at(40), None, 2, "schedule")
OF_ANOTHER = Pull("b", "accounts", at(0), at(60), 3, "operator")
PULLS = (READING, ACCOUNTS, MOVEMENTS, LATER, OF_ANOTHER)


@pytest.mark.parametrize(
    ("link", "resource", "minute", "pull"),
    [
        ("a", "accounts", 3, ACCOUNTS),
        ("a", "accounts", 5, ACCOUNTS),  # its own, though another has begun
        ("a", "accounts", 10, MOVEMENTS),  # inside of a movement
        ("a", "links", 0, READING),
        ("a", "transactions", 35, None),
        ("a", "transactions", 50, LATER),
        ("b", "accounts", 50, OF_ANOTHER),
        ("c", "accounts", 50, None),
    ],
)
def test_a_change_is_brought_by_the_pull_that_was_going_on(
    link: str, resource: str, minute: int, pull: Pull | None
) -> None:
    assert brought(PULLS, link, resource, at(minute)) == pull


@pytest.mark.parametrize(
    ("ago", "told"),
    [
        ({}, None),
        ({"a": ()}, None),
        ({"a": (20, 8, 7, 6, 0)}, 7),
        ({"a": (20, 1), "b": (9, 0)}, 9),
        ({"a": (6, 3)}, 6),
        ({"a": (6, 3), "b": (5, 4)}, 5),  # before it nothing was known of one of them
    ],
)
def test_changes_are_told_since_the_last_pull_of_a_week_ago_or_else_since_the_first(
    ago: dict[str, Sequence[int]], told: int | None
) -> None:
    ended = {link: [NOW - timedelta(days) for days in given] for link, given in ago.items()}
    assert week_old(ended, NOW) == (None if told is None else NOW - timedelta(told))
