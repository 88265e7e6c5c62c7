"""What is known about links, as the rules about their state take it; nothing is decided here."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from domain.link_state import Consent, Failure, History, LinkFacts, PendingJob, PullProgress
from domain.pulls.slots import FOR_PERSONS
from store import engine
from store.core import instants
from store.database import Database
from store.engine import Row
from store.ops import call_budgets, processes
from store.queries.links.consents import LONGEST
from store.write import assignments


def of_all(db: Database, now: datetime) -> list[LinkFacts]:
    """Every link, deleted ones too, in the order in which they came to the desk."""
    return _read(db, "1 = 1", now)


def of_link(db: Database, link: str, now: datetime) -> LinkFacts | None:
    """One link."""
    return next(iter(_read(db, "links.id = :link", now, link)), None)


def of_links(db: Database, links: Sequence[str], now: datetime) -> list[LinkFacts]:
    """These links; how each is follows from its own facts, but not whose turn it is, for which see `around`."""
    return _read(db, f"links.deleted_at IS NULL AND {engine.among('links.id', 'links')}", now, links=links)


def of_these(db: Database, links: Sequence[str], now: datetime) -> list[LinkFacts]:
    """These links, deleted ones too."""
    return _read(db, engine.among("links.id", "links"), now, links=links)


def around(db: Database, link: str, now: datetime) -> list[LinkFacts]:
    """A link and all others at its institution, by which it is judged; empty if there is no such link."""
    there = "links.institution = (SELECT institution FROM links WHERE id = :link)"
    return _read(db, f"(links.id = :link OR {there})", now, link)


def _read(db: Database, condition: str, now: datetime, link: str = "", links: Sequence[str] = ()) -> list[LinkFacts]:
    parameters = {"link": link, "links": engine.array(links), "now": instants.encode(now)}
    with db.read() as connection:
        budget = call_budgets.read(connection.execute(call_budgets.OF_STORE).fetchall())
        around = _Around(
            slots=max(processes.slots(connection, now=instants.encode(now)), 1),
            held_until=budget.holds_up_until(now) if budget else None,
        )
        rows = connection.execute(f"{_SELECT} WHERE {condition} ORDER BY links.key", parameters)
        return [_facts(row, around) for row in rows]


class _Around(NamedTuple):
    """What is the same for all links: the slots of all workers, and until when Belvo's rate holds calls up."""

    slots: int
    held_until: datetime | None


def _facts(row: Row, around: _Around) -> LinkFacts:
    return LinkFacts(
        link=row["link"],
        institution=row["institution"],
        bank=row["bank"] or "",
        external_id=row["external_id"],
        status=row["status"],
        status_since=_instant(row["status_since"]),
        access_mode=row["access_mode"],
        refreshed_every=instants.span(row["refresh_rate"]),
        created_at=_instant(row["created_at"]),
        deleted_at=_instant(row["deleted_at"]),
        institution_is_down=bool(row["institution_is_down"]),
        is_followed=bool(row["is_followed"]),
        pulled_at=_instant(row["pulled_at"]),
        failure=_failure(row, "failed"),
        job=_job(row, around),
        consent=_consent(row),
        history=History(row["awaited"], row["loaded"]),
    )


def _failure(row: Row, prefix: str) -> Failure | None:
    kind, code, message, request_id = (row[f"{prefix}_{name}"] for name in ("kind", "code", "message", "request_id"))
    return Failure(kind, code or "", message or "", request_id) if kind else None


def _job(row: Row, around: _Around) -> PendingJob | None:
    if row["job"] is None:
        return None
    return PendingJob(
        is_running=bool(row["job_is_running"]),
        created_at=instants.decode(row["job_created_at"]),
        not_before=instants.decode(row["job_not_before"]),
        error=_failure(row, "job"),
        failing_since=_instant(row["failing_since"]),
        ahead=row["ahead"] or 0,
        running=row["running"] - row["job_is_running"],
        worked_at=_instant(row["worked_at"]),
        number=row["job"],
        slots=around.slots,
        there=(row["there"] or 0) - row["job_is_running"],
        is_for_person=row["job_priority"] <= FOR_PERSONS,
        is_silent=bool(row["is_silent"]),
        held_until=around.held_until,
        progress=PullProgress(row["pulled"], row["fetched"], row["total"]) if row["pulled"] else None,
    )


def _consent(row: Row) -> Consent | None:
    if row["consent"] is None:
        return None
    expires_at = None if row["consent_is_endless"] else _instant(row["consent_expires_at"])
    return Consent(row["consent_status"], expires_at, _instant(row["consent_changed_at"]))


def _instant(text: str | None) -> datetime | None:
    return instants.decode(text) if text else None


_PENDING = """
    SELECT *, row_number() OVER (PARTITION BY link ORDER BY state DESC, priority, not_before, id) AS place,
        CASE WHEN state = 'running' AND lease_until >= :now THEN 1 ELSE 0 END AS is_running
    FROM (SELECT * FROM jobs WHERE state = 'running' UNION ALL SELECT * FROM jobs WHERE state = 'queued') AS either
    WHERE resources <> ''
"""
"""Pulls that wait or are carried out, not what only reads a link; a link's first tells where it stands."""

_DUE = """
    SELECT id, row_number() OVER (ORDER BY priority, not_before, id) - 1 AS ahead
    FROM jobs WHERE state = 'queued' AND not_before <= :now
"""
"""Jobs in the order in which `store.ops.jobs.claim` takes them."""

_WORKED = """
    SELECT coalesce(finished_at, CASE WHEN state = 'running' OR not_before > :now THEN :now ELSE not_before END)
        AS worked_at
    FROM jobs WHERE fence = (SELECT max(fence) FROM jobs) AND fence > 0
"""
"""The last sign of a worker: what became of the job that was claimed last."""

_THERE = """
    SELECT l.institution, count(*) AS pulls FROM pending JOIN links AS l ON l.id = pending.link
    WHERE pending.is_running = 1 GROUP BY l.institution
"""
"""Pulls that are carried out now, by institution."""

_SELECT = f"""
    WITH pending AS ({_PENDING}), due AS ({_DUE}), worked AS ({_WORKED}), there AS ({_THERE})
    SELECT links.id AS link, links.institution, coalesce(i.display_name, links.institution) AS bank,
        {assignments.PERSON} AS external_id, links.status, links.access_mode, links.refresh_rate, links.created_at,
        links.deleted_at, CASE WHEN i.status = 'down' THEN 1 ELSE 0 END AS institution_is_down,
        CASE WHEN links.followed = 1 AND NOT EXISTS (SELECT 1 FROM reset_links WHERE link = links.id) THEN 1 ELSE 0 END
            AS is_followed,
        coalesce((SELECT since FROM link_statuses WHERE link = links.id AND status = links.status
            ORDER BY id DESC LIMIT 1), links.changed_at) AS status_since,
        ended.finished_at AS pulled_at, CASE ended.state WHEN 'failed' THEN ended.error_kind END AS failed_kind,
        ended.error_code AS failed_code, ended.error_message AS failed_message,
        ended.request_id AS failed_request_id,
        pending.id AS job, pending.is_running AS job_is_running, pending.created_at AS job_created_at,
        pending.not_before AS job_not_before, pending.error_kind AS job_kind, pending.error_code AS job_code,
        (SELECT min(finished_at) FROM sync_runs WHERE pending.error_kind IS NOT NULL AND job = pending.id
            AND state = 'failed') AS failing_since,
        pending.error_message AS job_message, pending.request_id AS job_request_id, due.ahead,
        pending.priority AS job_priority, run.resource AS pulled, run.fetched, run.total, there.pulls AS there,
        EXISTS (SELECT 1 FROM breakers WHERE institution = links.institution AND opened_at IS NOT NULL) AS is_silent,
        (SELECT count(*) FROM pending WHERE is_running = 1) AS running, (SELECT worked_at FROM worked) AS worked_at,
        agreed.id AS consent, agreed.status AS consent_status, agreed.expired_at AS consent_expires_at,
        agreed.undefined_consent_expiration AS consent_is_endless, agreed.changed_at AS consent_changed_at,
        (SELECT count(*) FROM historical WHERE link = links.id AND ended_at IS NULL) AS awaited,
        (SELECT count(*) FROM historical WHERE link = links.id AND outcome = 'there') AS loaded
    FROM links
    LEFT JOIN institutions AS i ON i.name = links.institution AND i.deleted_at IS NULL
    LEFT JOIN jobs AS ended ON ended.id = (
        SELECT id FROM jobs WHERE link = links.id AND resources <> '' AND state IN ('done', 'failed')
        ORDER BY id DESC LIMIT 1)
    LEFT JOIN pending ON pending.link = links.id AND pending.place = 1
    LEFT JOIN due ON due.id = pending.id
    LEFT JOIN there ON there.institution = links.institution
    LEFT JOIN sync_runs AS run ON pending.is_running = 1 AND run.id = (
        SELECT max(id) FROM sync_runs WHERE job = pending.id AND state = 'running')
    LEFT JOIN consents AS agreed ON agreed.key = ({LONGEST.format(link="links.id")})
"""
