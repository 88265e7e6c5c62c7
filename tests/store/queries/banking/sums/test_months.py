"""Whole months and edges are together the days that were asked for, and of the edges no more than half a month."""

from datetime import date, timedelta

import pytest

from store.queries.banking.sums.months import Edge, Months, split

EVERY = [date(2026, 1, 1) + timedelta(days=number) for number in range(150)]


@pytest.mark.parametrize("since", [None, *EVERY[20:95:7], *(date(2026, 2, day) for day in (1, 2, 14, 15, 16, 28))])
def test_months_and_edges_are_the_days(since: date | None) -> None:
    for until in [None, *EVERY[25:140:3], date(2026, 2, 28), date(2026, 3, 31)]:
        months = split(since, until)
        taken = [day for day in EVERY if (months.first or "") <= f"{day:%Y-%m}" <= (months.last or "9")]
        for edge in months.edges:
            days = [edge.since + timedelta(days=number) for number in range((edge.until - edge.since).days + 1)]
            assert len(days) <= 16
            taken = sorted({*taken} - {*days}) if edge.sign < 0 else sorted([*taken, *days])
        assert taken == [day for day in EVERY if (since or day) <= day <= (until or day)]


@pytest.mark.parametrize(
    ("since", "until", "months"),
    [
        (None, None, Months(None, None)),
        (date(2026, 1, 1), date(2026, 2, 28), Months("2026-01", "2026-02")),
        (date(2026, 1, 3), None, Months("2026-01", None, (Edge(date(2026, 1, 1), date(2026, 1, 2), -1),))),
        (date(2026, 12, 30), None, Months("2026-13", None, (Edge(date(2026, 12, 30), date(2026, 12, 31), 1),))),
        (None, date(2026, 1, 2), Months(None, "2026-00", (Edge(date(2026, 1, 1), date(2026, 1, 2), 1),))),
        (date(2026, 3, 1), date(2026, 2, 1), Months("9999-13", "0000-00")),
    ],
)
def test_the_fewer_days_are_looked_at(since: date | None, until: date | None, months: Months) -> None:
    assert split(since, until) == months
