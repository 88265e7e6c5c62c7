"""How single settings are written: addresses, folders, counts and what can't be printed."""

import re
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field

import store_address
from belvo_client import is_loopback
from secrets_file import Secret as Secret

ROOT = Path(__file__).resolve().parent
LOOPBACK = "127.0.0.1"


def web_address(value: str) -> str:
    """The address of a host, maybe with a path, without its last slash; raises ValueError, which quotes nothing."""
    if not re.fullmatch(r"https?://[^\s/@?#]+(/[^\s@?#]*)?", value) or not _has_host(value):
        raise ValueError("is not a web address. Write it as https://host or http://127.0.0.1:8900.")
    return value.rstrip("/")


def _has_host(url: str) -> bool:
    try:
        parts = urlsplit(url)
        _ = parts.port  # read when it is asked for
    except ValueError:
        return False
    return bool(parts.hostname)


def encrypted(value: str) -> str:
    """The same address, unless what is sent there could be read on the way; raises ValueError, which quotes nothing."""
    if value.startswith("http:") and not is_loopback(value):
        raise ValueError("would carry the keys over the network in the clear. Write it as https://host.")
    return value


def _folder(value: str | Path) -> Path:
    try:
        return ROOT / Path(value).expanduser()
    except RuntimeError:
        raise ValueError("begins with the home of a user who is not known here. Write the whole path.") from None


def _address(value: str) -> str:
    if value == "localhost":
        return LOOPBACK
    try:
        return str(ip_address(value.strip("[]")))
    except ValueError:
        raise ValueError(
            f"is no address of this machine. Write one as 10.0.0.5, or leave it out for {LOOPBACK}."
        ) from None


def _of_store(value: Secret) -> Secret:
    store_address.parse(value.reveal(), ROOT)  # of what folder it is does not matter for how it is written
    return value


Host = Annotated[str, AfterValidator(_address)]
WebAddress = Annotated[str, AfterValidator(web_address)]
BelvoAddress = Annotated[WebAddress, AfterValidator(encrypted)]
Folder = Annotated[Path, BeforeValidator(_folder)]
Hidden = Annotated[Secret, BeforeValidator(Secret.of)]
StoreAddress = Annotated[Hidden, AfterValidator(_of_store)]
Count = Annotated[int, Field(ge=1)]
Age = Count | None
