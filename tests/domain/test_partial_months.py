"""Which months are known in part."""

from datetime import date

import pytest

from domain.partial_months import partial_months

TODAY = date(2026, 11, 29)
NOVEMBER, OCTOBER, SEPTEMBER = date(2026, 11, 1), date(2026, 10, 1), date(2026, 9, 1)


@pytest.mark.parametrize(
    ("known_from", "since", "until", "expected"),
    [
        (date(2024, 11, 29), None, None, {date(2024, 11, 1), NOVEMBER}),
        (OCTOBER, None, None, {NOVEMBER}),
        (date(2024, 11, 29), OCTOBER, date(2026, 10, 31), set()),
        (date(2024, 11, 29), date(2026, 9, 2), date(2026, 10, 30), {SEPTEMBER, OCTOBER}),
        (date(2026, 10, 5), SEPTEMBER, None, {OCTOBER, NOVEMBER}),
        (None, None, date(2030, 1, 31), {NOVEMBER}),
    ],
)
def test_months_are_cut_where_what_is_known_or_asked_for_begins_and_ends(
    known_from: date | None, since: date | None, until: date | None, expected: set[date]
) -> None:
    assert partial_months(known_from, TODAY, since=since, until=until) == expected


def test_a_month_is_whole_once_its_last_day_is_over() -> None:
    assert partial_months(OCTOBER, date(2026, 11, 30)) == {NOVEMBER}
    assert partial_months(OCTOBER, date(2026, 11, 30), until=date(2026, 11, 30)) == {NOVEMBER}
    assert partial_months(OCTOBER, date(2026, 12, 1)) == {date(2026, 12, 1)}
    assert partial_months(OCTOBER, date(2026, 12, 1), until=date(2026, 11, 30)) == set()
