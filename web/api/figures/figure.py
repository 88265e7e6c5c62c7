"""What a figure is: one number of a page with its unit, by month or by group where there are several of a name."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field

from domain.spread import Distribution
from store.core.money import NO_CURRENCY, SCALE
from store.queries.links import people
from web.api.lists import Answer, Parameters, whole
from web.api.person import ExternalId, OneLink
from web.api.reader import Reader
from web.api.values import AskedDay, AskedTexts, day, exact, money

Unit = Literal["money", "count", "days", "seconds", "share", "points"]


class Figure(BaseModel):
    """`value` is decimal text where it is money, else a number; null where nothing is known."""

    name: str
    value: Annotated[str | int | float | None, Field(description="Decimal text of money, else a number")]
    unit: Unit
    currency: str | None
    month: Annotated[str | None, Field(pattern=r"^\d{4}-\d{2}$")]
    group: Annotated[str | None, Field(description="Of figures by state, check or category, which one")]


class Narrowed(Parameters):
    """Whose figures; without any of these those of everybody."""

    link: AskedTexts = Field(default_factory=list)
    external_id: AskedTexts = Field(default_factory=list)


class InDays(Narrowed):
    """And of which days, both included."""

    since: AskedDay | None = None
    until: AskedDay | None = None


class One(Parameters):
    """One person's; the external id counts where both are given."""

    external_id: ExternalId = None
    link: OneLink = None


class OneInDays(One):
    """And of which days, both included: the last twelve months where none is named."""

    since: AskedDay | None = None
    until: AskedDay | None = None
    transfers: Literal["counted"] | None = None


Told = dict[str, Any]


def figure(
    name: str,
    value: float | str | None,
    unit: Unit = "count",
    *,
    currency: str | None = None,
    month: object = None,
    group: str | None = None,
) -> Told:
    """A number that is none of money."""
    known = None if currency in ("", NO_CURRENCY) else currency
    told = day(month)[:7] if month is not None else None
    return {"name": name, "value": value, "unit": unit, "currency": known, "month": told, "group": group}


def amount(name: str, value: float | None, currency: str, **more: Any) -> Told:  # noqa: ANN401 - as of figure
    """Money of a frame, in the currency's unit."""
    units = None if value is None or value != value else round(value * SCALE)
    return figure(name, money(units), "money", currency=currency, **more)


def units(name: str, value: int | None, currency: str, **more: Any) -> Told:  # noqa: ANN401 - as of figure
    """Money in 1/10,000."""
    return figure(name, money(value), "money", currency=currency, **more)


def spread(name: str, known: Distribution | None, currency: str) -> list[Told]:
    """How money of several, which is not added, is spread: nothing of none."""
    if known is None:
        return []
    ends = {"median": known.median, "least": known.least, "most": known.most}
    told = [
        figure(name, exact(value), "money", currency=currency, group=which)
        for which, value in ends.items()
        if which == "median" or known.count > 1
    ]
    return [*told, figure(f"{name}_links", known.count, currency=currency)]


def links_asked(reader: Reader) -> tuple[str, ...]:
    """The links that are meant; empty for all, and one that nobody has where nobody is."""
    pairs = people.with_links(reader.db, reader.pairs)
    return tuple(value for name, value in pairs if name in ("link", "links"))


def answer(reader: Reader, page: str, told: list[Told]) -> Answer:
    """The figures of a page, with a row of the audit."""
    reader.note(f"figures/{page}", len(told))
    return Answer(whole(told))
