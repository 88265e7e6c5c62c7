"""Lets a process that serves be heard of in the store, so that Health knows of it wherever it runs."""

from contextlib import suppress

import anyio
import anyio.to_thread

from context import VERSION, Context
from settings import SettingsError
from store import StoreError
from store.ops import processes
from store.ops.processes import Kind

_BEAT = 15.0  # seconds
_GLANCE = 1.0  # seconds that a beat waits for whoever writes: the next one comes soon


async def keep_heard_of(context: Context, kind: Kind) -> None:
    """Say every 15 s that this process is there, and at its end that it is not."""
    try:
        while True:
            await anyio.to_thread.run_sync(_beat, context, kind, abandon_on_cancel=True)
            await anyio.sleep(_BEAT)
    finally:
        with anyio.CancelScope(shield=True), anyio.move_on_after(_GLANCE):
            await anyio.to_thread.run_sync(_end, context, abandon_on_cancel=True)


def _beat(context: Context, kind: Kind) -> None:
    with suppress(SettingsError, StoreError), context.database.write(patience=_GLANCE, beside=True) as connection:
        processes.beat(connection, kind, VERSION)


def _end(context: Context) -> None:
    with suppress(SettingsError, StoreError):
        processes.end(context.database, patience=_GLANCE)
