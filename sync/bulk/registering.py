"""A link made with credentials: what is sent to Belvo, what an institution asks for, and taking the link in."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from belvo_client import BelvoClient, Link, TokenRequired
from domain.connect.registration import Registration
from languages import say
from resources import pulled_resources
from store.engine import Connection
from store.ops import jobs
from store.upkeep import erasure_log
from store.write import links
from sync import historical


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


def create(client: BelvoClient, wanted: Registration) -> Link:
    """Log in, once; raises BelvoError, TokenRequired where the institution asks for more."""
    return client.links.create(
        wanted.institution,
        external_id=wanted.external_id or None,
        access_mode=wanted.access_mode or None,  # type: ignore[arg-type]
        fetch_resources=wanted.fetch_resources or None,
        credentials_storage=wanted.credentials_storage or None,
        stale_in=wanted.stale_in or None,
        **wanted.secrets,
    )


def asked_of(error: TokenRequired, institution: str, external_id: str, link: str = "") -> Asked:
    """What is asked for; `link` is the one that it is about, where Belvo does not say so again."""
    told = error.token_generation_data
    return Asked(
        link=error.link or link,
        institution=institution,
        external_id=external_id,
        session=error.session,
        instructions=str(told.get("instructions") or say("Enter the token that the institution has sent.")),
        value=str(told.get("value") or ""),
        expects_input=error.expects_user_input,
        expires_at=None if error.expiry is None else datetime.now(UTC) + timedelta(seconds=error.expiry),
    )


def take_in(connection: Connection, link: Link, *, why: str) -> None:
    """Store a link that was just made, and queue its first pull; raises Erased for one that is to be gone."""
    erasure_log.refuse(connection, link["id"])
    links.save(connection, link)
    links.set_followed(connection, link["id"], followed=True)
    historical.begin(connection, link)
    jobs.enqueue(connection, link["id"], [*pulled_resources()], why)
