"""Charts as ECharts options, in the theme's colours; each builder draws nothing and needs one currency.

Colours go by the order of the series: money in is the theme's first, money out its second, and categories have a
place each, so that the same thing has the same colour on every page, in light and dark. So have accounts and employers,
see `in_places`.
"""

import zlib
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain, count
from typing import Any

import pandas as pd

from components.ui.text import both_ends, one_line
from components.ui.time_format import month_names
from domain.partial_months import Months
from languages import msg, say, spoken
from store.core.amounts import DASH, all_money, symbol

Option = dict[str, Any]

MOST_SERIES = 7
OTHER = msg("Other")

FAMILIES = {
    "Income": (msg("Income & Payments"), msg("Deposits")),
    "Transfers": (msg("Transfers"),),
    "Home": (msg("Bills & Utilities"), msg("Home & Life"), msg("Insurance")),
    "Food": (msg("Food & Groceries"),),
    "Transport": (msg("Transport & Travel"),),
    "Leisure": (msg("Personal Shopping"), msg("Online Platforms & Leisure"), msg("Health & Fitness")),
    "Finance": (
        msg("Fees & Charges"),
        msg("Credits & Loans"),
        msg("Taxes"),
        msg("Investments & Savings"),
        msg("Withdrawal & ATM"),
    ),
    OTHER: (),
}
"""Belvo's categories in eight groups, in the order of the theme's colours; what is not named here is other."""

_FAMILY_OF = {category: family for family, categories in FAMILIES.items() for category in categories}
_GRID = {"left": 8, "right": 12, "top": 36, "bottom": 4, "containLabel": True}
_LEGEND = {"type": "scroll", "left": 72, "right": 0, "top": 0, "itemWidth": 12, "itemHeight": 8}
_WHOLE = {"hideOverlap": True, "alignMaxLabel": "right"}
"""No label covers another, and the last is not cut off at the chart's side."""

_MONTHS = {"type": "category", "axisTick": {"show": False}, "axisLabel": _WHOLE}
_NAMES = {"type": "category", "axisTick": {"show": False}, "axisLine": {"show": False}}


def in_places(series: Iterable[tuple[str, Option]]) -> list[Option]:
    """Seven series at most, each at the place of the theme's colours that its name has on every page; then the others.

    A place that two names have goes to the first in the alphabet, and the next free one to the other. What holds a
    place between them is empty and has no name, so that no legend lists it.
    """
    given = sorted(series, key=lambda one: (one[0] == say(OTHER), one[0]))
    free = list(range(MOST_SERIES))
    places: dict[int, Option] = {}
    for name, option in given[:MOST_SERIES]:
        wanted = zlib.crc32(name.encode()) % MOST_SERIES
        place = min(free, key=lambda at, wanted=wanted: (at - wanted) % MOST_SERIES)  # type: ignore[misc]
        free.remove(place)
        places[place] = option
    held = [places.get(place, {"type": "line", "data": []}) for place in range(max(places, default=-1) + 1)]
    return held + [option for _, option in given[MOST_SERIES:]]


def family(category: str) -> str:
    """The group whose colour a category has."""
    return _FAMILY_OF.get(category, OTHER)


def flows(
    months: pd.DataFrame,
    currency: str,
    *,
    names: tuple[str, str] = (msg("In"), msg("Out")),
    partial: Months = frozenset(),
) -> Option:
    """In above and out below zero by month, and what remains. Needs month, inflow, outflow, net."""
    above, below = map(say, names)
    net = say("Net")
    every = months_of(months)
    sums = months.set_index("month")[["inflow", "outflow", "net"]].reindex(every, fill_value=0.0)
    values = {above: sums["inflow"], below: -sums["outflow"], net: sums["net"]}
    source = pd.DataFrame({"month": month_names(every, partial)})
    for name, series in values.items():
        source[name] = series.to_list()
        source[f"{name} "] = all_money(series, currency)
    bar = {"type": "bar", "stack": "flows", "barMaxWidth": 30}
    line = {"type": "line", "symbol": "circle", "symbolSize": 6, "lineStyle": {"width": 2}, "z": 5}
    shapes = {above: {**bar, **_rounded(3, 3, 0, 0)}, below: {**bar, **_rounded(0, 0, 3, 3)}, net: line}
    return _axes(currency, _MONTHS) | {
        "legend": _LEGEND,
        "dataset": {"source": source},
        "series": [
            {**shape, "name": name, "encode": {"x": "month", "y": name, "tooltip": [f"{name} "]}}
            for name, shape in shapes.items()
        ],
    }


def months_of(months: pd.DataFrame) -> pd.DatetimeIndex:
    """Every month from the first to the last, those without rows included."""
    return pd.date_range(months["month"].min(), months["month"].max(), freq="MS")


def balances(days: pd.DataFrame, currency: str) -> Option:
    """Closing balance by day, a line an account. Needs account, name, day, balance."""
    wide = _widest(days)
    names = [str(name) for name in wide.columns]
    texts = {f"{name} ": all_money(wide[name], currency) for name in names}
    shape = {
        "type": "line",
        "showSymbol": False,
        "step": "end",
        "lineStyle": {"width": 1.75},
        "triggerLineEvent": True,
    }
    area = {"areaStyle": {"opacity": 0.08}} if len(names) == 1 else {}
    return _axes(currency, _days()) | {
        "legend": _LEGEND,
        "dataset": {"source": wide.assign(**texts).reset_index()},
        "series": in_places(
            (name, {**shape, **area, "name": name, "encode": {"x": "day", "y": name, "tooltip": [f"{name} "]}})
            for name in names
        ),
    }


def categories(sums: pd.DataFrame, currency: str) -> Option:
    """Amounts by category as bars, in the order given from the top. Needs category, amount; see `top`."""
    families = sums["category"].map(family)
    sums = sums.assign(category=[say(name) for name in sums["category"]])
    return _across(sums, "category", {name: sums["amount"].where(families == name) for name in FAMILIES}, currency)


def outcomes(banks: pd.DataFrame) -> Option:
    """What was read and what failed as one bar a bank, in the order given from the top. Needs name, done, failed."""
    names = distinct([both_ends(name, 34) for name in banks["name"]][::-1])
    read, failed = say("Read"), say("Failed")
    shown = banks[::-1].assign(name=names).rename(columns={"done": read, "failed": failed})
    bar = {"type": "bar", "stack": "outcome", "barMaxWidth": 18}
    return {
        "grid": {**_GRID, "right": 24},
        "tooltip": {"trigger": "axis"},
        "legend": {**_LEGEND, "left": 8},
        "xAxis": {"type": "value", "minInterval": 1},
        "yAxis": _NAMES,
        "dataset": {"source": shown[["name", read, failed]]},
        "series": [{**bar, "name": name, "encode": {"y": "name", "x": name}} for name in (read, failed)],
    }


def failures(days: pd.DataFrame) -> Option:
    """What failed as a bar a day, in the colour that failures have beside what was read. Needs day, failed."""
    failed = say("Failed")
    shown = days.rename(columns={"failed": failed})[["day", failed]]
    bar = {"type": "bar", "barMaxWidth": 30}
    return {
        "grid": {**_GRID, "top": 12},
        "tooltip": {"trigger": "axis"},
        "xAxis": _MONTHS,
        "yAxis": {"type": "value", "minInterval": 1},
        "dataset": {"source": shown},
        "series": [{"type": "bar", "data": []}, {**bar, "name": failed, "encode": {"x": "day", "y": failed}}],
    }


def funnel(steps: pd.DataFrame, names: tuple[str, str]) -> Option:
    """Two bars a step in percent, in the order given from the top. Needs step and both of `names`, shares up to 1."""
    source = pd.DataFrame({"step": [*steps["step"]]})
    for name in names:
        source[name] = [None if pd.isna(part) else round(part * 100, 1) for part in steps[name]]
    bar = {"type": "bar", "barMaxWidth": 11, **_rounded(0, 3, 3, 0)}
    label = {"show": True, "position": "right", "formatter": "{@[1]} %"}
    now, before = names
    return {
        "grid": {**_GRID, "right": 64},
        "legend": {**_LEGEND, "left": 8},
        "tooltip": {"trigger": "axis", "valueFormatter": "%.1f %%"},
        "xAxis": {"type": "value", "min": 0, "max": 100, "axisLabel": {"formatter": "{value} %"}},
        "yAxis": {**_NAMES, "inverse": True},
        "dataset": {"source": source},
        "series": [
            {**bar, "name": now, "label": label, "encode": {"y": "step", "x": now}, "z": 3},
            {**bar, "name": before, "itemStyle": {"opacity": 0.45}, "encode": {"y": "step", "x": before}},
        ],
    }


def largest(rows: pd.DataFrame, currency: str) -> Option:
    """Amounts by name as bars of one colour, in the order given from the top. Needs name, amount; see `top`."""
    return _across(rows, "name", {say("Amount"): rows["amount"]}, currency)


def _across(rows: pd.DataFrame, name: str, amounts: Mapping[str, "pd.Series[float]"], currency: str) -> Option:
    """A bar a row with its amount written behind it; the series of `amounts` give each a colour of its own."""
    texts = all_money(rows["amount"], currency)
    labels = distinct([both_ends(label, 40) for label in rows[name]][::-1])
    source = pd.DataFrame(
        {name: labels, "text": texts[::-1], **{own: [*values[::-1]] for own, values in amounts.items()}}
    )
    shape = {"type": "bar", "stack": "amount", "barMaxWidth": 18, **_rounded(0, 3, 3, 0)}
    label = {"show": True, "position": "right", "formatter": "{@text}"}
    return {
        "grid": {**_GRID, "top": 4, "right": 120},
        "tooltip": {"trigger": "item"},
        "xAxis": {"type": "value", "show": False},
        "yAxis": _NAMES,
        "dataset": {"source": source},
        "series": [
            {**shape, "name": own, "label": label, "encode": {"x": own, "y": name, "tooltip": ["text"]}}
            for own in amounts
        ],
    }


def bars(periods: pd.DataFrame, names: Sequence[str], currency: str) -> Option:
    """Bars side by side, a group a period. Needs period, a text, and the columns `names`."""
    shape = {"type": "bar", "barMaxWidth": 26, **_rounded(3, 3, 0, 0)}
    return _axes(currency, _MONTHS) | {
        "legend": _LEGEND,
        "dataset": {"source": _told(periods[["period", *names]], names, currency)},
        "series": [
            {**shape, "name": name, "encode": {"x": "period", "y": name, "tooltip": [f"{name} "]}} for name in names
        ],
    }


def ranked(rows: pd.DataFrame, names: Sequence[str], currency: str) -> Option:
    """Bars from the top in the order given, each stacked of the columns `names`. Needs name, a text, too."""
    source = _told(rows.iloc[::-1][["name", *names]], names, currency)
    source["name"] = distinct([both_ends(name, 30) for name in source["name"]])
    shape = {"type": "bar", "stack": "amount", "barMaxWidth": 18}
    return {
        "grid": {**_GRID, "right": 32},
        "legend": {**_LEGEND, "left": 8},
        "tooltip": {"trigger": "axis", "axisPointer": {"type": "shadow"}},
        "xAxis": {"type": "value", "splitNumber": 3, "name": symbol(currency), "nameLocation": "start"},
        "yAxis": _NAMES,
        "dataset": {"source": source},
        "series": [
            {**shape, "name": name, "encode": {"x": name, "y": "name", "tooltip": [f"{name} "]}} for name in names
        ],
    }


def _told(rows: pd.DataFrame, names: Sequence[str], currency: str) -> pd.DataFrame:
    """The rows with a text beside each amount, for tooltips; what is missing stays undrawn."""
    return rows.assign(**{f"{name} ": all_money(rows[name], currency) for name in names})


def top(sums: pd.DataFrame, name: str, value: str, most: int = MOST_SERIES) -> pd.DataFrame:
    """The `most` largest rows by `value` and, where there are more, their rest as one row called other."""
    ordered = sums[sums[value] > 0].sort_values(value, ascending=False, kind="stable")[[name, value]]
    if len(ordered) <= most + 1:
        return ordered.reset_index(drop=True)
    rest = pd.DataFrame({name: [say(OTHER)], value: [ordered[value].iloc[most:].sum()]})
    return pd.concat([ordered.head(most), rest], ignore_index=True)


def _widest(days: pd.DataFrame) -> pd.DataFrame:
    """Days by account names, at most seven columns by their largest balance and the sum of the rest."""
    names = days.drop_duplicates("account").set_index("account")["name"]
    wide = days.pivot_table(index="day", columns="account", values="balance", aggfunc="last").ffill()
    order = wide.abs().max().sort_values(ascending=False, kind="stable").index
    kept, rest = order[:MOST_SERIES], order[MOST_SERIES:]
    labelled = wide[kept].set_axis([*_named(kept, names)], axis="columns")
    return labelled.assign(**{say(OTHER): wide[rest].sum(axis="columns")}) if len(rest) else labelled


def lines_of(days: pd.DataFrame) -> dict[str, str]:
    """What the line of each account is called that has one of its own among `balances`."""
    names = days.drop_duplicates("account").set_index("account")["name"]
    sizes = days["balance"].abs().groupby(days["account"]).max().dropna()
    kept = sizes.sort_values(ascending=False, kind="stable").index[:MOST_SERIES]
    return dict(zip(kept, _named(kept, names), strict=True))


def _named(accounts: "pd.Index[str]", names: "pd.Series[str]") -> list[str]:
    return distinct([both_ends(names[account], 32) for account in accounts])


def distinct(names: Sequence[str]) -> list[str]:
    """The names with a number behind those that come again."""
    made: dict[str, None] = {}
    for name in (one_line(name) or DASH for name in names):
        others = (f"{name} ({number})" for number in count(2))
        made[next(told for told in chain([name], others) if told not in made)] = None
    return [*made]


def _days() -> Option:
    """The axis of days; ECharts knows the names of months in English alone."""
    written = "{d} {MMM} {yy}" if spoken().code == "en" else "{d}/{M}/{yy}"
    return {"type": "time", "axisLabel": {"formatter": written, **_WHOLE}}


def _rounded(*corners: int) -> Option:
    return {"itemStyle": {"borderRadius": [*corners]}}


def _axes(currency: str, across: Option) -> Option:
    return {
        "grid": _GRID,
        "tooltip": {"trigger": "axis"},
        "xAxis": across,
        "yAxis": {"type": "value", "name": symbol(currency), "nameTextStyle": {"align": "right"}},
    }
