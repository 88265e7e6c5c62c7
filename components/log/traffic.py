"""How many calls were made when, how many went wrong, and how long they took."""

from datetime import datetime

import pandas as pd
from babel.dates import format_datetime

from components.ui.chart.card import draw_chart
from components.ui.charts import Option
from components.ui.files.content import Numbers
from components.ui.text import count
from components.ui.time_format import reader_zone
from languages import grouped, say, spoken
from store import Database
from store.ops import calls
from store.ops.calls import CallFilter


def draw_traffic(db: Database, matching: CallFilter, *, key: str) -> None:
    """Volume, errors and p95 of the calls that match, over time; nothing where they are all of one hour or day."""
    periods = calls.over_time(db, matching)
    if len(periods) < 2:
        return
    errors, slowest = int(periods["errors"].sum()), periods["p95"].max()
    finding = f"{count(int(periods['calls'].sum()), 'call')}, {count(errors, 'error')}"
    if pd.notna(slowest):
        longest = say(
            "95 of 100 took up to {milliseconds} ms where they took longest", milliseconds=grouped(int(slowest))
        )
        finding = f"{finding}; {longest}"
    draw_chart(
        say("Calls over time"),
        finding,
        traffic(periods),
        about=say("Calls over time:"),
        key=key,
        height=200,
        rows=periods,
        numbers=Numbers(adds_up=["calls", "errors"]),
    )


def traffic(periods: pd.DataFrame) -> Option:
    """OK and errors above each other, p95 at an axis of its own. Needs at, calls, errors and p95."""
    local = periods["at"].dt.tz_convert(str(reader_zone()))
    is_hourly = bool(periods["at"].diff().min() < pd.Timedelta(days=1)) or bool((periods["at"].dt.hour != 0).any())
    source = pd.DataFrame(
        {
            "when": [_written(at, is_hourly=is_hourly) for at in (local if is_hourly else periods["at"])],
            "OK": periods["calls"] - periods["errors"],
            say("Errors"): periods["errors"],
            "p95": periods["p95"].astype("float"),
        }
    )
    bar = {"type": "bar", "stack": "calls", "barMaxWidth": 30}
    line = {"type": "line", "yAxisIndex": 1, "symbol": "circle", "symbolSize": 5, "connectNulls": True}
    shapes = {"OK": bar, say("Errors"): bar, "p95": line}
    return {
        "animation": False,
        "grid": {"left": 8, "right": 8, "top": 36, "bottom": 4, "containLabel": True},
        "legend": {"type": "scroll", "left": 72, "right": 72, "top": 0, "itemWidth": 12, "itemHeight": 8},
        "tooltip": {"trigger": "axis"},
        "xAxis": {"type": "category", "axisTick": {"show": False}, "axisLabel": {"hideOverlap": True}},
        "yAxis": [
            {"type": "value", "name": say("calls"), "minInterval": 1},
            {"type": "value", "name": "ms", "splitLine": {"show": False}},
        ],
        "dataset": {"source": source},
        "series": [{**shape, "name": name, "encode": {"x": "when", "y": name}} for name, shape in shapes.items()],
    }


def _written(at: datetime, *, is_hourly: bool) -> str:
    """`24 Nov 09:00`, or of a whole day `24 Nov 2026`."""
    return str(format_datetime(at, "d MMM HH:'00'" if is_hourly else "d MMM y", locale=spoken().locale))
