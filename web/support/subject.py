"""What a packet is about: a link, one call that went wrong, or a session of the widget."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

from starlette.exceptions import HTTPException
from starlette.requests import Request

from context import Context
from domain.link_state import LinkState, judge
from languages import say
from settings import Settings
from store import Database
from store.ops import calls, sessions
from store.ops.calls import Call
from store.ops.sessions import Session
from store.queries.links import facts
from store.sight import Sight
from store.write import links
from store.write.links import LinkRow

KINDS = ("link", "call", "session")
"""The parameters of an address, of which one is given."""

_LONGEST = 100  # characters of an id
_MOST_DIGITS = 18

Kind = Literal["link", "call", "session"]


@dataclass(frozen=True)
class Subject:
    """All of it is read from `db`, which shows no person; `whole` is the store itself, for what has to be hidden."""

    kind: Kind
    id: str
    db: Database
    settings: Settings
    now: datetime
    ahead: timedelta
    link: LinkRow | None = None
    call: Call | None = None
    session: Session | None = None

    @property
    def whole(self) -> Database:
        return self.db.whole

    @property
    def link_id(self) -> str:
        """The link that it is about; empty where it is about none that is here."""
        return self.link.link if self.link else ""

    def state(self) -> LinkState | None:
        """How the link is now, and whose turn it is."""
        if self.link is None:
            return None
        return judge(facts.around(self.db, self.link.link, self.now), self.now, self.ahead).get(self.link.link)


def subject_of(request: Request, context: Context, ahead: timedelta) -> Subject:
    """Whom the address names; answers 404 where that is nothing, or is not kept any more."""
    asked = [(kind, value) for kind in KINDS for value in request.query_params.getlist(kind)]
    if len(asked) != 1 or len(asked[0][1]) > _LONGEST:
        raise HTTPException(400, say("Name one link, call or session."))
    kind, identity = asked[0]
    db = context.database.as_seen(Sight.MASKED)
    found = {"link": _of_link, "call": _of_call, "session": _of_session}[kind](db, identity)
    if found is None:
        raise HTTPException(404, say("There is no such link, call or session here. It may have been deleted."))
    link, call, session = found
    now = datetime.now(UTC)
    return Subject(kind, identity, db, context.settings, now, ahead, link, call, session)  # type: ignore[arg-type]


Found = tuple[LinkRow | None, Call | None, Session | None]


def _of_link(db: Database, identity: str) -> Found | None:
    link = links.find(db, identity)
    return (link, None, None) if link else None


def _of_call(db: Database, identity: str) -> Found | None:
    is_number = identity.isascii() and identity.isdigit() and len(identity) <= _MOST_DIGITS
    call = calls.find(db, int(identity)) if is_number else None
    return (links.find(db, call.link) if call.link else None, call, None) if call else None


def _of_session(db: Database, identity: str) -> Found | None:
    session = sessions.find(db, identity)
    return (links.find(db, session.link) if session.link else None, None, session) if session else None
