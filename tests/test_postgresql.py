"""The PostgreSQL that tests work on: private, ordered as the store orders, and gone with the tests however they end."""

import signal
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from settings import ROOT
from tests.kit import postgresql as kit
from tests.kit.postgresql import Cluster, NoPostgresql, is_there
from tests.kit.waiting import PATIENCE, until

_KILLED_AMID = """
import os, sys, psycopg
from tests.kit.postgresql import running_cluster

with running_cluster(is_durable=sys.argv[1] == "on") as cluster:
    with psycopg.connect(cluster.address("postgres")) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 1 AS is_there")
    cluster.kill()
    cluster.start_again()
    with psycopg.connect(cluster.address("postgres")) as connection:
        found = connection.execute("SELECT count(*) FROM kept").fetchone()[0]
        durable = connection.execute("SHOW fsync").fetchone()[0]
    print(found, durable, cluster.pid, cluster.folder, flush=True)
    os.kill(os.getpid(), 9)
"""


def rows(address: str, statement: str) -> list[tuple[object, ...]]:
    with psycopg.connect(address) as connection:
        return connection.execute(statement.encode()).fetchall()


def test_texts_are_ordered_by_bytes_and_letters_are_everybodys(postgresql: Cluster) -> None:
    with postgresql.database() as address:
        ordered = rows(address, "SELECT name FROM (VALUES ('b'), ('Z'), ('ñ'), ('a')) AS names (name) ORDER BY name")
        assert [name for (name,) in ordered] == ["Z", "a", "b", "ñ"]
        assert rows(address, "SELECT lower('ÑANDÚ')") == [("ñandú",)]


def test_texts_can_be_found_by_their_parts(postgresql: Cluster) -> None:
    with postgresql.database() as address, psycopg.connect(address) as connection:
        connection.execute("CREATE EXTENSION pg_trgm")
        assert connection.execute("SELECT cardinality(show_trgm('ab'))").fetchone() == (3,)


def test_a_database_begins_as_its_template_and_is_nobody_elses(postgresql: Cluster) -> None:
    def fill(address: str) -> None:
        with psycopg.connect(address) as connection:
            connection.execute("CREATE TABLE names AS SELECT 'first' AS name")

    filled = postgresql.template("filled_once", fill)
    with postgresql.database(filled) as one, postgresql.database(filled) as other:
        with psycopg.connect(one) as connection:
            connection.execute("INSERT INTO names VALUES ('second')")
        assert rows(one, "SELECT name FROM names ORDER BY name") == [("first",), ("second",)]
        assert rows(other, "SELECT name FROM names") == [("first",)]


def test_a_database_is_gone_after_its_block_whoever_is_connected(postgresql: Cluster) -> None:
    with postgresql.database() as address:
        left = psycopg.connect(address)
    with pytest.raises(psycopg.OperationalError, match="does not exist"):
        psycopg.connect(address)
    left.close()


def test_nobody_else_reaches_it(postgresql: Cluster) -> None:
    assert rows(postgresql.address("postgres"), "SHOW listen_addresses") == [("",)]
    assert postgresql.folder.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("fsync", ["off", pytest.param("on", marks=pytest.mark.exam)])
def test_it_survives_a_kill_and_ends_with_the_tests_even_if_these_are_killed(fsync: str) -> None:
    command = [sys.executable, "-c", _KILLED_AMID, fsync]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE, check=False)
    assert done.returncode == -signal.SIGKILL, done.stderr
    found, is_durable, process, folder = done.stdout.split()
    assert (found, is_durable) == ("1", fsync)
    until(lambda: not Path(folder).exists())
    until(lambda: not is_there(int(process)))


def test_where_there_is_none_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("POSTGRESQL", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(kit, "_ON_DEBIAN", str(tmp_path))
    monkeypatch.setattr(kit, "_ELSEWHERE", ())
    with pytest.raises(NoPostgresql, match="install one of 13"), kit.running_cluster():
        pass
