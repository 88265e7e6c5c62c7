"""When a link's round comes, and what Belvo's word about the link spares."""

from datetime import UTC, datetime, timedelta

import pytest

from domain.pulls.rounds import Round, is_due, is_quiet, is_recent, is_soon, moment
from tests.kit.scripted_belvo import row_id

NOW = datetime(2026, 11, 24, 5, tzinfo=UTC)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
LINKS = [row_id("link", number) for number in range(480)]


def test_the_moments_of_links_are_spread_over_the_interval_and_stay_what_they_are() -> None:
    found = [moment(link, DAY, NOW) for link in LINKS]
    hours = [sum((NOW - one) // HOUR == hour for one in found) for hour in range(24)]
    assert (sum(hours), min(hours) > 8, max(hours) < 36) == (480, True, True)
    assert [moment(link, DAY, NOW + 3 * DAY) for link in LINKS] == [one + 3 * DAY for one in found]


@pytest.mark.parametrize("link", LINKS[:20])
def test_whatever_the_moment_no_link_waits_for_longer_than_the_interval_or_is_due_twice_in_it(link: str) -> None:
    ended, rounds = NOW, 0
    for minutes in range(0, 3 * 24 * 60, 10):
        now = NOW + timedelta(minutes=minutes)
        if is_due(link, ended, DAY, now):
            rounds, ended = rounds + 1, now
        assert now - ended <= DAY
    assert 3 <= rounds <= 4  # the first one may have to come sooner, to be at the link's moment from then on


def test_a_link_without_a_round_and_one_whose_round_is_yet_to_end_are_due() -> None:
    assert is_due(LINKS[0], None, DAY, NOW)
    assert is_due(LINKS[0], NOW + HOUR, DAY, NOW)


def test_a_link_may_be_pulled_an_hour_before_its_moment_and_is_not_due_then() -> None:
    its = moment(LINKS[0], DAY, NOW)
    early = its - timedelta(minutes=50)
    assert is_soon(LINKS[0], its - 20 * HOUR, DAY, early)
    assert not is_soon(LINKS[0], its - 20 * HOUR, DAY, its - 2 * HOUR)
    assert not is_due(LINKS[0], early, DAY, its + HOUR)


@pytest.mark.parametrize(
    ("last", "accessed_at", "waits_for", "expected"),
    [
        (Round(NOW, "a"), "a", (), True),
        (Round(NOW, "a"), "b", (), False),
        (Round(NOW, "a"), "a", ("owners",), False),
        (Round(NOW, None), None, (), False),
        (None, "a", (), False),
    ],
)
def test_a_link_is_quiet_only_where_belvo_says_that_it_was_not_accessed(
    last: Round | None, accessed_at: str | None, waits_for: tuple[str, ...], *, expected: bool
) -> None:
    assert is_quiet(last, accessed_at, waits_for) is expected


def test_a_list_need_not_be_read_whole_for_a_week() -> None:
    found = [is_recent(at, NOW) for at in (None, NOW - 6 * DAY, NOW - 8 * DAY, NOW + HOUR)]
    assert found == [False, True, False, False]
