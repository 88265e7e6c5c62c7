"""Cases: what needs somebody, from when it came up until it was over, with what people did meanwhile.

There is one for each link that needs somebody, and one for each bank whose turn it is, which stands for all its links.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.link_state import LinkState, Reason
from languages import msg
from store import engine
from store.core import instants
from store.database import Database
from store.engine import Connection, Row

CALM = len(Reason)
"""The place of a link that needs nobody, behind all that do."""


@dataclass(frozen=True, slots=True)
class Case:
    """One case; of a bank where `link` is empty. `links` and `people` are the most that it has held up."""

    id: int
    link: str
    institution: str
    reason: str
    since: datetime | None
    links: int
    people: int
    taken_by: str | None
    taken_at: datetime | None
    snoozed_until: datetime | None
    note: str | None
    noted_by: str | None
    noted_at: datetime | None
    ended_at: datetime | None
    outcome: str | None

    def is_snoozed(self, now: datetime) -> bool:
        return self.snoozed_until is not None and self.snoozed_until > now


def of_links(db: Database, links: Sequence[str]) -> dict[str, Case]:
    """The cases that are open, by link."""
    sql = f"{_SELECT} WHERE ended_at IS NULL AND {engine.among('link', 'links')}"
    with db.read() as connection:
        rows = connection.execute(sql, {"links": engine.array(links)})
        return {row["link"]: _case(row) for row in rows}


def of_banks(db: Database) -> dict[str, Case]:
    """The outages that go on, by institution."""
    with db.read() as connection:
        rows = connection.execute(f"{_SELECT} WHERE link = '' AND ended_at IS NULL")
        return {row["institution"]: _case(row) for row in rows}


def get(db: Database, case: int) -> Case | None:
    """One case."""
    with db.read() as connection:
        row = connection.execute(f"{_SELECT} WHERE id = :id", {"id": case}).fetchone()
    return _case(row) if row else None


def history(db: Database, *, link: str = "", institution: str = "", most: int = 20) -> list[Case]:
    """The cases of a link, or the outages of a bank, that are over; the newest first."""
    which = "link = :link" if link else "link = '' AND institution = :institution"
    sql = f"{_SELECT} WHERE {which} AND ended_at IS NOT NULL ORDER BY id DESC LIMIT :most"
    with db.read() as connection:
        rows = connection.execute(sql, {"link": link, "institution": institution, "most": most})
        return [_case(row) for row in rows]


def follow_links(connection: Connection, states: Iterable[LinkState], now: datetime) -> None:
    """Open cases of links that need somebody, and end those of links that do no more."""
    known = {state.facts.link: state for state in states}
    sql = f"SELECT id, link, reason, opened_at FROM cases WHERE ended_at IS NULL AND {engine.among('link', 'links')}"
    opened = {row["link"]: row for row in connection.execute(sql, {"links": engine.array(known)})}
    needy = {link: state for link, state in known.items() if state.reason}
    for link, case in opened.items():
        if link not in needy:
            _end(connection, case["id"], _outcome(connection, known[link], case), now)
        elif case["reason"] != needy[link].reason:
            _change(connection, case["id"], needy[link])
    new = [_new(state, now) for link, state in sorted(needy.items()) if link not in opened]
    engine.insert_many(connection, "cases", _COLUMNS, new)


def follow_banks(connection: Connection, banks: Collection[str], now: datetime) -> None:
    """Open a case for each of these banks whose turn it is now with links, and end those of banks that are back."""
    which = {"banks": engine.array(sorted(banks))}
    there = {row["institution"]: row for row in connection.execute(_OUTAGES, which)}
    opened = {row["institution"]: row["id"] for row in connection.execute(_OPENED, which)}
    moment = instants.encode(now)
    for institution, case in opened.items():
        if institution not in there:
            _end(connection, case, "answered", now)
        else:
            _grow(connection, case, there[institution])
    new = [
        ("", row["institution"], Reason.BANK_DOWN.value, row["since"] or moment, moment, row["links"], row["people"])
        for row in there.values()
        if row["institution"] not in opened
    ]
    engine.insert_many(connection, "cases", _COLUMNS, new)


_COLUMNS = ("link", "institution", "reason", "since", "opened_at", "links", "people")

_OUTAGES = f"""
    SELECT institution, count(*) AS links, count(DISTINCT coalesce(nullif(external_id, ''), link)) AS people,
        min(since) AS since
    FROM link_states WHERE whose = 'bank' AND {engine.among("institution", "banks")} GROUP BY institution
"""

_OPENED = f"""
    SELECT id, institution FROM cases
    WHERE link = '' AND ended_at IS NULL AND {engine.among("institution", "banks")}
"""

_SELECT = """
    SELECT id, link, institution, reason, since, links, people, taken_by, taken_at, snoozed_until, note, noted_by,
        noted_at, ended_at, outcome
    FROM cases
"""


def _new(state: LinkState, now: datetime) -> tuple[object, ...]:
    moment = instants.encode(now)
    since = instants.encode(state.since) if state.since else moment
    return state.facts.link, state.facts.institution or "", str(state.reason), since, moment, 1, 1


def _change(connection: Connection, case: int, state: LinkState) -> None:
    """Another trouble took the place of the first: whoever put it off meant that one."""
    since = instants.encode(state.since) if state.since else None
    connection.execute(
        "UPDATE cases SET reason = :reason, since = coalesce(:since, since), snoozed_until = NULL WHERE id = :id",
        {"reason": str(state.reason), "since": since, "id": case},
    )


def _grow(connection: Connection, case: int, row: Row) -> None:
    connection.execute(
        "UPDATE cases SET links = max(links, :links), people = max(people, :people) WHERE id = :id"
        " AND (links < :links OR people < :people)",
        {"links": row["links"], "people": row["people"], "id": case},
    )


def _end(connection: Connection, case: int, outcome: str, now: datetime) -> None:
    connection.execute(
        "UPDATE cases SET ended_at = :now, outcome = :outcome WHERE id = :id",
        {"now": instants.encode(now), "outcome": outcome, "id": case},
    )


def _outcome(connection: Connection, state: LinkState, case: Row) -> str:
    """How it ended, as one of `OUTCOMES`."""
    if state.facts.deleted_at is not None:
        return "deleted"
    session = connection.execute(_REPAIRS, {"link": state.facts.link, "since": case["opened_at"]}).fetchone()
    if session is not None:
        return "renewed" if session["mode"] == "renew" else "repaired"
    if case["reason"] == Reason.BANK_DOWN:
        return "answered"
    pulled_at = state.facts.pulled_at
    is_pulled = pulled_at is not None and instants.encode(pulled_at) >= case["opened_at"]
    return "pulled" if is_pulled else "passed"


_REPAIRS = """
    SELECT mode FROM widget_sessions WHERE link = :link AND mode IN ('update', 'renew') AND state = 'connected'
        AND changed_at >= :since ORDER BY changed_at DESC LIMIT 1
"""

OUTCOMES: Mapping[str, str] = {
    "answered": msg("The bank answered again"),
    "deleted": msg("The link was deleted"),
    "passed": msg("It passed by itself"),
    "pulled": msg("A pull went well"),
    "renewed": msg("Its user renewed the consent"),
    "repaired": msg("It was repaired"),
}
"""How a case ended, in words."""


def _case(row: Row) -> Case:
    values = {name: row[name] for name in row.keys()}  # noqa: SIM118 - a Row iterates over its values
    for name in ("since", "taken_at", "snoozed_until", "noted_at", "ended_at"):
        values[name] = instants.decode(values[name]) if values[name] else None
    return Case(**values)
