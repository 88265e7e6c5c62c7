"""The certificate by which the server itself speaks https: two of Streamlit's options, however it is started."""

import ssl
from collections.abc import Callable
from dataclasses import dataclass
from typing import Self

CERTIFICATE, KEY = "server.sslCertFile", "server.sslKeyFile"

Option = Callable[[str], object]
"""What an option of Streamlit's is set to."""


class Unusable(Exception):
    """The server could not speak https with it; the message says why, and what to do."""


@dataclass(frozen=True, slots=True)
class Certificate:
    """The files of the chain and of its key."""

    file: str
    key: str

    @classmethod
    def of(cls, option: Option) -> Self | None:
        """That of the options; None where the server speaks plain http. Raises Unusable."""
        file, key = (str(option(name) or "") for name in (CERTIFICATE, KEY))
        if not file and not key:
            return None
        if not (file and key):
            given, missing = (CERTIFICATE, KEY) if file else (KEY, CERTIFICATE)
            raise Unusable(f"{given} is set and {missing} is not. Set both, or neither where a proxy speaks https.")
        found = cls(file, key)
        found.check()
        return found

    def check(self) -> None:
        """Raise Unusable where no server could use it."""
        try:
            ssl.create_default_context(ssl.Purpose.CLIENT_AUTH).load_cert_chain(self.file, self.key, _no_password)
        except (OSError, ValueError) as error:
            why = getattr(error, "reason", None) or getattr(error, "strerror", None) or "its key has a password"
            raise Unusable(
                f"{CERTIFICATE} and {KEY} can't be used ({why}). Name a certificate in PEM with its own key, "
                "which whoever starts Linkdesk may read."
            ) from None


def _no_password() -> str:
    """Nobody is asked at the start of a server."""
    raise ValueError
