"""Working lives, Mexico's and Brazil's alike: who, for whom, from when to when, at what salary, and the gaps between.

Mexico tells salaries a day (`base_salary`) and when they changed, Brazil month by month. Here both have a monthly
figure: a day's salary times 365 / 12 where Belvo gives none, as `source` says.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from store.core import frames
from store.database import Database
from store.queries.base import JSON, frame, frame_of, objects, read
from store.queries.employment import working_lives
from store.queries.employment.working_lives import Row
from store.queries.kept import kept, kept_by_link

if TYPE_CHECKING:
    from pandas import DataFrame


@kept
def records(db: Database, links: Sequence[str] = ()) -> "DataFrame":
    """One row a person, by name; columns as in `_RECORDS`. Brazil's employments of a link are one person's."""
    return frame_of(sorted(_rows(db, links, "records"), key=lambda row: row["name"] or ""), _RECORDS)


@kept
def employments(
    db: Database, links: Sequence[str] = (), *, since: date | None = None, until: date | None = None
) -> "DataFrame":
    """One row an employment that touches the days, the newest first; one that goes on has no `end`."""
    rows = _touching(_rows(db, links, "employments"), since, until)
    return frame_of(sorted(rows, key=lambda row: row["start"] or "", reverse=True), _EMPLOYMENTS)


@kept
def salaries(
    db: Database, links: Sequence[str] = (), *, since: date | None = None, until: date | None = None
) -> "DataFrame":
    """One row a stretch of days at one salary, the oldest first; columns as in `_SALARIES`.

    `event` is what began it, as Mexico's records say; Brazil's are months in a row.
    """
    rows = _touching(_rows(db, links, "salaries"), since, until)
    return frame_of(sorted(rows, key=lambda row: row["start"] or ""), _SALARIES)


@kept
def gaps(
    db: Database, links: Sequence[str] = (), *, since: date | None = None, until: date | None = None
) -> "DataFrame":
    """One row a time without any employment between two of a link: columns link, start, end (both without), days."""
    lives = sorted((row for row in _rows(db, links, "employments") if row["start"]), key=itemgetter("link", "start"))
    rows = (row for link, own in groupby(lives, key=itemgetter("link")) for row in working_lives.gaps(link, [*own]))
    return frame(_touching(rows, since, until), _GAPS)


@kept
def current(db: Database, links: Sequence[str] = ()) -> "DataFrame":
    """Current employments: one row an employer, or one without for somebody who has none; as in `_CURRENT`.

    Of Mexico as the service for current employments tells, of Brazil the employments that have no end.
    """
    return frame_of(sorted(_rows(db, links, "current"), key=lambda row: row["country"] != "MX"), _CURRENT)


@kept
def metrics(db: Database, links: Sequence[str] = ()) -> "DataFrame":
    """One row a set of measures of a working life in Mexico: link, metric (its id) and a column each, as Belvo's.

    Measures of no chosen day are of the day on which Belvo took them.
    """
    return frame_of(_rows(db, links, "metrics"), _METRICS)


@kept
def pay(
    db: Database, links: Sequence[str] = (), *, since: date | None = None, until: date | None = None
) -> "DataFrame":
    """Brazil's salaries as they were paid, one row a month and kind (REGULAR, THIRTEENTH…); columns as in `_PAY`."""
    days = [{**row, "start": row["month"], "end": row["month"]} for row in _rows(db, links, "pay")]
    rows = sorted(_touching(days, since, until), key=lambda row: (row["month"] or "", row["employer"] or ""))
    return frame_of(rows, _PAY)


@kept_by_link
def _rows(db: Database, links: Sequence[str], name: str) -> Iterator[tuple[str, JSON]]:
    """The rows of one of these frames, as they are read out of the objects of each resource."""
    columns, sources = _FRAMES[name]
    for resource, rows_of in sources.items():
        for row in rows_of(objects(db, resource, links)):
            yield str(row["link"]), read(row, columns)


def _brazilian(items: Sequence[JSON]) -> Iterator[Row]:
    return (working_lives.common("BR", item) | working_lives.brazilian_employment(item) for item in items)


def _brazilian_now(items: Sequence[JSON]) -> Iterator[Row]:
    return ({**row, "status": "EMPLOYED"} for row in _brazilian(items) if not row["end"])


def _measured(items: Sequence[JSON]) -> Iterator[Row]:
    for item in items:
        day = item.get("reference_date") or item.get("updated_at")
        yield {**item, "metric": item.get("id"), "reference_date": day}


def _each(rows_of: Callable[[JSON], Iterable[Row]]) -> Callable[[Sequence[JSON]], Iterator[Row]]:
    """The rows of every object."""
    return lambda items: (row for item in items for row in rows_of(item))


def _touching(rows: Iterable[JSON], since: date | None, until: date | None) -> list[JSON]:
    """The stretches that have a day from `since` to `until`; one without a start has any, one without an end lasts."""
    first, last = (bound.isoformat() if bound else "" for bound in (since, until))
    return [row for row in rows if (not last or (row["start"] or "") <= last) and (row["end"] or "9") >= first]


_WHO = {"country": frames.TEXT, "link": frames.TEXT, "resource": frames.TEXT, "record": frames.TEXT}

_RECORDS = {
    **_WHO,
    "name": frames.TEXT,
    "documents": frames.TEXT,
    "birth_date": frames.DAY,
    "status": frames.TEXT,
    "employments": frames.INTEGER,
    "employers": frames.INTEGER,
    "first_day": frames.DAY,
    "employer": frames.TEXT,
    "monthly_salary": frames.MONEY,
    "currency": frames.TEXT,
    "weeks_contributed": frames.INTEGER,
    "report_date": frames.DAY,
    "collected_at": frames.INSTANT,
}

_EMPLOYMENTS = {
    **_WHO,
    "name": frames.TEXT,
    "employer": frames.TEXT,
    "employer_id": frames.TEXT,
    "place": frames.TEXT,
    "activity": frames.TEXT,
    "occupation": frames.TEXT,
    "start": frames.DAY,
    "end": frames.DAY,
    "weeks": frames.INTEGER,
    "monthly_salary": frames.MONEY,
    "currency": frames.TEXT,
}

_SALARIES = {
    **_WHO,
    "employer": frames.TEXT,
    "event": frames.TEXT,
    "start": frames.DAY,
    "end": frames.DAY,
    "base_salary": frames.MONEY,
    "monthly_salary": frames.MONEY,
    "source": frames.TEXT,
    "currency": frames.TEXT,
}

_GAPS = {"link": frames.TEXT, "start": frames.DAY, "end": frames.DAY, "days": frames.INTEGER}

_CURRENT = {
    **_WHO,
    "name": frames.TEXT,
    "status": frames.TEXT,
    "month": frames.TEXT,
    "employer": frames.TEXT,
    "employer_id": frames.TEXT,
    "place": frames.TEXT,
    "start": frames.DAY,
    "days_employed": frames.INTEGER,
    "base_salary": frames.MONEY,
    "monthly_salary": frames.MONEY,
    "currency": frames.TEXT,
}

_PAY = {
    **_WHO,
    "employer": frames.TEXT,
    "month": frames.DAY,
    "type": frames.TEXT,
    "base": frames.MONEY,
    "retained": frames.MONEY,
    "currency": frames.TEXT,
}

_YEARS = ("1y", "3y", "5y")

_METRICS: Mapping[str, str] = {
    "link": frames.TEXT,
    "metric": frames.TEXT,
    "collected_at": frames.INSTANT,
    "reference_date": frames.DAY,
    "age": frames.INTEGER,
    "current_status": frames.TEXT,
    "current_employer_count": frames.INTEGER,
    "employer_count": frames.INTEGER,
    "unique_employer_count": frames.INTEGER,
    "employers_per_year": frames.NUMBER,
    "base_salary_last": frames.MONEY,
    "weeks_employed_last_job": frames.NUMBER,
    "weeks_since_last_job": frames.NUMBER,
    "weeks_employed_total": frames.NUMBER,
    "weeks_with_multiple_employers": frames.NUMBER,
    "weeks_between_jobs": frames.NUMBER,
    "max_weeks_between_jobs": frames.NUMBER,
    **{
        f"{kind}_{span}": frames.INTEGER
        for span in ("last_job", "after_change", "overall", *_YEARS)
        for kind in ("increases", "decreases")
    },
    **{f"yearly_change_{years}": frames.NUMBER for years in _YEARS},
    **{f"{kind}_monthly_salary_{years}": frames.MONEY for years in _YEARS for kind in ("min", "average", "max")},
}

_FRAMES: Mapping[str, tuple[frames.Columns, Mapping[str, Callable[[Sequence[JSON]], Iterable[Row]]]]] = {
    "records": (
        _RECORDS,
        {
            "employment_records": lambda items: map(working_lives.mexican_record, items),
            "br_employments": working_lives.brazilian_records,
        },
    ),
    "employments": (
        _EMPLOYMENTS,
        {"employment_records": _each(working_lives.mexican_employments), "br_employments": _brazilian},
    ),
    "salaries": (
        _SALARIES,
        {
            "employment_records": _each(working_lives.mexican_salaries),
            "br_employments": _each(working_lives.brazilian_salaries),
        },
    ),
    "current": (
        _CURRENT,
        {"mx_current_employments": _each(working_lives.mexican_current), "br_employments": _brazilian_now},
    ),
    "metrics": (_METRICS, {"employment_metrics": _measured}),
    "pay": (_PAY, {"br_employments": _each(working_lives.pay)}),
}
"""By the name of a frame its columns, and what its rows are read out of."""
