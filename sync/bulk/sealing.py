"""What a run needs of accounts' credentials, sealed while it lies in the store: only the keys of Belvo open it.

The store has nothing that opens it, nor has a copy of it. What was sealed longer ago than a day is not opened.
"""

import hmac
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

import orjson
from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from belvo_client import BelvoClient
from domain.connect.registration import Registration
from store.ops.operators.accounts import KEPT
from sync.bulk.registering import Asked


class Unsealed(Exception):
    """What was sealed can't be opened: the keys of Belvo have changed since, or a day has passed."""


class Seal:
    """Seals and opens by a key that follows from the secret password for Belvo."""

    def __init__(self, secret_password: str) -> None:
        self._fernet = Fernet(urlsafe_b64encode(_derived(secret_password, b"linkdesk accounts: sealed")))
        self._marks = _derived(secret_password, b"linkdesk accounts: marks")

    @classmethod
    def of(cls, client: BelvoClient) -> "Seal":
        """That of the desk whose client it is."""
        return cls(client.transport.keys.secret_password)

    def mark(self, wanted: Registration) -> str:
        """What an account is known by to who has the key; to nobody else does it tell anything."""
        told = orjson.dumps([wanted.institution, wanted.secrets.get("username", ""), wanted.external_id])
        return hmac.digest(self._marks, told, "sha256").hex()

    def seal(self, wanted: Registration) -> str:
        return self._seal(asdict(wanted))

    def opened(self, sealed: str) -> Registration:
        """Raises Unsealed."""
        told = self._opened(sealed)
        return Registration(**{**told, "fetch_resources": tuple(told["fetch_resources"])})

    def seal_asked(self, asked: Asked) -> str:
        return self._seal(asdict(asked))

    def asked(self, sealed: str) -> Asked:
        """Raises Unsealed."""
        told = self._opened(sealed)
        ends = told["expires_at"]
        return Asked(**{**told, "expires_at": datetime.fromisoformat(ends) if ends else None})

    def _seal(self, told: Mapping[str, Any]) -> str:
        return self._fernet.encrypt(orjson.dumps(told)).decode("ascii")

    def _opened(self, sealed: str) -> dict[str, Any]:
        try:
            found: dict[str, Any] = orjson.loads(self._fernet.decrypt(sealed, ttl=int(KEPT.total_seconds())))
        except InvalidToken as error:
            raise Unsealed from error
        return found


def _derived(password: str, purpose: bytes) -> bytes:
    return HKDF(SHA256(), length=32, salt=None, info=purpose).derive(password.encode("utf-8", "surrogatepass"))
