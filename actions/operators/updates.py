"""Opening an address that a person was written: each time with a new session of the widget or the portal."""

from datetime import datetime, timedelta

from actions.connect.renewal import renew
from actions.connect.start import Opening, repair
from belvo_client import BelvoClient
from domain.roles import Actor, Role
from settings import Settings
from store import Database
from store.ops.operators import update_links
from store.ops.operators.update_links import UpdateLink

PAUSE = timedelta(seconds=30)
"""Between two openings of one address, so that whoever has it can't have Belvo asked for tokens without end."""


def open_again(
    db: Database, client: BelvoClient, settings: Settings, given: UpdateLink, now: datetime, *, address: str = ""
) -> Opening | None:
    """What the address leads to now, in the name of whoever handed it out; None where it was just opened.

    Raises BelvoError, and NoConsent for a consent that is not known here.
    """
    with db.write() as connection:
        if not update_links.note_opening(connection, given.code, now, not_since=now - PAUSE):
            return None
    actor = Actor(given.actor, Role.OPERATOR, address)
    if given.way == "renew":
        return renew(db, client, settings, given.link, actor=actor)
    return repair(db, client, settings, given.link, actor=actor, locale=given.locale, hosted=True)
