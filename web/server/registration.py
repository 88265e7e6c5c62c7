"""Tells the local Belvo where this server takes webhooks in, so that in `local` the whole loop runs by itself."""

import logging
from functools import partial

import anyio
import anyio.to_thread
from anyio.abc import TaskGroup

from actions.local_belvo import RECEIVER, Control, ControlFailed
from context import instance_at
from settings import Settings, SettingsError
from sync.backoff import Backoff

_LOOK = 5.0  # seconds between two looks whether it is still the same local Belvo

_AT_ONCE = 5.0  # seconds that a server waits for the first answer before it says that it is ready

logger = logging.getLogger(__name__)


async def begin_registering(beside: TaskGroup, settings: Settings, url: str | None = None) -> None:
    """Keep this server registered, and go on once it is: of a link that is connected before, it is not told.

    A local Belvo that does not answer is waited for beside.
    """
    tried = anyio.Event()
    beside.start_soon(partial(keep_registered, settings, url, tried=tried))
    with anyio.move_on_after(_AT_ONCE if settings.environment == "local" else 0):
        await tried.wait()


async def keep_registered(settings: Settings, url: str | None = None, *, tried: anyio.Event | None = None) -> None:
    """Register this server, and again after the local Belvo was reset or loaded, which forgets who listens.

    It is at `url`, or where the settings say; `tried` is set once that went well, or did not for now.
    """
    while settings.environment == "local":
        # Asked before, so that one that begins in between is told as well.
        registered = found = await anyio.to_thread.run_sync(_instance, settings, abandon_on_cancel=True)
        await register_receiver(settings, url, tried=tried)
        while found in (registered, None):
            await anyio.sleep(_LOOK)
            found = await anyio.to_thread.run_sync(_instance, settings, abandon_on_cancel=True)


async def register_receiver(settings: Settings, url: str | None = None, *, tried: anyio.Event | None = None) -> None:
    """Register this server, where it listens, with the local Belvo; tries until that is up, and says so once."""
    if settings.environment != "local":
        return
    backoff, tried = Backoff(), tried or anyio.Event()
    while True:
        try:
            await anyio.to_thread.run_sync(_register, settings, url or settings.server_url, abandon_on_cancel=True)
        except ControlFailed as error:
            if backoff.is_news(str(error)):
                logger.warning("No webhooks will come until this is mended: %s", error)
            tried.set()
            await anyio.sleep(backoff.pause())
        else:
            tried.set()
            return


def _instance(settings: Settings) -> str | None:
    """Which local Belvo answers; None while none does."""
    try:
        return instance_at(settings.belvo_url)
    except SettingsError:
        return None


def _register(settings: Settings, url: str | None) -> None:
    agreed = settings.webhook_authorization
    with Control(settings.belvo_url) as control:
        control.register(f"{url}{RECEIVER}", agreed.reveal() if agreed else None)
