"""Tells the local Belvo where this server takes webhooks in, so that in `local` the whole loop runs by itself."""

import logging

import anyio
import anyio.to_thread

from actions.local_belvo import RECEIVER, Control, ControlFailed
from settings import Settings

_FIRST_PAUSE, _LONGEST_PAUSE = 1.0, 30.0  # seconds between two tries

logger = logging.getLogger(__name__)


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


def _register(settings: Settings, url: str) -> None:
    agreed = settings.webhook_authorization
    with Control(settings.base_url or f"{url}/sandbox") as control:
        control.register(f"{url}{RECEIVER}", agreed.reveal() if agreed else None)
