"""The rows of a matching as a table and as a file, and the figures above them."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Literal

import pandas as pd

from components.match.words import KINDS, RULES, SAID, STATES
from components.ui.metric_cards import Figure
from components.ui.tables import OPEN, Column, Table
from components.ui.text import count
from domain.match.claims import Kind
from domain.match.outcomes import Row, State
from languages import msg, say
from store.core.amounts import money
from store.core.money import SCALE

MATCHES = Table(
    {
        "open": OPEN,
        "state": Column(msg("State"), 112, "state", states=STATES),
        "said": Column(msg("Said of it"), 112, "state", states=SAID, optional=True),
        "kind": Column(msg("What"), 102),
        "day": Column(msg("Day"), 86, "day", help=msg("Of the invoice or payslip; of an inflow alone when it came")),
        "who": Column(msg("Who pays, or the bank's line"), 185),
        "owed": Column(msg("Owed"), 103, "amount", help=msg("Less what credit notes take back")),
        "came_on": Column(msg("Came on"), 86, "day"),
        "came": Column(msg("Came"), 103, "amount", help=msg("What of the inflow went to it")),
        "rule": Column(msg("Rule"), 132),
        "difference": Column(msg("Difference"), 92, "amount", help=msg("All that came of it, less what is owed")),
        "currency": Column(msg("Currency"), 70, tucked=True),
    },
    alt=msg("Invoices, payslips and incomes with what came of them, and inflows alone"),
)


def match_rows(rows: Sequence[Row], texts: Mapping[str, str]) -> pd.DataFrame:
    """The rows as they are shown; `texts` by the keys of claims and inflows."""
    told = [_told(row, texts) for row in rows]
    frame = pd.DataFrame(told, columns=[*_COLUMNS])
    days = {name: pd.to_datetime(frame[name]) for name in ("day", "came_on")}
    amounts = {name: frame[name].astype("float64") for name in ("owed", "came", "difference")}
    return frame.assign(**days, **amounts)


def _told(row: Row, texts: Mapping[str, str]) -> dict[str, object]:
    claim, inflow = row.claim, row.inflow
    shown = claim or inflow
    return {
        "state": str(row.state),
        "kind": say(KINDS[claim.kind if claim else ""]),
        "day": date.fromordinal(row.day),
        "who": texts.get(shown.key, "") if shown else "",
        "owed": claim.owed / SCALE if claim else None,
        "came_on": date.fromordinal(inflow.day) if inflow else None,
        "came": (row.share if claim else inflow.amount) / SCALE if inflow else None,
        "rule": say(RULES[row.rule]) if row.rule else "",
        "difference": row.difference / SCALE if claim and inflow and row.difference else None,
        "said": said(row) or None,
        "currency": shown.currency if shown else "",
        "line": texts.get(inflow.key, "") if inflow else "",
        "link": shown.link if shown else "",
        "claim": claim.key if claim else "",
        "inflow": inflow.key if inflow else "",
    }


def said(row: Row) -> str:
    """The name in SAID of what a person said of the row; empty where nobody did."""
    if row.is_changed:
        return "changed"
    return {True: "yes", False: "no"}[row.decision.is_right] if row.decision else ""


_COLUMNS = (
    *("state", "kind", "day", "who", "owed", "came_on", "came", "rule", "difference", "said"),
    *("currency", "line", "link", "claim", "inflow"),
)


def matching_figures(rows: Sequence[Row], query: Mapping[str, str]) -> list[Figure]:
    """Invoices and payslips by state, and inflows alone, in the currency of most rows.

    What Belvo takes for an income is one of the same inflows, and not added once more.
    """
    codes = Counter(side.currency for row in rows if (side := row.claim or row.inflow))
    if not codes:
        return []
    currency, _ = codes.most_common(1)[0]
    elsewhere = sum(codes.values()) - codes[currency]
    return [_figure(state, rows, currency, elsewhere, query) for state in _FIGURES]


def _figure(state: State, rows: Sequence[Row], currency: str, elsewhere: int, query: Mapping[str, str]) -> Figure:
    in_it = [row for row in rows if row.state is state and (row.claim is None or row.claim.kind is not Kind.INCOME)]
    own = [row for row in in_it if (side := row.claim or row.inflow) and side.currency == currency]
    amounts = {row.claim.key: row.claim.owed for row in own if row.claim}
    inflows = {row.inflow.key: row.inflow.amount for row in own if row.inflow}
    is_alone = state is State.UNEXPLAINED
    total = sum((inflows if is_alone else amounts).values())
    note = count(len(inflows), "inflow") if is_alone else _claims(own)
    if state is State.PARTLY and own:
        note = say("{what} · {amount} came", what=note, amount=money(sum(row.share for row in own) / SCALE, currency))
    if elsewhere:
        note = say("{what} in {currency}", what=note, currency=currency)
    tone: Literal["gray", "red", "orange"] = _TONES.get(state, "gray") if own else "gray"
    narrowed = {**query, "states": str(state)}
    return Figure(STATES[state].word, money(total / SCALE, currency), note, tone, "pages/match.py", narrowed)


def _claims(rows: Sequence[Row]) -> str:
    of = {row.claim.key: row.claim.kind for row in rows if row.claim}
    told = Counter(of.values())
    said = [count(told[Kind.INVOICE], "invoice"), count(told[Kind.PAYSLIP], "payslip")]
    found = [words for words, kind in zip(said, (Kind.INVOICE, Kind.PAYSLIP), strict=True) if told[kind]]
    return " · ".join(found) or say("Nothing")


_TONES: Mapping[State, Literal["red", "orange"]] = {State.UNPAID: "red", State.PARTLY: "orange"}
_FIGURES = (State.PAID, State.PARTLY, State.UNPAID, State.UNEXPLAINED)
