"""Where a store is: a file of SQLite's in the data folder or elsewhere, or a database of a PostgreSQL server."""

import re
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

_FORMS = (
    "Write it as sqlite:///desk.db, in the data folder, sqlite:////srv/desk.db, or postgresql://user@host/database."
)
_SERVERS = ("postgresql", "postgres")


class BadAddress(ValueError):
    """No address of a store; the message, which begins amid a sentence, says how one is written."""


@dataclass(frozen=True, slots=True)
class Address:
    """Of a store; as text, and in what is printed of it, without a password."""

    file: Path | None
    """The database, where it is a file."""
    url: str = field(default="", repr=False)
    """Of a server's database, with the password if it has one."""
    keys: "Address | None" = field(default=None, compare=False, repr=False)
    """Where the keys are of the bodies that lie encrypted in a server's database."""

    def __str__(self) -> str:
        return str(self.file) if self.file else _shown(self.url)


def parse(text: str, folder: Path) -> Address:
    """The address that is written so; of a file with one slash less, it lies in the folder. Raises BadAddress."""
    scheme, _, rest = text.partition("://")
    if scheme in _SERVERS:
        return Address(None, _server(text))
    if scheme != "sqlite" or not rest.startswith("/"):
        raise BadAddress(f"is no address of a store. {_FORMS}")
    name = unquote(rest.removeprefix("/"))
    if not name.strip("/") or "\0" in name or name.endswith("/") or re.search(r"[?#]", rest):
        raise BadAddress(f"names no file. {_FORMS}")
    return Address(folder / name)


def _server(url: str) -> str:
    try:
        parts = urlsplit(url)
        _ = parts.port  # read when it is asked for
    except ValueError:
        raise BadAddress(f"has a host or port that can't be read. {_FORMS}") from None
    if not parts.path.strip("/") or parts.fragment:
        raise BadAddress(f"names no database. {_FORMS}")
    return url


def _shown(url: str) -> str:
    """Without user, password and options, any of which may be a secret."""
    parts = urlsplit(url)
    return f"postgresql://{parts.netloc.rpartition('@')[2]}{parts.path}"
