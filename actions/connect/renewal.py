"""Having a consent of open finance renewed: its person does that in My Belvo Portal, whose address is handed out.

The portal calls nobody back, so that what has become of the consent is read from Belvo.
https://developers.belvo.com/products/aggregation_brazil/aggregation-brazil-mybelvoportal
"""

import secrets
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from actions.connect.start import EXPIRES, HOSTED, RENEWAL, Opening, digest
from actions.permission import allowed, note
from belvo_client import BelvoClient, TokenRequest
from belvo_client.hosted import portal_url
from belvo_client.token import lifetime
from belvo_client.types import Consent, ConsentRequest
from belvo_client.widget import managed_consents
from domain.roles import HERE, Actor
from languages import msg, say
from resources import pulled_resources
from settings import Settings
from store import Database
from store.core import instants
from store.ops import audit, jobs, sessions
from store.ops.sessions import Session
from store.queries.links import consents
from store.upkeep import erasure_log
from store.write import links
from sync.listing import read_link

CONSENT = "consent"
ENDS_BEFORE = "consent_ends"
STATUS_BEFORE = "consent_status"
"""The consent of a session, and its end and status when the session began."""

_GIVEN = "AUTHORISED"

_DIGITS = {"CPF": 11, "CNPJ": 14}


class NoConsent(Exception):
    """The link has no consent that could be renewed, as far as is known here."""


@allowed("repair", link="link_id", did=msg("renewal started"))
def renew(db: Database, client: BelvoClient, settings: Settings, link_id: str, *, actor: Actor) -> Opening:
    """The portal's address for the person of a link, ready to renew its consent.

    Raises NoConsent, and BelvoError if Belvo gives no token or does not know the consent.
    """
    consent_id = consents.current(db, link_id)
    if consent_id is None:
        raise NoConsent(say("No consent of this link is stored here. Pull the link, then try again."))
    consent = client.consents.get(consent_id)
    token = client.token.create(TokenRequest.consent_management(_whose(db, settings, link_id, consent)))
    known = links.find(db, link_id)
    opening = Opening(
        nonce=secrets.token_urlsafe(12),
        external_id=(known.external_id if known else None) or "",
        access_token=token,
        event_token=secrets.token_urlsafe(32),
        config={},
        expires_at=datetime.now(UTC) + lifetime(token),
        url=portal_url(token, renewal=_address(link_id, consent), base=settings.consent_portal_url),
    )
    with db.write() as connection:
        erasure_log.refuse(connection, link_id)
        sessions.open(
            connection,
            nonce=opening.nonce,
            token_hash=digest(opening.event_token),
            external_id=opening.external_id,
            product="open_finance",
            institution=known.institution if known else None,
            link=link_id,
            mode=RENEWAL,
            options={
                CONSENT: consent_id,
                ENDS_BEFORE: consent.get("expired_at"),
                STATUS_BEFORE: consent.get("status"),
                EXPIRES: instants.encode(opening.expires_at),
                HOSTED: True,
            },
        )
        note(connection, actor, action="hand_out", target=opening.nonce)
    return opening


def hear_of_renewal(db: Database, client: BelvoClient, session: Session) -> bool:
    """Whether Belvo says that the session's consent was renewed; its link is then pulled. Raises BelvoError."""
    consent = client.consents.get(str(session.options[CONSENT]))
    if not _is_renewed(consent, session.options):
        return False
    link = read_link(client, str(session.link))
    with db.write() as connection:
        if sessions.set_state(connection, session.nonce, "connected", link=session.link):
            links.save(connection, link)
            jobs.enqueue(connection, link["id"], [*pulled_resources()], "connected")
            by = audit.starter(connection, session.nonce) or HERE.name
            audit.record(connection, by, "repair", session.nonce, {}, did=msg("consent renewed"), link=link["id"])
    return True


def _is_renewed(consent: Consent, before: Mapping[str, Any]) -> bool:
    """Whether it holds, and until another day than before or, where it has no end, for the first time since."""
    is_given_anew = before.get(STATUS_BEFORE, _GIVEN) != _GIVEN
    return consent.get("status") == _GIVEN and (is_given_anew or consent.get("expired_at") != before[ENDS_BEFORE])


def _whose(db: Database, settings: Settings, link_id: str, consent: Consent) -> ConsentRequest:
    """Whose consents the portal is to show."""
    number = "".join(filter(str.isdigit, consent.get("document_number") or ""))
    documents = consents.persons(db, link_id)
    documents |= {kind: number for kind, digits in _DIGITS.items() if len(number) == digits}
    return managed_consents(
        terms_and_conditions_url=settings.company.terms,
        name=consent.get("user_name") or consent.get("display_name") or number,
        cpf=documents.get("CPF"),
        cnpj=documents.get("CNPJ"),
    )


def _address(link_id: str, consent: Consent) -> dict[str, str]:
    """What the portal takes in its address to lead to this renewal."""
    logo = consent.get("institution_icon_logo") or ""
    return {
        "link_id": link_id,
        "consent_id": consent.get("id") or "",
        "institution": consent.get("belvo_institution_name") or "",
        "institution_display_name": consent.get("institution_display_name") or "",
        "institution_icon_logo": logo if logo.startswith("http") else "",  # a picture itself would fill the QR code
        "action": "renew",
    }
