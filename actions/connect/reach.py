"""Whether others can come to this server: what is handed out to a phone leads back here."""

import ipaddress

import psutil

from belvo_client import is_loopback
from languages import say
from settings import Settings, sign_in


def unreachable(settings: Settings) -> str:
    """Why another device can't come here, and what to do; empty where nothing speaks against it.

    It is said of QR codes and of messages alike.
    """
    if settings.public_url is None:
        return say(
            "Another device could not come back to this server. Set LINKDESK_PUBLIC_URL to an address that reaches it."
        )
    if is_loopback(settings.public_url):
        return say(
            "LINKDESK_PUBLIC_URL is {public_url}, which leads every device to itself. Set it to another.",
            public_url=settings.public_url,
        )
    if settings.embeds_sandbox and sign_in() is not None:
        return say(
            "Where people sign in, the local Belvo answers this machine alone, so no other device can open its widget. "
            "Set BELVO_ENV to sandbox, with its keys, to hand connections out to phones."
        )
    if settings.behind_proxy or any(map(_is_open, _listening())):
        return ""
    return say(
        "No other device reaches {public_url}: this server listens on this machine alone. Put a "
        "proxy before it and set LINKDESK_BEHIND_PROXY to 1.",
        public_url=settings.public_url,
    )


def _is_open(address: str) -> bool:
    return not ipaddress.ip_address(address.partition("%")[0]).is_loopback


def _listening() -> list[str]:
    """The addresses that this process listens on, whichever way it was started."""
    connections = psutil.Process().net_connections(kind="tcp")
    return [one.laddr.ip for one in connections if one.status == psutil.CONN_LISTEN and one.laddr]
