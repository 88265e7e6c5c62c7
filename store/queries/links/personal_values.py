"""Every value of a link's rows that is masked: what a scan looks for in what is handed out."""

from collections.abc import Iterator
from typing import Any

from domain.support.leaks import Value
from resources import RESOURCES, mask_at
from resources.personal import Personal
from store.database import Database
from store.queries.links import answered
from store.sight import Sight


def of_link(db: Database, link: str) -> Iterator[Value]:
    """The values by their kind and path, of the rows that `answered` hands out, and of what the link itself says."""
    whole, masked = db.whole, db.as_seen(Sight.MASKED)
    if (told := answered.own(whole, link)) is not None:
        yield from _differing(masked, "links", [told])
    for resource in answered.stored(whole, link):
        yield from _differing(masked, resource, answered.of_link(whole, link, resource).rows)


def clear_names(db: Database) -> list[str]:
    """Names of companies and institutions that everybody may see, whose words are no person's."""
    with db.as_seen(Sight.MASKED).read() as connection:
        found = connection.execute(_CLEAR).fetchall()
    return [str(row[0]) for row in found if row[0]]


def _differing(masked: Database, resource: str, rows: list[dict[str, Any]]) -> Iterator[Value]:
    for row, shown in zip(rows, masked.as_answered(resource, rows), strict=True):
        for path, value in _pairs(row, shown, ""):
            mask = mask_at(RESOURCES[resource], path)
            yield Value(mask.kind if mask else Personal.PRIVATE, f"{resource}.{path}", value)


def _pairs(value: Any, shown: Any, path: str) -> Iterator[tuple[str, str]]:  # noqa: ANN401 - any JSON
    """Texts and numbers that are shown otherwise, by their paths without the places in lists."""
    match value, shown:
        case dict(), dict():
            for name, inner in value.items():
                yield from _pairs(inner, shown.get(name), f"{path}.{name}" if path else str(name))
        case list(), list():
            for inner, other in zip(value, shown, strict=False):
                yield from _pairs(inner, other, path)
        case ((str() | int() | float()), _) if value != shown and not isinstance(value, bool):
            yield path, str(value)


_CLEAR = """
    SELECT display_name FROM institutions UNION SELECT name FROM institutions
    UNION SELECT merchant FROM transactions
"""
