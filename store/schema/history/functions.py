"""SQL functions of the migrations, as they were on their day."""

import unicodedata
import zlib

from store import engine
from store.engine import Connection


def register(connection: Connection) -> None:
    """Let the connection's statements call them."""
    engine.define(connection, "place_of", 2, _place_of)
    engine.define(connection, "magnitude_of", 1, _magnitude_of)
    engine.define(connection, "folded", 1, _folded)
    engine.define(connection, "searched", -1, _searched)
    engine.define(connection, "has_odd_blanks", -1, _has_odd_blanks)


def _place_of(link: str, identity: str) -> int:
    return (zlib.crc32(link.encode()) >> 1 << 32) + zlib.crc32(identity.encode())


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text)
    return "".join(one for one in plain if not unicodedata.combining(one)).casefold()


def _searched(*texts: str | None) -> str:
    return "\n".join([" ".join(_folded(text).split()) for text in texts if text])


def _has_odd_blanks(*texts: str | None) -> bool:
    folded = [_folded(text) for text in texts if text]
    return any(text != " ".join(text.split()) for text in folded)


def _magnitude_of(units: int | None) -> int | None:
    if not units:
        return units
    size = abs(units)
    bits = size.bit_length()
    step = bits << 2 | (size >> bits - 3 if bits > 2 else size << 3 - bits) & 3
    return step if units > 0 else -step
