"""A server that follows another one: what an erasure leaves on it, by the bytes of its files."""

from pathlib import Path

import psycopg
import pytest

from store import Database, encryption
from store.schema import migrations
from store.upkeep import erasure
from store.write import links
from store_address import Address
from tests.kit.bodies import LINK, OTHER_LINK
from tests.kit.postgresql import Cluster, running_cluster
from tests.kit.waiting import until
from tests.store.postgresql.test_encryption import SECRET, body_of, fill, holding, keyed, keys_of

TABLES = "base/"
"""Where a server has tables, indexes and statistics; beside it lies its log."""


@pytest.mark.exam
def test_an_erasure_reaches_standbys_and_bodies_those_that_do_not_follow(tmp_path: Path) -> None:
    with running_cluster(is_backed_up=True) as cluster, cluster.database() as url:
        address = keyed(url, tmp_path)
        migrations.migrate(address)
        with Database.open(address) as db:
            fill(db)
            encryption.encrypt(db)
        with cluster.standby() as standby, cluster.standby() as behind:
            key = bytes.fromhex(keys_of(address)[LINK])
            for one in (standby, behind):
                follow(cluster, one)
                assert count(of(one, address)) == 60
                assert in_tables(one, LINK.encode())
                for text in (key, key.hex().encode(), SECRET.encode()):
                    assert holding(one.folder / "data", text) == []
            with pytest.raises(psycopg.errors.FeatureNotSupported, match="during recovery"):
                count(of(standby, address), "raw_transactions WHERE body <> ''")
            behind.kill()
            with Database.open(address) as db:
                erasure.erase(db, LINK)
            assert_it_follows(cluster, standby, address)
            assert_it_stays_unread(behind, address)


def assert_it_follows(cluster: Cluster, standby: Cluster, address: Address) -> None:
    """Nothing of the link is in a table of the standby's, and it can take the other's place."""
    follow(cluster, standby)
    with psycopg.connect(of(standby, address).url, autocommit=True) as connection:
        connection.execute("CHECKPOINT")
    assert in_tables(standby, LINK.encode()) == []
    assert holding(standby.folder / "data", SECRET.encode()) == []
    standby.promote()
    with Database.open(of(standby, address)) as db:
        assert links.find(db, LINK) is None
        assert body_of(db, 500) == SECRET


def assert_it_stays_unread(behind: Cluster, address: Address) -> None:
    """One that was cut off before has the link's columns, which the report says, and of its bodies nothing to read."""
    (behind.folder / "data" / "standby.signal").unlink()
    behind.start_again()
    with Database.open(of(behind, address)) as db:
        assert count(of(behind, address)) == 60
        assert body_of(db, 0) is None
        assert body_of(db, 500) == SECRET
        assert holding(behind.folder / "data", SECRET.encode()) == []
        erasure.erase(db, LINK)
        assert links.find(db, OTHER_LINK) is not None
    assert in_tables(behind, LINK.encode()) == []


def of(standby: Cluster, address: Address) -> Address:
    """Where the same store is on another server."""
    with psycopg.connect(address.url) as connection:
        return Address(None, standby.address(connection.info.dbname), address.keys)


def follow(cluster: Cluster, standby: Cluster) -> None:
    """Wait until the standby has done all that the other has."""
    with psycopg.connect(cluster.address("postgres")) as connection:
        (written,) = connection.execute("SELECT pg_current_wal_lsn()").fetchone() or ("",)
    with psycopg.connect(standby.address("postgres"), autocommit=True) as connection:
        sql = "SELECT pg_last_wal_replay_lsn() >= %s::pg_lsn"
        until(lambda: bool((connection.execute(sql, [written]).fetchone() or [False])[0]))


def count(address: Address, which: str = f"transactions WHERE link = '{LINK}'") -> int:
    with psycopg.connect(address.url) as connection:
        row = connection.execute(f"SELECT count(*) FROM {which}".encode()).fetchone()
    assert row is not None
    return int(row[0])


def in_tables(cluster: Cluster, text: bytes) -> list[str]:
    return [name for name in holding(cluster.folder / "data", text) if name.startswith(TABLES)]
