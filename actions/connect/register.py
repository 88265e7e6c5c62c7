"""Connecting without the widget: with credentials that go to Belvo and stay nowhere, one account at a time.

Only what Belvo's API takes goes this way; accounts by consent need the widget. Each is one login at an institution.
"""

from collections.abc import Callable, Iterable
from typing import Any

from actions.connect.external_id import RULE, is_allowed, personal
from actions.permission import Refused, allowed, note
from belvo_client import BelvoClient, Link, TokenRequired
from domain.connect import registration
from domain.connect.registration import Numbered, Registration
from domain.roles import Actor
from languages import msg, say
from settings import Settings
from store import Database
from store.engine import Connection
from store.write import assignments, institutions, links
from sync.bulk.registering import Asked as Asked
from sync.bulk.registering import asked_of, create, take_in


class NotConfirmed(Refused):
    """Nobody has said yes to what is done to a real person."""

    def __init__(self) -> None:
        super().__init__(
            say("In production this needs your yes: it is a login at a real institution, and Belvo bills the link.")
        )


class NotPossible(Refused):
    """Belvo would refuse it; nothing was sent."""


def check(db: Database, accounts: Iterable[Numbered]) -> list[Numbered]:
    """The accounts with what is wrong with each, by what is stored here: nothing is sent anywhere."""
    told = [*accounts]
    ids = {one.wanted.external_id for one in told if one.wanted.external_id}
    with db.read() as connection:
        described = {
            name: institutions.described(connection, name) for name in {one.wanted.institution for one in told}
        }
    whose = assignments.links_of(db, ids)
    there = [(whose[link], known.institution or "") for link, known in links.several(db, [*whose]).items()]
    external = {external_id: problem for external_id in ids if (problem := _problem_of(external_id))}
    return registration.checked(told, described, external, there)


def _problem_of(external_id: str) -> str:
    if not is_allowed(external_id):
        return say(RULE)
    looks_like = personal(external_id)
    return (
        say("The external ID looks like {looks_like}, and Belvo removes such.", looks_like=say(looks_like))
        if looks_like
        else ""
    )


@allowed("connect", did=msg("connection started"))
def register(
    db: Database,
    client: BelvoClient,
    settings: Settings,
    wanted: Registration,
    *,
    actor: Actor,
    confirmed: bool = False,
) -> str | Asked:
    """Make a link; its id, or what its institution asks for first. The audit has neither password nor username.

    Raises BelvoError, and Refused where nothing was sent, as in production without a yes.
    """
    if settings.environment == "production" and not confirmed:
        raise NotConfirmed
    (known,) = check(db, [Numbered(1, wanted)])
    if known.problems:
        raise NotPossible(" ".join(known.problems))
    with db.write() as connection:  # before it is a login, however it ends
        note(connection, actor, _record(wanted), external_id=wanted.external_id)
    try:
        link = create(client, wanted)
    except TokenRequired as error:
        return asked_of(error, wanted.institution, wanted.external_id)
    return _take_in(db, client, link, actor)


@allowed("connect", did=msg("token handed in"))
def resume(db: Database, client: BelvoClient, asked: Asked, token: str, *, actor: Actor) -> str | Asked:
    """Go on with the token, or without one where the person has confirmed elsewhere; the answer as of `register`."""
    return handed_in(db, client, asked, token, actor)


Noting = Callable[[Connection, str], None]


def handed_in(
    db: Database, client: BelvoClient, asked: Asked, token: str, who: Actor, *, also: Noting | None = None
) -> str | Asked:
    """The same for an action that is allowed already; `also` writes in the transaction that takes the link in."""
    with db.write() as connection:
        about = {"institution": asked.institution}
        note(connection, who, about, link=asked.link, external_id=asked.external_id)
    try:
        link = client.links.resume(asked.session, asked.link, token=token.strip() or None)
    except TokenRequired as error:
        return asked_of(error, asked.institution, asked.external_id, asked.link)
    return _take_in(db, client, link, who, also)


def _take_in(db: Database, client: BelvoClient, link: Link, actor: Actor, also: Noting | None = None) -> str:
    """Store the link and queue its first pull, as one that a widget has made."""
    institution = list(client.institutions.list(name=link["institution"]))
    with db.write() as connection:
        institutions.save(connection, institution)
        take_in(connection, link, why="connected")
        note(connection, actor, {"institution": link["institution"]}, did=msg("link connected"), link=link["id"])
        if also:
            also(connection, link["id"])
    return link["id"]


def _record(wanted: Registration) -> dict[str, Any]:
    return {"institution": wanted.institution, "access_mode": wanted.access_mode, "mode": "without widget"}
