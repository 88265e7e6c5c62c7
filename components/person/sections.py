"""The sections of a person's page: income, balances, debts, employment, invoices and tax, quality."""

from collections.abc import Callable, Mapping
from datetime import date

import pandas as pd
import streamlit as st

from components.banking.balances import draw_accounts, draw_balances
from components.banking.beside import TERMS
from components.banking.flows import draw_categories, without_odd
from components.changes.what_changed import draw_what_changed
from components.employment.employment_rows import CURRENT
from components.employment.income_rows import STREAMS
from components.employment.working_lives import draw_salaries
from components.fiscal.document_tables import OPINIONS, TAXPAYERS
from components.fiscal.invoice_rows import COUNTERPARTS, with_shares
from components.fiscal.invoice_sums import sums_figures
from components.link.irregular import draw_irregular
from components.person.doubts import draw_doubts
from components.person.lately import over
from components.person.whose import Person
from components.ui import desk
from components.ui.chart.marks import Narrow, of_person
from components.ui.filters import LATELY, period
from components.ui.metric_cards import draw_figures
from components.ui.money import named
from components.ui.tables import Column, Table, draw_table
from domain.balances import LIABILITY
from domain.people import person_of
from domain.person.salary import Stretch, changes
from languages import msg, say
from store import Database
from store.queries.banking import accounts, cards, flows, incomes
from store.queries.banking.filters import TransactionFilter
from store.queries.employment import employment
from store.queries.fiscal import invoices, taxpayers
from store.write import irregular_rows

_MOST_PARTNERS = 5

BILLS = Table(
    {
        "account_name": Column(msg("Card"), 190),
        "due_date": Column(msg("Due"), 100, "day"),
        "total_amount": Column(msg("To pay"), 120, "amount", adds_up=True),
        "minimum_amount": Column(msg("At least"), 120, "amount", adds_up=True),
        "is_installment": Column(msg("In instalments"), 105, optional=True),
    },
    alt=msg("Bills of cards, the newest first"),
    opens="bills",
    empty=msg("No bill of a card is stored of this person."),
)
A_MONTH = msg("Of a salary told by the day: 365 / 12 of it, and up to 16 cents off, since a day's is told to the cent")
CHANGES = Table(
    {
        "day": Column(msg("From"), 100, "day"),
        "employer": Column(msg("Employer"), 230),
        "before": Column(msg("Before"), 120, "amount", help=A_MONTH),
        "after": Column(msg("Since then"), 120, "amount", help=A_MONTH),
        "share": Column(msg("Changed, %"), 90, "tenths", help=msg("Below zero is a cut")),
    },
    alt=msg("Changes of salary, the newest first"),
    empty=msg("No salary has changed at one employer, as far as is known."),
)


def draw_income(db: Database, person: Person, today: date) -> None:
    """Belvo's sources of income, and the categories of what came in."""
    since, until = period(LATELY, today)
    matching = TransactionFilter(links=person.links, since=since, until=until, type="INFLOW")
    seen = without_odd(db, matching)
    sums = named(flows.by_category(db, seen.matching))
    for currency in sums["currency"].unique():
        draw_categories(
            sums,
            str(currency),
            key="sources",
            direction="INFLOW",
            height=180,
            aside=seen.aside,
            narrow=of_person(person.links),
        )
    streams = incomes.streams(db, person.links)
    draw_table(streams, STREAMS, key="streams", names=_names(person), file="streams")
    _draw_way("pages/income.py", say("Income and risk of this person"), person)


def draw_money(db: Database, person: Person, today: date) -> None:
    """Balances by day and the accounts."""
    rows = accounts.table(db, links=person.links)
    if rows.empty:
        st.caption(say("No account is stored of this person."))
        return
    since, until = period(LATELY, today)
    with st.grid(2, min_column_width=420, gap="small"):
        draw_balances(db, rows, since, until, today, key="balances", over=over(), narrow=_accounts_of(person))
    draw_accounts(rows, key="accounts", whose=_names(person))
    _draw_way("pages/accounts.py", say("Accounts of this person"), person)


def _accounts_of(person: Person) -> Narrow:
    return Narrow("pages/accounts.py", {"link_of": person.links})


def draw_debts(db: Database, person: Person, _today: date) -> None:
    """Cards and loans, and what is due of cards when."""
    rows = accounts.table(db, links=person.links)
    owing = rows[(rows["balance_type"] == LIABILITY) | (rows["current"] < 0)]
    if owing.empty:
        st.caption(say("Nothing is owed on the accounts that are stored of this person."))
    else:
        draw_accounts(owing, key="owing", whose=_names(person), file="owing")
    owed = cards.terms(db, person.links)
    if len(owed):
        draw_table(owed, TERMS, key="terms", names=_names(person), file="card_terms")
    draw_table(cards.bills(db, person.links), BILLS, key="bills", file="bills")


def draw_employment(db: Database, person: Person, today: date) -> None:
    """Where somebody works, the salary as it changed, and each change."""
    salaries = named(employment.salaries(db, person.links))
    current = employment.current(db, person.links)
    if salaries.empty and current.empty:
        st.caption(say("No payroll is stored of this person."))
        return
    whose = dict.fromkeys(person.links, person.name)
    people = {row.link: person_of(row.link, row.external_id) for row in person.rows}
    with st.grid(2, min_column_width=420, gap="small"):
        for currency in salaries["currency"].unique():
            draw_salaries(salaries, str(currency), pd.Timestamp(today), whose=whose, people=people, key="salaries")
    st.markdown(f"**{say('Changes of salary')}**")
    draw_table(salary_changes(salaries), CHANGES, key="changes", file="changes")
    st.markdown(f"**{say('Works now')}**")
    recorded = employment.records(db, person.links).drop_duplicates("link").set_index("link")["status"]
    shown = current.assign(recorded=current["link"].map(recorded))
    draw_table(shown, CURRENT, key="current", names=_names(person), file="current")
    _draw_way("pages/employment.py", say("Employment of this person"), person)


def salary_changes(salaries: pd.DataFrame) -> pd.DataFrame:
    """One row a change of employment.salaries with a currency's name, the newest first."""
    known = salaries.dropna(subset=["start", "monthly_salary"])
    stretches = [
        Stretch(str(row["employer"]), row["start"].date(), None, round(row["monthly_salary"] * 100), row["currency"])
        for row in known.to_dict("records")
    ]
    rows = [
        (pd.Timestamp(one.day), one.employer, one.before / 100, one.after / 100, one.share * 100, one.currency)
        for one in changes(stretches)
    ]
    return pd.DataFrame(rows, columns=["day", "employer", "before", "after", "share", "currency"])


def draw_taxes(db: Database, person: Person, _today: date) -> None:
    """What invoices come to, and what a tax authority says of the person."""
    totals = invoices.totals(db, invoices.InvoiceFilter(links=person.links))
    registered, opinions = taxpayers.status(db, person.links), taxpayers.compliance(db, person.links)
    if totals.empty and registered.empty and opinions.empty:
        st.caption(say("Nothing of a tax authority is stored of this person."))
        return
    if len(totals):
        draw_figures(sums_figures(totals, {"link": [*person.links]}), key="invoices")
        partners = invoices.by_counterpart(db, invoices.InvoiceFilter(links=person.links), limit=_MOST_PARTNERS)
        draw_table(with_shares(partners, totals), COUNTERPARTS, key="partners", file="counterparts")
    draw_table(registered, TAXPAYERS, key="taxpayers", names=_names(person), file="taxpayers")
    draw_table(opinions, OPINIONS, key="opinions", names=_names(person), file="opinions")
    _draw_way("pages/fiscal.py", say("Invoices and taxes of this person"), person)


def draw_quality(db: Database, person: Person, _today: date) -> None:
    """What casts doubt on the figures: rows that may be mistakes, rows that can't be read, links that count twice."""
    draw_doubts(db, person)
    for row in person.rows:
        draw_irregular(irregular_rows.table(db, row.link), key=f"irregular_{row.link}")


def draw_changed(db: Database, person: Person, _today: date) -> None:
    """Which rows came, changed and went."""
    draw_what_changed(db, person.links, _names(person))


SECTIONS: Mapping[str, tuple[str, Callable[[Database, Person, date], None]]] = {
    "income": (msg("Income"), draw_income),
    "balances": (msg("Balances"), draw_money),
    "debts": (msg("Debts"), draw_debts),
    "employment": (msg("Employment"), draw_employment),
    "taxes": (msg("Invoices and tax"), draw_taxes),
    "quality": (msg("Quality"), draw_quality),
    "changed": (msg("What changed"), draw_changed),
}
"""By their names in the address: what they are called, and what draws them."""


def _names(person: Person) -> dict[str, str]:
    return {row.link: row.display_name or row.institution or row.link[:8] for row in person.rows}


def _draw_way(page: str, label: str, person: Person) -> None:
    desk.draw_way(page, label=label, icon=":material/chevron_right:", query_params=dict(person.query))
