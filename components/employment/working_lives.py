"""Working lives drawn: employers on a time line, and the salary as it changed."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from components.ui import charts, odd_days
from components.ui.chart.card import Mark, Marks, draw_chart
from components.ui.drawers import drawer_of
from components.ui.files.content import Numbers
from components.ui.text import both_ends, count, one_line
from languages import grouped, msg, say, spoken
from store.core.amounts import money, symbol

MOST_EMPLOYERS = 12
_OF = " · "
_LONGEST_LANE = 56

_EMPLOYER, _PERSON = 30, 22  # characters of an employer's name beside a person's, and of that

_BAR = {"type": "line", "symbol": "none", "lineStyle": {"width": 12, "cap": "butt"}}
_JOB = ["record", "employer"]
_JOBS = msg("Employments")
_BEGIN_END_BREAK = range(3)
"""The points that a job is drawn by."""
_YEARS = {"type": "time", "axisLabel": {"formatter": "{yyyy}", "hideOverlap": True}}


def draw_time_line(
    jobs: pd.DataFrame,
    gaps: pd.DataFrame,
    today: pd.Timestamp,
    *,
    whose: Mapping[str, str | None],
    people: Mapping[str, str],
    key: str,
) -> None:
    """The employers of employment.employments as bars from first to last day, those of each person by themselves.

    `whose` has what the person of each link is called by, `people` who it is.
    """
    jobs = jobs.assign(lane=lanes(jobs, whose, people))
    there = odd_days.possible(jobs.assign(end=odd_days.meant(jobs["end"])), "start", odd_days.FIRST_OF_LIVES)
    kept = [*dict.fromkeys(there["lane"])][:MOST_EMPLOYERS]
    shown = there[there["lane"].isin(kept)].assign(employer=there["lane"])
    longest = int(gaps["days"].max()) if len(gaps) else 0
    finding = say(
        "{employments} at {employers}",
        employments=count(len(there), "employment"),
        employers=count(there["employer"].nunique(), "employer"),
    )
    finding += say("; longest gap {days}", days=count(longest, "day")) if longest else say("; no gap between them")
    option, height = time_line(shown, kept, today), 60 + 30 * len(kept)
    ids = zip(shown["resource"], shown["record"], strict=True)
    opened = [drawer_of(str(resource), str(row)) for resource, row in ids]
    told = [
        say("{name}, from {month}", name=name, month=f"{one:%Y-%m}")
        for name, one in zip(shown["lane"], shown["start"], strict=True)
    ]
    marks = [Mark(name, {parameter: [value]}) for name, (parameter, value) in zip(told, opened, strict=True)]
    thrice = [place for place in range(len(marks)) for _ in _BEGIN_END_BREAK]
    draw_chart(
        say("Employers over time"),
        finding,
        option,
        about=say("Employers:"),
        key=key,
        height=height,
        rows=there,
        numbers=Numbers(["monthly_salary"]),
        marks=Marks(msg("job"), marks, {say(_JOBS): thrice}),
    )


def lanes(
    jobs: pd.DataFrame, whose: Mapping[str, str | None], people: Mapping[str, str] | None = None
) -> "pd.Series[str]":
    """The employers' names; of several people, each with whose employer it is, and no two read alike.

    Each link is of somebody by itself, unless `people` has who it is of.
    """
    who = jobs["link"].map(lambda link: (people or {}).get(link) or link)
    employers = jobs["employer"].fillna(say("Unknown"))
    if who.nunique() < 2:
        labels = employers.map(one_line)
    else:
        names = jobs["link"].map(lambda link: both_ends(whose.get(link) or link[:8], _PERSON))
        labels = employers.map(lambda name: both_ends(name, _EMPLOYER)) + _OF + names
    told = dict(zip(keys := [*zip(who, employers, strict=True)], labels, strict=True))
    apart = dict(zip(told, charts.distinct([*told.values()]), strict=True))
    return pd.Series([apart[key] for key in keys], jobs.index, dtype=object)


def _on_two_lines(lane: str) -> str:
    """The label of a lane: the employer's name, and below it whose employer it is."""
    return "\n".join(both_ends(part, 34) for part in lane.rsplit(_OF, 1))


def time_line(jobs: pd.DataFrame, employers: list[str], today: pd.Timestamp) -> dict[str, Any]:
    """One row an employer, the newest at the top; a bar a job, up to today where it goes on."""
    names = {employer: _on_two_lines(employer) for employer in employers}
    bars: list[list[str | None]] = []
    for employer, start, end in zip(jobs["employer"].fillna(say("Unknown")), jobs["start"], jobs["end"], strict=True):
        last = _iso(today if pd.isna(end) else end)
        bars += [[_iso(start), names[employer]], [last, names[employer]], [last, None]]
    return {
        "grid": {"left": 8, "right": 16, "top": 8, "bottom": 4, "containLabel": True},
        "xAxis": _YEARS,
        "yAxis": {
            "type": "category",
            "data": [*reversed(list(names.values()))],
            "axisTick": {"show": False},
            "axisLine": {"show": False},
        },
        "tooltip": {"trigger": "item"},
        "series": [{**_BAR, "name": say(_JOBS), "data": bars}],
    }


def draw_salaries(
    salaries: pd.DataFrame,
    currency: str,
    today: pd.Timestamp,
    *,
    whose: Mapping[str, str | None],
    people: Mapping[str, str],
    key: str,
    height: int = 240,
) -> None:
    """The monthly salary of employment.salaries in one currency as steps, a line an employment."""
    salaries = salaries.assign(lane=lanes(salaries, whose, people))
    ended = salaries.assign(end=odd_days.meant(salaries["end"]))
    dated = odd_days.possible(ended, "start", odd_days.FIRST_OF_LIVES)
    known = dated[dated["monthly_salary"].notna()]
    mine = known[known["currency"] == currency]
    if mine.empty:
        return
    shown = newest_jobs(mine)
    last = shown.iloc[-1]
    finding = say(
        "{salary} a month at {employer}",
        salary=money(last["monthly_salary"], currency),
        employer=one_line(last["employer"] or say("the last job")),
    )
    jobs = mine.groupby(_JOB, sort=False, dropna=False).ngroups
    finding += (
        say("; the newest {most} of {jobs} jobs", most=charts.MOST_SERIES, jobs=grouped(jobs))
        if jobs > charts.MOST_SERIES
        else ""
    )
    draw_chart(
        say("{symbol} base salary a month", symbol=symbol(currency)),
        finding,
        steps(shown, currency, today),
        about=say("{currency} salary:", currency=currency),
        key=f"{key}_{currency}",
        height=height,
        rows=mine,
        numbers=Numbers(["monthly_salary", "base_salary"]),
        marks=_of_jobs(shown),
    )


def _of_jobs(shown: pd.DataFrame) -> Marks:
    """Each job as it is drawn, from which its record opens."""
    jobs = [*shown.assign(employer=shown["employer"].fillna(say("Unknown"))).groupby(_JOB, sort=False)]
    marks, places = [], dict[str, Sequence[int]]()
    for place, (_, own) in enumerate(jobs):
        first = own.iloc[0]
        parameter, value = drawer_of(str(first["resource"]), str(first["record"]))
        name = both_ends(first["lane"], _LONGEST_LANE)
        marks.append(Mark(name, {parameter: [value]}))
        places[name] = [place] * len(_points(own.assign(end=own["end"].fillna(own["start"]))))
    return Marks(msg("job"), marks, places)


def newest_jobs(salaries: pd.DataFrame) -> pd.DataFrame:
    """The rows of the jobs that changed last, as many as a chart may show, the oldest change first."""
    ordered = salaries.sort_values("start", kind="stable")
    kept = ordered.drop_duplicates(_JOB, keep="last")[_JOB].tail(charts.MOST_SERIES)
    return ordered[pd.MultiIndex.from_frame(ordered[_JOB]).isin(pd.MultiIndex.from_frame(kept))]


def steps(salaries: pd.DataFrame, currency: str, today: pd.Timestamp) -> dict[str, Any]:
    """What was earned from when to when, a line a job; nothing is drawn where nothing was earned."""
    lives = salaries.assign(employer=salaries["employer"].fillna(say("Unknown")), end=salaries["end"].fillna(today))
    jobs = [*lives.groupby(_JOB, sort=False)]
    said = {"dimensions": ["when", "amount", "said"], "encode": {"x": "when", "y": "amount", "tooltip": ["said"]}}
    shape = {"type": "line", "showSymbol": False, "step": "end", **said}
    told = "lane" if "lane" in lives else "employer"
    series = [
        (
            own["employer"].iloc[0],
            {**shape, "name": both_ends(own[told].iloc[0], _LONGEST_LANE), "data": _told(_points(own), currency)},
        )
        for _, own in jobs
    ]
    return {
        "grid": {"left": 8, "right": 16, "top": 40, "bottom": 4, "containLabel": True},
        "legend": {"type": "scroll", "left": 72, "right": 0, "top": 0, "itemWidth": 12, "itemHeight": 8},
        "tooltip": {"trigger": "axis"},
        "xAxis": {**_YEARS, "axisLabel": {"formatter": _month_format(), "hideOverlap": True}},
        "yAxis": {"type": "value", "name": symbol(currency), "nameTextStyle": {"align": "right"}},
        "series": charts.in_places(series),
    }


def _month_format() -> str:
    """Months by their numbers where Streamlit's own names of them, which are English, are not read."""
    return "{MMM} {yyyy}" if spoken().code == "en" else "{MM}/{yyyy}"


def _told(points: list[list[Any]], currency: str) -> list[list[Any]]:
    """Points with their amount as people write it."""
    return [[at, amount, money(amount, currency) if amount is not None else None] for at, amount in points]


def _points(stretches: pd.DataFrame) -> list[list[Any]]:
    points: list[list[Any]] = []
    last = None
    for start, end, amount in zip(stretches["start"], stretches["end"], stretches["monthly_salary"], strict=True):
        if last is not None and start - last > pd.Timedelta(days=1):
            points.append([_iso(last), None])
        points += [[_iso(start), float(amount)], [_iso(end), float(amount)]]
        last = end
    return points


def _iso(moment: pd.Timestamp) -> str:
    return moment.date().isoformat()
