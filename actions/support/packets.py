"""Packets for Belvo's support, and recordings: what was handed over of what, or kept back."""

from actions.permission import allowed, note
from domain.roles import Actor
from store import Database


@allowed("support_packet", did="support packet handed over")
def hand_over(db: Database, target: str, link: str, bytes_: int, *, actor: Actor) -> None:
    """Record a packet or a recording of a link, a call or a session, of so many bytes."""
    with db.write() as connection:
        note(connection, actor, {"rows": bytes_}, target=target, link=link)


@allowed("support_packet", did="support packet kept back")
def keep_back(db: Database, target: str, link: str, leaks: int, *, actor: Actor) -> None:
    """Record that a scan has found so many values in one that are somebody's, so that nobody got it."""
    with db.write() as connection:
        note(connection, actor, {"rows": leaks}, target=target, link=link, error="leaks")
