"""Who paid and who was paid in the days that are chosen, by how much, and what each may be a sign of."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pandas as pd
import streamlit as st

from components.banking.payee_movements import PARAMETER
from components.ui.downloads import draw_foot
from components.ui.drawers import opener
from components.ui.paging import page_of, sort_of
from components.ui.tables import OPEN, Column, Table, draw_table
from components.ui.text import plain
from components.ui.time_format import day, today
from domain.cash_flow.recurring import Movement
from domain.cash_flow.signs import Sign, may_be_home, sign
from languages import grouped, msg, say
from store import Database
from store.core.money import SCALE
from store.queries.banking import cash_flow
from store.queries.banking.filters import TransactionFilter
from store.queries.banking.outlooks import Outlook
from store.queries.banking.sums.reach import by_months

LATELY = timedelta(days=90)

PAYEES = Table(
    {
        "open": OPEN,
        "name": Column(msg("Payer or payee"), 230),
        "way": Column(msg("Way"), 45),
        "amount": Column(msg("Amount"), 110, "amount"),
        "lately": Column(msg("Last 90 days"), 110, "amount", help=msg("Of it, up to the last of the chosen days")),
        "share": Column(msg("Of its way"), 85, "share", help=msg("Of all that came in, or of all that went out")),
        "of_income": Column(msg("Of income"), 85, "share", help=msg("What went out, as a share of all that came in")),
        "count": Column(msg("Movements"), 80, "count", adds_up=True),
        "sign": Column(
            msg("Look here"), 120, help=msg("By Belvo's subcategory, the bank's words, or as steady as a rent")
        ),
        "category": Column(msg("Category"), 130),
        "last": Column(msg("Last"), 90, "day"),
    },
    alt=msg("Payers and payees, the largest first"),
    empty=msg("Nobody paid and nobody was paid in these days."),
)


def draw_payees(db: Database, matching: TransactionFilter, found: Outlook, *, key: str) -> None:
    """Without own transfers, in the filter's currency; of very many movements the newest whole months."""
    reach = by_months(db, matching, cash_flow.MOST_OF_PAYEES)
    if reach.is_cut and reach.since is None:
        st.caption(
            plain(
                say(
                    "A month has more than {most} movements here. Choose fewer links.",
                    most=grouped(cash_flow.MOST_OF_PAYEES),
                )
            )
        )
        return
    if reach.is_cut and reach.since:
        matching = replace(matching, since=max(filter(None, (matching.since, reach.since))))
        st.caption(
            plain(
                say(
                    "From {day} on, of the newest {most} movements.",
                    day=day(reach.since),
                    most=grouped(cash_flow.MOST_OF_PAYEES),
                )
            )
        )
    rows = _rows(db, cash_flow.movements(db, replace(matching, transfers=None)), found, matching.until or today())
    shown = page_of(rows)
    opening = {"open": opener(PARAMETER, [*shown["transaction"]], key=f"{key}_open")}
    draw_table(shown, PAYEES, key=key, buttons=opening, sort_by=sort_of(rows))
    if len(rows):
        draw_foot(rows, "payees", key=f"export_{key}", numbers=PAYEES.numbers)


def _rows(db: Database, movements: Sequence[Movement], found: Outlook, until: date) -> pd.DataFrame:
    """One row a payer or payee and direction."""
    groups = defaultdict[tuple[str, bool], list[Movement]](list)
    for one in movements:
        groups[one.payee, one.amount > 0].append(one)
    last = {name: max(group, key=lambda one: (one.day, one.key)) for name, group in groups.items()}
    called = cash_flow.called(db, [one.key for one in last.values()]).set_index("key").fillna("")
    amounts = {name: sum(abs(one.amount) for one in group) for name, group in groups.items()}
    came, went = (sum(amount for (_, comes), amount in amounts.items() if comes is way) for way in (True, False))
    homes = _homes(found)
    told = [
        {
            "transaction": called.at[last[name].key, "transaction"],
            "name": called.at[last[name].key, "merchant"] or called.at[last[name].key, "description"],
            "way": say("In") if comes else say("Out"),
            "amount": amount / SCALE,
            "lately": sum(abs(one.amount) for one in groups[name] if one.day > until - LATELY) / SCALE,
            "share": amount / (came if comes else went),
            "of_income": None if comes or not came else min(amount / came, 1.0),
            "count": len(groups[name]),
            "sign": _said(
                sign(payee, str(called.at[last[name].key, "subcategory"]))
                or (Sign.PERHAPS_HOUSING if payee in homes and not comes else None)
            ),
            "category": say(str(called.at[last[name].key, "category"])),
            "last": pd.Timestamp(last[name].day),
            "currency": found.currency,
        }
        for name, amount in amounts.items()
        for payee, comes in [name]
    ]
    columns = [*PAYEES.columns, "currency", "transaction"]
    columns.remove("open")
    return pd.DataFrame(told, columns=columns).sort_values("amount", ascending=False, kind="stable", ignore_index=True)


def _said(found: Sign | None) -> str | None:
    return None if found is None else say(found.value)


def _homes(found: Outlook) -> set[str]:
    """Who is paid as a home is."""
    if found.made is None:
        return set()
    return {one.payee for one in found.made.streams if may_be_home(one, found.made.inflow)}
