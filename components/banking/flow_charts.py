"""Pictures of a cash flow as ECharts options: money on its way through accounts, and day by day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from html import escape

import pandas as pd
from babel.dates import get_month_names

from components.ui.charts import Option
from components.ui.text import both_ends, one_line
from components.ui.time_format import day as written
from languages import msg, say, spoken
from store.core.amounts import money

_LONGEST = 26  # characters of a name
_ROOM = 132  # pixels for a name
_FAINTEST = 0.25
_NAMES = [msg("Mon"), msg("Tue"), msg("Wed"), msg("Thu"), msg("Fri"), msg("Sat"), msg("Sun")]


@dataclass(frozen=True, slots=True)
class Colours:
    """Of money in, of money out, and of what lies between."""

    inflow: str
    outflow: str
    between: str


@dataclass(frozen=True, slots=True)
class Band:
    """Money from one place to another; no place may lead back to itself."""

    source: str
    target: str
    amount: float


def channels(bands: Iterable[Band], currency: str, colours: Colours) -> Option:
    """Money from sources through accounts to what it went for, from left to right; names tell places apart."""
    every = [*bands]
    sources, targets = {band.source for band in every}, {band.target for band in every}
    places = dict.fromkeys(name for band in every for name in (band.source, band.target))
    label = {"formatter": "{b}", "overflow": "truncate", "width": _ROOM}

    def colour(name: str) -> str:
        if name in sources and name in targets:
            return colours.between
        return colours.inflow if name in sources else colours.outflow

    def link(band: Band) -> Option:
        end = "target" if colour(band.target) == colours.outflow else "source"
        line = {"color": end}
        return {"source": band.source, "target": band.target, "value": round(band.amount, 2), "lineStyle": line} | told(
            band.amount
        )

    def told(amount: float) -> Option:
        # The template is HTML, in which the chart itself escapes the name that it puts for {b}.
        return {"tooltip": {"formatter": f"{{b}}: {escape(money(amount, currency))}"}}

    def through(name: str) -> float:
        came = sum(band.amount for band in every if band.target == name)
        return max(came, sum(band.amount for band in every if band.source == name))

    return {
        "tooltip": {"trigger": "item"},
        "series": [
            {
                "type": "sankey",
                "data": [{"name": name, "itemStyle": {"color": colour(name)}} | told(through(name)) for name in places],
                "links": [link(band) for band in every],
                "left": 4,
                "right": _ROOM + 8,
                "top": 8,
                "bottom": 8,
                "nodeWidth": 12,
                "nodeGap": 10,
                "draggable": False,
                "label": label,
                "labelLayout": {"hideOverlap": True},
                "lineStyle": {"opacity": 0.28, "curveness": 0.5},
                "emphasis": {"focus": "adjacency"},
            }
        ],
    }


def short(name: str) -> str:
    """A place's name as the picture has room for it."""
    return both_ends(one_line(name), _LONGEST)


def calendar(days: pd.DataFrame, currency: str, since: date, until: date, colours: Colours) -> Option:
    """What remained of each day as a square, the more the fuller, in the colours of in and out. Needs both, and day."""
    nets = days["inflow"] - days["outflow"]
    told = pd.DataFrame(
        {
            "day": days["day"].dt.strftime("%Y-%m-%d"),
            "net": nets,
            "said": [
                f"{written(one)}: {money(net, currency, signed=True)}"
                for one, net in zip(days["day"], nets, strict=True)
            ],
        }
    )
    kinds = {say("More in"): told[nets > 0], say("More out"): told[nets < 0].assign(net=-nets)}
    return {
        "tooltip": {"trigger": "item", "formatter": "{@said}"},
        "dataset": [{"source": rows.reset_index(drop=True)} for rows in kinds.values()],
        "legend": {"left": 40, "top": 0, "itemWidth": 12, "itemHeight": 8, "data": [*kinds]},
        "calendar": {
            "monthLabel": {"nameMap": [*get_month_names("abbreviated", locale=spoken().locale).values()]},
            "range": [since.isoformat(), until.isoformat()],
            "left": 40,
            "right": 8,
            "top": 56,
            "bottom": 8,
            "cellSize": ["auto", "auto"],
            "yearLabel": {"show": False},
            "dayLabel": {"firstDay": 1, "nameMap": [say(name) for name in (_NAMES[-1], *_NAMES[:-1])]},
            "splitLine": {"show": False},
            "itemStyle": {"borderWidth": 1, "borderColor": "rgba(127, 127, 127, 0.25)", "color": "transparent"},
        },
        "visualMap": [
            {
                "show": False,
                "type": "continuous",
                "seriesIndex": number,
                "min": 0,
                "max": max(float(rows["net"].max()) if len(rows) else 0.0, 0.01),
                "dimension": "net",
                "inRange": {"color": [colour], "opacity": [_FAINTEST, 1]},
            }
            for number, (rows, colour) in enumerate(zip(kinds.values(), (colours.inflow, colours.outflow), strict=True))
        ],
        "series": [
            {
                "type": "heatmap",
                "name": name,
                "coordinateSystem": "calendar",
                "datasetIndex": number,
                "encode": {"time": "day", "value": "net"},
            }
            for number, name in enumerate(kinds)
        ],
    }
