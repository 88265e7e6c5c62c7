"""What somebody sees of a view that others may have made: external ids by the names that they know people by.

A view is kept with external ids as they are, and shown with those of its reader's sight. What else an address says may
name somebody too; to who may not see people it is shown where it was made by somebody who may not, or can be known to
name nobody. Else the view is closed to them: without that filter it would tell of everybody.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from domain.access.views import Pairs
from domain.masking.aliases import HIDDEN
from domain.masking.documents import looks_personal
from domain.widget.options import BEHAVIOUR, LOOKS, TEXTS
from store import engine
from store.database import Database
from store.queries.links import people
from store.queries.query_params import spellings
from store.sight import Sight
from store.write import assignments
from store.write.assignments import PERSON

_PEOPLE = spellings("external_id")

_NAMES_NOBODY = frozenset(
    """
    link links link_of account accounts without section sort view charts as x y since until from to type status statuses
    categories currency minimum maximum transfers doubtful kinds states state product flag check of institution
    as_known_on outcome resource resources changed_since changed_until changed_resource changed_kind income_from
    income_to spread_from spread_to salary_from salary_to cut_from owed_from owed_to used_from below_zero_from
    flags_from trust_from trust_to country product access keep credentials language reads
    """.split()  # noqa: SIM905 - as other lists of words are
)
"""Parameters whose values are days, amounts, states, or ids of what is nobody."""

_OF_WIDGET = {one.name: one for one in (*LOOKS, *TEXTS, *BEHAVIOUR)}
"""Parameters of the widget's presets, which guests see: they ask for nobody, and are closed only for whom they name."""

_WRITTEN = frozenset({"text", "url"})
"""Kinds of them in whose values may stand what somebody has written; others are colours, or some of a few words."""

_PARTS = re.compile(r"'[^']*'|\"[^\"]*\"|--[^\n]*|/\*.*?\*/", re.DOTALL)
"""Of SQL what its writer may say anything in: texts, quoted names, remarks."""

_PLAIN = re.compile(r"[A-Z_%\d .:TZ-]*|valid|invalid|unconfirmed|token_required|single|recurrent", re.ASCII)
_SQL, _OF_SQL = "sql", "p_"


@dataclass(frozen=True, slots=True)
class Said:
    """A view's name and parameters as somebody sees them; None for parameters that are closed to them."""

    name: str
    pairs: Pairs | None


def said(db: Database, name: str, pairs: Pairs, *, is_masked: bool) -> Said:
    """What is seen of a view in the sight of `db`; `is_masked` says that somebody made it who sees people masked."""
    if db.sight in (Sight.WHOLE, Sight.CLEAR):
        return Said(name, pairs)
    known = _translated(db.whole, db, _values(pairs, _PEOPLE))
    told = tuple((one, known.get(value, HIDDEN) if one in _PEOPLE else value) for one, value in pairs)
    others = [(one, value) for one, value in pairs if one not in _PEOPLE and not _names_nobody(one, value)]
    is_open = not any(_says_somebody(db, *pair) for pair in others)
    is_open = is_open and (is_masked or all(name in _OF_WIDGET or _is_plain(db, name, value) for name, value in others))
    return Said(_masked(db, name), told if is_open else None)


def kept(db: Database, pairs: Pairs) -> Pairs:
    """Parameters as they are kept, from those that somebody in the sight of `db` sees."""
    if db.sight in (Sight.WHOLE, Sight.CLEAR):
        return pairs
    known = _translated(db, db.whole, _values(pairs, _PEOPLE))
    return tuple((name, known.get(value, value) if name in _PEOPLE else value) for name, value in pairs)


def _values(pairs: Pairs, names: Collection[str]) -> list[str]:
    return [value for name, value in pairs if name in names]


def _translated(one: Database, other: Database, ids: Collection[str]) -> Mapping[str, str]:
    """How the other sight knows people of these external ids."""
    if not ids:
        return {}
    theirs = assignments.links_of(one, ids)
    known = people.of_links(other, theirs.keys())
    return {theirs[link]: person.external_id for link, person in known.items() if person.external_id}


def _masked(db: Database, name: str) -> str:
    """A view's name without the people whom it names."""
    return HIDDEN if looks_personal(name) else db.as_told(name)


def _says_somebody(db: Database, name: str, value: str) -> bool:
    """Whether a parameter says whom the store knows by name, or a document, a number or an e-mail."""
    texts = [*map(_bare, _PARTS.findall(value))] if name == _SQL else [value]
    return db.as_told(value) != value or any(map(looks_personal, texts))


def _names_nobody(name: str, value: str) -> bool:
    option = _OF_WIDGET.get(name)
    return name in _NAMES_NOBODY or bool(option and option.kind not in _WRITTEN and not option.problem(value))


def _is_plain(db: Database, name: str, value: str) -> bool:
    """Whether what a query says in its own words is of states, days, institutions, and external ids that are clear."""
    if name != _SQL and not name.startswith(_OF_SQL):
        return False
    texts = [*map(_bare, _PARTS.findall(value))] if name == _SQL else [value]
    others = {text for text in texts if not _PLAIN.fullmatch(text)}
    return not others - _known(db.whole, others)


def _known(whole: Database, texts: Collection[str]) -> set[str]:
    """Those of them that are ids, which are shown to everybody unless they look like a document."""
    if not texts:
        return set()
    with whole.read() as connection:
        rows = engine.tuples(connection.execute(_IDS, {"texts": engine.array(texts)})).fetchall()
    return {text for (text,) in rows}


def _bare(part: str) -> str:
    """A text or a quoted name without its quotes."""
    return part[1:-1] if part[:1] in "'\"" else part


_IDS = f"""
    SELECT {PERSON} FROM links WHERE {engine.among(f"({PERSON})", "texts")}
    UNION SELECT id FROM links WHERE {engine.among("id", "texts")}
    UNION SELECT name FROM institutions WHERE {engine.among("name", "texts")}
"""
