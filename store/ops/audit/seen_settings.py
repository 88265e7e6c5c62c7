"""With which settings the desk was started last, by keyed digests: what changed is known, and what it was is not."""

import hashlib
import hmac
from collections.abc import Mapping

from store.engine import Connection


def changed(connection: Connection, values: Mapping[str, str]) -> list[str] | None:
    """The names of settings that are others than at the last start, from now on those; None at the first start."""
    (key,) = connection.execute("SELECT key FROM masking_key").fetchone()
    now = {name: _digest(key, name, value) for name, value in values.items()}
    before = {row["name"]: row["digest"] for row in connection.execute("SELECT name, digest FROM seen_settings")}
    names = sorted(name for name in {*now, *before} if now.get(name) != before.get(name))
    if names:
        _keep(connection, now)
    return names if before else None


def _keep(connection: Connection, digests: Mapping[str, str]) -> None:
    connection.execute("DELETE FROM seen_settings")
    connection.executemany(
        "INSERT INTO seen_settings (name, digest) VALUES (:name, :digest)",
        [{"name": name, "digest": digest} for name, digest in digests.items()],
    )


def _digest(key: bytes, name: str, value: str) -> str:
    """Nothing by which a value could be guessed, but for who has the store's key."""
    return hmac.new(key, f"{name}\0{value}".encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()
