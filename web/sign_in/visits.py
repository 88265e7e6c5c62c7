"""The sign-ins that are going on: each request is held against the store, each open page looked after."""

import logging
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import anyio
import anyio.to_thread
from starlette.types import Scope

from actions import permission
from actions.access import sign_ins
from context import Context
from domain.roles import Actor
from resources import RESOURCES
from settings import SettingsError
from sign_in import Cookie, NotAccepted, SignIn, Visitor
from store import Database, FormerInstance, StoreError
from store.ops.access import sign_ins as known_sign_ins
from store.write import rows
from sync.backoff import Backoff
from web.sight import address_of
from web.sign_in.cookie import Reads, cookies_of
from web.sign_in.doors import Door

_LOOK = 1.0  # seconds between two looks at what open pages rest on
_GRAIN = timedelta(seconds=30)
"""How exactly it is kept when somebody last did something; a sixth of the idle limit where that is less."""

_GLANCE = 0.5  # seconds that a note waits for the store
_LONGEST_PATH = 200  # characters that are kept of an address that was refused
_UNUSABLE = (SettingsError, StoreError)

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Visit:
    """A request of somebody who has signed in; `id` is of the sign-in, `address` of the browser."""

    id: str
    visitor: Visitor
    address: str

    @property
    def actor(self) -> Actor | None:
        """Who acts, and from where; None for whom nobody lets in."""
        return replace(self.visitor.actor, address=self.address) if self.visitor.actor else None


@contextmanager
def store_of(context: Context) -> Iterator[Database]:
    """The store, also once the local Belvo has left it behind: who has signed in is no matter of Belvo's.

    Somebody has to be let in who has the desk begin anew. Raises as `Context.database` does otherwise.
    """
    with ExitStack() as opened:
        try:
            found = context.database
        except FormerInstance:
            found = opened.enter_context(Database.open(context.settings.store, makes=False))
        yield found


class Visits:
    """Shared by all requests of this server; without a store nobody is signed in, since nobody knows what was ended."""

    def __init__(self, context: Context | None, sign_in: SignIn, read: Reads) -> None:
        self.sign_in = sign_in
        self._context = context
        self._read = read
        self._open: dict[str, set[anyio.Event]] = {}
        self._noted: dict[str, datetime] = {}
        self._complaints = Backoff()
        self._threads = anyio.CapacityLimiter(8)

    async def of(self, scope: Scope) -> Visit | None:
        """Whose request this is; None without a sign-in that is going on."""
        cookie = self._read(cookies_of(scope))
        if cookie is None or self._context is None:
            return None
        try:
            visitor = self.sign_in.visitor(cookie.claims)
        except NotAccepted as error:
            self._complain(f"A sign-in is not accepted: {error}")
            return None
        visit = Visit(cookie.id, visitor, address_of(scope))
        return visit if await self._is_going_on(self._context, visit, cookie) else None

    async def note(self, visit: Visit) -> None:
        """Keep that its person has done something just now."""
        now, context = datetime.now(UTC), self._context
        grain = min(_GRAIN, context.settings.sign_in_limits.idle / 6) if context else _GRAIN
        before = self._noted.get(visit.id)
        if context is None or (before and now - before < grain):
            return
        self._noted[visit.id] = now

        def store() -> None:
            with store_of(context) as database, database.write(patience=_GLANCE, beside=True) as connection:
                known_sign_ins.see(connection, visit.id, now)

        with suppress(*_UNUSABLE):
            await anyio.to_thread.run_sync(store, limiter=self._threads)

    async def sign_out(self, visit: Visit) -> None:
        """End this sign-in, and tell its open pages."""
        context = self._context
        if context is None:
            return

        def end() -> None:
            with store_of(context) as database:
                sign_ins.sign_out(database, visit.id, visit.visitor.name, address=visit.address)

        await anyio.to_thread.run_sync(end, limiter=self._threads)
        self._close(visit.id)

    async def refuse(self, visit: Visit, door: Door, scope: Scope) -> None:
        """Record that somebody asked for what they may not have, and whose that is."""
        context = self._context
        if context is None:
            return

        def record() -> None:
            path, name = str(scope["path"])[:_LONGEST_PATH], visit.visitor.name
            with store_of(context) as database:
                link = _link_of(database, door)
                permission.record_refusal(database, name, door.route or path, path, link=link, address=visit.address)

        with suppress(*_UNUSABLE):
            await anyio.to_thread.run_sync(record, limiter=self._threads)

    @contextmanager
    def opened(self, visit: Visit) -> Iterator[anyio.Event]:
        """What is set once the sign-in of a page that is open is over."""
        over = anyio.Event()
        self._open.setdefault(visit.id, set()).add(over)
        try:
            yield over
        finally:
            self._open[visit.id].discard(over)
            if not self._open[visit.id]:
                del self._open[visit.id]
                self._noted.pop(visit.id, None)

    async def watch(self) -> None:
        """Look after open pages, for as long as the server runs: what was ended elsewhere, or is idle, ends here."""
        while True:
            await anyio.sleep(_LOOK)
            for id_ in await self._over([*self._open]):
                self._close(id_)

    async def _over(self, ids: list[str]) -> list[str]:
        context = self._context
        if not ids or context is None:
            return []

        def look() -> list[str]:
            limits, now = context.settings.sign_in_limits, datetime.now(UTC)
            with store_of(context) as database:
                found = known_sign_ins.find(database, ids)
                over = [one for one in found.values() if one.is_over(limits, now)]
                with suppress(*_UNUSABLE):  # their pages are closed in any case
                    sign_ins.expire(database, over, limits, now)
            return [id_ for id_ in ids if id_ not in found or found[id_] in over]

        try:
            return await anyio.to_thread.run_sync(look, limiter=self._threads)
        except _UNUSABLE:
            return []  # nothing that is stored is shown either

    async def _is_going_on(self, context: Context, visit: Visit, cookie: Cookie) -> bool:
        def admit() -> bool:
            with store_of(context) as database:
                admitted = sign_ins.admit(
                    database,
                    visit.id,
                    visit.visitor,
                    context.settings.sign_in_limits,
                    provider=str(cookie.claims.get("provider")),
                    signed_at=cookie.signed_at,
                    address=visit.address,
                )
            return admitted is not None

        try:
            return await anyio.to_thread.run_sync(admit, limiter=self._threads)
        except _UNUSABLE as error:
            self._complain(f"Nobody can sign in until this is mended: {error}")
            return False

    def _close(self, id_: str) -> None:
        for over in [*self._open.get(id_, ())]:
            over.set()

    def _complain(self, told: str) -> None:
        if self._complaints.is_news(told):
            logger.warning("%s", told)


def _link_of(database: Database, door: Door) -> str:
    """Of which link the document is that an address names; empty for one that is not there, and all else."""
    resource, row = door.named.get("resource", ""), door.named.get("row", "")
    return rows.link_of(database, resource, row) or "" if resource in RESOURCES else ""
