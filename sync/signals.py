"""When a worker is to end: a signal, or a parent that is no longer there."""

import os
import signal
import stat
import sys
from threading import Event, Thread


def ending() -> Event:
    """An event that SIGTERM, SIGINT and the end of a piped standard input set; call it in the main thread.

    A terminal, /dev/null and a file say nothing about who waits for this process, so they are not watched.
    """
    stop = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        # Not set in the handler itself: it may have interrupted this very event while it held its own lock.
        signal.signal(number, lambda *_: Thread(target=stop.set, daemon=True).start())
    if _is_piped():
        Thread(target=_wait_for_end, args=(stop,), name="stdin", daemon=True).start()
    return stop


def _is_piped() -> bool:
    if sys.stdin is None or sys.stdin.closed:
        return False
    mode = os.fstat(0).st_mode
    return stat.S_ISFIFO(mode) or stat.S_ISSOCK(mode)


def _wait_for_end(stop: Event) -> None:
    # Past sys.stdin, whose lock a thread that waits in it would still hold when the interpreter ends.
    while os.read(0, 4096):
        pass
    stop.set()
