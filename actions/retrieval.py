"""Retrieving: having Belvo log in at the institution now and read a resource, with the token that it may ask for.

It costs a call of the month's quota and, when it fails, one of the six attempts after which a link is invalid; so only
a person starts it. What it finds Belvo keeps, and a pull brings it here.
https://developers.belvo.com/docs/handling-2-factor-authentication
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any, Literal

from actions.permission import allowed, note
from belvo_client import BelvoClient, TokenRequired
from belvo_client.catalogue import Catalogue
from belvo_client.endpoints import Resumable, Retrievable
from domain.pulls.asking import questions
from domain.roles import Actor
from languages import say
from resources import RESOURCES, possible_at
from store import Database
from store.ops import answers, jobs
from store.upkeep import erasure_log
from store.write import institutions
from store.write.links import LinkRow


@dataclass(frozen=True, slots=True)
class Fields:
    """What a retrieve of a resource asks for: days, which it `needs`; a type; a document that can come along."""

    days: bool
    needs_days: bool
    types: tuple[str, ...]
    document: Literal["attach_pdf", "attach_xml"] | None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to retrieve."""

    resource: str
    since: date | None = None
    until: date | None = None
    type: str | None = None
    attach: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """The institution asks for a token; `session` and the token go on with it until `expires_at`, if that is known."""

    wanted: Wanted
    link: str
    session: str = field(repr=False)
    instructions: str
    kind: str
    value: str = field(repr=False)
    expects_input: bool
    expires_at: datetime | None


def offered(db: Database, institution: str) -> list[str]:
    """The resources that the institution may have, those that it does not list too; all where it is not known."""
    known = institutions.find(db, institution)
    return [resource.name for resource in possible_at(known.described if known else {})]


def promised(db: Database, link: LinkRow) -> list[str]:
    """The resources that a pull of the whole link asks for now, but for those that only its product could have."""
    known = institutions.find(db, link.institution or "")
    with db.read() as connection:
        found = questions(
            {**known.described, "integration_type": known.integration_type} if known else {},
            link.fetch_resources,
            answers.known(connection, link.link),
            answers.last(connection, link.link),
            created_at=link.created_at,
            now=datetime.now(UTC),
        )
    return [question.resource.name for question in found if not question.is_guess]


def fields_of(resource: str) -> Fields:
    """What a retrieve of the resource asks for."""
    described = getattr(Catalogue, resource).resource
    attached = described.takes & {"attach_pdf", "attach_xml"}
    return Fields(
        days="date_from" in described.needs | described.takes,
        needs_days="date_from" in described.needs,
        types=RESOURCES[resource].retrieve_types,
        document=next(iter(attached), None),
    )


@allowed("retrieve", link="link", did="retrieve")
def retrieve(db: Database, client: BelvoClient, link: str, wanted: Wanted, *, actor: Actor) -> int | Asked:
    """Have Belvo read the resource now; how many rows it found, or what it asks for first. Raises BelvoError."""
    endpoint = client.resource(wanted.resource)
    if not isinstance(endpoint, Retrievable):
        raise TypeError(f"{wanted.resource} can't be retrieved.")
    _note(db, link, wanted, "retrieve started", actor)  # before it costs a call, however it ends
    try:
        found = endpoint.retrieve(link=link, **_body(wanted))
    except TokenRequired as error:
        if not isinstance(endpoint, Resumable):
            raise  # the description has no way to hand the token in
        return _asked(error, link, wanted)
    return _finish(db, link, wanted, len(found), actor)


@allowed("retrieve", did="retrieve")
def resume(db: Database, client: BelvoClient, asked: Asked, token: str, *, actor: Actor) -> int | Asked:
    """Go on with the token; the answer as that of `retrieve`. Raises BelvoError."""
    endpoint = client.resource(asked.wanted.resource)
    if not isinstance(endpoint, Resumable):
        raise TypeError(f"{asked.wanted.resource} takes no token.")
    _note(db, asked.link, asked.wanted, "token handed in", actor)
    try:
        found = endpoint.resume(asked.session, asked.link, token=token.strip() or None)
    except TokenRequired as error:
        return _asked(error, asked.link, asked.wanted)
    return _finish(db, asked.link, asked.wanted, len(found), actor)


def _note(db: Database, link: str, wanted: Wanted, did: str, actor: Actor) -> None:
    with db.write() as connection:
        note(connection, actor, _record(wanted), did=did, link=link)


def _finish(db: Database, link: str, wanted: Wanted, rows: int, actor: Actor) -> int:
    with db.write() as connection:
        erasure_log.refuse(connection, link)
        jobs.enqueue(connection, link, [wanted.resource], "operator", full=True)
        note(connection, actor, {**_record(wanted), "rows": rows}, did="retrieve finished", link=link)
    return rows


def _body(wanted: Wanted) -> dict[str, Any]:
    fields = fields_of(wanted.resource)
    body: dict[str, Any] = {}
    if wanted.type:
        body["type"] = wanted.type
    if fields.days and wanted.since and wanted.until:
        if wanted.type == "yearly":
            body |= {"year_from": wanted.since.year, "year_to": wanted.until.year}
        else:
            body |= {"date_from": wanted.since.isoformat(), "date_to": wanted.until.isoformat()}
    if fields.document and wanted.attach:
        body[fields.document] = True
    return body


def _asked(error: TokenRequired, link: str, wanted: Wanted) -> Asked:
    told = error.token_generation_data
    return Asked(
        wanted=wanted,
        link=error.link or link,
        session=error.session,
        instructions=str(told.get("instructions") or say("Enter the token that the institution has sent.")),
        kind=str(told.get("type") or "text"),
        value=str(told.get("value") or ""),
        expects_input=error.expects_user_input,
        expires_at=None if error.expiry is None else datetime.now(UTC) + timedelta(seconds=error.expiry),
    )


def _record(wanted: Wanted) -> dict[str, Any]:
    return {
        "resource": wanted.resource,
        "since": wanted.since and wanted.since.isoformat(),
        "until": wanted.until and wanted.until.isoformat(),
        "type": wanted.type,
    }
