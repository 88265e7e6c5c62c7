"""A loan file made in a folder: rows first, so that the PDF can name their digests; all of one state of the store."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time
from pathlib import Path

from store.core.files import parquet
from store.core.files.sheet import Sheet
from store.write import revisions
from web.loan import manifest, press, summary, telling, words
from web.loan.beside import Beside, tables_of
from web.loan.document import Frame, Section
from web.loan.known import Known
from web.loan.manifest import EXCEL, MANIFEST, PDF, SUMS, Written, written
from web.loan.sections import accounts, cash_flow, debts, employment, files, income, quality, sources, tax, unknown, who
from web.loan.subject import Subject

TRIES = 3
"""How often it is begun anew where a pull has changed the rows in between."""

_SHORT = 16


class Moving(Exception):
    """Rows of the subject change all the time, so that no two of its parts would be of one state."""


@dataclass(frozen=True)
class Made:
    """What lies in the folder, and how many rows."""

    files: Sequence[tuple[str, Path]]
    rows: int


def make(subject: Subject, folder: Path, is_wanted: Callable[[], bool]) -> Made:
    """All files of a loan file; raises Moving, press.NotSet, and press.GivenUp where nobody wants it any more."""
    for attempt in range(TRIES):
        there = folder / str(attempt)
        there.mkdir(mode=0o700)
        before = _state(subject)
        made = _make(Known(subject), there, is_wanted)
        if _state(subject) == before:
            return made
    raise Moving


def _state(subject: Subject) -> list[int]:
    """Another value as soon as a pull has changed something of the subject."""
    return [revisions.current(subject.db.whole, link) for link in subject.links]


def _make(known: Known, folder: Path, is_wanted: Callable[[], bool]) -> Made:
    beside = tables_of(known)
    rows = [*_write_rows(known, beside, folder, is_wanted)]
    digest = manifest.digest_of(rows)
    document = frame_of(known, rows, beside, digest).as_json()
    (folder / PDF).write_bytes(press.pdf(document, known.subject.day, is_wanted=is_wanted))
    (folder / SUMS).write_bytes(manifest.sums(rows))
    others = [written(folder / name, name) for name in (PDF, SUMS)]
    (folder / MANIFEST).write_bytes(manifest.as_json(known.subject, rows, others))
    names = [*(one.name for one in rows), PDF, SUMS, MANIFEST]
    return Made([(name, folder / name) for name in names], sum(one.number for one in beside))


def frame_of(known: Known, rows: Sequence[Written], beside: Sequence[Beside], digest: str) -> Frame:
    """The whole document."""
    subject = known.subject
    name, day = telling.text(subject.name, 70), telling.day(subject.day)
    mask = {"everybody": "frame.masked_everybody", "all but one": "frame.masked_but_one"}.get(subject.masked)
    return Frame(
        words.say("frame.running", name=name),
        name,
        words.say("frame.as_known" if subject.known_on else "frame.as_of", day=day),
        words.TEXTS[mask] if mask else None,
        digest[:_SHORT],
        [*summary.blocks(known, digest)],
        [*_sections(known), files.section(rows, digest, beside), sources.requests(known)],
    )


def _sections(known: Known) -> Iterator[Section]:
    for chapter in (who, accounts, income, cash_flow, debts, employment, tax, quality, unknown, sources):
        yield chapter.section(known)


def _write_rows(
    known: Known, beside: Sequence[Beside], folder: Path, is_wanted: Callable[[], bool]
) -> Iterator[Written]:
    """A Parquet file a table, and one of Excel with a sheet each."""
    told = manifest.of_rows(known.subject)
    for table in beside:
        name = f"rows/{table.name}.parquet"
        path = folder / name
        path.parent.mkdir(mode=0o700, exist_ok=True)
        with path.open("wb") as file:
            for part in parquet.parts(_watched(table.sheet(told), is_wanted)):
                file.write(part)
        yield written(path, name, table.number)
    sheets = (_watched(table.sheet({}), is_wanted) for table in beside if table.fits_excel)
    made = datetime.combine(known.subject.day, time(), UTC)
    from store.core.files import excel  # what writes Excel takes a third of a second to load

    about = words.sheets.values(manifest.of_file(known.subject))
    excel.make(folder / EXCEL, sheets, manifest=about, made=made, called=words.sheets.heading)
    yield written(folder / EXCEL, EXCEL)


def _watched(sheet: Sheet, is_wanted: Callable[[], bool]) -> Sheet:
    """The same, whose rows end with GivenUp as soon as nobody wants them."""

    def rows() -> Iterable[Sequence[object]]:
        for row in sheet.rows:
            if not is_wanted():
                raise press.GivenUp
            yield row

    return replace(sheet, rows=rows())
