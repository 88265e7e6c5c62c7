"""What comes back each month, what the next one may bring of it, and how earlier forecasts did."""

from collections.abc import Mapping, Sequence

import pandas as pd
import streamlit as st

from components.banking.payee_movements import PARAMETER
from components.ui.downloads import draw_foot
from components.ui.drawers import opener
from components.ui.metric_cards import Figure
from components.ui.paging import page_of, sort_of
from components.ui.tables import OPEN, Column, Table, draw_table
from components.ui.text import plain
from components.ui.time_format import month
from domain.cash_flow.forecast import Forecast
from domain.partial_months import Months
from languages import msg, say, say_many
from store import Database
from store.core.amounts import money
from store.core.money import SCALE
from store.queries.banking import cash_flow, flows
from store.queries.banking.outlooks import REASONS, Outlook
from store.queries.banking.outlooks import outlook as outlook

STREAMS = Table(
    {
        "open": OPEN,
        "name": Column(msg("Payer or payee"), 215),
        "way": Column(msg("Way"), 45),
        "expected": Column(msg("Expected"), 105, "amount", help=msg("The middle of its months")),
        "least": Column(msg("Least"), 105, "amount", help=msg("In one of its months")),
        "most": Column(msg("Most"), 105, "amount", help=msg("In one of its months")),
        "kind": Column(msg("Kind"), 60, help=msg("Steady: its months differ by a tenth at most")),
        "day": Column(msg("About day"), 76, "count", help=msg("The middle of the days of the month on which it came")),
        "months": Column(msg("Months"), 58, "count", help=msg("In which it came, of the last six")),
        "category": Column(msg("Category"), 120),
    },
    alt=msg("What comes back each month, the largest first"),
)

CHECKS = Table(
    {
        "month": Column(msg("Month"), 92, "month"),
        "expected": Column(msg("Expected net"), 112, "amount", adds_up=True),
        "least": Column(msg("Least"), 112, "amount"),
        "most": Column(msg("Most"), 112, "amount"),
        "came": Column(msg("Came"), 112, "amount", help=msg("Of those that were expected"), adds_up=True),
        "missed": Column(msg("Came less expected"), 130, "amount", adds_up=True),
        "held": Column(msg("Within the range"), 110),
        "every": Column(
            msg("Net of everything"), 120, "amount", help=msg("What does not come back among it"), adds_up=True
        ),
    },
    alt=msg("Forecasts of months that have ended, the newest first"),
    empty=msg("No month has ended of which enough was known before."),
)


ROWS, PAGE = "pages/transactions.py", "pages/cash_flow.py"
_OF_PAGE = ("links", "since", "until", "transfers")
"""What both pages are narrowed by."""
MIDDLE = msg("The middle of what remained in each: it need not be the one of in less the one of out.")


def month_figures(
    months: pd.DataFrame, partial: Months, currency: str, found: Outlook, rows_of: Mapping[str, str | Sequence[str]]
) -> list[Figure]:
    """The middle of the whole months of flows.by_month in one currency, and what the next month may bring.

    `rows_of` are the parameters of a page that has the movements.
    """
    middle, number = flows.middle(months, partial)
    over = (
        say_many("the middle of {number} whole month", "the middle of {number} whole months", number)
        if number
        else say("no whole month is known")
    )
    net = money(middle["net"], currency, signed=True)
    inflows, outflows = {**rows_of, "type": "INFLOW"}, {**rows_of, "type": "OUTFLOW"}
    return [
        Figure(say("In a month"), money(middle["inflow"], currency), over, page=ROWS, query=inflows),
        Figure(say("Out a month"), money(middle["outflow"], currency), over, page=ROWS, query=outflows),
        Figure(say("Net a month"), net, over, help=say(MIDDLE), page=ROWS, query=rows_of),
        *filter(None, [_next_month(found, rows_of)]),
    ]


def _next_month(found: Outlook, rows_of: Mapping[str, str | Sequence[str]]) -> Figure | None:
    """The forecast as a figure, which leads to what it is made of; None without one."""
    made = found.made
    if made is None:
        return None
    least, most = (money(amount / SCALE, found.currency) for amount in (made.least, made.most))
    return Figure(
        say("{month}, expected", month=month(made.month)),
        money(made.net / SCALE, found.currency, signed=True),
        say("{least} to {most}", least=least, most=most),
        page=PAGE,
        query={
            **{name: values for name, values in rows_of.items() if name in _OF_PAGE},
            "charts": found.currency,
            "section": "recurring",
        },
        help=say("What comes back each month, in less out, and what it came to in the months before."),
    )


def draw_streams(db: Database, found: Outlook, *, key: str) -> None:
    """What the forecast is made of."""
    made, currency = found.made, found.currency
    if made is None:
        st.caption(plain(REASONS.say(found.reason)))
        return
    inflow, outflow = (money(amount / SCALE, currency) for amount in (made.inflow, made.outflow))
    steady = [stream.expected for stream in made.streams if stream.is_steady and not stream.is_income]
    said = say_many(
        "{inflow} in and {outflow} out are expected in {month}; {number} payment of {amount} hardly vary.",
        "{inflow} in and {outflow} out are expected in {month}; {number} payments of {amount} hardly vary.",
        len(steady),
        inflow=inflow,
        outflow=outflow,
        month=month(made.month),
        amount=money(sum(steady) / SCALE, currency),
    )
    st.caption(plain(said))
    rows = _stream_rows(db, made, currency)
    shown = page_of(rows)
    opening = {"open": opener(PARAMETER, [*shown["transaction"]], key=f"{key}_open")}
    draw_table(shown, STREAMS, key=key, buttons=opening, sort_by=sort_of(rows))
    draw_foot(rows, "recurring", key=f"export_{key}", numbers=STREAMS.numbers)


def _stream_rows(db: Database, made: Forecast, currency: str) -> pd.DataFrame:
    called = cash_flow.called(db, [stream.key for stream in made.streams]).set_index("key")
    rows = pd.DataFrame(
        {
            "key": [stream.key for stream in made.streams],
            "way": [say("In") if stream.is_income else say("Out") for stream in made.streams],
            **{
                name: [getattr(stream, name) / SCALE for stream in made.streams]
                for name in ("expected", "least", "most")
            },
            "kind": [say("Steady") if stream.is_steady else say("Varies") for stream in made.streams],
            "day": [stream.day for stream in made.streams],
            "months": [sum(map(bool, stream.months.values())) for stream in made.streams],
            "currency": currency,
        }
    )
    names = called["merchant"].where(called["merchant"].fillna("") != "", called["description"])
    rows.insert(0, "name", rows["key"].map(names))
    told = {name: rows["key"].map(called[name]) for name in ("category", "transaction")}
    told["category"] = told["category"].map(say, na_action="ignore")
    return rows.assign(**told).drop(columns="key")


def draw_checks(found: Outlook, *, key: str) -> None:
    """The forecasts of months that have ended, each by what was known before it, beside what came."""
    held = sum(check.has_held for check in found.checked)
    if found.checked:
        st.caption(
            say_many(
                "{held} of the last {number} forecast held: what came lay within the range.",
                "{held} of the last {number} forecasts held: what came lay within the range.",
                len(found.checked),
                held=held,
            )
        )
    rows = pd.DataFrame(
        [
            {
                "month": pd.Timestamp(check.forecast.month),
                "expected": check.forecast.net / SCALE,
                "least": check.forecast.least / SCALE,
                "most": check.forecast.most / SCALE,
                "came": check.net / SCALE,
                "missed": (check.net - check.forecast.net) / SCALE,
                "held": say("Yes") if check.has_held else say("No"),
                "every": (check.every_inflow - check.every_outflow) / SCALE,
                "currency": found.currency,
            }
            for check in found.checked
        ]
    )
    draw_table(rows, CHECKS, key=key)
    if found.checked:
        draw_foot(rows, "forecasts", key=f"export_{key}", numbers=CHECKS.numbers)
