"""The formats of files, by the ends of their names."""

from collections.abc import Iterator, Mapping

from languages import grouped, say
from store.core.files.delimited import CSV
from store.core.files.jsonl import JSON_LINES
from store.core.files.parquet import PARQUET
from store.core.files.sheet import Format, Sheet

MOST_ROWS = 1_048_575
"""What a sheet of Excel holds below its header."""


def _excel(sheet: Sheet) -> Iterator[bytes]:
    # Loaded as late as a file is written, since it takes a third of a second: what takes in webhooks starts without it.
    from store.core.files import excel

    return excel.parts(sheet)


EXCEL = Format(
    "Excel",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    _excel,
    most=MOST_ROWS,
    is_made_at_once=True,
)

FORMATS: Mapping[str, Format] = {"csv": CSV, "xlsx": EXCEL, "parquet": PARQUET, "jsonl": JSON_LINES}


def beyond(name: str, rows: int) -> str:
    """Why so many rows can't be a file of this format, and what to do instead; empty where they can."""
    most = FORMATS[name].most
    if most is None or rows <= most:
        return ""
    return say(
        "{label} holds {most} rows under its header, and these are {rows}. Take Parquet or CSV, or narrow the filter.",
        label=FORMATS[name].label,
        most=grouped(most),
        rows=grouped(rows),
    )
