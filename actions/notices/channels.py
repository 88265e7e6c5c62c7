"""Channels: where notices go, of what, and when; no secret is among it."""

import secrets
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from actions.permission import Refused, allowed, note
from domain.notices.channels import WAYS, Channel, Way, problem_of
from domain.roles import Actor
from languages import say
from settings import Settings
from store import Database
from store.ops.notices import channels

MOST = 20
"""Channels of a desk."""


class NotSet(Refused):
    """There is no such channel; the message says what to mend."""


class NoSuchChannel(Refused):
    """It was removed meanwhile."""

    def __init__(self) -> None:
        super().__init__(say("This channel is not there any more. Reload the page."))


def new_id() -> str:
    """An id for a channel, by which the audit names it."""
    return secrets.token_hex(4)


def missing(settings: Settings, way: Way) -> str:
    """Which setting a channel can't be without; empty where all are there."""
    if way == "slack" and settings.notices_slack is None:
        return say("Slack's address is not set: LINKDESK_NOTICES_SLACK.")
    if way == "email" and settings.mail_server is None:
        return say("No mail server is set: LINKDESK_NOTICES_SMTP and LINKDESK_NOTICES_FROM.")
    return ""


@allowed("set_notices", did="channel set")
def save(db: Database, settings: Settings, channel: Channel, *, actor: Actor) -> None:
    """Keep a channel, new or changed, whose notices are those from now on. Raises NotSet."""
    if problem := problem_of(channel) or missing(settings, channel.way):
        raise NotSet(problem)
    with db.write() as connection:
        others = [one for one in channels.read(connection) if one.id != channel.id]
        if (channel.way, channel.target) in [(one.way, one.target) for one in others]:
            raise NotSet(say("Notices go there already, and would come twice. Change that channel instead."))
        if len(others) >= MOST:
            raise NotSet(say("A desk has {number} channels at most. Remove one first.", number=MOST))
        channels.save(connection, channel)
        note(connection, actor, _told(channel), target=channel.id)


@allowed("set_notices", target="identity", did="channel switched")
def switch(db: Database, identity: str, *, is_on: bool, actor: Actor) -> None:
    """Send there from now on, or nothing any more. Raises NoSuchChannel."""
    with db.write() as connection:
        channel = next((one for one in channels.read(connection) if one.id == identity), None)
        if channel is None:
            raise NoSuchChannel
        channels.save(connection, replace(channel, on_since=datetime.now(UTC) if is_on else None))
        note(connection, actor, {"mode": "on" if is_on else "off"})


@allowed("set_notices", target="identity", did="channel removed")
def remove(db: Database, identity: str, *, actor: Actor) -> bool:
    """Send nothing there any more, what waits included; False if it was gone before."""
    with db.write() as connection:
        removed = channels.remove(connection, identity)
        if removed:
            note(connection, actor)
    return removed


def _told(channel: Channel) -> dict[str, object]:
    """What the audit has of it: where it goes may be somebody's address, and stays in the channel itself."""
    return {
        "type": WAYS[channel.way],
        "count": len(channel.kinds),
        "rate": round(channel.gather / timedelta(minutes=1)),
        "mode": "on" if channel.is_on else "off",
    }
