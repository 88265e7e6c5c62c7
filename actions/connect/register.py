"""Connecting without the widget: with credentials that go to Belvo and stay nowhere, one account or many.

Only what Belvo's API takes goes this way; accounts by consent need the widget. Each is one login at an institution.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from actions.connect.external_id import RULE, is_allowed, personal
from actions.permission import Refused, allowed, note
from belvo_client import BelvoClient, Link, TokenRequired
from domain.connect import registration
from domain.connect.registration import Numbered, Registration
from domain.roles import Actor
from resources import pulled_resources
from settings import Settings
from store import Database
from store.ops import jobs
from store.upkeep import erasure_log
from store.write import institutions, links
from sync import historical


class NotForProduction(Refused):
    """Test accounts are none of production's."""

    def __init__(self) -> None:
        super().__init__(
            "A file of test accounts is not connected in production: each line would be a login at a real institution, "
            "with a password that stood in a file. Connect one account at a time there."
        )


class NotConfirmed(Refused):
    """Nobody has said yes to what is done to a real person."""

    def __init__(self) -> None:
        super().__init__(
            "In production this needs your yes: it is a login at a real institution, and Belvo bills the link."
        )


class NotPossible(Refused):
    """Belvo would refuse it; nothing was sent."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The institution asks for a token; `session` and the token go on with it until `expires_at`, if that is known."""

    link: str
    institution: str
    external_id: str
    session: str = field(repr=False)
    instructions: str
    value: str = field(repr=False)
    expects_input: bool
    expires_at: datetime | None


def check(db: Database, accounts: Iterable[Numbered]) -> list[Numbered]:
    """The accounts with what is wrong with each, by what is stored here: nothing is sent anywhere."""
    told = [*accounts]
    ids = {one.wanted.external_id for one in told if one.wanted.external_id}
    with db.read() as connection:
        described = {
            name: institutions.described(connection, name) for name in {one.wanted.institution for one in told}
        }
    there = [
        (external_id, link.institution or "") for external_id in ids for link in links.by_external_id(db, external_id)
    ]
    external = {external_id: problem for external_id in ids if (problem := _problem_of(external_id))}
    return registration.checked(told, described, external, there)


def _problem_of(external_id: str) -> str:
    if not is_allowed(external_id):
        return RULE
    looks_like = personal(external_id)
    return f"The external ID looks like {looks_like}, and Belvo removes such." if looks_like else ""


@allowed("connect", did="connection started")
def register(
    db: Database,
    client: BelvoClient,
    settings: Settings,
    wanted: Registration,
    *,
    actor: Actor,
    confirmed: bool = False,
    of_file: bool = False,
) -> str | Asked:
    """Make a link; its id, or what its institution asks for first. The audit has neither password nor username.

    Raises BelvoError, and Refused where nothing was sent: in production without a yes, or for one of a file.
    """
    if settings.environment == "production" and of_file:
        raise NotForProduction
    if settings.environment == "production" and not confirmed:
        raise NotConfirmed
    (known,) = check(db, [Numbered(1, wanted)])
    if known.problems:
        raise NotPossible(" ".join(known.problems))
    with db.write() as connection:  # before it is a login, however it ends
        note(connection, actor, _record(wanted), external_id=wanted.external_id)
    try:
        link = client.links.create(
            wanted.institution,
            external_id=wanted.external_id or None,
            access_mode=wanted.access_mode or None,  # type: ignore[arg-type]
            fetch_resources=wanted.fetch_resources or None,
            credentials_storage=wanted.credentials_storage or None,
            stale_in=wanted.stale_in or None,
            **wanted.secrets,
        )
    except TokenRequired as error:
        return _asked(error, wanted.institution, wanted.external_id)
    return _take_in(db, client, link, actor)


@allowed("connect", did="token handed in")
def resume(db: Database, client: BelvoClient, asked: Asked, token: str, *, actor: Actor) -> str | Asked:
    """Go on with the token, or without one where the person has confirmed elsewhere; the answer as of `register`."""
    with db.write() as connection:
        about = {"institution": asked.institution}
        note(connection, actor, about, link=asked.link, external_id=asked.external_id)
    try:
        link = client.links.resume(asked.session, asked.link, token=token.strip() or None)
    except TokenRequired as error:
        return _asked(error, asked.institution, asked.external_id, asked.link)
    return _take_in(db, client, link, actor)


def _take_in(db: Database, client: BelvoClient, link: Link, actor: Actor) -> str:
    """Store the link and queue its first pull, as one that a widget has made."""
    institution = list(client.institutions.list(name=link["institution"]))
    with db.write() as connection:
        erasure_log.refuse(connection, link["id"])
        institutions.save(connection, institution)
        links.save(connection, link)
        links.set_followed(connection, link["id"], followed=True)
        historical.begin(connection, link)
        jobs.enqueue(connection, link["id"], [*pulled_resources()], "connected")
        note(connection, actor, {"institution": link["institution"]}, did="link connected", link=link["id"])
    return link["id"]


def _asked(error: TokenRequired, institution: str, external_id: str, link: str = "") -> Asked:
    told = error.token_generation_data
    return Asked(
        link=error.link or link,
        institution=institution,
        external_id=external_id,
        session=error.session,
        instructions=str(told.get("instructions") or "Enter the token that the institution has sent."),
        value=str(told.get("value") or ""),
        expects_input=error.expects_user_input,
        expires_at=None if error.expiry is None else datetime.now(UTC) + timedelta(seconds=error.expiry),
    )


def _record(wanted: Registration) -> dict[str, Any]:
    return {"institution": wanted.institution, "access_mode": wanted.access_mode, "mode": "without widget"}


def open_ones(checked: Iterable[Numbered], done: Iterable[int]) -> Iterator[Numbered]:
    """Those of a file that can be connected and were not tried yet, by the numbers of their lines."""
    tried = {*done}
    return (one for one in checked if not one.problems and one.line not in tried)
