"""The list of people: figures of each in a table of its own, kept in memory and brought up to date where links changed.

They follow from rows of several links, so no transaction of a pull keeps them. Whoever asks has those worked out anew
whose links have another revision, or that were worked out in another month.
"""

import time
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence, Set
from contextlib import contextmanager
from datetime import date
from threading import Lock
from weakref import WeakKeyDictionary

from domain.people import person_of
from domain.person.flags import Flag
from domain.quality.checks import score
from store import engine
from store.core.parameters import chunks
from store.database import Database
from store.engine import Connection
from store.queries.people import figures
from store.queries.quality import findings
from store.write import revisions
from store.write.assignments import PERSON

TOGETHER = 500
"""People that are worked out by one look at the tables."""

LOOKED_AT = 20
"""People whose trust is worked out between two writes, since all of their movements are looked at."""

PATIENCE = 1.5
"""Seconds of a page for working out; the rest waits for the next run."""

_Rows = Set[tuple[str, str | None, int]]
"""Each link with its external id and its revision."""


class Index:
    """The people of one store, of several threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._connection = engine.in_memory()
        engine.run_script(self._connection, _TABLES)
        self._links: _Rows = frozenset()
        self._stale: set[str] = set()
        self._trust: dict[str, int | None] = {}
        self._unrated: dict[str, int] = {}  # each with what was put in when
        self._turn = 0
        self._revision, self._month = -1, ""

    def bring_up_to_date(
        self, db: Database, today: date, links: Collection[str] = (), patience: float = PATIENCE
    ) -> int:
        """How many people are not worked out yet after so many seconds; whose these links are comes first.

        `db` is the whole store.
        """
        with self._lock:
            self._note_changes(db, today)
            if self._stale:
                self._work_out(db, today, {*links}, time.monotonic() + patience)
            return len(self._stale)

    def rate(self, db: Database, today: date, first: Collection[str] = (), patience: float = PATIENCE) -> int:
        """Of how many people trust is not worked out yet after so many seconds; these come first.

        What was worked out before a link changed stays until then, and readers do not wait. `db` is the whole store.
        """
        until, wanted = time.monotonic() + patience, {*first}
        with self._lock:
            waiting = {**self._unrated}
        for some in chunks(sorted(waiting, key=lambda person: person not in wanted), LOOKED_AT):
            rated = {
                person: score(findings.found_of(db, links, today)).points
                for person, links in _links_of(db, some).items()
            }
            with self._lock:
                self._note_trust(rated, {person: waiting[person] for person in some})
            if time.monotonic() > until:
                break
        with self._lock:
            return len(self._unrated)

    def unrated(self, people: Collection[str] = ()) -> int:
        """Of how many of these, or of all, trust is not worked out, or not since a link changed."""
        with self._lock:
            return len(self._unrated.keys() & {*people} if people else self._unrated)

    def _note_trust(self, rated: Mapping[str, int | None], turns: Mapping[str, int]) -> None:
        """Unless something of theirs has changed meanwhile."""
        known = {person: rated.get(person) for person, turn in turns.items() if self._unrated.get(person) == turn}
        self._trust |= known
        for person in known:
            del self._unrated[person]
        with engine.transaction(self._connection):
            self._connection.executemany(
                "UPDATE people SET trust = :trust WHERE person = :person",
                [{"person": person, "trust": trust} for person, trust in known.items()],
            )

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection with the tables `people` and `people_links`, for one thread at a time."""
        with self._lock:
            yield self._connection

    def _note_changes(self, db: Database, today: date) -> None:
        """Which people are to be worked out anew; next to nothing where nothing has changed."""
        revision, month = revisions.current(db), f"{today:%Y-%m}"
        if (revision, month) == (self._revision, self._month):
            return
        with db.read() as connection:
            cursor = connection.execute(_ALL_LINKS)
            engine.tuples(cursor)
            now = frozenset(cursor)
        changed = now ^ self._links if month == self._month else now | self._links
        self._stale |= {person_of(link, external_id) for link, external_id, _ in changed}
        self._links, self._revision, self._month = now, revision, month

    def _work_out(self, db: Database, today: date, first: Set[str], until: float) -> None:
        wanted = {person_of(link, one) for link, one, _ in self._links if link in first} if first else set()
        for some in chunks(sorted(self._stale, key=lambda person: person not in wanted), TOGETHER):
            found = [*figures.of_people(db, _links_of(db, some), today)]
            self._put(some, found)
            self._stale.difference_update(some)
            if time.monotonic() > until:
                break

    def _put(self, people: Sequence[str], found: Sequence[figures.Row]) -> None:
        self._turn += 1
        there = {row["person"] for row in found}
        self._unrated |= dict.fromkeys(there, self._turn)
        for gone in {*people} - there:
            self._unrated.pop(gone, None)
            self._trust.pop(gone, None)
        found = [row | {"trust": self._trust.get(row["person"])} for row in found]
        pairs = [(link, row["person"]) for row in found if row["is_main"] for link in row["all_links"]]
        with engine.transaction(self._connection):
            self._forget(people)
            engine.insert_many(self._connection, "people_links", ("link", "person"), pairs)
            engine.insert_many(self._connection, "people", COLUMNS, [[row[name] for name in COLUMNS] for row in found])

    def _forget(self, people: Sequence[str]) -> None:
        parameters = {"people": engine.array(people)}
        for table in ("people", "people_links"):
            self._connection.execute(f"DELETE FROM {table} WHERE {engine.among('person', 'people')}", parameters)


def index_of(db: Database) -> Index:
    """That of the store, whatever is seen of it."""
    with _LOCK:
        if db.unmasked not in _INDEXES:
            _INDEXES[db.unmasked] = Index()
        return _INDEXES[db.unmasked]


def _links_of(db: Database, people: Sequence[str]) -> figures.People:
    """The links of each, the oldest first; of who has none any more there is nothing."""
    external_ids = [person.removeprefix(_NAMED) for person in people if person.startswith(_NAMED)]
    links = [person.removeprefix(_LINK) for person in people if person.startswith(_LINK)]
    found = defaultdict[str, list[str]](list)
    with db.read() as connection:
        parameters = {"people": engine.array(external_ids), "links": engine.array(links)}
        for link, external_id, _ in connection.execute(_LINKS_OF, parameters):
            found[person_of(link, external_id)].append(link)
    return found


_NAMED, _LINK = person_of("", "X").removesuffix("X"), person_of("", None)
"""What the names of people begin with, before their external id and before the link that stands for itself."""

_LOCK = Lock()
_INDEXES: WeakKeyDictionary[Database, Index] = WeakKeyDictionary()

_ALL_LINKS = f"""
    SELECT links.id, {PERSON}, coalesce(number, 0) FROM links LEFT JOIN revisions ON revisions.link = links.id
    WHERE links.deleted_at IS NULL
"""
_LINKS_OF = f"""
    SELECT id, external_id, key FROM links
    WHERE deleted_at IS NULL AND {engine.among("external_id", "people")} AND external_id <> ''
    UNION ALL
    SELECT id, assignments.external_id, key FROM links JOIN assignments ON assignments.link = links.id
    WHERE deleted_at IS NULL AND {engine.among("assignments.external_id", "people")}
        AND coalesce(links.external_id, '') = ''
    UNION ALL
    SELECT id, external_id, key FROM links
    WHERE deleted_at IS NULL AND {engine.among("id", "links")} AND coalesce({PERSON}, '') = ''
    ORDER BY key
"""

FIGURES = (
    "income_belvo",
    "income",
    "least",
    "most",
    "months",
    "known_until",
    "spread",
    "owed",
    "utilisation",
    "below_zero",
    "salary",
    "salary_ended",
    "change",
    "changed_on",
    "trust",
)
PRODUCTS = ("bank", "payroll", "tax")
FLAGS = tuple(f"flag_{flag}" for flag in Flag)
COLUMNS = ("person", "link", "links", "is_main", "currency", *PRODUCTS, *FIGURES, *FLAGS, "flags", "texts", "documents")

_TABLES = f"""
CREATE TABLE people ({", ".join(COLUMNS)}, PRIMARY KEY (person, currency));
CREATE TABLE people_links (link TEXT PRIMARY KEY, person TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX people_links_person ON people_links (person);
"""
