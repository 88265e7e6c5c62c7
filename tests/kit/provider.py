"""A provider of identities on this machine, and a desk where people sign in with it."""

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import requests

from tests.kit.desk import Desk, running_desk
from tests.kit.ports import free_port
from tests.kit.sign_in import PEOPLE, ROLES, SECRET
from tests.kit.waiting import PATIENCE, until

_WITH_SECRETS = "import pathlib, settings; settings.SECRETS_FILE = pathlib.Path({file!r}); "
_START = "import app; app.main()"


@contextmanager
def running_provider() -> Iterator[str]:
    """Who the people of the tests are, as OpenID Connect has it; its address."""
    port = free_port()
    people = [{"sub": subject, **claims} for subject, claims in PEOPLE.items()]
    people.append({"sub": "unverified", "email": "root@desk.example", "email_verified": False})
    users = [argument for person in people for argument in ("--user-claims", json.dumps(person))]
    process = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "--port", str(port), *users],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    url = f"http://127.0.0.1:{port}"
    try:
        until(lambda: process.poll() is not None or _answers(url))
        assert process.poll() is None
        yield url
    finally:
        process.terminate()
        process.wait(PATIENCE)


@contextmanager
def running_locked_desk(folder: Path, provider: str, environment: Mapping[str, str] | None = None) -> Iterator[Desk]:
    """A desk that has people sign in there, at the address that the provider leads back to."""
    port = free_port()
    file = folder / "secrets.toml"
    file.write_text(secrets_of(port, provider), encoding="utf-8")
    with running_desk(folder / "data", {**(environment or {}), "PORT": str(port)}, command_with(file)) as desk:
        yield desk


def command_with(file: Path, what: str = _START) -> tuple[str, str]:
    """Arguments for Python that have this secrets file in the place of the developer's own."""
    return "-c", _WITH_SECRETS.format(file=str(file)) + what


def secrets_of(port: int, provider: str, origin: str = "") -> str:
    """The secrets file of a desk that listens there, or that people know by another address."""
    lists = "\n".join(f"{role} = {json.dumps(entries)}" for role, entries in ROLES.items())
    return f"""
[auth]
redirect_uri = "{origin or f"http://127.0.0.1:{port}"}/oauth2callback"
cookie_secret = "{SECRET}"
client_id = "linkdesk"
client_secret = "planted-client-secret"
server_metadata_url = "{provider}/.well-known/openid-configuration"
[roles]
{lists}
"""


def _answers(url: str) -> bool:
    try:
        return requests.get(f"{url}/.well-known/openid-configuration", timeout=PATIENCE).ok
    except requests.RequestException:
        return False
