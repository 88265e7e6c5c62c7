"""What stands in the cells of tables."""

from datetime import UTC, datetime, timedelta

import pandas as pd
import pytest

from components.ui import desk, tables, time_format
from components.ui.tables import Column

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)


def test_what_belvo_has_is_as_old_as_belvos_clock_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time_format, "utc_now", lambda: NOW)
    monkeypatch.setattr(desk, "ahead", lambda: timedelta(days=40))
    moments = pd.to_datetime(["2026-11-24T06:30:00Z", "2027-01-03T08:30:00Z"])
    rows = pd.DataFrame({"pulled_at": moments[:1], "collected_at": moments[1:]})
    shown = tables._styled(rows, {"pulled_at": Column("Pulled", kind="ago"), "collected_at": Column("", kind="as_of")})
    assert shown.to_string(delimiter="|").splitlines()[-1] == "0|3 h ago|1 h ago"
