"""A test of a channel, and one more try at what was given up; the server's process sends both."""

import secrets

from actions.notices.channels import NoSuchChannel, NotSet, missing
from actions.permission import Refused, allowed, note
from domain.roles import Actor
from languages import say
from settings import Settings
from store import Database
from store.ops.notices import channels, deliveries, events


class NotSentAgain(Refused):
    """A delivery that has not failed, or whose channel is gone."""

    def __init__(self) -> None:
        super().__init__(say("Only a delivery that was given up is sent again, as long as its channel is there."))


@allowed("test_notice", target="identity", did="test sent")
def test(db: Database, settings: Settings, identity: str, *, actor: Actor) -> None:
    """Have a test sent there, at once and at any time of the day. Raises NoSuchChannel and NotSet."""
    with db.write() as connection:
        channel = next((one for one in channels.read(connection) if one.id == identity), None)
        if channel is None:
            raise NoSuchChannel
        if problem := missing(settings, channel.way):
            raise NotSet(problem)
        events.note_test(connection, channel, secrets.token_hex(8))
        note(connection, actor)


@allowed("set_notices", target="delivery", did="notice sent again")
def send_again(db: Database, delivery: str, *, actor: Actor) -> None:
    """Have a delivery that was given up be tried once more, with its id. Raises NotSentAgain."""
    with db.write() as connection:
        if not deliveries.again(connection, delivery):
            raise NotSentAgain
        note(connection, actor)
