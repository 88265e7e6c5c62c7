"""The blocks of which a loan file is made: plain JSON, of which the templates make type and lines."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from languages import grouped, spoken
from store.core.amounts import DASH
from web.loan import words

Block = Mapping[str, Any]
Cell = str | Mapping[str, Any]
Tone = Literal["plain", "muted", "good", "warn", "bad", "accent"]

MOST_ROWS = 25
"""Rows of a list in the file; all of them are in the rows beside."""


@dataclass(frozen=True, slots=True)
class Column:
    """What stands above a column; `width` is its share of the room that those without one leave.

    One that is `optional` is left out where no row has anything in it.
    """

    title: str
    width: float = 0
    right: bool = False
    mono: bool = False
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """A figure: what it is, how much, and in small print over what."""

    label: str
    value: str
    note: str = ""
    tone: Tone = "accent"


@dataclass(frozen=True, slots=True)
class Point:
    """One of a list of sentences."""

    text: str
    lead: str = ""
    tone: Tone = "muted"


@dataclass(frozen=True)
class Section:
    """A chapter; `sources` say of which link, resource and time it is, a line each."""

    name: str
    title: str
    blocks: Sequence[Block]
    lead: str = ""
    sources: Sequence[Sequence[str]] = ()
    new_page: bool = False


def strong(text: str, tone: Tone = "plain") -> Cell:
    return {"t": text, "strong": True, "tone": tone}


def toned(text: str, tone: Tone) -> Cell:
    return {"t": text, "tone": tone}


def table(
    title: str,
    columns: Sequence[Column],
    rows: Iterable[Sequence[Cell]],
    *,
    empty: str = "",
    notes: Sequence[str] = (),
    most: int = MOST_ROWS,
    beside: str = "",
    narrow: bool = False,
    is_all: bool = True,
) -> Block:
    """A table of no more than `most` rows, which says how many others are in the sheet `beside`.

    Where the rows are not all that there are, it says so many at least.
    """
    every = [[*row] for row in rows]
    kept = [place for place, one in enumerate(columns) if not one.optional or any(_says(row[place]) for row in every)]
    left = len(every) - most
    word = ("table.more" if is_all else "table.more_at_least") if beside else "table.more_nowhere"
    more = [words.say(word, number=grouped(left), sheet=beside)] if left > 0 else []
    return {
        "is": "table",
        "title": title,
        "columns": [asdict(columns[place]) for place in kept],
        "rows": [[row[place] for place in kept] for row in every[:most]],
        "narrow": narrow,
        "empty": empty,
        "notes": [*more, *(notes if every else ())],
    }


def _says(cell: Cell) -> bool:
    told = cell if isinstance(cell, str) else cell["t"]
    return told not in ("", DASH)


def figures(title: str, items: Iterable[Item], *, columns: int = 4) -> Block:
    """Figures side by side, those of one currency under its name."""
    return {"is": "figures", "title": title, "items": [asdict(item) for item in items], "columns": columns}


def facts(items: Iterable[tuple[str, str]], *, mono: Sequence[str] = ()) -> Block:
    """Labels and values below one another; those among `mono` are ids."""
    told = [{"label": label, "value": value, "mono": label in mono} for label, value in items]
    return {"is": "facts", "items": told}


def points(title: str, items: Iterable[Point]) -> Block:
    return {"is": "list", "title": title, "items": [asdict(item) for item in items]}


def text(said: str, tone: Tone = "plain") -> Block:
    return {"is": "text", "text": said, "tone": tone}


def heading(said: str) -> Block:
    return {"is": "heading", "text": said}


_SOURCES = ("sources", "resource", "rows", "collected", "pulled")


@dataclass(frozen=True)
class Frame:
    """What stands on every page, and what the file is called."""

    title: str
    subject: str
    as_of: str
    mask: str | None
    digest_short: str
    summary: Sequence[Block]
    sections: Sequence[Section] = field(default_factory=tuple)

    def as_json(self) -> dict[str, Any]:
        """As the templates read it."""
        numbered = [{**asdict(section), "number": str(number)} for number, section in enumerate(self.sections, start=1)]
        return {
            "lang": spoken().code,
            "title": self.title,
            "author": words.TEXTS["frame.author"],
            "description": words.TEXTS["frame.description"],
            "kicker": words.TEXTS["frame.kicker"],
            "subject": self.subject,
            "running": self.title,
            "as_of": self.as_of,
            "mask": self.mask,
            "digest_label": words.TEXTS["frame.digest"],
            "digest_short": self.digest_short,
            "page": words.TEXTS["frame.page"],
            "of": words.TEXTS["frame.of"],
            "sources_labels": [words.TEXTS[f"frame.{name}"] for name in _SOURCES],
            "summary": [*self.summary],
            "sections": numbered,
        }
