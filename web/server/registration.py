"""Tells the local Belvo where this server takes webhooks in, so that in `local` the whole loop runs by itself."""

import logging

import anyio
import anyio.to_thread

from actions.local_belvo import RECEIVER, Control, ControlFailed
from context import instance_at
from settings import Settings, SettingsError
from sync.backoff import Backoff

_LOOK = 5.0  # seconds between two looks whether it is still the same local Belvo

logger = logging.getLogger(__name__)


async def keep_registered(settings: Settings, url: str | None = None) -> None:
    """Register this server, and again after the local Belvo was reset or loaded, which forgets who listens.

    It is at `url`, or where the settings say.
    """
    while settings.environment == "local":
        # Asked before, so that one that begins in between is told as well.
        registered = found = await anyio.to_thread.run_sync(_instance, settings, abandon_on_cancel=True)
        await register_receiver(settings, url)
        while found in (registered, None):
            await anyio.sleep(_LOOK)
            found = await anyio.to_thread.run_sync(_instance, settings, abandon_on_cancel=True)


async def register_receiver(settings: Settings, url: str | None = None) -> None:
    """Register this server, where it listens, with the local Belvo; tries until that is up, and says so once."""
    if settings.environment != "local":
        return
    backoff = Backoff()
    while True:
        try:
            await anyio.to_thread.run_sync(_register, settings, url or settings.server_url, abandon_on_cancel=True)
        except ControlFailed as error:
            if backoff.is_news(str(error)):
                logger.warning("No webhooks will come until this is mended: %s", error)
            await anyio.sleep(backoff.pause())
        else:
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
