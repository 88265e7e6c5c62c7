"""Keeps the memory that pages give back from staying with the process.

Each visit of a page runs its script in a thread of its own, and glibc has threads that allocate at the same time take
from up to eight arenas a processor. What is freed in one of them waits there for the next thread that it falls to, and
meanwhile the others grow: over some hundred visits a server got to twice of what it used, with no object more than at
the first. Threads that hold the interpreter's lock hardly meet in two.
"""

import ctypes
from contextlib import suppress

_MOST = 2
_ARENA_MAX = -8
"""M_ARENA_MAX, as <malloc.h> has it."""

_LIBRARY = "libc.so.6"
"""glibc, and no other one: others have no arenas, or no such call."""


def keep_few() -> None:
    """Have all threads of this process, from now on, allocate from two arenas, or from those that there are by now.

    Where the system knows of none, do nothing. What MALLOC_ARENA_MAX says of it in the environment is overruled.
    """
    with suppress(OSError, AttributeError):
        ctypes.CDLL(_LIBRARY).mallopt(_ARENA_MAX, _MOST)
