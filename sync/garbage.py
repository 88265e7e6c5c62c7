"""How often a process that pulls looks for garbage."""

import gc


def collect_rarely() -> None:
    """Look for cycles after 50,000 new objects instead of 700.

    A page is 4,000 of them that all live until it is stored and are in no cycle: looking costs a tenth of a pull.
    """
    gc.set_threshold(50_000, 10, 10)
