"""A server's backup as docs/scale.md has it, rehearsed: an accident is taken back to the moment before it."""

import shutil
from collections.abc import Iterator
from random import Random

import psycopg
import pytest

from store import Database
from store.ops import jobs
from store.schema import migrations
from store.write import links
from store_address import Address
from tests.kit import bodies
from tests.kit import postgresql as kit
from tests.kit.postgresql import Cluster, running_cluster
from tests.store.postgresql.test_server_database import sums
from tests.store.postgresql.writing import LEASE, fill, pull

_SETTINGS = """\
[global]
repo1-path={folder}/backups
repo1-cipher-type=aes-256-cbc
repo1-cipher-pass=of-the-rehearsal
lock-path={folder}/locks
log-level-file=off
start-fast=y

[linkdesk]
pg1-path={folder}/data
pg1-socket-path={folder}
pg1-port=5432
pg1-user=linkdesk
pg1-database=postgres
"""


@pytest.fixture
def cluster() -> Iterator[Cluster]:
    """One that keeps its log for pgBackRest, which knows where it is."""
    if not shutil.which("pgbackrest"):
        pytest.skip("There is no pgBackRest here; tests/install_pgbackrest.sh installs Debian's.")
    with running_cluster(is_durable=True) as cluster:
        settings = cluster.folder / "pgbackrest.conf"
        settings.write_text(_SETTINGS.format(folder=cluster.folder))
        settings.chmod(0o644)
        kit._run("/bin/mkdir", cluster.folder / "backups", cluster.folder / "locks")
        stop(cluster)
        cluster.options |= {"archive_mode": "on", "archive_command": f"{' '.join(command(cluster))} archive-push %p"}
        cluster.start()
        yield cluster


def command(cluster: Cluster) -> list[str]:
    return ["/usr/bin/pgbackrest", f"--config={cluster.folder}/pgbackrest.conf", "--stanza=linkdesk"]


def stop(cluster: Cluster) -> None:
    kit._run(cluster.programs / "pg_ctl", "--pgdata", cluster.folder / "data", "--mode", "fast", "--silent", "stop")


@pytest.mark.exam
def test_a_store_is_had_again_as_it_was_at_a_moment_after_its_backup(cluster: Cluster) -> None:
    with cluster.database() as url:
        migrations.migrate(Address(None, url))
        with Database.open(Address(None, url)) as db:
            fill(db, 3)
            kit._run(*command(cluster), "stanza-create")
            kit._run(*command(cluster), "check")
            kit._run(*command(cluster), "--type=full", "backup")
            work(db)  # which is in the log alone
            before = sums(db)
            moment = told(cluster, "SELECT clock_timestamp()")
            with db.write() as connection:
                connection.execute("DELETE FROM row_counts")
                links.save(connection, bodies.link(id="after the accident"))
        told(cluster, "SELECT pg_switch_wal()")
        stop(cluster)
        target = ("--type=time", f"--target={moment}", "--target-action=promote")
        kit._run(*command(cluster), "--delta", *target, "restore")
        cluster.start_again()
        with Database.open(Address(None, url)) as again:
            assert sums(again) == before
            assert len(before) > 3
            assert "after the accident" not in [*again.frame("SELECT id FROM links")["id"]]
            work(again)  # it can be written, too


def told(cluster: Cluster, question: str) -> object:
    with psycopg.connect(cluster.address("postgres")) as connection:
        row = connection.execute(question.encode()).fetchone()
    assert row is not None
    return row[0]


def work(db: Database) -> None:
    """Carry out some jobs of links; a webhook about one that is not known has queued a look at all of them."""
    done = 0
    while done < 3:
        job = jobs.claim(db, "a worker", LEASE)
        assert job is not None
        if job.link == jobs.EVERY_LINK:
            jobs.finish(db, job)
            continue
        pull(db, job, Random(job.id))  # noqa: S311 - the same each time
        done += 1
