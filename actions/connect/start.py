"""Opening the Connect Widget, in the page or by an address for another browser: for a new link, or to repair one.

Each opening is a widget session with a token of its own. The access token goes to the one browser that opens the
widget; the store keeps neither it nor the token that lets the browser report events, only the latter's digest.
"""

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from actions.connect.person import Person, is_test_person
from actions.connect.token_body import Choices, browser_config, token_request, update_config, update_request
from actions.permission import allowed, note
from actions.products import PRODUCTS, product_at
from belvo_client import BelvoClient, TokenRequest
from belvo_client.hosted import widget_url
from belvo_client.token import issued_at, lifetime
from domain.roles import Actor
from languages import msg
from settings import Settings
from store import Database
from store.core import instants
from store.engine import Connection
from store.ops import sessions
from store.ops.sessions import Session
from store.upkeep import erasure_log
from store.write import institutions, links
from sync.listing import read_link

EARLIER = "links_before"
"""Links that the same external id had when a session began: one person may have accounts at several banks."""

BEGAN = "began"
"""When a session began, by Belvo's clock: a link that is older was not made in it."""

STATUS_BEFORE = "status_before"
"""In update mode, the link's status when the session began."""

HOSTED = "hosted"
"""Whether the widget was handed out as an address."""

EXPIRES = "expires"
"""When the access token dies, by our clock."""

OF_TEST_PERSON = "of_test_person"
"""Whether the test person consents, who may be proposed again; of others nothing is kept."""

LOCALE = "locale"
"""The widget's language."""

RENEWAL = "renew"
"""The mode of a session that has a consent renewed in My Belvo Portal."""

_CREATE, _UPDATE = "connect", "update"


@dataclass(frozen=True)
class Opening:
    """What a browser needs to open the widget once; kept in the page's session and nowhere else.

    `url` is the hosted widget's, for an opening that is handed out. The token dies at `expires_at`.
    """

    nonce: str
    external_id: str
    access_token: str = field(repr=False)
    event_token: str = field(repr=False)
    config: Mapping[str, Any]
    expires_at: datetime
    url: str | None = field(default=None, repr=False)


@allowed("connect", did=msg("connection started"))
def start(
    db: Database, client: BelvoClient, settings: Settings, choices: Choices, *, actor: Actor, hosted: bool = False
) -> Opening:
    """Open a widget session for a new link, with a fresh access token; raises BelvoError if Belvo gives none."""
    nonce = secrets.token_urlsafe(12)
    external_id = choices.external_id or f"linkdesk-{secrets.token_hex(8)}"
    opening = _mint(
        client, settings, nonce, token_request(settings, choices, nonce), browser_config(choices, external_id), hosted
    )
    earlier = [link["id"] for link in client.links.list(external_id=external_id)] if choices.external_id else []
    with db.write() as connection:
        sessions.open(
            connection,
            nonce=nonce,
            token_hash=digest(opening.event_token),
            external_id=external_id,
            product=choices.product,
            country=choices.country,
            institution=choices.institution,
            mode=_CREATE,
            options={
                **choices.record(),
                EARLIER: earlier,
                BEGAN: _began(opening),
                EXPIRES: instants.encode(opening.expires_at),
                HOSTED: hosted,
                OF_TEST_PERSON: is_test_person(choices.consent),
            },
        )
        _note(connection, actor, choices.record(), nonce=nonce, external_id=external_id, hosted=hosted)
    return opening


@allowed("repair", link="link_id", did=msg("repair started"))
def repair(
    db: Database,
    client: BelvoClient,
    settings: Settings,
    link_id: str,
    *,
    actor: Actor,
    locale: str = "en",
    hosted: bool = False,
) -> Opening:
    """Open a widget session in update mode: its person repairs the link, which keeps its id.

    Raises BelvoError if Belvo gives no token or knows no such link.
    https://developers.belvo.com/developer_resources/web-connect-widget-update-mode
    """
    nonce, link = secrets.token_urlsafe(12), read_link(client, link_id)
    external_id = link.get("external_id") or ""
    config = update_config(external_id, locale)
    opening = _mint(client, settings, nonce, update_request(settings, link_id, nonce), config, hosted)
    bank = institutions.find(db, link["institution"])
    with db.write() as connection:
        erasure_log.refuse(connection, link_id)
        links.save(connection, link)
        sessions.open(
            connection,
            nonce=nonce,
            token_hash=digest(opening.event_token),
            external_id=external_id,
            product=product_at(bank.type, consent=bank.integration_type == "openfinance").name if bank else None,
            country=next(iter(bank.country_codes), None) if bank else None,
            institution=link["institution"],
            link=link_id,
            mode=_UPDATE,
            options={
                STATUS_BEFORE: link["status"],
                EXPIRES: instants.encode(opening.expires_at),
                HOSTED: hosted,
                LOCALE: locale,
            },
        )
        _note(connection, actor, {}, nonce=nonce, external_id=external_id, hosted=hosted)
    return opening


@allowed("connect", did=msg("connection started"))
def start_again(
    db: Database,
    client: BelvoClient,
    settings: Settings,
    session: Session,
    *,
    actor: Actor,
    consent: Person | None = None,
) -> Opening:
    """Open the widget once more for what a session was about: the same choices, person and link, handed out or not.

    Who consents is kept nowhere, so `consent` names them anew. Raises as `start` and `repair` do.
    """
    hosted = bool(session.options.get(HOSTED))
    if session.mode == _UPDATE:
        locale = session.options.get(LOCALE, "en")
        return repair(db, client, settings, str(session.link), actor=actor, locale=locale, hosted=hosted)
    by_consent = PRODUCTS[session.product or "bank"].consent
    record = {"product": session.product, "country": session.country, "institution": session.institution}
    choices = Choices.recorded(
        {**record, **session.options},
        external_id=session.external_id,
        consent=consent if by_consent else None,
    )
    return start(db, client, settings, choices, actor=actor, hosted=hosted)


def _note(
    connection: Connection,
    actor: Actor,
    choices: Mapping[str, object],
    *,
    nonce: str,
    external_id: str,
    hosted: bool,
) -> None:
    """What is handed out as an address is an action of its own."""
    details, action = {**choices, HOSTED: hosted}, "hand_out" if hosted else ""
    note(connection, actor, details, action=action, external_id=external_id, target=nonce)


def digest(token: str) -> str:
    """What the store keeps of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def _mint(
    client: BelvoClient, settings: Settings, nonce: str, request: TokenRequest, config: Mapping[str, Any], hosted: bool
) -> Opening:
    token = client.token.create(request)
    return Opening(
        nonce=nonce,
        external_id=str(config["external_id"]),
        access_token=token,
        event_token=secrets.token_urlsafe(32),
        config=config,
        expires_at=datetime.now(UTC) + lifetime(token),
        url=widget_url(token, base=settings.hosted_widget_url, **config) if hosted else None,
    )


def _began(opening: Opening) -> str | None:
    began = issued_at(opening.access_token)
    return instants.encode(began) if began else None


def remaining(opening: Opening, now: datetime) -> timedelta:
    """How long the opening's token has left, zero once it is dead."""
    return max(opening.expires_at - now, timedelta(0))
