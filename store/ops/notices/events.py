"""What was noticed, once each, and what each channel is to say of it."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from domain.notices.channels import Channel
from domain.notices.kinds import KINDS, Fact, Item, Kind
from domain.notices.news import Key, News
from store.core import instants
from store.database import Database
from store.engine import Connection, Row

LASTING = tuple(kind for kind, about in KINDS.items() if about.lasts)


def known(db: Database) -> set[Key]:
    """What lasts, was noticed and is not over."""
    with db.read() as connection:
        return _known(connection)


def note(db: Database, news: News, channels: Sequence[Channel], now: datetime) -> list[int]:
    """Keep what is news, with what each channel is to say of it; the numbers of what nobody had noticed before.

    Two who look at the same time notice it once: what the other one has is not noted again.
    """
    moment, numbers = instants.encode(now), []
    with db.write() as connection:
        open_ = _known(connection)
        for fact in news.begun:
            if fact.key not in open_ and (number := _note(connection, fact, moment)):
                numbers.append(number)
                _tell(connection, number, fact.kind, channels, moment, is_end=False)
        for kind, subject in sorted(news.over & open_):
            number = connection.execute(_END, {"kind": kind, "subject": subject, "now": moment}).fetchone()["id"]
            if KINDS[kind].ends:
                _tell(connection, number, kind, channels, moment, is_end=True)
    return numbers


def note_test(connection: Connection, channel: Channel, mark: str, *, now: str | None = None) -> int | None:
    """Have one channel say that this is a test."""
    moment = now or instants.now()
    number = _note(connection, Fact(Kind.TEST, channel.id, mark), moment)
    if number:
        _tell(connection, number, Kind.TEST, [channel], moment, is_end=False)
    return number


def pending(connection: Connection, channel: str) -> list[Item]:
    """What a channel is to say and is in no delivery yet."""
    which = {"channel": channel}
    return [
        _item(row) for row in connection.execute(f"{_ITEMS} item.channel = :channel AND item.delivery IS NULL", which)
    ]


def of_delivery(db: Database, delivery: str) -> list[Item]:
    """What a delivery says, as far as nothing of it was erased."""
    with db.read() as connection:
        return [_item(row) for row in connection.execute(f"{_ITEMS} item.delivery = :id", {"id": delivery})]


def lately(db: Database, limit: int = 200) -> list[Item]:
    """What was noticed, the newest first."""
    with db.read() as connection:
        return [_item(row) for row in connection.execute(_LATELY, {"limit": limit})]


def prune(db: Database, *, before: str) -> int:
    """Forget what is over, or lasted not, and was noticed before an instant."""
    with db.write() as connection:
        which = {"before": before}
        connection.execute(f"DELETE FROM notice_items WHERE notice IN (SELECT id FROM notices WHERE {_OLD})", which)
        connection.execute(_OLD_DELIVERIES, which)
        connection.execute(_OLD_ATTEMPTS, which)
        return connection.execute(f"DELETE FROM notices WHERE {_OLD}", which).rowcount


def _known(connection: Connection) -> set[Key]:
    found = connection.execute("SELECT kind, subject FROM notices WHERE ended_at IS NULL")
    return {(kind, row["subject"]) for row in found if (kind := Kind(row["kind"])) in LASTING}


def _note(connection: Connection, fact: Fact, moment: str) -> int | None:
    lasts = KINDS[fact.kind].lasts
    row = connection.execute(
        _NOTE,
        {
            "kind": fact.kind,
            "subject": fact.subject,
            "mark": fact.mark or (moment if lasts else ""),
            "institution": fact.institution or None,
            "link": fact.link or None,
            "detail": fact.detail,
            "now": moment,
            "ended_at": None if lasts else moment,
        },
    ).fetchone()
    return int(row["id"]) if row else None


def _tell(
    connection: Connection, notice: int, kind: Kind, channels: Iterable[Channel], moment: str, *, is_end: bool
) -> None:
    rows = [
        {"notice": notice, "channel": channel.id, "is_end": int(is_end), "at": moment}
        for channel in channels
        if channel.takes(kind)
    ]
    connection.executemany(_TELL, rows)


def _item(row: Row) -> Item:
    return Item(
        notice=row["notice"],
        kind=Kind(row["kind"]),
        is_end=bool(row["is_end"]),
        began_at=instants.decode(row["noticed_at"]),
        at=instants.decode(row["at"]),
        institution=row["institution"] or "",
        bank=row["bank"] or "",
        link=row["link"] or "",
        detail=row["detail"],
        ended_at=instants.decode(row["ended_at"]) if row["ended_at"] else None,
    )


_NOTE = """
    INSERT INTO notices (kind, subject, mark, institution, link, detail, noticed_at, ended_at)
    VALUES (:kind, :subject, :mark, :institution, :link, :detail, :now, :ended_at)
    ON CONFLICT (kind, subject, mark) DO NOTHING RETURNING id
"""
_END = """
    UPDATE notices SET ended_at = :now WHERE kind = :kind AND subject = :subject AND ended_at IS NULL RETURNING id
"""
_TELL = """
    INSERT INTO notice_items (notice, channel, is_end, at) VALUES (:notice, :channel, :is_end, :at)
    ON CONFLICT (notice, channel, is_end) DO NOTHING
"""
_COLUMNS = """
    notices.kind, notices.institution, notices.link, notices.detail, notices.noticed_at, notices.ended_at,
    (SELECT display_name FROM institutions WHERE name = notices.institution AND deleted_at IS NULL
        ORDER BY key DESC LIMIT 1) AS bank
"""
_ITEMS = f"""
    SELECT item.notice, item.is_end, item.at, {_COLUMNS}
    FROM notice_items AS item JOIN notices ON notices.id = item.notice WHERE
"""
_LATELY = f"""
    SELECT notices.id AS notice, 0 AS is_end, notices.noticed_at AS at, {_COLUMNS} FROM notices
    ORDER BY notices.id DESC LIMIT :limit
"""
_OLD = "noticed_at < :before AND ended_at < :before"
_OLD_DELIVERIES = "DELETE FROM notice_deliveries WHERE made_at < :before AND state <> 'waiting'"
_OLD_ATTEMPTS = """
    DELETE FROM notice_attempts WHERE at < :before AND delivery NOT IN (SELECT id FROM notice_deliveries)
"""
