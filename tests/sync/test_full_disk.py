"""The disk fills up in the middle of a pull and has room again later: nothing may be missing, double or torn."""

import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from functools import partial
from pathlib import Path
from threading import Event

import psutil
import pytest

from store import Database
from tests.kit.scripted_belvo import ScriptedBelvo, transaction_body
from tests.kit.waiting import PATIENCE, until
from tests.sync.processes import store_path, worker
from tests.sync.test_kill import (
    FEW,
    LINKS,
    PAGES,
    are_done,
    content,
    pass_time_until_the_leases_are_over,
    queue,
    undisturbed,
)

Filling = Callable[["subprocess.Popen[str]"], None]
Disk = Callable[[Path], AbstractContextManager[tuple[Filling, Filling]]]


@contextmanager
def limited(data_dir: Path) -> Iterator[tuple[Filling, Filling]]:
    """Any disk: the process may make no file larger than the store's log has become."""

    def fill(process: "subprocess.Popen[str]") -> None:
        log = store_path(data_dir).with_name("sandbox.db-wal")
        psutil.Process(process.pid).rlimit(psutil.RLIMIT_FSIZE, (log.stat().st_size, psutil.RLIM_INFINITY))

    def free(process: "subprocess.Popen[str]") -> None:
        psutil.Process(process.pid).rlimit(psutil.RLIMIT_FSIZE, (psutil.RLIM_INFINITY, psutil.RLIM_INFINITY))

    yield fill, free


@contextmanager
def small(data_dir: Path) -> Iterator[tuple[Filling, Filling]]:
    """A disk of its own, in memory, on which something else takes what is left."""
    mount, umount = shutil.which("mount"), shutil.which("umount")
    mounting = [mount or "false", "-t", "tmpfs", "-o", "size=16m", "tmpfs", str(data_dir)]
    if umount is None or subprocess.run(mounting, capture_output=True, check=False).returncode:
        pytest.skip("no file system can be mounted here")
    ballast = data_dir / "ballast"

    def fill(_process: "subprocess.Popen[str]") -> None:
        with ballast.open("wb", buffering=0) as file, suppress(OSError):
            while True:  # until no space is left
                file.write(bytes(4096))

    def free(_process: "subprocess.Popen[str]") -> None:
        ballast.unlink()

    try:
        yield fill, free
    finally:
        subprocess.run([umount, str(data_dir)], check=True)


@pytest.mark.parametrize("disk", [limited, pytest.param(small, marks=pytest.mark.exam)])
def test_a_pull_that_meets_a_full_disk_is_complete_once_there_is_room(
    belvo: ScriptedBelvo, tmp_path: Path, disk: Disk
) -> None:
    belvo.page_limit = FEW // PAGES
    rows = [transaction_body(number) for number in range(FEW)]
    expected = undisturbed(belvo, tmp_path / "undisturbed.db", [rows], LINKS[:1])
    reached, opened = Event(), Event()

    def hold(request: str) -> None:
        if "page=7" in request:
            reached.set()
            opened.wait(PATIENCE)

    belvo.before = hold
    data_dir = tmp_path / "data"
    data_dir.mkdir()
    with disk(data_dir) as (fill, free):
        with Database.open(store_path(data_dir)) as db:
            wanted = queue(db, LINKS[:1])
        with worker(data_dir, belvo.url) as process:
            assert reached.wait(PATIENCE)
            fill(process)
            opened.set()
            assert process.stderr is not None
            until(lambda: "The store cannot be used: " in ((process.stderr and process.stderr.readline()) or ""))
            assert process.poll() is None
            free(process)
            with Database.open(store_path(data_dir)) as db:
                pass_time_until_the_leases_are_over(db)
                until(partial(are_done, db, wanted))
                assert content(db) == expected
                assert db.frame("PRAGMA integrity_check").iloc[0, 0] == "ok"
