"""What leaves the desk as a file: which rows of which filter, and which document, to whom."""

import hashlib
from collections.abc import Iterable

from actions.permission import allowed, note
from domain.roles import Actor
from store import Database
from store.queries.query_params import AMOUNTS

Pairs = Iterable[tuple[str, str]]
"""A filter as an address has it."""

_CLEAR = frozenset(
    {
        *AMOUNTS,
        "action",
        "categories",
        "csv",
        "currency",
        "doubtful",
        "from",
        "kinds",
        "outcome",
        "since",
        "sort",
        "statuses",
        "to",
        "transfers",
        "type",
        "until",
    }
)
"""Parameters whose values name nobody; what others are about may have to be erased one day."""

USUAL = "csv"
"""The format that goes without saying."""

_LINK, _PERSON = ("links", "link", "link_of"), ("person", "external_id")
_LONGEST = 1_000  # characters


@allowed("export")
def hand_over(
    db: Database,
    table: str,
    filtered: Pairs,
    rows: int,
    *,
    actor: Actor,
    is_whole: bool = True,
    masked: str = "",
    extension: str = USUAL,
) -> None:
    """Record a file of so many rows; one that is not whole was broken off by who took it.

    `masked` says who is masked in it, empty for nobody. `extension` is that of its name.
    """
    told_of = {"masked": masked} if masked else {}
    if extension != USUAL:
        told_of["format"] = extension
    pairs = [*filtered]
    links, persons = _values(pairs, _LINK), _values(pairs, _PERSON)
    with db.write() as connection:
        note(
            connection,
            actor,
            {"rows": rows, "filter": told(pairs), **told_of},
            target=table,
            link=links[0] if len(links) == 1 else "",
            external_id=persons[0] if len(persons) == 1 else "",
            error="" if is_whole else "broken off",
        )


@allowed("export", did="read by a program")
def hand_to_program(
    db: Database, what: str, filtered: Pairs, rows: int, reads: int, *, actor: Actor, masked: str = ""
) -> None:
    """Record what a program read with a token: so many rows, in so many reads where these are added up."""
    pairs = [*filtered]
    links, persons = _values(pairs, _LINK), _values(pairs, _PERSON)
    added = {"reads": reads} if reads > 1 else {"filter": told(pairs)}
    with db.write() as connection:
        note(
            connection,
            actor,
            {"rows": rows, **added, **({"masked": masked} if masked else {})},
            target=what,
            link=links[0] if len(links) == 1 else "",
            external_id=persons[0] if len(persons) == 1 else "",
        )


@allowed("document", did="document handed over")
def hand_document(db: Database, resource: str, row: str, kind: str, link: str, *, actor: Actor) -> None:
    """Record that a document was opened or taken away; `kind` is where in the row it lay."""
    with db.write() as connection:
        about, target = {"resource": resource, "type": kind}, f"{resource}:{row}"
        note(connection, actor, about, action="export", link=link, target=target)


def told(filtered: Pairs) -> str:
    """A filter as the audit keeps it: what may name somebody by a digest, the same each time."""
    parts = (f"{name}={value if name in _CLEAR else _sign(value)}" for name, value in filtered if value.strip())
    return ", ".join(parts)[:_LONGEST]


def _values(pairs: Pairs, names: tuple[str, ...]) -> list[str]:
    return [value for name, value in pairs if name in names and value.strip()]


def _sign(value: str) -> str:
    return f"#{hashlib.sha256(value.encode('utf-8', 'replace')).hexdigest()[:8]}"
