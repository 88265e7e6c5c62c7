"""What the desk works with, as a value that is read once; no other module reads the environment or the secrets file."""

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any, Literal, TypeVar

from pydantic import ConfigDict, Field, ValidationError, model_validator
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, InitSettingsSource, PydanticBaseSettingsSource, SettingsConfigDict

import secrets_file
import store_address
from domain.access.sign_ins import Limits
from notice_settings import NoticeSettings
from secrets_file import Secret as Secret
from setting_types import LOOPBACK as LOOPBACK
from setting_types import ROOT as ROOT
from setting_types import Age, BelvoAddress, Count, Folder, Hidden, Host, StoreAddress, WebAddress
from sign_in import BadSignIn, SignIn
from store_address import Address

T = TypeVar("T")

SECRETS_FILE = ROOT / ".streamlit" / "secrets.toml"
LOCAL_KEYS = ("local-sandbox-id", "local-sandbox-password")
HOSTS = {"sandbox": "https://sandbox.belvo.com", "production": "https://api.belvo.com"}
WIDGET_SCRIPT = "https://cdn.belvo.io/belvo-widget-1-stable.js"
HOSTED_WIDGET = "https://widget.belvo.io/"
CONSENT_PORTAL = "https://meuportal.belvo.com/"

SERVER_URL = "LINKDESK_SERVER_URL"
"""Given by a running server to its worker: the address that is really listened on."""

USUAL_PORT = 8501
MOST_WORKERS = 16  # that a server starts, each a process
MOST_PULLS = 64  # at once in a worker: each is a thread, and a connection to Belvo
_HIGHEST_PORT = 65_535
_KEYS = ("BELVO_SECRET_ID", "BELVO_SECRET_PASSWORD")


class SettingsError(Exception):
    """The desk can't work as it is set up; `check` names what failed, the message says why and what to do."""

    def __init__(self, check: str, message: str) -> None:
        super().__init__(message)
        self.check = check


class BadSetting(SettingsError):
    """A setting that can't be used; settings are read once, so that it takes a new start once it is mended."""


class UnreadableSecrets(BadSetting):
    """A secrets file that not even Streamlit can pass over; the server does not start."""


class UnusableSignIn(BadSetting):
    """A sign-in that is set up and can't work, or lets nobody in; the server does not start."""


class NoServer(SettingsError):
    """In `local` the Belvo to speak to is part of the server, and no server is running."""

    def __init__(self) -> None:
        super().__init__(
            "Server", "No Linkdesk server is running, so there is no local Belvo. Start it with `make run`."
        )


@dataclass(frozen=True)
class Company:
    """How the widget presents whom a person connects with; the icon, logo and terms are web addresses."""

    name: str
    icon: str
    logo: str
    terms: str


class Settings(NoticeSettings):
    """Where the desk works: Belvo's environment, its keys, and the folder of its data."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        arbitrary_types_allowed=True,
        validate_by_alias=True,
        validate_by_name=True,
        hide_input_in_errors=True,
    )

    environment: Literal["local", "sandbox", "production"] = Field(default="local", validation_alias="BELVO_ENV")
    secret_id: str = Field(validation_alias="BELVO_SECRET_ID", repr=False)
    secret_password: Hidden = Field(validation_alias="BELVO_SECRET_PASSWORD")
    base_url: BelvoAddress | None = Field(default=None, validation_alias="BELVO_BASE_URL")
    webhook_authorization: Hidden | None = Field(default=None, validation_alias="BELVO_WEBHOOK_AUTHORIZATION")
    data_dir: Folder = Field(default=ROOT / ".linkdesk", validation_alias="LINKDESK_DATA_DIR")
    store_address: StoreAddress | None = Field(default=None, validation_alias="LINKDESK_STORE", repr=False)
    keys_address: StoreAddress | None = Field(default=None, validation_alias="LINKDESK_KEYS", repr=False)
    server_url: WebAddress | None = Field(default=None, validation_alias=SERVER_URL)
    public_url: WebAddress | None = Field(default=None, validation_alias="LINKDESK_PUBLIC_URL")
    host: Host = Field(default=LOOPBACK, validation_alias="LINKDESK_HOST")
    auth_idle_minutes: Count = Field(default=30, le=43_200, validation_alias="LINKDESK_AUTH_IDLE_MINUTES")
    auth_hours: Count = Field(default=12, le=720, validation_alias="LINKDESK_AUTH_HOURS")
    behind_proxy: bool = Field(default=False, validation_alias="LINKDESK_BEHIND_PROXY")
    pull_every_hours: Count = Field(default=24, le=8_760, validation_alias="LINKDESK_PULL_EVERY_HOURS")
    workers: int = Field(default=1, ge=0, le=MOST_WORKERS, validation_alias="LINKDESK_WORKERS")
    pulls: Count = Field(default=8, le=MOST_PULLS, validation_alias="LINKDESK_PULLS")
    compare_every_minutes: Count = Field(default=60, le=525_600, validation_alias="LINKDESK_COMPARE_EVERY_MINUTES")
    calls_kept_days: Count = Field(default=30, le=36_500, validation_alias="LINKDESK_CALLS_KEPT_DAYS")
    bodies_kept_days: Count = Field(default=14, le=36_500, validation_alias="LINKDESK_BODIES_KEPT_DAYS")
    calls_at_most: Count = Field(default=200_000, le=999_999_999, validation_alias="LINKDESK_CALLS_AT_MOST")
    history_kept_days: Count = Field(default=90, le=36_500, validation_alias="LINKDESK_HISTORY_KEPT_DAYS")
    keep_rows_days: Age = Field(default=None, le=36_500, validation_alias="LINKDESK_KEEP_ROWS_DAYS")
    keep_versions_days: Age = Field(default=None, le=36_500, validation_alias="LINKDESK_KEEP_VERSIONS_DAYS")
    keep_webhooks_days: Age = Field(default=None, le=36_500, validation_alias="LINKDESK_KEEP_WEBHOOKS_DAYS")
    keep_sessions_days: Age = Field(default=None, le=36_500, validation_alias="LINKDESK_KEEP_WIDGET_SESSIONS_DAYS")
    audit_days: Count = Field(default=730, le=36_500, validation_alias="LINKDESK_AUDIT_DAYS")
    log: Literal["text", "json"] = Field(default="text", validation_alias="LINKDESK_LOG")
    otlp_endpoint: WebAddress | None = Field(default=None, validation_alias="OTEL_EXPORTER_OTLP_ENDPOINT")
    agent_token: Hidden | None = Field(default=None, validation_alias="LINKDESK_TOKEN")
    query_seconds: Count = Field(default=30, le=600, validation_alias="LINKDESK_QUERY_SECONDS")
    company_name: str = Field(default="Linkdesk", validation_alias="LINKDESK_COMPANY_NAME")
    company_icon: str | None = Field(default=None, validation_alias="LINKDESK_COMPANY_ICON")
    company_logo: str | None = Field(default=None, validation_alias="LINKDESK_COMPANY_LOGO")
    company_terms: str = Field(default="https://belvo.com/terms-service/", validation_alias="LINKDESK_COMPANY_TERMS")

    @property
    def company(self) -> Company:
        """The company that the widget names: the desk itself where nothing else is set."""
        picture = f"{self.reachable_url}/app/static/favicon.svg"
        return Company(
            name=self.company_name,
            icon=self.company_icon or picture,
            logo=self.company_logo or picture,
            terms=self.company_terms,
        )

    @property
    def reachable_url(self) -> str:
        """Where a browser finds this server, from elsewhere too if a public address is set."""
        return self.public_url or self.server_url or f"http://127.0.0.1:{USUAL_PORT}"

    @property
    def sign_in_limits(self) -> Limits:
        """How long somebody who has signed in stays so."""
        return Limits(timedelta(minutes=self.auth_idle_minutes), timedelta(hours=self.auth_hours))

    @property
    def receives_webhooks(self) -> bool:
        """Whether Belvo can reach the desk: the local one always, others by a public address and the agreed header."""
        return self.environment == "local" or (self.public_url is not None and self.webhook_authorization is not None)

    @property
    def follows_found_links(self) -> bool:
        """Whether links made elsewhere are pulled before anybody has chosen them: what people test with is."""
        return self.environment != "production"

    @property
    def store(self) -> Address:
        """Where the store is: a file of the environment's name in the data folder, where nothing else is set."""
        written = self.store_address.reveal() if self.store_address else f"sqlite:///{self.environment}.db"
        return self.with_keys(store_address.parse(written, self.data_dir))

    def with_keys(self, store: Address) -> Address:
        """The address of a store, with that of the keys of its bodies where a server keeps it."""
        if store.file or self.keys_address is None:
            return store
        return replace(store, keys=store_address.parse(self.keys_address.reveal(), self.data_dir))

    @property
    def sandbox_dir(self) -> Path:
        """Where the embedded local Belvo keeps its state."""
        return self.data_dir / "sandbox"

    @property
    def sandbox_state(self) -> Path:
        """The database that the embedded local Belvo's state is."""
        return self.sandbox_dir / "sandbox.db"

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

    @property
    def consent_portal_url(self) -> str:
        """My Belvo Portal, where people in Brazil renew their consents."""
        if self.embeds_sandbox:
            return f"{self.reachable_url}/sandbox/portal/"
        return f"{self.base_url}/portal/" if self.environment == "local" else CONSENT_PORTAL

    def at(self, server_url: str) -> "Settings":
        """The same, beside a server that listens there."""
        return self.model_copy(update={"server_url": server_url})


def load(**given: Any) -> Settings:  # noqa: ANN401 - it is checked, as all else is
    """The settings in force; what is given goes first, then the environment. Raises BadSetting."""
    try:
        return _Given(**given)
    except ValidationError as error:
        found = error.errors()
    # Not where it was caught: what was given hangs on that one, and a key may be among it.
    raise _explained(found)


def load_without_keys() -> Settings:
    """The settings in force as far as they are no keys, which may be missing. Raises BadSetting."""
    return load(**dict.fromkeys(_KEYS, "-"))


def environment() -> str:
    """Which of Belvo's environments is asked for, whatever else is wrong. Raises BadSetting where no file can say."""
    name = "BELVO_ENV"
    given = os.environ.get(name, "").strip()
    return given or str(_tidy(_of_file(lambda: secrets_file.named(SECRETS_FILE, [name]))).get(name, "local"))


def sign_in() -> SignIn | None:
    """Who signs in where, and as what, by the secrets file; None where nobody has to. Raises BadSetting."""
    found = _of_file(lambda: secrets_file.content(SECRETS_FILE))
    try:
        return SignIn.of(found.get("auth"), found.get("roles"))
    except BadSignIn as error:
        why = str(error)
    raise UnusableSignIn("Sign-in", why)


def port(usual: int = USUAL_PORT) -> int:
    """Where a program of ours listens; 0 for any port that is free. Raises BadSetting."""
    value = os.environ.get("PORT", "").strip() or str(usual)
    if not re.fullmatch(r"[0-9]{1,5}", value) or int(value) > _HIGHEST_PORT:
        raise BadSetting("PORT", f"PORT is not a port. Write one up to {_HIGHEST_PORT}, or leave it out for {usual}.")
    return int(value)


def of_streamlit(option: str) -> str:
    """What the environment has of an option as `server.sslCertFile`, which Streamlit reads in `streamlit run` alone."""
    return os.environ.get("STREAMLIT_" + re.sub(r"[.]|(?=[A-Z])", "_", option).upper(), "").strip()


def environment_beside(server_url: str) -> dict[str, str]:
    """The environment of a process that works beside a server which listens there."""
    return {**os.environ, SERVER_URL: server_url}


class _Given(Settings, BaseSettings):
    """Settings as environment and secrets file have them."""

    model_config = SettingsConfigDict(case_sensitive=True)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        *_: PydanticBaseSettingsSource,
        **_others: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The arguments, then the environment, then the secrets file."""
        names = [str(field.validation_alias) for field in cls.model_fields.values()]
        named = _of_file(lambda: secrets_file.named(SECRETS_FILE, names))
        return init_settings, env_settings, InitSettingsSource(settings_cls, named)

    @model_validator(mode="before")
    @classmethod
    def _completed(cls, given: dict[str, Any]) -> dict[str, Any]:
        tidy = _tidy(given)
        if "LINKDESK_DATA_DIR" in given.keys() - tidy.keys():
            raise BadSetting(
                "LINKDESK_DATA_DIR", "LINKDESK_DATA_DIR is empty. Name a folder, or leave it out for .linkdesk."
            )
        is_local = tidy.get("BELVO_ENV", "local") == "local"
        return dict(zip(_KEYS, LOCAL_KEYS, strict=True)) | tidy if is_local else tidy


def _tidy(given: Mapping[str, Any]) -> dict[str, Any]:
    """What is given without the blanks around it; what is nothing else is not given."""
    stripped = {name: value.strip() if isinstance(value, str) else value for name, value in given.items()}
    return {name: value for name, value in stripped.items() if value != ""}


def _of_file(read: Callable[[], T]) -> T:
    """What is read of the secrets file; raises BadSetting, without anything of its content."""
    try:
        return read()
    except secrets_file.Unreadable as unreadable:
        error: BadSetting = UnreadableSecrets("Secrets file", str(unreadable))
    except secrets_file.Unusable as unusable:
        error = BadSetting(unusable.name, str(unusable))
    raise error


def _explained(found: list[ErrorDetails]) -> BadSetting:
    first = found[0]
    name = str(first["loc"][0])
    match first["type"]:
        case "missing":
            missing = " and ".join(str(error["loc"][0]) for error in found if error["type"] == "missing")
            return BadSetting(
                "Keys",
                f"{missing} not set. Create a key pair in Belvo's dashboard (Developers, API keys), "
                "and put it into the environment or into .streamlit/secrets.toml.",
            )
        case "literal_error":
            return BadSetting(
                name, f"{name} is {first['input']!r}. Set it to local or sandbox, or to production (docs/security.md)."
            )
        case "bool_parsing":
            return BadSetting(name, f"{name} is neither 1 nor 0. Set it to 1, or leave it out.")
        case "value_error":
            return BadSetting(name, f"{name} {first['ctx']['error']}")
        case _:
            return BadSetting(name, f"{name} is not a whole number above 0. {_range(name)}")


def _range(name: str) -> str:
    field = next(field for field in Settings.model_fields.values() if field.validation_alias == name)
    most = next(rule.le for rule in field.metadata if hasattr(rule, "le"))
    default = "what is there for good" if field.default is None else f"{field.default:,}"
    return f"Write one up to {most:,}, or leave it out for {default}."
