"""The filter bar of fiscal data: whose and of which days; of invoices also which way, which kind, whose partner."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from components.banking.twins import left_out
from components.ui import query
from components.ui.filters import (
    Known,
    choose_currency,
    choose_people,
    choose_status,
    draw_clear,
    draw_period,
    filter_bar,
    link_labels,
    more,
)
from components.ui.text import one_line, tell_apart
from domain.invoice_sides import Side
from languages import msg, say, say_as
from store import Database
from store.queries.fiscal import invoices
from store.queries.fiscal.invoices import InvoiceFilter

SIDES = {
    Side.SALE: msg("Sale"),
    Side.PURCHASE: msg("Purchase"),
    Side.PAY: msg("Pay received"),
    Side.WAGES: msg("Wages paid"),
}
"""What an invoice counts as, in words."""

WITHOUT_AMOUNT = ("XXX",)
"""Mexico's code of what has no amount, such as a receipt of payment or a waybill."""

_MOST_COUNTERPARTS = 200
_RARE = ("kinds", "counts_as", "statuses", "currency")


@dataclass(frozen=True, slots=True)
class Bar:
    """Whose data and of which days: what every section can be narrowed to."""

    links: tuple[str, ...]
    since: date | None
    until: date | None


def directions() -> dict[str, str]:
    """Of several invoices: which way they went."""
    return {"OUTFLOW": say_as("invoices", "Issued"), "INFLOW": say_as("invoices", "Received")}


def direction_of_one() -> dict[str, str]:
    """Of a single one."""
    return {"OUTFLOW": say_as("an invoice", "Issued"), "INFLOW": say_as("an invoice", "Received")}


def draw_bar(
    db: Database,
    links: Mapping[str, str],
    every: pd.DataFrame,
    having: Collection[str],
    today: date,
    *,
    with_invoices: bool,
) -> tuple[Bar, InvoiceFilter]:
    """Draw the bar and return what it says; `links` has a label for each link's id, `every` is links.table.

    `having` are the links of which there are rows.

    What only invoices can be narrowed by is left out unless they are shown.
    """
    with filter_bar():
        text = ""
        if with_invoices:
            text = query.text(say("Find"), "text", width=180, placeholder=say("Name, tax ID, number…"), of_people=True)
        since, until = draw_period(today, "since", "until")
        others = link_labels(every)
        asked = query.choose_many(say("Link"), "link", links, width=165, placeholder=say("All links"), known=others.get)
        chosen = _counted_once(choose_people(every, asked, width=140), having)
        bar, wanted = Bar(chosen, since, until), InvoiceFilter(links=chosen, since=since, until=until, text=text)
        if with_invoices:
            wanted = _draw_invoices(db, wanted)
        draw_clear(keep=("section",))
    return bar, wanted


def _counted_once(asked: Sequence[str], having: Collection[str]) -> tuple[str, ...]:
    """The links asked for, or where others of the same people are left out, all that remain."""
    without = left_out()
    if not without:
        return tuple(asked)
    return tuple(link for link in asked or sorted(having) if link not in without) or tuple(asked)


def _draw_invoices(db: Database, wanted: InvoiceFilter) -> InvoiceFilter:
    direction = query.segments(say("Direction"), "type", directions())
    facets = invoices.facets(db, wanted.links)
    partners = query.choose_many(
        say("Counterpart"),
        "counterparts",
        counterpart_names(db, wanted),
        width=170,
        placeholder=say("All counterparts"),
        known=lambda tax_id: tax_id if invoices.count(db, InvoiceFilter(counterparts=(tax_id,))) else None,
    )
    with more(_RARE):
        names = {kind: one_line(kind) for kind in facets.kinds}
        kinds = query.choose_many(
            say("Kind"), "kinds", names, width=260, placeholder=say("All kinds"), known=_known(db, "kinds")
        )
        sides = {str(side): say(label) for side, label in SIDES.items()}
        counts_as = query.choose_many(
            say("Counts as"), "counts_as", sides, width=260, placeholder=say("Whatever it counts as")
        )
        statuses = choose_status(facets.statuses, known=_known(db, "statuses"))
        currency = choose_currency(facets.currencies, without_amount=WITHOUT_AMOUNT, known=_known(db, "currencies"))
    return replace(
        wanted,
        type=direction,
        kinds=tuple(kinds),
        statuses=statuses,
        counterparts=tuple(partners),
        currency=currency,
        counts_as=tuple(counts_as),
    )


def _known(db: Database, facet: str) -> Known:
    """Labels what an invoice of another link has."""
    return lambda value: value if value in getattr(invoices.facets(db), facet) else None


def counterpart_names(db: Database, wanted: InvoiceFilter) -> dict[str, str]:
    """A label for the tax id of each of the largest counterparts of these links, in the order of their names."""
    found = invoices.by_counterpart(db, InvoiceFilter(links=wanted.links), limit=_MOST_COUNTERPARTS)
    found = found[found["counterpart"].notna()].drop_duplicates("counterpart")
    named = zip(found["counterpart"], found["name"].fillna(found["counterpart"]), strict=True)
    return tell_apart(dict(sorted(named, key=lambda pair: str(pair[1]).casefold())))
