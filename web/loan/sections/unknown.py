"""What this does not know: what is missing, broken, cut short or in doubt, each with its reason."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from domain.absence import why_absent
from domain.link_state import LinkState, advise, judge
from domain.link_state.kept import KEPT
from domain.loan_file.unknowns import (
    Kind,
    LinkKnown,
    ResourceKnown,
    Told,
    Unknown,
    of_currencies,
    of_findings,
    of_link,
    of_months,
    of_products,
)
from domain.person.income import whole_months
from domain.quality.words import CHECKS
from languages import grouped, say
from resources import RESOURCES, Declaration, Family, pulled_resources
from resources.offers import countries_of
from store.queries.banking import cash_flow
from store.queries.banking.outlooks import REASONS, outlook
from store.queries.banking.sums.reach import by_months
from store.queries.links import facts
from store.queries.links.provenance import Origin
from store.queries.match import matching
from store.write import institutions
from store.write.links import LinkRow
from web.loan import telling, words
from web.loan.document import Block, Point, Section, Tone, points, text
from web.loan.known import ACCOUNTS, PERSON, Known
from web.loan.sections.cash_flow import chances
from web.loan.subject import end_of

_T = words.TEXTS
_LOADING = ("waiting", "polling", "loading")

GROUPS: Mapping[str, tuple[Tone, tuple[Kind, ...]]] = {
    "missing": (
        "accent",
        (Kind.NO_BANK, Kind.NO_PAYROLL, Kind.NO_TAX, Kind.NOT_ASKED, Kind.NOT_OFFERED, Kind.EMPTY, Kind.NEVER_PULLED),
    ),
    "broken": ("bad", (Kind.LINK_BROKEN, Kind.PULL_FAILED, Kind.STILL_LOADING)),
    "time": ("warn", (Kind.MONTHS_BEFORE, Kind.FEW_MONTHS, Kind.GAP, Kind.MORE_GAPS, Kind.CUT, Kind.NO_FORECAST)),
    "doubt": (
        "warn",
        (
            *(Kind.SET_ASIDE, Kind.CHECK_FAILED, Kind.CHECK_DOUBTFUL, Kind.NOT_CHECKED, Kind.CHANCE, Kind.TWICE),
            *(Kind.FAR_BEYOND, Kind.NO_BALANCE, Kind.ASSIGNED),
        ),
    ),
    "sight": ("muted", (Kind.CURRENCIES, Kind.NO_CURRENCY, Kind.MASKED, Kind.LATER, Kind.ONLY_LINKS)),
}
"""What stands together, and how loud."""


def section(known: Known) -> Section:
    """All of it, group by group."""
    found, blocks = [*unknowns(known)], list[Block]()
    for name, (tone, kinds) in GROUPS.items():
        own = [one for kind in kinds for one in found if one.kind is kind]
        title = _T[f"unknowns.{name}"]
        if own:
            blocks.append(points(title, [_point(one, tone) for one in own]))
        else:
            blocks += [points(title, []), text(_T["unknowns.none"], "muted")]
    return Section(
        "unknowns", _T["unknowns.title"], blocks, _T["unknowns.lead"], [[_T["sources.everything"]]], new_page=True
    )


def unknowns(known: Known) -> Iterator[Unknown]:
    """What is not known of the subject, as the rules find it."""
    families = {RESOURCES[one.resource].family for of in known.origins.values() for one in of if one.rows}
    yield from of_products(families)
    states = _states(known)
    for row in known.subject.rows:
        yield from of_link(_link(known, row, states.get(row.link)))
    if Family.BANKING in families:
        first = known.known_from
        yield from of_months(first, known.subject.since, len(whole_months(first, known.known_until)))
    accounts = {key: telling.text(name, 60) for key, name in known.account_names.items()}
    yield from of_findings(known.findings, accounts)
    yield from _of_sums(known)
    yield from _cut(known)
    yield from of_currencies([one for one in known.currencies if one])
    yield from _of_sight(known)


def _of_sums(known: Known) -> Iterator[Unknown]:
    for currency in known.currencies:
        number, chance, amount = chances(known, currency)
        if chance:
            counted: dict[str, Told] = {"number": chance, "of": number, "amount": telling.amount(amount, currency)}
            yield Unknown(Kind.CHANCE, {**counted, "currency": currency})
        seen = outlook(known.subject.db, replace(known.movements, currency=currency), known.subject.day)
        if seen.made is None:
            yield Unknown(Kind.NO_FORECAST, {"currency": currency, "reason": REASONS.say(seen.reason)})
    if aside := sum(one.set_aside for of in known.origins.values() for one in of):
        yield Unknown(Kind.SET_ASIDE, {"number": aside})
    if beyond := known.value(ACCOUNTS, "set_aside"):
        yield Unknown(Kind.FAR_BEYOND, {"number": beyond})
    if silent := int(known.accounts["current"].isna().sum()):
        yield Unknown(Kind.NO_BALANCE, {"number": silent})
    if known.value(PERSON, "flag", group="twins"):
        yield Unknown(Kind.TWICE, {})
    if known.accounts["currency"].isna().any() or (known.accounts["currency"] == "").any():
        yield Unknown(Kind.NO_CURRENCY, {})


def _cut(known: Known) -> Iterator[Unknown]:
    """What is read row by row is bounded: of very many rows only the newest whole months are."""
    reach = by_months(known.subject.db, known.movements, cash_flow.MOST_OF_PAYEES)
    if reach.is_cut:
        told: Mapping[str, Told] = {"number": cash_flow.MOST_OF_PAYEES, "since": reach.since}
        yield Unknown(Kind.CUT, {"what": _T["cash.cut"], **told})
    one = known.subject
    found = matching.of_links(one.db, one.links, one.since, one.day, one.day)
    if found.cut_at:
        yield Unknown(Kind.CUT, {"what": _T["income.match"], "number": 10_000, "since": found.cut_at})


def _of_sight(known: Known) -> Iterator[Unknown]:
    if known.subject.masked:
        yield Unknown(Kind.MASKED, {})
    if known.subject.known_on:
        yield Unknown(Kind.LATER, {"day": known.subject.known_on})
    yield Unknown(Kind.ONLY_LINKS, {})


def _states(known: Known) -> Mapping[str, LinkState]:
    """By link how it is at the end of the day of the file."""
    now = end_of(known.subject)
    around = {fact.link: fact for link in known.subject.links for fact in facts.around(known.subject.db, link, now)}
    return judge(around.values(), now)


def _link(known: Known, row: LinkRow, state: LinkState | None) -> LinkKnown:
    said = advise(state, row.display_name or row.institution or "") if state else None
    trouble = said.happened if said else ""
    institution = institutions.find(known.subject.db, row.institution or "")
    described: dict[str, Any] = institution.described if institution else {}
    described |= {"integration_type": row.integration_type}
    origins = {one.resource: one for one in known.origins[row.link]}
    told = [
        _resource(name, origins.get(name), described, row)
        for name, declared in pulled_resources().items()
        if name in origins
        or (described.get("type") in declared.offer.countries and declared.offer.is_at_home(described))
    ]
    name = telling.text(known.subject.called(row.link))
    pulled = max((one.pulled_at for one in origins.values() if one.pulled_at), default=None)
    return LinkKnown(
        name, told, telling.text(trouble) if trouble else "", state.since if state else None, pulled, row.is_assigned
    )


def _may_be_there(declared: Declaration, institution: Mapping[str, Any]) -> bool:
    """Whether institutions of this type have it; of what differs by country, in this one."""
    places: Mapping[Any, tuple[str, ...]] = declared.offer.countries
    type_ = institution.get("type")
    countries = countries_of(institution)
    is_here = type_ == "bank" or not countries or not set(countries).isdisjoint(places.get(type_, ()))
    return type_ in places and is_here


def _resource(name: str, origin: Origin | None, institution: Mapping[str, Any], row: LinkRow) -> ResourceKnown:
    declared = RESOURCES[name]
    state = origin.state if origin else None
    absence = why_absent(declared, institution, row.fetch_resources, state=state, access_mode=row.access_mode)
    if origin is None:
        return ResourceKnown(say(declared.label), 0, absence)
    return ResourceKnown(
        say(declared.label),
        origin.rows,
        absence,
        origin.state == "failed",
        origin.loading in _LOADING,
        telling.text(KEPT.say(origin.error) if origin.error else origin.error),
        origin.pulled_at,
    )


def _point(one: Unknown, tone: Tone) -> Point:
    told = {name: _told(name, value) for name, value in one.told.items()}
    return Point(words.say(f"unknown.{one.kind}", **told), words.say(f"lead.{one.kind}", **told), tone)


def _told(name: str, value: Told) -> str:
    match value:
        case datetime():
            return telling.instant(value)
        case date():
            return telling.day(value)
        case bool() | int():
            return grouped(value)
        case None:
            return _T["unknown"]
        case str():
            return CHECKS[_CHECKS[value]].name if name == "check" else value
    told = [CHECKS[_CHECKS[one]].name.lower() for one in value] if name == "checks" else value
    return telling.listed(told)


_CHECKS = {str(check): check for check in CHECKS}
