"""The list of people: figures of each in a table of its own, kept in memory and brought up to date where links changed.

They follow from rows of several links, so no transaction of a pull keeps them. Whoever asks has those worked out anew
whose links have another revision, or that were worked out in another month.
"""

import sqlite3
import time
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from threading import Lock
from weakref import WeakKeyDictionary

from domain.people import person_of
from domain.person.flags import Flag
from store import engine
from store.core.parameters import chunks
from store.database import Database
from store.queries.people import figures
from store.write import revisions

TOGETHER = 500
"""People that are worked out by one look at the tables."""

PATIENCE = 1.5
"""Seconds of a page for working out; the rest waits for the next run."""

_State = tuple[object, ...]
_Links = Mapping[str, Sequence[tuple[str, int]]]


class Index:
    """The people of one store, of several threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._connection = sqlite3.connect(":memory:", check_same_thread=False, isolation_level=None)
        self._connection.row_factory = sqlite3.Row
        engine.run_script(self._connection, _TABLES)
        self._known: dict[str, _State] = {}
        self._state: _State = ()

    def bring_up_to_date(
        self, db: Database, today: date, links: Collection[str] = (), patience: float = PATIENCE
    ) -> int:
        """How many people are not worked out yet after so many seconds; whose these links are comes first.

        `db` is the whole store.
        """
        with self._lock:
            state = (revisions.current(db), today.year, today.month)
            if state == self._state:
                return 0
            people = _people(db)
            left = self._work_out(db, people, today, {*links}, time.monotonic() + patience)
            self._state = state if not left else ()
        return left

    @contextmanager
    def read(self) -> Iterator[sqlite3.Connection]:
        """A connection with the tables `people` and `people_links`, for one thread at a time."""
        with self._lock:
            yield self._connection

    def _work_out(self, db: Database, people: _Links, today: date, first: Collection[str], until: float) -> int:
        now = {person: (*links, today.year, today.month) for person, links in people.items()}
        gone = [person for person in self._known if person not in now]
        stale = [person for person, state in now.items() if self._known.get(person) != state]
        self._forget(gone)
        stale.sort(key=lambda person: not any(link in first for link, _ in people[person]))
        left = len(stale)
        for some in chunks(stale, TOGETHER):
            self._put(db, {person: [link for link, _ in people[person]] for person in some}, today)
            self._known |= {person: now[person] for person in some}
            left -= len(some)
            if time.monotonic() > until:
                break
        return left

    def _put(self, db: Database, people: figures.People, today: date) -> None:
        found = [*figures.of_people(db, people, today)]
        self._forget([*people])
        pairs = [(link, person) for person, links in people.items() for link in links]
        self._connection.execute("BEGIN")
        engine.insert_many(self._connection, "people_links", ("link", "person"), pairs)
        engine.insert_many(self._connection, "people", COLUMNS, [[row[name] for name in COLUMNS] for row in found])
        self._connection.execute("COMMIT")

    def _forget(self, people: Sequence[str]) -> None:
        parameters = {"people": engine.array(people)}
        for table in ("people", "people_links"):
            self._connection.execute(f"DELETE FROM {table} WHERE {engine.among('person', 'people')}", parameters)
        for person in people:
            self._known.pop(person, None)


def index_of(db: Database) -> Index:
    """That of the store, whatever is seen of it."""
    with _LOCK:
        if db.whole not in _INDEXES:
            _INDEXES[db.whole] = Index()
        return _INDEXES[db.whole]


def _people(db: Database) -> _Links:
    """The links of each person, the oldest first, with their revisions."""
    people = defaultdict[str, list[tuple[str, int]]](list)
    with db.read() as connection:
        for link, external_id, number in connection.execute(_LINKS):
            people[person_of(link, external_id)].append((link, number))
    return people


_LOCK = Lock()
_INDEXES: WeakKeyDictionary[Database, Index] = WeakKeyDictionary()

_LINKS = """
    SELECT links.id, links.external_id, coalesce(number, 0) FROM links LEFT JOIN revisions ON revisions.link = links.id
    WHERE links.deleted_at IS NULL ORDER BY links.key
"""

FIGURES = (
    "income_belvo",
    "income",
    "least",
    "most",
    "months",
    "spread",
    "owed",
    "utilisation",
    "below_zero",
    "salary",
    "salary_ended",
    "change",
    "changed_on",
)
PRODUCTS = ("bank", "payroll", "tax")
FLAGS = tuple(f"flag_{flag}" for flag in Flag)
COLUMNS = ("person", "link", "links", "is_main", "currency", *PRODUCTS, *FIGURES, *FLAGS, "flags")

_TABLES = f"""
CREATE TABLE people ({", ".join(COLUMNS)}, PRIMARY KEY (person, currency));
CREATE INDEX people_main ON people (is_main, currency);
CREATE TABLE people_links (link TEXT PRIMARY KEY, person TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX people_links_person ON people_links (person);
"""
