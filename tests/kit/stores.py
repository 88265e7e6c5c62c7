"""Empty stores of both engines, for tests of what both have to do alike."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

import pytest

from store import Database
from store.schema import migrations
from store_address import Address
from tests.kit.postgresql import Cluster

EngineName = Literal["sqlite", "postgresql"]
ENGINES: tuple[EngineName, ...] = ("sqlite", "postgresql")
NAMES: dict[str, EngineName] = {"SQLite": "sqlite", "PostgreSQL": "postgresql"}


def migrate(url: str) -> None:
    """Make a store in an empty database of a server's."""
    migrations.migrate(Address(None, url))


@contextmanager
def empty(name: EngineName, request: pytest.FixtureRequest, path: Path) -> Iterator[Database]:
    """An empty store of the engine's; where that is SQLite, in a file at the path."""
    if name == "sqlite":
        path.parent.mkdir(exist_ok=True)
        with Database.open(shutil.copy(request.getfixturevalue("empty_store"), path)) as database:
            yield database
        return
    cluster: Cluster = request.getfixturevalue("postgresql")
    with (
        cluster.database(request.getfixturevalue("empty_database")) as url,
        Database.open(Address(None, url)) as database,
    ):
        yield database


def written(db: Database) -> str:
    """Where the store is, as LINKDESK_STORE has it, for a program that opens it, too."""
    return db.address.url or f"sqlite:///{db.address}"
