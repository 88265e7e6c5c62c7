"""SQL functions of the migrations, as they were on their day."""

import sqlite3
import unicodedata
import zlib


def register(connection: sqlite3.Connection) -> None:
    """Let the connection's statements call them."""
    connection.create_function("place_of", 2, _place_of, deterministic=True)
    connection.create_function("magnitude_of", 1, _magnitude_of, deterministic=True)
    connection.create_function("folded", 1, _folded, deterministic=True)
    connection.create_function("searched", -1, _searched, deterministic=True)
    connection.create_function("has_odd_blanks", -1, _has_odd_blanks, deterministic=True)


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
