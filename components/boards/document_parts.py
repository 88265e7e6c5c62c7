"""Parts of Fiscal, Employment and Match: drawn by what these pages are drawn by."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd

from components.boards.asked import MOST_ROWS, NOTHING, Asked, NothingHere, Part, figures_part
from components.employment import employment_rows
from components.employment.lives import Lives, working_figures
from components.employment.working_lives import draw_salaries, draw_time_line
from components.fiscal.invoice_filters import WITHOUT_AMOUNT
from components.fiscal.invoice_rows import COUNTERPARTS, INVOICES, shown, with_shares
from components.fiscal.invoice_sums import draw_largest, draw_months, sums_figures
from components.match.match_rows import MATCHES, match_rows, matching_figures
from components.ui.filters import LATELY, called, period
from components.ui.metric_cards import Figure
from components.ui.money import named
from components.ui.tables import draw_table
from domain.match.outcomes import Row
from domain.partial_months import partial_months
from domain.people import person_of
from languages import msg, say
from store.core.keyset import Place
from store.queries.employment import employment
from store.queries.fiscal import invoices
from store.queries.fiscal.invoices import InvoiceFilter
from store.queries.match import matching, texts
from store.queries.query_params import values_by_name
from store.queries.tables import orders

_LARGEST = 8


def _invoices(asked: Asked) -> InvoiceFilter:
    try:
        found = InvoiceFilter.from_query(asked.resolved)
    except ValueError as error:
        raise NothingHere(str(error)) from error
    return replace(found, links=asked.links)


def _totals(asked: Asked) -> pd.DataFrame:
    totals = invoices.totals(asked.db, _invoices(asked))
    if not int(totals["count"].sum()):
        raise NothingHere(say(NOTHING))
    return totals


def _sums(asked: Asked) -> Sequence[Figure]:
    return sums_figures(_totals(asked))


def _in_one_currency(asked: Asked) -> InvoiceFilter:
    codes = [str(code) for code in named(_totals(asked))["currency"] if code not in WITHOUT_AMOUNT]
    if not codes:
        raise NothingHere(say("None of them has an amount."))
    return replace(_invoices(asked), currency=asked.chart_currency(codes))


def _months(asked: Asked) -> None:
    drawn = _in_one_currency(asked)
    first = invoices.first_day(asked.db, drawn.links)
    partial = partial_months(first, asked.today, since=drawn.since, until=drawn.until)
    draw_months(invoices.by_month(asked.db, drawn), key=asked.key, partial=partial)


def _largest(asked: Asked) -> None:
    drawn = _in_one_currency(asked)
    draw_largest(invoices.by_counterpart(asked.db, drawn, limit=_LARGEST), drawn.currency or "", key=asked.key)


def _invoice_rows(asked: Asked) -> None:
    order = orders.INVOICES.get(asked.first("sort") or "", orders.INVOICES["newest"])
    at = Place(limit=MOST_ROWS)
    rows = invoices.page(asked.db, _invoices(asked), sort=order.column, descending=order.descending, at=at)
    if rows.empty:
        raise NothingHere(say(NOTHING))
    draw_table(shown(rows), INVOICES, key=asked.key, names=asked.names, file="invoices")


def _counterparts(asked: Asked) -> None:
    totals = _totals(asked)
    partners = invoices.by_counterpart(asked.db, _invoices(asked), limit=MOST_ROWS)
    draw_table(with_shares(partners, totals), COUNTERPARTS, key=asked.key, file="counterparts")


def _lives(asked: Asked) -> tuple[Lives, pd.DataFrame, str]:
    """The working lives, salaries, and the currency of most of these."""
    db, links, days = asked.db, asked.links, {"since": asked.day("since"), "until": asked.day("until")}
    people = employment.records(db, links)
    jobs = employment.employments(db, links, **days)
    if people.empty or jobs.empty:
        raise NothingHere(say("Nobody worked in these days, as far as is known."))
    lives = Lives(named(people), jobs, employment.gaps(db, links, **days), employment.current(db, links))
    salaries = named(employment.salaries(db, links, **days))
    return lives, salaries, asked.chart_currency([*salaries["currency"].value_counts().index])


def _external_ids(asked: Asked) -> dict[str, str | None]:
    known = asked.known
    return dict(zip(known["link"], known["external_id"].replace(np.nan, None), strict=True))


def _work_figures(asked: Asked) -> Sequence[Figure]:
    lives, _, currency = _lives(asked)
    shown = values_by_name(asked.pairs)
    return working_figures(lives, _external_ids(asked), currency, lambda name: {**shown, "section": [name]})


def _time_line(asked: Asked) -> None:
    lives, _, _ = _lives(asked)
    whose, people = _who(asked)
    draw_time_line(lives.jobs, lives.gaps, pd.Timestamp(asked.today), whose=whose, people=people, key=asked.key)


def _salaries(asked: Asked) -> None:
    _, salaries, currency = _lives(asked)
    whose, people = _who(asked)
    draw_salaries(salaries, currency, pd.Timestamp(asked.today), whose=whose, people=people, key=asked.key)


def _who(asked: Asked) -> tuple[dict[str, str], dict[str, str]]:
    """What people are called, and which of them each link is of."""
    whose = dict(zip(asked.known["link"], called(asked.known), strict=True))
    return whose, {link: person_of(link, one) for link, one in _external_ids(asked).items()}


def _jobs(asked: Asked) -> None:
    rows = _lives(asked)[0].jobs.head(MOST_ROWS)
    draw_table(rows, employment_rows.EMPLOYMENTS, key=asked.key, names=asked.names, file="employments")


def _matched(asked: Asked) -> Sequence[Row]:
    usual = period(LATELY, asked.today)
    since, until = asked.day("since"), asked.day("until")
    since = since or (usual[0] if not until else date(1990, 1, 1))
    found = matching.of_links(asked.db, asked.theirs, since, until or asked.today, asked.today).rows
    states, kinds = asked.several("states"), asked.several("kinds")
    return [
        row
        for row in found
        if (not states or row.state in states) and (not kinds or (row.claim.kind if row.claim else "") in kinds)
    ]


def _match_figures(asked: Asked) -> Sequence[Figure]:
    return matching_figures(_matched(asked), {"link": asked.theirs[0]})


def _matches(asked: Asked) -> None:
    rows = sorted(_matched(asked), key=lambda row: row.day, reverse=True)[:MOST_ROWS]
    if not rows:
        raise NothingHere(say("Nothing is like this in these days."))
    draw_table(match_rows(rows, texts.of_rows(asked.db, rows)), MATCHES, key=asked.key, file="matches")


FISCAL_PARTS = {
    "totals": figures_part(msg("Sales, purchases and net"), _sums),
    "by_month": Part(msg("By month"), "chart", _months),
    "by_counterpart": Part(msg("Largest counterparts"), "chart", _largest),
    "rows": Part(msg("Invoices"), "table", _invoice_rows),
    "counterparts": Part(msg("Counterparts"), "table", _counterparts),
}
EMPLOYMENT_PARTS = {
    "figures": figures_part(msg("Who works now"), _work_figures),
    "time_line": Part(msg("Employers on a time line"), "chart", _time_line),
    "salaries": Part(msg("Salaries"), "chart", _salaries),
    "rows": Part(msg("Employments"), "table", _jobs),
}
MATCH_PARTS = {
    "sums": figures_part(msg("Paid, in part, unpaid, unexplained"), _match_figures),
    "rows": Part(msg("Invoices, payslips, incomes"), "table", _matches),
}
