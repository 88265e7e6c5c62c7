"""What filter bars are made of: the bar itself, days, links, and what is chosen seldom."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta

import pandas as pd
import streamlit as st

from components.ui import query
from components.ui.text import plain, shorten, tell_apart, width_of, words
from components.ui.time_format import day, month_start, start_of
from components.ui.unread import draw_unread, reading
from domain.as_known import PARAMETER
from languages import msg, say
from store import engine
from store.core import instants
from store.core.amounts import symbol
from store.queries import query_params

Known = Callable[[str], str | None]
"""Labels what is there although it can't be chosen now; None for what is not."""

_LINE = 35
"""Pixels of a control, and of what Streamlit puts in its place until it is there."""

PERIODS = (
    msg("This month"),
    msg("Last month"),
    msg("Last 90 days"),
    msg("Last 12 months"),
    msg("This year"),
    msg("Last year"),
)

PERSON = "external_id"
"""The parameter of the filter by person, as the API calls it."""

LATELY = msg("Last 12 months")
"""The one of which balances and months are drawn where nobody has chosen another."""


@contextmanager
def filter_bar() -> Iterator[None]:
    """The line on which filters stand; below it is said what they can't read of the address, which may end the page."""
    with reading() as found, st.container(horizontal=True, vertical_alignment="center", gap="xsmall", key="filters"):
        yield
    draw_unread(found)


def draw_clear(*, keep: Sequence[str] = ()) -> None:
    """The button that takes all filters out; `keep` names parameters that are none."""
    filtered = any(name not in (*keep, PARAMETER) for name, _ in query.pairs())
    st.button(
        say("Clear"),
        key="clear",
        type="tertiary",
        width=width_of(say("Clear")),
        on_click=query.clear,
        args=(keep,),
        disabled=not filtered,
    )


def link_labels(links: pd.DataFrame) -> dict[str, str]:
    """A label for the id of each row of links.table that is not deleted: whose it is, and where."""
    there = links[links["deleted_at"].isna()]
    banks, people = there["display_name"].fillna(say("Link")), called(there)
    return tell_apart(dict(zip(there["link"], people + " · " + banks, strict=True)))


def asked_links(links: pd.DataFrame, name: str = "links") -> tuple[str, ...]:
    """The links that the address narrows to, by the parameter `name` and by people; needs links.table."""
    return query_params.narrowed(query.several(name), query.several(PERSON), _external_ids(links))


def choose_people(links: pd.DataFrame, shown: Sequence[str], *, width: int = 190) -> tuple[str, ...]:
    """The filter by person, found by name and external id; those of the links that are `shown` which it leaves.

    Needs links.table; empty for all.
    """
    ids = _external_ids(links)
    names = dict(zip(links["link"], called(links), strict=True))
    options: dict[str, str] = {}
    for link, external_id in ids.items():
        if external_id and external_id not in options:
            name = names[link]
            options[external_id] = name if name == external_id else f"{name} · {external_id}"
    chosen = query.choose_many(say("Person"), PERSON, tell_apart(options), width=width, placeholder=say("All people"))
    return query_params.narrowed(shown, chosen, ids)


def _external_ids(links: pd.DataFrame) -> dict[str, str | None]:
    """That of each link that is there."""
    there = links[links["deleted_at"].isna()]
    return {link: one if isinstance(one, str) else None for link, one in there[["link", "external_id"]].to_numpy()}


def called(links: pd.DataFrame) -> "pd.Series[str]":
    """Whose the rows of links.table are: by name, else by external id, else by the start of the link's own id."""
    return links["owner"].fillna(links["external_id"]).fillna(links["link"].str[:8])


def labels_of_type(links: pd.DataFrame, institutions: pd.DataFrame, kind: str) -> dict[str, str]:
    """The same for those at institutions of this type, or of none that is known; needs institutions.table."""
    types = links["institution"].map(dict(zip(institutions["name"], institutions["type"], strict=True)))
    return link_labels(links[types.fillna(kind) == kind])


def has_text(rows: pd.DataFrame, columns: Sequence[str], typed: str) -> "pd.Series[bool]":
    """Whether each row has what was typed in one of these columns, folded as the store folds what it searches."""
    text = engine.fold(typed)
    cells = rows[[*columns]].fillna("").itertuples(index=False)
    return pd.Series([any(text in engine.fold(str(cell)) for cell in row) for row in cells], rows.index, dtype=bool)


@contextmanager
def more(names: Sequence[str], *, says: Callable[[str, str], bool] = lambda _name, _value: True) -> Iterator[None]:
    """A button that opens the filters under these names; what they say stays in view on it.

    `says` tells whether a value of one of them is any.
    """
    told = [(name, value) for name, value in query.pairs() if name in names and says(name, value)]
    chosen = ", ".join(words(value) if name == "statuses" else value for name, value in told)
    label = plain(shorten(say("More: {chosen}", chosen=chosen), 40)) if chosen else say("More")
    with st.popover(label, icon=":material/tune:", key="more"):
        yield


def choose_status(statuses: Sequence[str], *, known: Known = lambda _: None) -> tuple[str, ...]:
    """Several of the API's names of states; `known` is as in query.choose_many."""
    names = {name: words(name) for name in statuses}
    return tuple(
        query.choose_many(say("Status"), "statuses", names, width=260, placeholder=say("All statuses"), known=known)
    )


def choose_currency(
    codes: Sequence[str], *, without_amount: Sequence[str] = (), known: Known = lambda _: None
) -> str | None:
    """One of these currencies; `without_amount` are codes of what has no amount, `known` as in query.choose_many."""
    names = {code: say("None") if code in without_amount else _currency_label(code) for code in codes}
    return query.choose_one(
        say("Currency"), "currency", names, width=260, placeholder=say("All currencies"), known=known
    )


def _currency_label(code: str) -> str:
    return code if code == symbol(code) else f"{code} ({symbol(code)})"


def draw_period(today: date, first: str, last: str, *, unset: str = msg("All days")) -> tuple[date | None, date | None]:
    """A button that shows which days are chosen and opens their choice.

    `first` and `last` name the parameters, `unset` what holds without them.
    """
    with st.popover(_period_label(first, last) or say(unset), icon=":material/date_range:", key="period"):
        with st.container(horizontal=True, width=290):
            since, until = query.day(say("From"), first, width=135), query.day(say("To"), last, width=135)
        with st.container(width=290), st.grid(2, min_column_width=120, gap="xxsmall"):
            for name in PERIODS:
                st.button(
                    say(name),
                    key=f"period_{name}",
                    width="stretch",
                    on_click=_choose_period,
                    args=(name, today, first, last),
                )
    return since, until


def draw_since(name: str, *, unset: str = msg("All days")) -> str:
    """A button that opens the choice of a first day; its start for the reader as an encoded instant, empty without."""
    chosen = query.chosen_day(name)
    with st.popover(
        say("Since {day}", day=day(chosen)) if chosen else say(unset), icon=":material/date_range:", key="since_choice"
    ):
        query.day(say("Since"), name, width=160)
    return instants.encode(start_of(chosen)) if chosen else ""


def _period_label(first: str, last: str) -> str:
    since, until = (query.chosen_day(name) for name in (first, last))
    if since and until:
        return f"{day(since)} – {day(until)}"  # noqa: RUF001 - a range
    if since:
        return say("Since {day}", day=day(since))
    return say("Until {day}", day=day(until)) if until else ""


def period(name: str, today: date) -> tuple[date, date]:
    """The first and last day of one of PERIODS, so that the address says which days were meant."""
    match name:
        case "This month":
            return month_start(today), today
        case "Last month":
            return month_start(today, 1), month_start(today) - timedelta(days=1)
        case "Last 90 days":
            return today - timedelta(days=89), today
        case "Last 12 months":
            return month_start(today, 11), today
        case "This year":
            return date(today.year, 1, 1), today
    return date(today.year - 1, 1, 1), date(today.year - 1, 12, 31)


def _choose_period(name: str, today: date, first: str, last: str) -> None:
    since, until = period(name, today)
    query.write({first: [since.isoformat()], last: [until.isoformat()]})


def chart_currency(codes: Sequence[str]) -> str:
    """The one of these that the address names for charts, since amounts of two are never added, or the first."""
    asked = query.first("charts")
    return asked if asked is not None and asked in codes else next(iter(codes), "")


def choose_chart_currency(codes: Sequence[str]) -> str:
    """The same, with a control to change it where there are several."""
    if len(codes) > 1:
        labels = {code: say("Charts in {code}", code=code) for code in codes}
        with st.container(horizontal=True, vertical_alignment="center", gap=None, width="content", key="charts_bar"):
            query.segments(say("Charts in"), "charts", labels, default=codes[0], arranges=True)
            st.container(height=_LINE, width=1, border=False)  # the room of a control that is not there yet
    return chart_currency(codes)
