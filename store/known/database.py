"""A store of which readers see what it knew at an instant."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta

from domain.as_known import asked_day
from store import engine
from store.core import instants
from store.database import Database, Seen
from store.engine import Connection
from store.known import views
from store.known.extent import extent_of
from store.known.rows import Rows
from store.sight import Revealing, Sight, Viewer


def end_of(day: date) -> datetime:
    """The instant at which the day ends where the desk is: in the time zone of its machine."""
    return datetime.combine(day + timedelta(1), time()).astimezone(UTC)


def as_known_on(db: Database, day: date) -> Database:
    """The same, masked as it is, as known at the end of the day; writers are those of the whole store."""
    return as_known_at(db, end_of(day))


def as_known_at(db: Database, end: datetime) -> Database:
    """The same as known until just before an instant."""
    whole, sight = db.whole, db.sight
    return whole.kept((end, sight), lambda: _Known(whole, sight, end))


def as_of_now(db: Database) -> Database:
    """The same, masked as it is, as it is known now."""
    return db.whole.as_seen(db.sight)


def is_of_a_day(db: Database) -> bool:
    """Whether it shows what was known, not what is."""
    return isinstance(db, _Known)


def as_asked(db: Database, text: str, now: datetime) -> Database:
    """The same for the day that an address names; raises NotKnown, whose message is for whoever asks."""
    return as_known_on(db, asked_day(text, day_of(now), first_day(db)))


def day_of(instant: datetime) -> date:
    """The day on which an instant falls where the desk is."""
    return instant.astimezone().date()


def first_day(db: Database) -> date | None:
    """The first day of which something is known; None where nothing is stored."""
    first = extent_of(db).first
    return day_of(first) if first else None


class _Known(Seen):
    """A store as known at an instant."""

    def __init__(self, whole: Database, sight: Sight | Revealing, end: datetime) -> None:
        super().__init__(whole, _Viewer(sight, instants.encode(end)))
        self._end = end

    @property
    def unmasked(self) -> Database:
        return self if self.sight is Sight.WHOLE else as_known_at(self.whole, self._end)

    def as_seen(self, sight: Sight | Revealing) -> Database:
        return as_known_at(self.whole.as_seen(sight), self._end)


class _Viewer(Viewer):
    """Shows through views of its own what is masked of other views, those of the rows as known."""

    def __init__(self, sight: Sight | Revealing, end: str) -> None:
        super().__init__(sight)
        self._rows = Rows(end)
        self._end = end

    @property
    def stand_ins(self) -> Mapping[str, str]:
        return views.STAND_INS

    def beneath(self, connection: Connection) -> list[str]:
        return [*views.statements(engine.shapes(connection), self._end)]

    def install(self, connection: Connection, *, beneath_others: bool = False) -> None:
        self._rows.make_room(connection)
        super().install(connection, beneath_others=beneath_others)

    def look_up(self, connection: Connection) -> None:
        super().look_up(connection)
        self._rows.catch_up(connection)
