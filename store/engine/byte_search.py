"""Whether a text stands in the bytes of a file that this process may have open as a database.

POSIX takes all locks of a process on a file from it as soon as it closes any descriptor of that file. Another process
would then find nobody at a database of SQLite's, end its log and delete it, under the connections that go on writing
into it here. So what was opened to be searched stays open, until the file has no name any more.
"""

import os
from pathlib import Path
from threading import Lock

_CHUNK = 16 * 1024**2

_lock = Lock()
_opened: dict[tuple[int, int], int] = {}
"""The descriptor of each file that was searched, by its device and number."""


def holds(file: Path, text: bytes) -> bool:
    """Whether the file has these bytes anywhere; raises OSError where it can't be read."""
    with _lock:
        descriptor = _descriptor(file)
        place, before = 0, b""
        while chunk := os.pread(descriptor, _CHUNK, place):
            if text in before + chunk:
                return True
            place, before = place + len(chunk), chunk[-(len(text) - 1) :] if len(text) > 1 else b""
        return False


def _descriptor(file: Path) -> int:
    _forget_nameless()
    found = file.stat()
    key = found.st_dev, found.st_ino
    if key not in _opened:
        _opened[key] = os.open(file, os.O_RDONLY | os.O_CLOEXEC)
    return _opened[key]


def _forget_nameless() -> None:
    for key, descriptor in [*_opened.items()]:
        if os.fstat(descriptor).st_nlink == 0:
            os.close(_opened.pop(key))
