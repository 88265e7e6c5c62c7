"""Employment: where they work now, all employments, how the salary changed, and times without any."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from domain.person.salary import Change, Stretch, changes
from resources import Family
from store.core.money import SCALE
from store.queries.employment import employment
from web.loan import telling, words
from web.loan.document import Block, Column, Item, Section, figures, table, text
from web.loan.known import PERSON, Known
from web.loan.sections.reasons import none_of

if TYPE_CHECKING:
    from pandas import DataFrame

_T = words.TEXTS
SOURCES = ("employment_records", "mx_current_employments", "br_employments", "employment_metrics")


def section(known: Known) -> Section:
    """Figures, then now, then all lives."""
    lives = employment.employments(known.subject.db, known.subject.links)
    now = employment.current(known.subject.db, known.subject.links)
    if lives.empty and now.empty:
        blocks = [text(words.say("employment.none", reason=none_of(Family.EMPLOYMENT)), "muted")]
    else:
        blocks = [*_figures(known), _now(known, now, lives), _lives(known, lives), _changes(known), *_gaps(known)]
    return Section("employment", _T["employment.title"], blocks, _T["employment.lead"], known.sources(*SOURCES))


def told(known: Known, currency: str) -> Iterator[Item]:
    """The salary as payroll tells it."""
    salary = known.value(PERSON, "salary", currency=currency)
    if salary is None:
        return
    flags = {one["group"] for one in known.all(PERSON, "flag") if one["value"]}
    ended = ended_of(known, currency)
    note = words.say("figure.salary_ended", day=telling.day(ended)) if ended else _T["figure.salary_goes_on"]
    yield Item(_T["figure.salary"], telling.amount(salary, currency), note, "warn" if "cut" in flags else "accent")
    change = known.value(PERSON, "change", currency=currency)
    if change is not None:
        yield Item(_T["figure.change"], telling.share(change, signed=True), "", "warn" if change < 0 else "accent")


def ended_of(known: Known, currency: str) -> str | None:
    """The day on which the last employment in this currency ended; None while one goes on."""
    stretches = [one for one in _stretches(known) if one.currency == currency]
    if any(one.end is None or one.end >= known.subject.day for one in stretches):
        return None
    return max((one.end.isoformat() for one in stretches if one.end), default=None)


def _figures(known: Known) -> Iterator[Block]:
    for currency in known.currencies:
        if items := [*told(known, currency)]:
            yield figures(words.say("summary.in", currency=currency), items, columns=3)


def _now(known: Known, rows: "DataFrame", lives: "DataFrame") -> Block:
    columns = (
        Column(_T["col.employer"], 2.6),
        Column(_T["col.where"], 1.2, optional=True),
        Column(_T["col.since"], 0.9, optional=True),
        Column(_T["col.salary"], right=True),
        Column(_T["col.at"], 1.9),
    )
    cells = [
        (
            telling.text(row["employer"]),
            telling.text(row["place"]),
            telling.day(row["start"]),
            telling.amount(row["monthly_salary"], row["currency"]),
            telling.text(known.subject.called(str(row["link"]))),
        )
        for row in rows.to_dict("records")
        if telling.is_known(row["employer"])
    ]
    is_told_below = rows.empty and bool(lives["end"].isna().any())
    empty = _T["employment.now_below" if is_told_below else "employment.now_none"]
    return table(_T["employment.now"], columns, cells, empty=empty, beside="mx_current_employments")


def _lives(known: Known, rows: "DataFrame") -> Block:
    columns = (
        Column(_T["col.employer"], 2.6),
        Column(_T["col.occupation"], 1.4, optional=True),
        Column(_T["col.from"], 0.9),
        Column(_T["col.until"], 0.9),
        Column(_T["col.salary"], right=True),
        Column(_T["col.at"], 1.9),
    )
    cells = [
        (
            telling.text(row["employer"]),
            telling.text(row["occupation"], 60),
            telling.day(row["start"]),
            telling.day(row["end"]) if telling.is_known(row["end"]) else _T["employment.goes_on"],
            telling.amount(row["monthly_salary"], row["currency"]),
            telling.text(known.subject.called(str(row["link"]))),
        )
        for row in rows.to_dict("records")
    ]
    sheet = "br_employments" if any(row == "BR" for row in rows["country"]) else "employment_records"
    return table(_T["employment.lives"], columns, cells, beside=sheet)


def _changes(known: Known) -> Block:
    columns = (
        Column(_T["col.from"], 0.9),
        Column(_T["col.employer"], 2.6),
        Column(_T["col.before"], right=True),
        Column(_T["col.after"], right=True),
        Column(_T["col.changed"], right=True),
    )
    found: Sequence[Change] = [*changes(_stretches(known))]
    cells = [
        (
            telling.day(one.day),
            telling.text(one.employer),
            telling.units(one.before, one.currency),
            telling.units(one.after, one.currency),
            {"t": telling.share(one.share, signed=True), "tone": "bad" if one.is_cut else "plain"},
        )
        for one in found
    ]
    notes = [_T["employment.changes_note"]]
    return table(_T["employment.changes"], columns, cells, empty=_T["employment.no_changes"], notes=notes, most=12)


def _stretches(known: Known) -> list[Stretch]:
    rows = employment.salaries(known.subject.db, known.subject.links).dropna(subset=["start", "monthly_salary"])
    return [
        Stretch(
            row["employer"] if telling.is_known(row["employer"]) else "",
            row["start"].date(),
            row["end"].date() if telling.is_known(row["end"]) else None,
            round(row["monthly_salary"] * SCALE),
            row["currency"] if telling.is_known(row["currency"]) else "",
        )
        for row in rows.to_dict("records")
    ]


def _gaps(known: Known) -> Iterator[Block]:
    rows = employment.gaps(known.subject.db, known.subject.links).to_dict("records")
    if rows:
        columns = (
            Column(_T["col.from"], 1),
            Column(_T["col.until"], 1),
            Column("", 1, right=True),
            Column(_T["col.at"], 2),
        )
        cells = [
            (
                telling.day(row["start"]),
                telling.day(row["end"]),
                telling.count(int(row["days"]), "day"),
                telling.text(known.subject.called(str(row["link"]))),
            )
            for row in rows
        ]
        yield table(_T["employment.gaps"], columns, cells, most=12)
