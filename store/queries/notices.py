"""What of the store people are told who are not looking: institutions, links that broke, consents that end."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.link_state.errors import CAUSES, cause_of
from domain.link_state.facts import LinkFacts
from domain.link_state.reasons import Reason, reason_of
from domain.notices.kinds import CONSENT_DAYS, Fact, Kind, consent_stage
from store import engine
from store.core import instants
from store.database import Database
from store.queries.links import facts

BROKEN = frozenset({Reason.CONSENT_ENDED, Reason.INVALID, Reason.TOKEN_REQUIRED, Reason.PULL_FAILED})
"""Reasons for which a link can't be pulled and that are its own: of a bank that is down the bank is told."""

_OVERLAP = 1_000  # rows of statuses that are looked at again: others may have committed them late
_ENDED_LATELY = timedelta(days=1)
_TRIED_FOR = timedelta(minutes=1)
"""So long an outage that pulls are told of has to last: most are over with the next try."""

OUTAGES = tuple(sorted(code for code, cause in CAUSES.items() if cause.is_outage))
"""The codes by which Belvo answers pulls of a bank that is away."""


@dataclass(frozen=True, slots=True)
class Since:
    """From where on a look goes: `at` is the instant of what is new, `status` the last change that was looked at."""

    at: datetime
    status: int = 0


def institutions(db: Database, now: datetime) -> list[Fact]:
    """Those with links here that are down: by Belvo's word, of them or to pulls, or because pulls get no answer."""
    values = {"opened": instants.encode(now - _TRIED_FOR), "outages": engine.array(OUTAGES)}
    with db.read() as connection:
        return [
            Fact(Kind.INSTITUTION, row["name"], institution=row["name"], detail=str(row["links"]))
            for row in connection.execute(_DOWN, values)
        ]


def changed(db: Database, since: Since) -> tuple[set[str], Since]:
    """Links whose status has changed, or a pull of which has failed, and from where the next look goes."""
    bounds = {"since": instants.encode(since.at), "after": since.status - _OVERLAP}
    with db.read() as connection:
        (last,) = connection.execute("SELECT coalesce(max(id), 0) FROM link_statuses").fetchone()
        found = {row["link"] for row in connection.execute(_CHANGED, bounds)}
    return found, Since(since.at, int(last))


def consenting(db: Database, now: datetime) -> set[str]:
    """Links with a consent that ends within the days that are told of, or has ended lately."""
    bounds = {
        "since": instants.encode(now - _ENDED_LATELY),
        "until": instants.encode(now + timedelta(days=max(CONSENT_DAYS))),
    }
    with db.read() as connection:
        return {row["link"] for row in connection.execute(_CONSENTING, bounds)}


def of_links(
    db: Database, links: Collection[str], known: Collection[str], since: datetime, now: datetime, ahead: timedelta
) -> list[Fact]:
    """What is to be told of these links; of those that are not `known` to be broken, what came up since the instant.

    Belvo's clock is `ahead` of the one that says `now`.
    """
    told = []
    for one in facts.of_links(db, sorted(links), now):
        told += [fact for fact in (_broken(one, known, since, now, ahead), _consent(one, now + ahead)) if fact]
    return told


def _broken(one: LinkFacts, known: Collection[str], since: datetime, now: datetime, ahead: timedelta) -> Fact | None:
    reason, began = reason_of(one, now, ahead)
    if reason not in BROKEN or began is None or (one.link not in known and began < since):
        return None
    if reason is Reason.PULL_FAILED and one.failure and cause_of(one.failure).is_outage:
        return None  # of a bank that was down till the last try
    return Fact(Kind.BROKEN, one.link, instants.encode(began), one.institution or "", one.link, reason.value)


def _consent(one: LinkFacts, now: datetime) -> Fact | None:
    consent = one.consent
    if one.access_mode != "recurrent" or not consent or consent.status != "AUTHORISED" or not consent.expires_at:
        return None
    stage = consent_stage(consent.expires_at, now)
    if stage is None:
        return None
    mark = f"{consent.expires_at:%Y-%m-%d} {stage}"
    return Fact(Kind.CONSENT, one.link, mark, one.institution or "", one.link, str(stage))


_DOWN = f"""
    SELECT down.name, count(links.id) AS links
    FROM (
        SELECT institution AS name FROM breakers WHERE opened_at IS NOT NULL
        UNION SELECT name FROM institutions WHERE status = 'down' AND deleted_at IS NULL
        UNION SELECT institution FROM cases
        WHERE cases.link = '' AND ended_at IS NULL AND opened_at <= :opened AND EXISTS (
            SELECT 1 FROM link_states WHERE link_states.institution = cases.institution AND (
                reason = 'bank_down' OR reason = 'pull_failed' AND EXISTS (
                    SELECT 1 FROM jobs
                    WHERE jobs.link = link_states.link AND state = 'failed' AND finished_at = pulled_at
                        AND {engine.among("error_code", "outages")})))) AS down
    JOIN links ON links.institution = down.name AND links.deleted_at IS NULL
    GROUP BY down.name ORDER BY down.name NULLS FIRST
"""
_CHANGED = """
    SELECT link FROM link_statuses WHERE id > :after AND since >= :since AND status IN ('invalid', 'token_required')
    UNION
    SELECT link FROM jobs WHERE state = 'failed' AND finished_at >= :since AND resources <> '' AND link <> ''
"""
_CONSENTING = """
    SELECT link FROM consents
    WHERE expired_at BETWEEN :since AND :until AND status = 'AUTHORISED' AND deleted_at IS NULL
"""
