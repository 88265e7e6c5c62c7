"""SQL functions of the migrations, as they were on their day."""

import sqlite3
import unicodedata
import zlib


def register(connection: sqlite3.Connection) -> None:
    """Let the connection's statements call them."""
    connection.create_function("place_of", 2, _place_of, deterministic=True)
    connection.create_function("magnitude_of", 1, _magnitude_of, deterministic=True)
    connection.create_function("folded", 1, _folded, deterministic=True)


def _place_of(link: str, identity: str) -> int:
    return (zlib.crc32(link.encode()) >> 1 << 32) + zlib.crc32(identity.encode())


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text)
    return "".join(one for one in plain if not unicodedata.combining(one)).casefold()


def _magnitude_of(units: int | None) -> int | None:
    if not units:
        return units
    size = abs(units)
    bits = size.bit_length()
    step = bits << 2 | (size >> bits - 3 if bits > 2 else size << 3 - bits) & 3
    return step if units > 0 else -step
