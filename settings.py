"""What the desk speaks to and where it keeps things: the one place that reads environment and secrets."""

import hashlib
import hmac
import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn
from urllib.parse import urlsplit

import requests

ROOT = Path(__file__).resolve().parent
SECRETS_FILE = ROOT / ".streamlit" / "secrets.toml"
LOCAL_KEYS = ("local-sandbox-id", "local-sandbox-password")
HOSTS = {"sandbox": "https://sandbox.belvo.com", "production": "https://api.belvo.com"}
WIDGET_SCRIPT = "https://cdn.belvo.io/belvo-widget-1-stable.js"
HOSTED_WIDGET = "https://widget.belvo.io/"

CALL_SHARES = {"worker": 45, "pages": 20, "routes": 10}
"""Calls in 30 s that each of the desk's clients may make: together less than the 80 that Belvo allows an address."""

COMPANY = "LINKDESK_COMPANY_"

SERVER_URL = "LINKDESK_SERVER_URL"
"""Set by the running server, for itself and for its worker: the address that is really listened on."""
SERVER_FILE = "server.url"
"""Written by the running server into its data folder, so that a terminal finds it."""


class SettingsError(Exception):
    """The desk can't work as it is set up; `check` names what failed, the message says why and what to do."""

    def __init__(self, check: str, message: str) -> None:
        super().__init__(message)
        self.check = check


class NotOffered(SettingsError):
    """An environment that Linkdesk does not speak to yet; the server does not start."""


class NoServer(SettingsError):
    """In `local` the Belvo to speak to is part of the server, and no server is running."""

    def __init__(self) -> None:
        super().__init__(
            "Server", "No Linkdesk server is running, so there is no local Belvo. Start it with `make run`."
        )


class Secret:
    """A text that can't be printed, logged, compared by timing or pickled by accident."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        """The text itself, for the one call that needs it."""
        return self._value

    def matches(self, candidate: str) -> bool:
        """Whether the candidate is the same text, in a time that does not tell how much of it is right."""
        return hmac.compare_digest(self._value.encode(), candidate.encode())

    def __repr__(self) -> str:
        return "Secret(…)"

    __str__ = __repr__

    def __format__(self, _spec: str) -> str:
        return repr(self)

    def __reduce__(self) -> NoReturn:
        raise TypeError("A secret is not written anywhere")


@dataclass(frozen=True)
class Company:
    """How the widget presents whom a person connects with; the icon, logo and terms are web addresses."""

    name: str
    icon: str
    logo: str
    terms: str


@dataclass(frozen=True)
class Settings:
    """Where the desk works: Belvo's environment, its keys, and the folder of its data."""

    environment: str
    data_dir: Path
    secret_id: str = field(repr=False)
    secret_password: Secret
    base_url: str | None = None
    server_url: str | None = None
    public_url: str | None = None
    webhook_authorization: Secret | None = None
    given_company: Mapping[str, str] = field(default_factory=dict)
    pull_every_hours: int = 24
    compare_every_minutes: int = 60
    calls_kept_days: int = 30
    calls_at_most: int = 200_000
    history_kept_days: int = 90

    @property
    def company(self) -> Company:
        """The company that the widget names: LINKDESK_COMPANY_NAME, _ICON, _LOGO and _TERMS, or the desk itself."""
        picture = f"{self.reachable_url}/app/static/favicon.svg"
        return Company(
            name=self.given_company.get("NAME", "Linkdesk"),
            icon=self.given_company.get("ICON", picture),
            logo=self.given_company.get("LOGO", picture),
            terms=self.given_company.get("TERMS", "https://belvo.com/terms-service/"),
        )

    @property
    def reachable_url(self) -> str:
        """Where a browser finds this server, from elsewhere too if a public address is set."""
        return self.public_url or self.server_url or "http://127.0.0.1:8501"

    @property
    def receives_webhooks(self) -> bool:
        """Whether Belvo can reach the desk: the local one always, others by a public address and the agreed header."""
        return self.environment == "local" or (self.public_url is not None and self.webhook_authorization is not None)

    @property
    def follows_found_links(self) -> bool:
        """Whether links made elsewhere are pulled before anybody has chosen them: what people test with is."""
        return self.environment != "production"

    @property
    def database_path(self) -> Path:
        return self.data_dir / f"{self.environment}.db"

    @property
    def sandbox_dir(self) -> Path:
        """Where the embedded local Belvo keeps its state."""
        return self.data_dir / "sandbox"

    @property
    def embeds_sandbox(self) -> bool:
        """Whether the server itself carries the local Belvo, at /sandbox."""
        return self.environment == "local" and self.base_url is None

    @property
    def belvo_url(self) -> str:
        """The root of Belvo's API, without a final slash; raises NoServer."""
        if self.base_url:
            return self.base_url
        if not self.embeds_sandbox:
            return HOSTS[self.environment]
        if not self.server_url:
            raise NoServer
        return f"{self.server_url}/sandbox"

    @property
    def widget_script_url(self) -> str:
        """Where a browser loads the Connect Widget from: a path of ours if the server carries the local Belvo."""
        if self.embeds_sandbox:
            return "/sandbox/belvo-widget-1-stable.js"
        return f"{self.base_url}/belvo-widget-1-stable.js" if self.environment == "local" else WIDGET_SCRIPT

    @property
    def hosted_widget_url(self) -> str:
        """The page that is the widget, for phones and web views."""
        if self.embeds_sandbox:
            return f"{self.reachable_url}/sandbox/widget/"
        return f"{self.base_url}/widget/" if self.environment == "local" else HOSTED_WIDGET

    def identity_parts(self) -> tuple[str, str, str]:
        """What a database belongs to: host, digest of the key id, and the instance that a local Belvo tells."""
        key = hashlib.sha256(self.secret_id.encode()).hexdigest()
        if self.environment != "local":
            return urlsplit(self.belvo_url).netloc, key, ""
        return "local", key, _instance(self.belvo_url)


def load(environ: Mapping[str, str] | None = None, secrets_file: Path | None = None) -> Settings:
    """The settings in force; the environment goes before the secrets file. Raises SettingsError."""
    given = {**_secrets(secrets_file or SECRETS_FILE), **(os.environ if environ is None else environ)}
    environment = given.get("BELVO_ENV", "local")
    secret_id, secret_password = _keys(environment, given)
    data_dir = ROOT / given.get("LINKDESK_DATA_DIR", ".linkdesk")
    authorization = given.get("BELVO_WEBHOOK_AUTHORIZATION")
    return Settings(
        environment=environment,
        data_dir=data_dir,
        secret_id=secret_id,
        secret_password=Secret(secret_password),
        base_url=_url(given, "BELVO_BASE_URL"),
        server_url=_url(given, SERVER_URL) or _running_server(data_dir),
        public_url=_url(given, "LINKDESK_PUBLIC_URL"),
        webhook_authorization=Secret(authorization) if authorization else None,
        given_company={
            name.removeprefix(COMPANY): value for name, value in given.items() if name.startswith(COMPANY) and value
        },
        pull_every_hours=_number(given, "LINKDESK_PULL_EVERY_HOURS", 24),
        compare_every_minutes=_number(given, "LINKDESK_COMPARE_EVERY_MINUTES", 60),
        calls_kept_days=_number(given, "LINKDESK_CALLS_KEPT_DAYS", 30),
        calls_at_most=_number(given, "LINKDESK_CALLS_AT_MOST", 200_000),
        history_kept_days=_number(given, "LINKDESK_HISTORY_KEPT_DAYS", 90),
    )


def _keys(environment: str, given: Mapping[str, str]) -> tuple[str, str]:
    if environment not in ("local", *HOSTS):
        raise SettingsError(
            "BELVO_ENV",
            f"BELVO_ENV is {environment!r}. Set it to local or sandbox (production is not offered yet).",
        )
    if environment == "production":
        raise NotOffered(
            "BELVO_ENV",
            "Linkdesk does not speak to production yet: it has no sign-in and masks no data. Set BELVO_ENV=sandbox.",
        )
    if environment == "local":
        return given.get("BELVO_SECRET_ID", LOCAL_KEYS[0]), given.get("BELVO_SECRET_PASSWORD", LOCAL_KEYS[1])
    missing = [name for name in ("BELVO_SECRET_ID", "BELVO_SECRET_PASSWORD") if not given.get(name)]
    if missing:
        raise SettingsError(
            "Keys",
            f"{' and '.join(missing)} not set. Create a key pair in Belvo's dashboard (Developers, API keys), "
            "put it into the environment or into .streamlit/secrets.toml, and start Linkdesk again.",
        )
    return given["BELVO_SECRET_ID"], given["BELVO_SECRET_PASSWORD"]


def _secrets(path: Path) -> dict[str, str]:
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        # The parser's own message may quote the line, and with it a key.
        raise SettingsError(
            "Secrets file", f'{path.name} is not valid TOML. Write each line as NAME = "value".'
        ) from None
    return {name: value for name, value in content.items() if isinstance(value, str)}


def _url(given: Mapping[str, str], name: str) -> str | None:
    value = given.get(name, "").strip().rstrip("/")
    if not value:
        return None
    if not re.fullmatch(r"https?://[^\s/@?#]+(/[^\s@?#]*)?", value):
        raise SettingsError(name, f"{name} is not a web address. Write it as https://host or http://127.0.0.1:8900.")
    return value


def _number(given: Mapping[str, str], name: str, default: int) -> int:
    value = given.get(name, "").strip()
    if not value:
        return default
    if not re.fullmatch(r"[1-9][0-9]{0,8}", value):
        raise SettingsError(name, f"{name} is not a whole number above 0. Leave it out for {default}.")
    return int(value)


def _running_server(data_dir: Path) -> str | None:
    try:
        url = (data_dir / SERVER_FILE).read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        return None  # never started
    return url if serves(url, timeout=2) else None  # it may have been killed and have left its file behind


def serves(url: str, timeout: float) -> bool:
    """Whether a Linkdesk server answers at this root address within so many seconds."""
    try:
        _get(f"{url}/_stcore/health", timeout)
    except requests.RequestException:
        return False
    return True


def _instance(belvo_url: str) -> str:
    try:
        return str(_get(f"{belvo_url}/healthz", timeout=10).json()["instance"])
    except (requests.RequestException, KeyError) as error:
        raise SettingsError(
            "Local Belvo", f"The local Belvo at {belvo_url} does not answer. Start it, or unset BELVO_BASE_URL."
        ) from error


def _get(url: str, timeout: float) -> requests.Response:
    with requests.Session() as session:
        session.trust_env = False  # a proxy would catch the loopback address
        answer = session.get(url, timeout=timeout)
        answer.raise_for_status()
        return answer
