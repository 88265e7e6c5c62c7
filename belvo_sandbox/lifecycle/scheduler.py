"""The scheduler: events of links that came due, carried out in their order.

Nothing runs in the background for it. Whoever looks at the sandbox first has everything carried out that came
due since somebody last looked, each at the instant at which it was due, link by link in the order of these
instants. So it makes no difference how often one looks, or how far the clock is moved at once.
"""

import sqlite3
from collections.abc import Callable
from datetime import datetime, timedelta

from belvo_sandbox.bank import institutions, links, webhook_events
from belvo_sandbox.bank.links import REFRESH_RATES, Link
from belvo_sandbox.core.clock import parse, text
from belvo_sandbox.core.state import State
from belvo_sandbox.fetches import fetch_log
from belvo_sandbox.fetches.fetch_log import REFRESH_WINDOW, Fetch
from belvo_sandbox.lifecycle import link_status
from belvo_sandbox.people.rng import Rng

_CAN_BE_UNAVAILABLE = ("BILLS", "EXCHANGES", "INVESTMENTS", "INVESTMENT_TRANSACTIONS")
_UNAVAILABLE = 0.15  # of refreshes at a bank of open finance
_WARNING = timedelta(days=7)  # before a consent ends, when a refresh falls into it
_Event = Callable[[sqlite3.Connection, Link, datetime], None]


def run_due_events(state: State, now: datetime) -> None:
    """Carry out what came due since somebody last looked."""
    with state.read() as connection:
        if not connection.execute(_NEXT, {"now": text(now)}).fetchone():
            return
    with state.write() as connection:
        while due := connection.execute(_NEXT, {"now": text(now)}).fetchone():
            link = links.get(connection, due["link"])
            _EVENTS[due["event"]](connection, link, parse(due["at"]))


def _record_delayed(connection: sqlite3.Connection, link: Link, at: datetime) -> None:
    """Fetch what was delayed until now."""
    query = "DELETE FROM delayed_fetches WHERE link = ? AND due = ? RETURNING resource, request_id, retrieve"
    for row in connection.execute(query, (link.id, text(at))).fetchall():
        fetch_log.record_delayed(connection, link, row, at)


def _forget_credentials(connection: sqlite3.Connection, link: Link, at: datetime) -> None:
    """Stored credentials end after as many days as `credentials_storage` says."""
    links.change(connection, link.id, credentials_due=None)
    if link.status == "valid":
        link_status.invalidate(connection, link, at)


def _remove(connection: sqlite3.Connection, link: Link, at: datetime) -> None:  # noqa: ARG001 - an event
    """Remove rows that nobody has fetched anew for as long as `stale_in` says."""
    fetch_log.remove(connection, link)
    links.change(connection, link.id, stale_at=None)


def _fetch_history(connection: sqlite3.Connection, link: Link, at: datetime) -> None:
    links.change(connection, link.id, history_due=None)
    if link.status == "valid":
        fetch_log.record_history(connection, link, at)


def _available_resources(connection: sqlite3.Connection, link: Link, at: datetime) -> list[str]:
    """Now and then a bank of open finance lacks one resource until the next refresh."""
    resources = [*fetch_log.resources_of(link)]
    candidates = [name for name in resources if name in _CAN_BE_UNAVAILABLE]
    rng = Rng("unavailable", link.person, at.date())
    if link.consent_ends and candidates and rng.happens(_UNAVAILABLE):
        missing = rng.choice(candidates)
        resources.remove(missing)
        code = "openfinance_consent_with_temporarily_unavailable_resources"
        webhook_events.announce_consent(connection, link, at, code, resources=[missing])
    return resources


def _refresh(connection: sqlite3.Connection, link: Link, at: datetime) -> None:
    """Collect what is new at a recurrent link, if its institution still lets in who comes with what is stored."""
    if link.status != "valid":
        links.change(connection, link.id, refresh_due=None)
        return
    if not link_status.log_in_again(connection, link, at):
        return
    rate = REFRESH_RATES[link.refresh_rate or "7d"]
    today = institutions.find(link.institution).country.zone.day(at)
    resources = _available_resources(connection, link, at)
    fetch_log.record(connection, link, resources, Fetch(0, at, today - rate - REFRESH_WINDOW, today))
    for resource in resources:
        webhook_events.announce_rows(connection, link, resource, at, process_type=webhook_events.RECURRENT)
    links.change(connection, link.id, refresh_due=text(at + rate))
    if link.consent_ends and parse(link.consent_ends) - at <= _WARNING:
        about = {"consent_due_date": link.consent_ends, "action": "renew"}
        webhook_events.announce_consent(connection, link, at, "openfinance_consent_about_to_expire", **about)


# By the columns of a link that say when they are due; of those due at one instant the first comes first.
_EVENTS: dict[str, _Event] = {
    "delayed_fetch": _record_delayed,
    "consent_ends": link_status.end_consent,
    "credentials_due": _forget_credentials,
    "stale_at": _remove,
    "history_due": _fetch_history,
    "refresh_due": _refresh,
}
_OF_LINKS = "".join(
    f" UNION ALL SELECT rowid, id, {column}, {rank}, '{column}' FROM links WHERE {column} <= :now"
    for rank, column in enumerate(_EVENTS)
    if rank
)
_NEXT = f"""
    SELECT link, at, event FROM (
        SELECT links.rowid AS link_order, link, due AS at, 0 AS rank, 'delayed_fetch' AS event
        FROM delayed_fetches JOIN links ON links.id = link WHERE due <= :now
        {_OF_LINKS}
    ) ORDER BY at, link_order, rank LIMIT 1
"""
