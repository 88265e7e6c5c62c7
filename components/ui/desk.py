"""What every page works with: the settings, the store and the client of this process."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import streamlit as st

import settings as configuration
from actions.identity_check import Watch
from belvo_client import AuthenticationFailed, BelvoClient, BelvoError, Retries, limiter_for
from settings import Settings, SettingsError
from store import Database, Identity, WrongIdentity
from store.ops.api_log_writer import ApiLogWriter

Reach = Literal["reached", "unreachable"]


def settings() -> Settings:
    """The settings in force; raises SettingsError."""
    return configuration.load()


def database() -> Database:
    """The store of this environment, opened once in this process; raises SettingsError and StoreError.

    So it does as soon as the local Belvo is no longer the one that the store is about.
    """
    current = settings()
    opened = _opened(str(current.database_path), current.belvo_url)
    try:
        opened.watch.confirm(opened.db, settings)
    except WrongIdentity:
        _client.clear()
        _opened.clear()  # and closes it, so that its file can be moved out of the way
        raise
    return opened.db


def client() -> BelvoClient:
    """Belvo, for what a person waits for: a failing call is told at once instead of being tried again."""
    current = settings()
    return _client(current.belvo_url, current.secret_id, current.secret_password.reveal())


def actor() -> str:
    """Who acts, for the audit; the desk has no sign-in yet, so it is whoever sits at it."""
    return "operator"


def reach() -> Reach:
    """Whether Belvo answers and takes the keys; raises SettingsError if it refuses them."""
    current = settings()
    if current.embeds_sandbox:
        return "reached"
    refusal = _reach(current.belvo_url, current.secret_id, current.secret_password.reveal())
    if refusal in ("reached", "unreachable"):
        return "reached" if refusal == "reached" else "unreachable"
    raise SettingsError("Keys", refusal)


@dataclass(frozen=True)
class _Opened:
    db: Database
    watch: Watch

    def close(self) -> None:
        self.db.close()


@st.cache_resource(max_entries=2, on_release=_Opened.close)
def _opened(path: str, _url: str) -> _Opened:
    return _Opened(Database.open(Path(path), Identity(*settings().identity_parts())), Watch())


@st.cache_resource(max_entries=2)
def _client(url: str, secret_id: str, secret_password: str) -> BelvoClient:
    limiter = limiter_for(url, configuration.CALL_SHARES["pages"])
    db = database()
    calls = ApiLogWriter(lambda: db)
    return BelvoClient(url, secret_id, secret_password, retries=Retries.off(), limiter=limiter, observer=calls)


@st.cache_data(ttl="1m", max_entries=4)
def _reach(url: str, secret_id: str, secret_password: str) -> str:
    try:
        _client(url, secret_id, secret_password).check()
    except AuthenticationFailed as error:
        return (
            f"Belvo refused the keys at {url} ({error.message}). Each environment has a key pair of its own: check "
            "that BELVO_SECRET_ID and BELVO_SECRET_PASSWORD belong to this one, and start Linkdesk again."
        )
    except BelvoError:
        return "unreachable"
    return "reached"
