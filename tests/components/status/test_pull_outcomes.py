"""Pulls by bank and by day, as charts have them."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pandas as pd
import pytest

from components.status import pull_outcomes
from components.status.pull_outcomes import DAYS, by_day, told_apart
from components.ui import charts

NOW = datetime(2026, 11, 29, 3, tzinfo=UTC)


def test_a_pull_of_the_evening_counts_on_the_readers_day(monkeypatch: pytest.MonkeyPatch) -> None:
    hours = pd.DataFrame(
        {
            "hour": pd.to_datetime(["2026-11-28T05:00Z", "2026-11-29T02:00Z", "2026-11-29T03:00Z"]),
            "done": [1, 2, 4],
            "failed": [0, 1, 1],
        }
    )
    in_utc = by_day(hours, NOW)
    assert len(in_utc) == DAYS
    assert in_utc.tail(2).to_numpy().tolist() == [[1, 0, "28 Nov 2026"], [6, 2, "29 Nov 2026"]]
    monkeypatch.setattr(pull_outcomes, "reader_zone", lambda: ZoneInfo("America/Mexico_City"))
    assert by_day(hours, NOW).tail(2).to_numpy().tolist() == [[1, 0, "27 Nov 2026"], [6, 2, "28 Nov 2026"]]


def test_banks_of_one_name_are_told_apart() -> None:
    banks = pd.DataFrame({"institution": ["a_mx", "a_br", "b"], "name": ["A", "A", "B"]})
    assert told_apart(banks)["name"].tolist() == ["A · a_mx", "A · a_br", "B"]


def test_failures_have_one_colour_on_both_charts() -> None:
    banks = charts.outcomes(pd.DataFrame({"name": ["A"], "done": [3], "failed": [1]}))["series"]
    days = charts.failures(pd.DataFrame({"day": ["1 Nov"], "failed": [1]}))["series"]
    assert [line.get("name") for line in banks].index("Failed") == [line.get("name") for line in days].index("Failed")
