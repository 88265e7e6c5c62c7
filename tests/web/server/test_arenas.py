"""How many arenas glibc allocates from for the threads of a process, which only a process of its own can show."""

import subprocess
import sys

import pytest

from settings import ROOT

_ASK = """
import ctypes, re, sys, tempfile, threading
from web.server import arenas

exec(sys.argv[1])
libc = ctypes.CDLL("libc.so.6")
libc.malloc.restype, libc.free.argtypes = ctypes.c_void_p, [ctypes.c_void_p]
libc.fdopen.restype, libc.fclose.argtypes = ctypes.c_void_p, [ctypes.c_void_p]
libc.malloc_info.argtypes = [ctypes.c_int, ctypes.c_void_p]
all_at_once = threading.Barrier(6)

def allocate():
    all_at_once.wait()
    taken = libc.malloc(1000)
    all_at_once.wait()
    libc.free(taken)

threads = [threading.Thread(target=allocate) for _ in range(6)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
with tempfile.NamedTemporaryFile() as told:
    stream = libc.fdopen(__import__("os").dup(told.fileno()), b"w")
    libc.malloc_info(0, stream)
    libc.fclose(stream)
    print(open(told.name).read().count("<heap nr="))
"""


def _arenas(first: str) -> int:
    """Of a process that does this first, and then has six threads that allocate at the same time."""
    made = subprocess.run([sys.executable, "-c", _ASK, first], cwd=ROOT, capture_output=True, text=True, check=True)
    return int(made.stdout)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="glibc's")
def test_all_threads_allocate_from_two_arenas() -> None:
    assert _arenas("arenas.keep_few()") == 2
    assert _arenas("pass") > 2


def test_where_there_is_no_glibc_nothing_happens() -> None:
    assert _arenas("arenas._LIBRARY = 'nothing.so'; arenas.keep_few()") > 2
