"""What somebody has a widget on, as far as a browser says so; nothing else of what it says of itself is kept."""

import re

from languages import msg

PHONE, TABLET, COMPUTER = "phone", "tablet", "computer"

LABELS = {PHONE: msg("Phone"), TABLET: msg("Tablet"), COMPUTER: msg("Computer")}

_LONGEST = 1_000  # characters that are looked at

_TABLET = re.compile(r"iPad|Tablet|PlayBook|Silk(?!.*Mobile)|Kindle|Android(?!.*Mobile)", re.IGNORECASE)
_PHONE = re.compile(r"iPhone|iPod|Mobi|Windows Phone|BlackBerry|Opera Mini", re.IGNORECASE)
_COMPUTER = re.compile(r"Windows NT|Macintosh|X11|Linux|CrOS", re.IGNORECASE)


def device_of(user_agent: str | None) -> str | None:
    """The kind of device by a User-Agent header; None where it says nothing of it.

    An iPad that asks for sites as computers get them calls itself a Macintosh, and is taken for one.
    """
    told = (user_agent or "")[:_LONGEST]
    kinds = ((TABLET, _TABLET), (PHONE, _PHONE), (COMPUTER, _COMPUTER))
    return next((kind for kind, sign in kinds if sign.search(told)), None)
