"""Standing: what a link loses its validity by, and what is said of it.

https://developers.belvo.com/developer_resources/resources-links-overview
"""

import sqlite3
from datetime import datetime, timedelta

from belvo_sandbox.bank import consents, links, webhook_events
from belvo_sandbox.bank.consents import Consent
from belvo_sandbox.bank.links import Link
from belvo_sandbox.fetches import fetch_log
from belvo_sandbox.lifecycle import scripted_logins


def log_in_again(connection: sqlite3.Connection, link: Link, at: datetime, request_id: str | None = None) -> bool:
    """Log in with what is stored; whether the institution lets a refresh in. If not, the link's person is needed."""
    if scripted_logins.challenge(link):
        links.suspend(connection, link, "token_required")
        webhook_events.announce_token_required(connection, link, at, request_id)
        return False
    if scripted_logins.has_expired(link, at):
        invalidate(connection, link, at, request_id)
        return False
    return True


def invalidate(connection: sqlite3.Connection, link: Link, at: datetime, request_id: str | None = None) -> None:
    """Note that a link's credentials are refused, or no longer there."""
    links.suspend(connection, link, "invalid")
    webhook_events.announce_invalid_credentials(connection, link, at, request_id)


def count_login_failure(connection: sqlite3.Connection, institution: str, person: str, at: datetime) -> None:
    """Count an attempt to log in that failed; the sixth in a row makes a person's links invalid."""
    for link in links.count_login_failure(connection, institution, person):
        invalidate(connection, link, at)


def renew_consent(
    connection: sqlite3.Connection, consent: Consent, duration: int | None, now: datetime, delay: timedelta
) -> Consent:
    """Put a consent into force once more: its link is valid again, and fetched anew."""
    renewed = consents.renew(connection, consent, duration, now)
    link = links.get(connection, consent.link)
    links.bind_consent(connection, link.id, link.shared, renewed.expires_at)
    link = links.confirm(connection, link, now)
    due = {"consent_due_date": renewed.expires_at}
    webhook_events.announce_consent(connection, link, now, "openfinance_consent_expiration_changed", **due)
    if link.access_mode == "recurrent":
        fetch_log.record_history(connection, link, now, delay=delay)
    return renewed


def end_consent(connection: sqlite3.Connection, link: Link, at: datetime) -> None:
    """Note that a link's consent is over: only a renewal makes the link valid again."""
    links.suspend(connection, link, "invalid")
    links.change(connection, link.id, consent_ends=None)
    connection.execute("DELETE FROM delayed_fetches WHERE link = ?", (link.id,))
    webhook_events.announce_consent(connection, link, at, "openfinance_consent_expired", action="renew")
