"""What people do with Belvo's catalogue of institutions: read it again."""

from actions.permission import allowed, note
from belvo_client import BelvoClient
from domain.roles import Actor
from store import Database
from store.write import institutions


@allowed("read_institutions", did="institutions read")
def refresh(db: Database, client: BelvoClient, *, actor: Actor) -> int:
    """Read the whole catalogue and store it; returns how many institutions there are. Raises BelvoError."""
    found = list(client.institutions.list())
    with db.write() as connection:
        institutions.save(connection, found)
        note(connection, actor, {"count": len(found)}, target="institutions")
    return len(found)
