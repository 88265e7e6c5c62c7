"""Readers' connections that show as much as one sight has."""

import secrets
import time
from collections.abc import Callable, Iterable, Mapping
from threading import Lock
from typing import Any

import orjson

from domain.masking import Masks, Revealed, cards
from domain.masking.aliases import HIDDEN
from resources import RESOURCES
from resources.personal import Fields, Personal
from store import engine
from store.engine import Connection
from store.sight import answers, views
from store.sight.known_people import known_people, own_texts
from store.sight.own_tables import OWN_TABLES, Told
from store.sight.sight import Revealing, Sight

_BYTES = 32
"""Of the key with which a store names its people."""

_FRESH = 300.0
"""Seconds for which whom the store knows is not looked up anew; meanwhile new ones are names like others."""


def make_key(connection: Connection) -> None:
    """Give the store its key, once; an earlier version's has no place for one."""
    if engine.has_table(connection, "masking_key") and _key(connection) is None:
        with engine.transaction(connection):
            connection.execute(
                "INSERT INTO masking_key (id, key) VALUES (1, :key) ON CONFLICT (id) DO NOTHING",
                {"key": secrets.token_bytes(_BYTES)},
            )


class Viewer:
    """What connections of one sight work with; of several threads."""

    def __init__(self, sight: Sight | Revealing) -> None:
        self.sight = sight
        self._lock = Lock()
        self._masks = Masks(secrets.token_bytes(_BYTES))  # until the store's key is known
        self._revealed: Masks = self._masks
        self._views: list[str] | None = None
        self._state: object = None
        self._until = 0.0

    def install(self, connection: Connection, *, beneath_others: bool = False) -> None:
        """Have the connection show what the sight has, from now on; `beneath_others`, in further views of it, too."""
        for name, (arity, function) in self._functions().items():
            engine.define(connection, name, arity, _safely(function))
        if self._views is None:
            self._views = [*self.beneath(connection), *views.statements(connection, self.sight, self.stand_ins)]
        (engine.put_before if beneath_others else engine.stand_before)(connection, self._views)

    @property
    def state(self) -> object:
        """The state of the store in which masks were last made; None where nobody is masked."""
        return self._state

    @property
    def stand_ins(self) -> Mapping[str, str]:
        """By table what is seen in its place."""
        return {}

    def beneath(self, _connection: Connection) -> Iterable[str]:
        """The SQL of the views that stand in for tables."""
        return ()

    def look_up(self, connection: Connection) -> None:
        """Learn whom the store knows, where that is long ago and something has changed since."""
        if self.sight in (Sight.WHOLE, Sight.CLEAR) or time.monotonic() < self._until:
            return
        with self._lock:
            if time.monotonic() < self._until:
                return
            state = tuple(connection.execute("SELECT count(*), sum(number) FROM main.revisions").fetchone())
            if state != self._state:
                key, known = _key(connection) or secrets.token_bytes(_BYTES), known_people(connection)
                self._masks = Masks(key, known)
                if isinstance(self.sight, Revealing):
                    self._revealed = Revealed(key, known, own_texts(connection, self.sight.links))
                self._state = state
            self._until = time.monotonic() + _FRESH

    def message(self, text: str) -> str:
        """What is seen of a sentence of Belvo's that is in no table."""
        match self.sight:
            case Sight.WHOLE:
                return text
            case Sight.CLEAR:
                return cards.cut(text)
        return self._masks.message(text)

    def answer(self, resource: str, answer: Any) -> Any:  # noqa: ANN401 - any JSON
        """What is seen of an answer of Belvo's about a resource, as JSON; nobody sees a token in it."""
        told = answers.without_secrets(answer)
        match self.sight:
            case Sight.WHOLE:
                return told
            case Sight.CLEAR:
                return cards.cut_all(told)
        return answers.seen(resource, told, self._row, self._masks.message)

    def _row(self, resource: str, row: Mapping[str, Any]) -> dict[str, Any]:
        whose = row.get("id") if resource == "links" else row.get(RESOURCES[resource].link_path)
        is_revealed = isinstance(self.sight, Revealing) and isinstance(whose, str) and whose in self.sight.links
        return (self._revealed if is_revealed else self._masks).body(resource, row)

    def _functions(self) -> dict[str, tuple[int, Callable[..., str | None]]]:
        if self.sight is Sight.WHOLE:
            return {}
        if self.sight is Sight.CLEAR:
            return {"cut": (1, cards.cut), "cut_body": (1, _cut_body), "cut_of_account": (2, _cut_of_account)}
        return {
            "masked": (4, self._masked),
            "masked_body": (2, self._masked_body),
            "masked_json": (2, self._masked_json),
            "told": (2, self._told),
            **(self._of_revealed() if isinstance(self.sight, Revealing) else {}),
        }

    def _of_revealed(self) -> dict[str, tuple[int, Callable[..., str | None]]]:
        return {
            "cut": (1, cards.cut),
            "cut_of_account": (2, _cut_of_account),
            "revealed": (3, self._reveal),
            "revealed_body": (2, self._reveal_body),
        }

    def _reveal(self, kind: str, value: object, beside: object) -> str:
        return self._revealed.masked(Personal(kind), str(value), beside if isinstance(beside, str) else "")

    def _reveal_body(self, resource: str, body: str) -> str:
        return orjson.dumps(self._revealed.body(resource, orjson.loads(body))).decode()

    def _masked(self, kind: str, value: object, beside: object, hides: int) -> str:
        return self._masks.masked(
            Personal(kind), str(value), beside if isinstance(beside, str) else "", hides=bool(hides)
        )

    def _masked_body(self, resource: str, body: str) -> str:
        return orjson.dumps(self._masks.body(resource, orjson.loads(body))).decode()

    def _masked_json(self, table: str, text: str) -> str:
        found = orjson.loads(text)
        (fields,) = (kept for kept in OWN_TABLES[table].told.values() if isinstance(kept, Fields))
        return orjson.dumps(self._masks.any_json(fields, found)).decode()

    def _told(self, how: str, value: object) -> str:
        text = str(value)
        match Told(how):
            case Told.EXTERNAL:
                return self._masks.masked(Personal.EXTERNAL, text)
            case Told.MESSAGE:
                return self._masks.message(text)
            case Told.PATH:
                return self._masks.path(text)
            case Told.QUERY:
                return self._masks.query(text)
        return HIDDEN if text else ""


def _key(connection: Connection) -> bytes | None:
    row = connection.execute("SELECT key FROM main.masking_key").fetchone()
    return bytes(row[0]) if row else None


def _safely(function: Callable[..., str | None]) -> Callable[..., Any]:
    """A function of SQL of one value, which may be missing; what can't be read is hidden and stops nobody."""

    def answer(*values: Any) -> Any:  # noqa: ANN401 - any value of SQLite's
        value = values[0] if len(values) == 1 else values[1]  # what comes first says how
        if value is None:
            return None
        try:
            return function(*values)
        except (ValueError, TypeError, RecursionError):
            return HIDDEN

    return answer


def _cut_body(text: str) -> str:
    """JSON, or the beginning of some, without whole numbers of cards."""
    if not cards.has_some(text):
        return text
    try:
        return orjson.dumps(cards.cut_all(orjson.loads(text))).decode()
    except ValueError:
        return cards.cut(text)


def _cut_of_account(category: str | None, number: str) -> str:
    return cards.last_digits(number) if category == cards.CARD else cards.cut(number)
