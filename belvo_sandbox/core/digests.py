"""Stable digests: the same in every process, on every machine, on every day."""

import hashlib

# A byte that no part can hold once encoded keeps ("ab", "c") and ("a", "bc") apart.
_SEPARATOR = b"\xff"


def digest(*parts: object) -> bytes:
    """32 bytes that depend on the parts and their order only."""
    # A list: each row has several digests, and join would make one of a generator anyway.
    return hashlib.sha256(_SEPARATOR.join([str(part).encode() for part in parts])).digest()


def number(*parts: object) -> int:
    """A 64-bit number that depends on the parts and their order only."""
    return int.from_bytes(digest(*parts)[:8])


def identifier(*parts: object, tag: str = "") -> str:
    """A UUID (version 4 in form) from a digest; `tag` replaces its last 12 hexadecimal digits."""
    # What uuid.UUID(bytes=…, version=4) gives, at a third of its cost: every row has such an id.
    bytes_ = digest(*parts)[:16]
    digits, variant = bytes_.hex(), "89ab"[bytes_[8] >> 4 & 3]
    return f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-{variant}{digits[17:20]}-{tag or digits[20:]}"


def tag_of(id_: str) -> str:
    """The last 12 hexadecimal digits of an id: what the ids of a link's rows share with the link's own."""
    return id_[-12:]
