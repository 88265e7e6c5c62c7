"""Whoever reads: what their token's role may see, and what is on record of it."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from typing import Annotated

from fastapi import Depends
from starlette.exceptions import HTTPException
from starlette.requests import Request

from actions.permission import record_refusal
from context import Context
from domain import roles
from domain.as_known import PARAMETER, NotKnown
from domain.roles import Actor
from store import Database, known
from store.core.errors import StoreError
from store.sight import Sight
from web.api.clock import Clock
from web.api.reads import reads_of
from web.sight import ACTOR

_MOMENT = timedelta(microseconds=1)

NOT_PARAMETERS = ("limit", "after")
"""What says which part of a list is asked for, and nothing of its filter."""


@dataclass(frozen=True)
class Reader:
    """A token's holder, with one request. A browser's presenter mode, and who is revealed in it, are none of theirs."""

    request: Request
    context: Context
    actor: Actor
    clock: Clock

    @property
    def is_masked(self) -> bool:
        """Whether the token's role sees people masked."""
        return not self.actor.may("see_people")

    @cached_property
    def db(self) -> Database:
        """The store, as the role sees it."""
        seen = self.context.database.as_seen(Sight.MASKED if self.is_masked else Sight.CLEAR)
        asked = self.request.query_params.get(PARAMETER)
        try:
            return known.as_asked(seen, asked, datetime.now(UTC)) if asked else seen
        except NotKnown as error:
            raise HTTPException(422, str(error)) from error

    @property
    def known_on(self) -> date | None:
        """The day as of which all is asked for; None for now."""
        asked = self.request.query_params.get(PARAMETER)
        return date.fromisoformat(asked) if asked else None

    @cached_property
    def now(self) -> datetime:
        """This instant, or the last one of the day that is asked for."""
        return min(datetime.now(UTC), known.end_of(self.known_on) - _MOMENT) if self.known_on else datetime.now(UTC)

    @cached_property
    def ahead(self) -> timedelta:
        """How far Belvo's clock is ahead of this machine's; that of an earlier day is not known."""
        return timedelta() if self.known_on else self.clock.ahead()

    @property
    def today(self) -> date:
        """The day that it is by Belvo's clock, in UTC: a program is in no time zone."""
        return self.known_on or (self.now + self.ahead).date()

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """The filter of the address."""
        return [(name, value) for name, value in self.request.query_params.multi_items() if name not in NOT_PARAMETERS]

    def page(self, path: str, query: str = "") -> str:
        """Where a browser finds a page of the desk."""
        return f"{self.context.settings.reachable_url}/{path}" + (f"?{query}" if query else "")

    def opens(self, page: str) -> None:
        """Answer 403 where the role may not open the page that shows the same."""
        if not roles.may_open(self.actor.role, page):
            raise self._refused(page, f"The role of this token, {self.actor.role.word}, does not include this.")

    def searches(self, parameter: str) -> None:
        """Answer 403 to a search by what is masked."""
        if self.is_masked and self.request.query_params.get(parameter):
            raise self._refused("search", f"{parameter}: what is masked for this token's role is not searched.")

    def note(self, what: str, rows: int, *, about: Sequence[tuple[str, str]] = ()) -> None:
        """Have the audit tell what was handed over; `about` is what the path says of a filter."""
        masked = "everybody" if self.is_masked else ""
        db = self.context.database.whole
        reads_of(db).note(db, self.actor, what, [*about, *self.pairs], rows, masked=masked)

    def _refused(self, attempted: str, said: str) -> HTTPException:
        path = self.request.url.path
        with suppress(StoreError):  # it is refused in any case
            record_refusal(self.context.database.whole, self.actor.name, attempted, path, address=self.actor.address)
        return HTTPException(403, said)


def _reader(request: Request) -> Reader:
    state = request.app.state
    return Reader(request, state.context, getattr(request.state, ACTOR), state.clock)


Reading = Annotated[Reader, Depends(_reader)]
