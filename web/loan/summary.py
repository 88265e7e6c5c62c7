"""The first page: whose file it is and as of when, the figures that matter, what deserves a look, and the contents."""

from collections.abc import Iterator

from domain.person.flags import WORDS, Flag, meaning
from languages import say
from web.loan import telling, words
from web.loan.document import Block, Item, Point, facts, figures, points, text
from web.loan.known import FISCAL, PERSON, Known, code_of
from web.loan.sections import debts, employment, income, quality, tax
from web.loan.sections.cash_flow import a_month, chart

_T = words.TEXTS
_MOST_CURRENCIES, _WITH_CHART = 4, 2


def blocks(known: Known, digest: str) -> Iterator[Block]:
    """All of it, in the order in which it is read."""
    ids = (_T["summary.external_id"], _T["summary.digest"])
    yield facts([*_facts(known), (_T["summary.digest"], telling.identifier(digest))], mono=ids)
    found = [block for currency in known.currencies[:_MOST_CURRENCIES] for block in _of_currency(known, currency)]
    yield from found or [text(_T["summary.nothing"], "muted")]
    yield from _chart(known)
    yield figures("", [quality.trust(known)], columns=2)
    yield points(_T["summary.flags"], _flags(known))
    yield {"is": "contents", "title": _T["summary.contents"]}


def _facts(known: Known) -> Iterator[tuple[str, str]]:
    subject = known.subject
    if subject.external_id:
        yield _T["summary.external_id"], telling.text(subject.external_id)
    yield _T["summary.links"], telling.listed([telling.text(subject.called(link), 60) for link in subject.links])
    word = "summary.as_known_day" if subject.known_on else "summary.as_of_day"
    yield _T["summary.as_of"], words.say(word, day=telling.day(subject.day))
    pulled = [one.pulled_at for of in known.origins.values() for one in of if one.pulled_at]
    yield _T["summary.newest"], telling.instant(max(pulled)) if pulled else _T["unknown"]
    yield _T["summary.environment"], _T[f"summary.environment.{subject.environment}"]


def _of_currency(known: Known, currency: str) -> Iterator[Block]:
    items: list[Item] = [*income.told(known, currency), *employment.told(known, currency), *debts.told(known, currency)]
    if known.accounts["currency"].eq(currency).any():
        items += [one for one in a_month(known, currency) if one.label == _T["figure.net_a_month"]]
    of = next((one for one in known.all(FISCAL, "sales", month=None) if code_of(one["currency"]) == currency), None)
    items += tax.sums(known, of["currency"]) if of else []
    if items:
        yield figures(words.say("summary.in", currency=currency), items)


def _chart(known: Known) -> Iterator[Block]:
    """In and out in the currency in which most is, as far as the page has room."""
    months = known.months
    main = next((one for one in known.currencies if (months["currency"] == one).any()), None)
    if main and len(known.currencies) <= _WITH_CHART:
        yield chart(known, main, months[months["currency"] == main])


def _flags(known: Known) -> list[Point]:
    raised = [one["group"] for one in known.all(PERSON, "flag") if one["value"]]
    found = [Point(f"{meaning(flag)}.", f"{say(WORDS[flag])}.", "warn") for flag in Flag if str(flag) in raised]
    return found or [Point(_T["summary.no_flags"])]
