"""When a delivery is tried again, as a table."""

from datetime import UTC, datetime, timedelta

import pytest

from domain.notices.retries import LADDER, Answer, Next, after, of_smtp, of_status

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("answer", "attempts", "then"),
    [
        (of_status(200, None), 1, Next("sent", NOW)),
        (of_status(204, None), 9, Next("sent", NOW)),
        (of_status(500, None), 1, Next("waiting", NOW + timedelta(seconds=30))),
        (of_status(500, None), 2, Next("waiting", NOW + timedelta(minutes=2))),
        (of_status(503, 600), 1, Next("waiting", NOW + timedelta(minutes=10))),
        (of_status(429, 90), 1, Next("waiting", NOW + timedelta(seconds=90))),
        (of_status(429, 1), 3, Next("waiting", NOW + timedelta(minutes=5))),  # never sooner than by the ladder
        (Answer(False, 429, pause=timedelta(days=9)), 1, Next("waiting", NOW + timedelta(hours=6))),
        (of_status(408, None), 1, Next("waiting", NOW + timedelta(seconds=30))),
        (of_status(400, None), 1, Next("failed", NOW)),
        (of_status(401, None), 1, Next("failed", NOW)),
        (of_status(404, 60), 1, Next("failed", NOW)),
        (of_status(302, None), 1, Next("failed", NOW)),
        (of_smtp(450), 1, Next("waiting", NOW + timedelta(seconds=30))),
        (of_smtp(421), 1, Next("waiting", NOW + timedelta(seconds=30))),
        (of_smtp(550), 1, Next("failed", NOW)),
        (Answer(False, told="It can't be reached."), len(LADDER), Next("waiting", NOW + LADDER[-1])),
        (Answer(False, told="It can't be reached."), len(LADDER) + 1, Next("failed", NOW)),
    ],
)
def test_what_comes_after_an_attempt(answer: Answer, attempts: int, then: Next) -> None:
    assert after(answer, attempts, NOW) == then


def test_a_day_is_tried_for_almost_a_whole_one() -> None:
    assert timedelta(hours=18) < sum(LADDER, timedelta()) < timedelta(hours=24)
