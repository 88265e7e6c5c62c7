"""What a loan file does not know, worked out of what is stored: missing, cut short, broken, or perhaps chance."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from domain.absence import Absence
from domain.quality.checks import Check, Finding, Verdict
from domain.quality.words import FOUND
from languages import say
from resources import RESOURCES, Family

WANTED = 24
"""Whole months that a reader of a loan file expects to see."""

MOST_GAPS = 10
"""Times without data that are told one by one."""

PRODUCTS = (Family.BANKING, Family.EMPLOYMENT, Family.FISCAL)
"""What a person may have connected: a bank, an employer's records, a tax authority."""


class Kind(StrEnum):
    """What is not known, the weightiest first."""

    NO_BANK = "no_bank"
    NO_PAYROLL = "no_payroll"
    NO_TAX = "no_tax"
    LINK_BROKEN = "link_broken"
    PULL_FAILED = "pull_failed"
    STILL_LOADING = "still_loading"
    NOT_ASKED = "not_asked"
    NOT_OFFERED = "not_offered"
    EMPTY = "empty"
    NEVER_PULLED = "never_pulled"
    MONTHS_BEFORE = "months_before"
    FEW_MONTHS = "few_months"
    GAP = "gap"
    MORE_GAPS = "more_gaps"
    SET_ASIDE = "set_aside"
    CHECK_FAILED = "check_failed"
    CHECK_DOUBTFUL = "check_doubtful"
    NOT_CHECKED = "not_checked"
    CHANCE = "chance"
    CURRENCIES = "currencies"
    NO_CURRENCY = "no_currency"
    NO_BALANCE = "no_balance"
    FAR_BEYOND = "far_beyond"
    CUT = "cut"
    NO_FORECAST = "no_forecast"
    TWICE = "twice"
    ASSIGNED = "assigned"
    MASKED = "masked"
    LATER = "later"
    ONLY_LINKS = "only_links"


Told = str | int | date | datetime | Sequence[str] | None


@dataclass(frozen=True, slots=True)
class Unknown:
    """One thing that is not known, and what its sentence names."""

    kind: Kind
    told: Mapping[str, Told]


@dataclass(frozen=True, slots=True)
class ResourceKnown:
    """What is stored of a resource of a link: how many rows, or why none, and how the last pull of it ended."""

    label: str
    rows: int
    absence: Absence | None
    is_failed: bool = False
    is_loading: bool = False
    error: str = ""
    pulled_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class LinkKnown:
    """A link by what it is called, with its resources; `trouble` says what happened to it, empty where it is well."""

    name: str
    resources: Sequence[ResourceKnown]
    trouble: str = ""
    since: datetime | None = None
    pulled_at: datetime | None = None
    is_assigned: bool = False


def of_products(families: Collection[Family]) -> Iterator[Unknown]:
    """Products of which nothing is connected, or nothing has come."""
    kinds = dict(zip(PRODUCTS, (Kind.NO_BANK, Kind.NO_PAYROLL, Kind.NO_TAX), strict=True))
    for family, kind in kinds.items():
        if family not in families:
            labels = [say(one.label).lower() for one in RESOURCES.values() if one.family is family]
            yield Unknown(kind, {"resources": [*dict.fromkeys(labels)]})


def of_link(link: LinkKnown) -> Iterator[Unknown]:
    """What a link does not tell, its resources together by why."""
    named: dict[str, Told] = {"link": link.name}
    if link.trouble:
        told = named | {"happened": link.trouble, "since": link.since, "pulled": link.pulled_at}
        yield Unknown(Kind.LINK_BROKEN, told)
    for one in link.resources:
        if one.is_failed:
            told = named | {"resource": one.label, "error": one.error, "pulled": one.pulled_at, "rows": one.rows}
            yield Unknown(Kind.PULL_FAILED, told)
    yield from _together(Kind.STILL_LOADING, named, (one for one in link.resources if one.is_loading))
    silent = [one for one in link.resources if not one.rows and not one.is_loading and not one.is_failed]
    for kind, why in _WHY.items():
        yield from _together(kind, named, (one for one in silent if one.absence is why))
    if link.is_assigned:
        yield Unknown(Kind.ASSIGNED, named)


_WHY = {
    Kind.NOT_ASKED: Absence.NOT_ASKED,
    Kind.NOT_OFFERED: Absence.NOT_OFFERED,
    Kind.EMPTY: Absence.EMPTY,
    Kind.NEVER_PULLED: None,
}


def _together(kind: Kind, named: Mapping[str, Told], of: Iterable[ResourceKnown]) -> Iterator[Unknown]:
    if labels := [*dict.fromkeys(one.label.lower() for one in of)]:
        yield Unknown(kind, {**named, "resources": labels})


def of_months(known_from: date | None, wanted_from: date, whole: int) -> Iterator[Unknown]:
    """Months before the first movement that is known, and too few of them to say how steady an income is."""
    if known_from and known_from > wanted_from:
        yield Unknown(Kind.MONTHS_BEFORE, {"first": known_from, "wanted": WANTED})
    if known_from and whole < _FEWEST:
        yield Unknown(Kind.FEW_MONTHS, {"months": whole, "needed": _FEWEST})


_FEWEST = 3


def of_findings(findings: Sequence[Finding], accounts: Mapping[str, str]) -> Iterator[Unknown]:
    """Days without data one by one, and checks that failed, cast a doubt, or had nothing to look at."""
    gaps = [piece for one in findings if one.check is Check.GAPS for piece in one.evidence]
    for gap in gaps[:MOST_GAPS]:
        first, last = (date.fromordinal(day) if day else None for day in (gap.day, gap.until))
        told = {"account": accounts.get(gap.account, ""), "first": first, "last": last, "what": FOUND.say(gap.what)}
        yield Unknown(Kind.GAP, told)
    if len(gaps) > MOST_GAPS:
        yield Unknown(Kind.MORE_GAPS, {"number": len(gaps) - MOST_GAPS})
    kinds = {Verdict.FAILED: Kind.CHECK_FAILED, Verdict.DOUBTFUL: Kind.CHECK_DOUBTFUL}
    for check in Check:
        own = [one for one in findings if one.check is check]
        for verdict, kind in kinds.items():
            found = [one for one in own if one.verdict is verdict]
            if found:
                counted = {"number": sum(one.number for one in found), "of": sum(one.of for one in found)}
                yield Unknown(kind, {"check": str(check), **counted})
    looked = {one.check for one in findings if one.verdict is not Verdict.UNCHECKED}
    if silent := [str(check) for check in Check if check not in looked]:
        yield Unknown(Kind.NOT_CHECKED, {"checks": silent})


def of_currencies(currencies: Collection[str]) -> Iterator[Unknown]:
    """Amounts that are nowhere added to one another."""
    if len(currencies) > 1:
        yield Unknown(Kind.CURRENCIES, {"currencies": sorted(currencies)})
