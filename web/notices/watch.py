"""Keeps watch from a server's process, since a worker that is silent can say nothing of itself.

Of several servers on one store one leads and the others stand by; what two notice at the same time is noted once.
Nothing is looked at as long as there is no channel that is on.
"""

import logging
import secrets
import time
from collections.abc import Collection, Sequence
from datetime import UTC, datetime, timedelta

import anyio
import anyio.to_thread

from context import Context
from domain.notices.channels import Channel
from domain.notices.kinds import Fact, Item, Kind
from domain.notices.news import Key, Memory, news
from domain.notices.retries import after
from settings import SettingsError
from store import Database, StoreError, WrongIdentity
from store.core import instants
from store.core.errors import Unusable
from store.ops.notices import channels, deliveries, events
from sync.backoff import Backoff
from web.notices.look import Looks, damaged
from web.notices.sender import Sender, composed, send

_BEAT = 2.0  # seconds
_IDLE = 5.0  # seconds between two looks whether there is a channel by now
_STANDING_BY = 10.0  # seconds between two looks whether nobody leads any more
_LOOK_EVERY = 15.0  # seconds
_TIDY_EVERY = 3_600.0  # seconds
_WITHOUT_STORE = frozenset({Kind.STORE, Kind.DISK})
"""Of these people are told even if nothing can be written, from this process's memory."""

logger = logging.getLogger(__name__)


async def keep_watch(context: Context) -> None:
    """Look, note and send until cancelled; what goes wrong is said once, and tried again."""
    watch, backoff, is_parted = Watch(context), Backoff(), False
    while True:
        pause = _BEAT
        try:
            leads = await anyio.to_thread.run_sync(watch.tick, abandon_on_cancel=True)
            pause = (_BEAT if watch.has_channels else _IDLE) if leads else _STANDING_BY
            backoff.reset()
            is_parted = False
        except (SettingsError, StoreError, Unusable) as error:
            pause = max(backoff.pause(), _BEAT)
            was_parted, is_parted = is_parted, isinstance(error, WrongIdentity)
            is_lasting = was_parted or not is_parted  # a state that is loaded puts both in their places in a moment
            if is_lasting and backoff.is_news(str(error)):
                logger.warning("Nothing can be noticed until this is mended: %s", error)
        except Exception:  # a bug here is no reason for the server to end
            logger.exception("Notices met a bug")
            pause = _STANDING_BY
        await anyio.sleep(pause)


class Watch:
    """What one process looks at and sends, as long as it leads."""

    def __init__(self, context: Context, *, look_every: float = _LOOK_EVERY) -> None:
        self._context = context
        self._looks = Looks(context)
        self._memory = Memory()
        self._sender = Sender()
        self._channels: list[Channel] = []
        self._aloud = Unkept()
        self._look_every = look_every
        self._next_look = self._next_tidy = 0.0

    def tick(self, now: datetime | None = None) -> bool:
        """Do what is due; False where another process does it. Raises SettingsError and StoreError."""
        moment, db = now or datetime.now(UTC), self._context.database
        try:
            self._channels = channels.all_of(db)
            if not self._channels:
                return True
            if not db.engine.leads("notices"):
                return False
            if time.monotonic() >= self._next_look:
                self._next_look = time.monotonic() + self._look_every
                self._look(db, moment)
            deliveries.gather(db, self._channels, moment)
            self._sender.begin(db, self._context.settings, self._channels, moment)
            self._tidy(db, moment)
        except StoreError:
            if damaged(db):
                self._tell_unkept(moment, [Fact(Kind.STORE, "store")])
            raise
        return True

    @property
    def has_channels(self) -> bool:
        """Whether there is anybody to be told."""
        return bool(self._channels)

    def wait(self, seconds: float) -> None:
        """Until what is being sent has come to its end, for so long at most."""
        self._sender.wait(seconds)

    def _look(self, db: Database, now: datetime) -> None:
        on = [channel for channel in self._channels if channel.on_since]
        if not on:
            return
        known = events.known(db)
        seen = self._looks.look(db, known, min(channel.on_since for channel in on if channel.on_since), now)
        found, self._memory = news(seen.facts, known, seen.kinds, self._memory, now)
        if not found:
            return
        try:
            numbers = events.note(db, found, on, now)
        except StoreError:
            self._tell_unkept(now, found.begun)
            raise
        if numbers:
            logger.info("%d things were noticed", len(numbers))

    def _tell_unkept(self, now: datetime, facts: Collection[Fact]) -> None:
        told = [fact for fact in facts if fact.kind in _WITHOUT_STORE]
        self._aloud.tell(self._context, self._channels, told, now)

    def _tidy(self, db: Database, now: datetime) -> None:
        if time.monotonic() >= self._next_tidy:
            self._next_tidy = time.monotonic() + _TIDY_EVERY
            kept = timedelta(days=self._context.settings.history_kept_days)
            events.prune(db, before=instants.encode(now - kept))


class Unkept:
    """What is told though the store takes nothing: once to each channel from this process, and tried again likewise."""

    def __init__(self) -> None:
        self._done: set[tuple[str, Key]] = set()
        self._tries: dict[tuple[str, Key], tuple[str, int, datetime]] = {}

    def tell(self, context: Context, told_to: Sequence[Channel], facts: Collection[Fact], now: datetime) -> None:
        for fact in facts:
            for channel in told_to:
                place = (channel.id, fact.key)
                if channel.takes(fact.kind) and place not in self._done:
                    self._try(context, channel, fact, place, now)

    def _try(self, context: Context, channel: Channel, fact: Fact, place: tuple[str, Key], now: datetime) -> None:
        identity, tries, at = self._tries.get(place, (secrets.token_hex(16), 0, now))
        if now < at:
            return
        item = Item(0, fact.kind, is_end=False, began_at=now, at=now, detail=fact.detail)
        answer = send(context.settings, channel, composed(context.settings, channel, identity, [item]))
        then = after(answer, tries + 1, now)
        logger.warning("Told by %s, which could not be kept: %s", channel.way, fact.kind.value)
        if then.state == "waiting":
            self._tries[place] = identity, tries + 1, then.at
        else:
            self._done.add(place)
