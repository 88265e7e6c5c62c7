"""What several sections of a loan file rest on, read once: figures, where rows come from, findings, accounts."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any

from domain.partial_months import Months
from domain.quality.checks import Finding
from languages import grouped
from store.core.money import NO_CURRENCY
from store.queries.banking import accounts, flows
from store.queries.banking.filters import TransactionFilter
from store.queries.banking.holdings import named
from store.queries.fiscal.invoices import InvoiceFilter
from store.queries.links import provenance
from store.queries.links.provenance import Origin
from store.queries.quality import findings
from web.api.figures.banking import account_figures, cash_flow_figures
from web.api.figures.documents import invoice_figures
from web.api.figures.figure import Told
from web.api.figures.persons import match_figures, person_figures, quality_figures
from web.loan import telling, words
from web.loan.subject import Subject

if TYPE_CHECKING:
    from pandas import DataFrame

PERSON, ACCOUNTS, CASH_FLOW, MATCH, FISCAL, QUALITY = "person", "accounts", "cash_flow", "match", "fiscal", "quality"
"""Pages whose figures a loan file has, as docs/figures.md defines them."""

_MOST_SOURCES = 12


@dataclass(frozen=True)
class Known:
    """All that is known of a subject; every figure is the one of its page."""

    subject: Subject

    @cached_property
    def figures(self) -> Mapping[str, Sequence[Told]]:
        """By page, in the shape in which the JSON API answers them."""
        one = self.subject
        return {
            PERSON: person_figures(one.db, one.links, one.day),
            ACCOUNTS: account_figures(one.db, one.links),
            CASH_FLOW: cash_flow_figures(one.db, self.movements, one.day),
            MATCH: match_figures(one.db, one.links, one.since, one.day, one.day),
            FISCAL: invoice_figures(one.db, self.invoices),
            QUALITY: quality_figures(one.db, one.links, one.day),
        }

    @property
    def movements(self) -> TransactionFilter:
        """The filter of what is told month by month."""
        return TransactionFilter(links=self.subject.links, since=self.subject.since, until=self.subject.day)

    @property
    def invoices(self) -> InvoiceFilter:
        return InvoiceFilter(links=self.subject.links, since=self.subject.since, until=self.subject.day)

    @cached_property
    def accounts(self) -> "DataFrame":
        return accounts.table(self.subject.db, links=self.subject.links)

    @cached_property
    def account_names(self) -> Mapping[str, str]:
        """By id, with the institution."""
        rows = self.accounts.to_dict("records")
        return {str(row["account"]): f"{_or_id(row)}, {self.subject.called(str(row['link']))}" for row in rows}

    @cached_property
    def origins(self) -> Mapping[str, Sequence[Origin]]:
        """By link."""
        return {link: provenance.of_link(self.subject.db, link) for link in self.subject.links}

    @cached_property
    def findings(self) -> Sequence[Finding]:
        return findings.of_links(self.subject.db, self.subject.links, self.subject.day)

    @cached_property
    def months(self) -> "DataFrame":
        """Rows of flows.by_month, each with a name for its currency."""
        return named(flows.by_month(self.subject.db, self.movements))

    @cached_property
    def known_from(self) -> date | None:
        """The day of the first movement that is known, None where there is none."""
        return flows.known_from(self.subject.db, self.movements)

    @cached_property
    def partial(self) -> Months:
        """The months of which movements are known, or asked for, in part."""
        return flows.partial(self.subject.db, self.movements, self.subject.day)

    @cached_property
    def known_until(self) -> date:
        """The day of the last look at any account; the file's own where there is none."""
        return flows.known_until(self.subject.db, self.movements, self.subject.day)

    @cached_property
    def currencies(self) -> Sequence[str]:
        """Those of all figures, that of most of theirs first; of invoices those in which they come to something."""
        told = [one for page in (PERSON, ACCOUNTS, CASH_FLOW) for one in self.figures[page]]
        told += [one for one in self.figures[FISCAL] if one["unit"] == "money" and Decimal(one["value"] or 0)]
        return [*dict.fromkeys(one["currency"] for one in told if one["currency"])]

    def all(self, page: str, name: str, **which: Any) -> Iterator[Told]:  # noqa: ANN401 - of figures
        """The figures of a page by their name, and what else they are of."""
        for one in self.figures[page]:
            if one["name"] == name and all(one[key] == value for key, value in which.items()):
                yield one

    def value(self, page: str, name: str, **which: Any) -> Any:  # noqa: ANN401 - of figures
        """The value of one figure: Decimal of money, else a number; None where nothing is known."""
        found = next(self.all(page, name, **which), None)
        if found is None or found["value"] is None:
            return None
        return Decimal(found["value"]) if found["unit"] == "money" else found["value"]

    def sources(self, *resources: str) -> list[list[str]]:
        """A line a link and resource of which rows are stored: how many, when collected, and when pulled."""
        own = [
            (link, one)
            for link in self.subject.links
            for one in self.origins[link]
            if one.resource in resources and one.rows
        ]
        found = [
            [
                telling.text(self.subject.called(link), 48),
                one.resource.upper(),
                grouped(one.rows),
                collected_under_utc(one),
                telling.moment(one.pulled_at),
            ]
            for link, one in own[:_MOST_SOURCES]
        ]
        more = len(own) - len(found)
        return [*found, *([[words.say("sources.more", number=more), "", "", "", ""]] if more > 0 else [])]


def collected(origin: Origin) -> str:
    """When Belvo collected the rows: an instant, or the first and the last."""
    if origin.collected is None:
        return words.TEXTS["sources.collected_unknown"]
    first, last = map(telling.instant, origin.collected)
    return first if first == last else words.say("sources.from_to", first=first, last=last)


def collected_under_utc(origin: Origin) -> str:
    """The same under a heading that says UTC."""
    return collected(origin).replace(" UTC", "")


def code_of(currency: object) -> str:
    """The currency as a key of figures: None for none."""
    return currency if isinstance(currency, str) and currency != NO_CURRENCY else ""


def _or_id(row: Mapping[Any, Any]) -> str:
    found = next((str(row[name]) for name in ("name", "number") if telling.is_known(row[name]) and row[name]), "")
    return found or str(row["account"])[:8]
