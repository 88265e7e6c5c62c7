"""Tells the local Belvo where this server takes webhooks in, so that in `local` the whole loop runs by itself."""

import logging
from dataclasses import replace

import anyio
import anyio.to_thread

from actions.local_belvo import RECEIVER, Control, ControlFailed
from settings import Settings, SettingsError

_FIRST_PAUSE, _LONGEST_PAUSE = 1.0, 30.0  # seconds between two tries
_LOOK = 5.0  # seconds between two looks whether it is still the same local Belvo

logger = logging.getLogger(__name__)


async def keep_registered(settings: Settings, url: str) -> None:
    """Register this server, and again after the local Belvo was reset or loaded, which forgets who listens."""
    while settings.environment == "local":
        # Asked before, so that one that begins in between is told as well.
        registered = found = await anyio.to_thread.run_sync(_instance, settings, url, abandon_on_cancel=True)
        await register_receiver(settings, url)
        while found in (registered, None):
            await anyio.sleep(_LOOK)
            found = await anyio.to_thread.run_sync(_instance, settings, url, abandon_on_cancel=True)


async def register_receiver(settings: Settings, url: str) -> None:
    """Register this server, listening there, with the local Belvo; tries until it is up, and says so once."""
    if settings.environment != "local":
        return
    pause, said = _FIRST_PAUSE, ""
    while True:
        try:
            await anyio.to_thread.run_sync(_register, settings, url, abandon_on_cancel=True)
        except ControlFailed as error:
            if str(error) != said:
                said = str(error)
                logger.warning("No webhooks will come until this is mended: %s", said)
            await anyio.sleep(pause)
            pause = min(2 * pause, _LONGEST_PAUSE)
        else:
            return


def _belvo(settings: Settings, url: str) -> str:
    return settings.base_url or f"{url}/sandbox"


def _instance(settings: Settings, url: str) -> str | None:
    """Which local Belvo answers; None while none does."""
    try:
        return replace(settings, base_url=_belvo(settings, url)).identity_parts()[2]
    except SettingsError:
        return None


def _register(settings: Settings, url: str) -> None:
    agreed = settings.webhook_authorization
    with Control(_belvo(settings, url)) as control:
        control.register(f"{url}{RECEIVER}", agreed.reveal() if agreed else None)
