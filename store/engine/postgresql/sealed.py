"""Values that only this process can open, for what is seen of them is made here and not in the database.

PostgreSQL calls no Python. The functions of a sight are there in SQL: they seal what they are given, encrypted with a
key of the connection's that nobody else has, and what they would answer is worked out when a row comes. So no
condition, order or search of a statement sees what its reader may not see. A text that has lost a part of its seal on
the way is hidden.
"""

import re
import secrets
from binascii import unhexlify
from collections.abc import Callable
from typing import Any

import orjson
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC
from cryptography.hazmat.primitives.padding import PKCS7

BEGIN, END = "\x02", "\x03"

_HIDDEN = "•••"
_SEAL = re.compile(f"{BEGIN}([0-9a-f]+){END}")
_BYTES = 16
_NO_VECTOR = bytes(_BYTES)  # what is equal is to be equal sealed, so that SQL can group by it
_BITS = 8 * _BYTES


class Sealed:
    """The seals of one connection."""

    def __init__(self) -> None:
        self.functions: dict[str, Callable[..., Any]] = {}
        self._cipher: Cipher[CBC] | None = None

    def __bool__(self) -> bool:
        return self._cipher is not None

    def begin(self) -> bytes:
        """The key with which the server is to seal."""
        key = secrets.token_bytes(_BYTES)
        self._cipher = Cipher(AES(key), CBC(_NO_VECTOR))
        return key

    def opened(self, text: str) -> str:
        """The text, with what the functions answer in place of what is sealed."""
        if self._cipher is None or (BEGIN not in text and END not in text):
            return text
        shown = _SEAL.sub(self._answer, text)
        return _HIDDEN if BEGIN in shown or END in shown else shown

    def _answer(self, seal: re.Match[str]) -> str:
        try:
            name, *values = orjson.loads(self._plain(unhexlify(seal[1])))
            answer = self.functions[name](*values)
        except (ValueError, KeyError):
            return _HIDDEN
        return "" if answer is None else str(answer).replace(BEGIN, "").replace(END, "")

    def _plain(self, sealed: bytes) -> bytes:
        assert self._cipher is not None  # noqa: S101 - nothing is opened before
        decryptor = self._cipher.decryptor()
        unpadder = PKCS7(_BITS).unpadder()
        padded = decryptor.update(sealed) + decryptor.finalize()
        return unpadder.update(padded) + unpadder.finalize()
