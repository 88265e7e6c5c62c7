"""What becomes of a widget session: hearing what happens in it, accepting the link that it made or repaired.

The browser is never believed: a link counts as connected when it has been read with the private keys and carries the
external id that the session was opened with.
"""

import hmac
from collections.abc import Iterable
from contextlib import suppress
from datetime import timedelta

from actions.connect.events import WidgetEvent, move_of, reported_link
from actions.connect.external_id import personal
from actions.connect.flow import NOT_ACCEPTED, is_anonymous
from actions.connect.renewal import hear_of_renewal
from actions.connect.start import BEGAN, EARLIER, RENEWAL, STATUS_BEFORE, digest
from belvo_client import BadArgument, BelvoClient, Link, NotFound, ValidationFailed
from domain.roles import HERE
from resources import pulled_resources
from store import Database
from store.core import instants
from store.ops import audit, jobs, sessions
from store.ops.sessions import Session
from store.write import institutions, links
from sync import historical
from sync.listing import read_link

_UNKNOWN = "This widget session is unknown here. Start the connection again."
_CLOCKS_DIFFER = timedelta(minutes=2)


class LinkNotAccepted(Exception):
    """The link that a browser named is not the one that its widget session was opened for."""


def is_token(db: Database, token: str) -> bool:
    """Whether any session has this token; before anything else of a request is looked at."""
    return sessions.is_token(db, digest(token))


def report(db: Database, client: BelvoClient, event: WidgetEvent, *, token: str, device: str | None = None) -> bool:
    """Store an event that came by HTTP and act on it; False if the token is not the session's."""
    session = sessions.find(db, event.nonce)
    if session is None or not hmac.compare_digest(session.token_hash, digest(token)):
        return False
    hear(db, client, event, device=None if session.device else device)
    return True


def hear_all(db: Database, client: BelvoClient, nonce: str, told: Iterable[object]) -> None:
    """Hear what of these events of one session has not been heard yet; raises as `hear` does."""
    known = {event.seq for event in sessions.history(db, nonce)}
    for event in map(_parsed, told):
        if event is not None and event.nonce == nonce and event.seq not in known:
            hear(db, client, event)


def hear(db: Database, client: BelvoClient, event: WidgetEvent, *, device: str | None = None) -> None:
    """Store an event of a session that is ours, once however often it comes, and let the session follow it.

    `device` is what it came from. Raises as `accept` does; the event is stored all the same.
    """
    with db.write() as connection:
        if device:
            sessions.set_device(connection, event.nonce, device)
        if not sessions.record(connection, event.nonce, event.seq, event.name, dict(event.payload)):
            return
        if move := move_of(event.name, event.payload):
            sessions.set_state(connection, event.nonce, **vars(move))
    if event.name == "success" and isinstance(link := event.payload.get("link"), str):
        accept(db, client, event.nonce, link)


def accept(db: Database, client: BelvoClient, nonce: str, link_id: str) -> None:
    """Take over the link of a session: read it with the private keys, store it, queue its first pull.

    A second acceptance of the same link changes nothing; one of another link, if it can be the session's, is taken in
    too, since a success that is reported is never dropped. Raises BelvoError, and LinkNotAccepted for a link that does
    not exist or belongs to another session; then the session says so, too.
    """
    session = sessions.find(db, nonce)
    if session is None:
        raise LinkNotAccepted(_UNKNOWN)
    if session.state == "connected" and session.link == link_id:
        return
    try:
        link = _claimed_link(db, client, session, link_id)
    except LinkNotAccepted as error:
        with db.write() as connection:
            sessions.set_state(connection, nonce, session.state, error_code=NOT_ACCEPTED, error_message=str(error))
        raise
    institution = list(client.institutions.list(name=link["institution"]))
    with db.write() as connection:
        moved = sessions.set_state(connection, nonce, "connected", link=link["id"])
        if not moved and sessions.find(db, nonce) is None:
            raise LinkNotAccepted(_UNKNOWN)  # erased meanwhile, with its person
        if not moved and links.find(db, link["id"]):
            return  # accepted meanwhile, by the other way that events come
        institutions.save(connection, institution)
        links.save(connection, link)
        links.set_followed(connection, link["id"], followed=True)
        historical.begin(connection, link, since=session.opened_at)
        jobs.enqueue(connection, link["id"], [*pulled_resources()], "connected")
        details = {"institution": link["institution"]}
        if is_anonymous(session, link.get("external_id")):
            details["external_id"] = "removed by Belvo"
        action, did = ("repair", "link repaired") if session.mode == "update" else ("connect", "link connected")
        by = audit.starter(connection, nonce) or HERE.name
        audit.record(connection, by, action, nonce, details, did=did, link=link["id"])


def recover(db: Database, client: BelvoClient, nonce: str) -> bool:
    """Whether a session whose end nobody saw has done its work after all; then it is accepted.

    Raises BelvoError, and LinkNotAccepted for a link that the widget has reported and that is not the session's.
    """
    session = sessions.find(db, nonce)
    if session is None or session.state == "connected":
        return session is not None
    if session.mode == RENEWAL:
        return hear_of_renewal(db, client, session)
    done = reported_link(sessions.history(db, nonce))
    if done is None:
        done = _repaired(client, session) if session.mode == "update" else _made(db, client, session)
    if done is not None:
        accept(db, client, nonce, done)
    return done is not None


def _parsed(data: object) -> WidgetEvent | None:
    with suppress(ValueError, RecursionError):  # a browser may send anything
        return WidgetEvent.parse(data)
    return None


def _made(db: Database, client: BelvoClient, session: Session) -> str | None:
    """The link that the session made: a newer one of its external id, or of none if Belvo may have removed that.

    Of several without an external id nothing tells which it is.
    """
    external_id = str(session.external_id)
    named = [link for link in client.links.list(external_id=external_id) if _may_be_made_in(db, session, link)]
    if named or not personal(external_id):
        return next((link["id"] for link in named), None)
    younger = client.links.list(created_at__gte=_began(session))
    nameless = [link for link in younger if not link.get("external_id") and _may_be_made_in(db, session, link)]
    return nameless[0]["id"] if len(nameless) == 1 else None


def _may_be_made_in(db: Database, session: Session, link: Link) -> bool:
    """Whether a link is younger than the session, at its institution, and no other session's.

    The desk may have found the link by itself.
    """
    others = [other for other in sessions.for_link(db, link["id"]) if other.nonce != session.nonce]
    return _is_younger(link, session) and session.institution in (None, link["institution"]) and not others


def _is_younger(link: Link, session: Session) -> bool:
    created_at = instants.parse(link.get("created_at"))
    is_known = link["id"] in session.options.get(EARLIER, ())
    return not is_known and created_at is not None and created_at >= _began(session)


def _began(session: Session) -> str:
    """When the session began, by Belvo's clock if its token has told, else by ours, which may be fast."""
    return session.options.get(BEGAN) or instants.encode(instants.decode(session.opened_at) - _CLOCKS_DIFFER)


def _repaired(client: BelvoClient, session: Session) -> str | None:
    """The session's link, if it was broken and is valid now."""
    if session.options.get(STATUS_BEFORE) == "valid":
        return None
    link = read_link(client, str(session.link))
    return link["id"] if link["status"] == "valid" else None


def _claimed_link(db: Database, client: BelvoClient, session: Session, link_id: str) -> Link:
    try:
        link = read_link(client, link_id)
    except (BadArgument, NotFound, ValidationFailed) as error:
        raise LinkNotAccepted("Belvo knows no such link. Start the connection again.") from error
    if session.mode == "update":
        if link["id"] != session.link:
            raise LinkNotAccepted("This is another link than the one to repair. Start the repair again.")
    elif link.get("external_id") and link.get("external_id") != session.external_id:
        raise LinkNotAccepted("This link was made for somebody else. Start the connection again.")
    elif not _is_younger(link, session):
        raise LinkNotAccepted("This link is older than this connection. Start the connection again.")
    elif not link.get("external_id") and not _may_be_made_in(db, session, link):
        raise LinkNotAccepted("This link was made for somebody else. Start the connection again.")
    return link
