"""Where notices go; no secret stands here."""

from datetime import datetime, time, timedelta

from domain.notices.channels import Channel, Quiet
from domain.notices.kinds import Kind
from languages import LANGUAGES
from store.core import instants
from store.database import Database
from store.engine import Connection, Row


def save(connection: Connection, channel: Channel, *, now: str | None = None) -> None:
    """Keep a channel, new or changed; what gathers for one that is off now is forgotten."""
    quiet = channel.quiet
    connection.execute(
        _SAVE,
        {
            "id": channel.id,
            "way": channel.way,
            "target": channel.target,
            "kinds": " ".join(sorted(channel.kinds)),
            "gather": round(channel.gather / timedelta(minutes=1)),
            "quiet_from": f"{quiet.begins:%H:%M}" if quiet else None,
            "quiet_until": f"{quiet.ends:%H:%M}" if quiet else None,
            "zone": quiet.zone if quiet else "UTC",
            "urgent_passes": int(channel.urgent_passes),
            "language": channel.language,
            "now": now or instants.now(),
            "on_since": instants.encode(channel.on_since) if channel.on_since else None,
        },
    )
    if not channel.is_on:
        connection.execute("DELETE FROM notice_items WHERE channel = :id AND delivery IS NULL", {"id": channel.id})


def remove(connection: Connection, channel: str, *, now: str | None = None) -> bool:
    """Send nothing there any more, what waits included; False if there is none."""
    moment = {"id": channel, "now": now or instants.now()}
    gone = connection.execute(
        "UPDATE notice_channels SET removed_at = :now, on_since = NULL WHERE id = :id AND removed_at IS NULL", moment
    )
    connection.execute("DELETE FROM notice_items WHERE channel = :id AND delivery IS NULL", moment)
    connection.execute(
        "UPDATE notice_deliveries SET state = 'failed', ended_at = :now WHERE channel = :id AND state = 'waiting'",
        moment,
    )
    return gone.rowcount == 1


def all_of(db: Database) -> list[Channel]:
    """Every channel, the oldest first."""
    with db.read() as connection:
        return read(connection)


def read(connection: Connection) -> list[Channel]:
    sql = "SELECT * FROM notice_channels WHERE removed_at IS NULL ORDER BY made_at, id"
    return [_channel(row) for row in connection.execute(sql)]


def _channel(row: Row) -> Channel:
    begins, ends = row["quiet_from"], row["quiet_until"]
    return Channel(
        id=row["id"],
        way=row["way"],
        target=row["target"],
        kinds=frozenset(Kind(kind) for kind in row["kinds"].split() if kind in {*Kind}),
        gather=timedelta(minutes=row["gather"]),
        quiet=Quiet(time.fromisoformat(begins), time.fromisoformat(ends), row["zone"]) if begins and ends else None,
        urgent_passes=bool(row["urgent_passes"]),
        on_since=_instant(row["on_since"]),
        language=next((code for code in LANGUAGES if code == row["language"]), "en"),
    )


def _instant(text: str | None) -> datetime | None:
    return instants.decode(text) if text else None


_SAVE = """
    INSERT INTO notice_channels (id, way, target, kinds, gather, quiet_from, quiet_until, zone, urgent_passes, made_at,
        on_since, language)
    VALUES (:id, :way, :target, :kinds, :gather, :quiet_from, :quiet_until, :zone, :urgent_passes, :now, :on_since,
        :language)
    ON CONFLICT (id) DO UPDATE SET way = excluded.way, target = excluded.target, kinds = excluded.kinds,
        gather = excluded.gather, quiet_from = excluded.quiet_from, quiet_until = excluded.quiet_until,
        zone = excluded.zone, urgent_passes = excluded.urgent_passes, on_since = excluded.on_since,
        language = excluded.language
"""
