"""What people do with Belvo's catalogue of institutions: read it again."""

from belvo_client import BelvoClient
from store import Database
from store.ops import audit
from store.write import institutions


def refresh(db: Database, client: BelvoClient, *, actor: str) -> int:
    """Read the whole catalogue and store it; returns how many institutions there are. Raises BelvoError."""
    found = list(client.institutions.list())
    with db.write() as connection:
        institutions.save(connection, found)
        audit.record(connection, actor, "institutions read", "institutions", {"count": len(found)})
    return len(found)
