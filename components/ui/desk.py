"""What every page works with: the context of this process, where Streamlit keeps it."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Literal

import streamlit as st

import settings as configuration
from belvo_client import AuthenticationFailed, BelvoClient, BelvoError
from context import PAGES, Context, time_at
from settings import BadSetting, Settings, SettingsError
from store import Database

Reach = Literal["reached", "unreachable"]


def context() -> Context:
    """What the pages work with, one object a process; raises BadSetting."""
    found = _opened()
    if isinstance(found, Exception):
        raise found.with_traceback(None)
    return found


def settings() -> Settings:
    """The settings in force; raises BadSetting."""
    return context().settings


def database() -> Database:
    """The store of this environment; raises SettingsError, and StoreError as soon as it is not this Belvo's."""
    return context().database


def client() -> BelvoClient:
    """Belvo, for what a person waits for; raises SettingsError."""
    return context().client


def actor() -> str:
    """Who acts, for the audit; the desk has no sign-in yet, so it is whoever sits at it."""
    return "operator"


def ahead() -> timedelta:
    """How far Belvo's clock is ahead of this machine's: that of the local Belvo is moved on by people."""
    return _ahead() if settings().environment == "local" else timedelta()


def reach() -> Reach:
    """Whether Belvo answers and takes the keys; raises SettingsError if it refuses them."""
    if settings().embeds_sandbox:
        return "reached"
    found = _reach()
    if found in ("reached", "unreachable"):
        return "reached" if found == "reached" else "unreachable"
    raise SettingsError("Keys", found)


@st.cache_resource(show_spinner=False)
def _opened() -> Context | BadSetting:
    """Kept by Streamlit, since a module's own variable goes whenever an edited file has all modules imported anew.

    Settings that don't hold are kept as well: server and worker began with them.
    """
    try:
        return Context(configuration.load(), PAGES)
    except BadSetting as error:
        return error


@st.cache_resource(ttl="2s", show_spinner=False)
def _ahead() -> timedelta:
    kept = _last_ahead()
    with suppress(SettingsError):  # while it does not answer, its clock goes on as it did
        kept[0] = timedelta(seconds=round((time_at(settings().belvo_url) - datetime.now(UTC)).total_seconds()))
    return kept[0]


@st.cache_resource(show_spinner=False)
def _last_ahead() -> list[timedelta]:
    return [timedelta()]


@st.cache_resource(ttl="1m")
def _reach() -> str:
    try:
        client().check()
    except AuthenticationFailed as error:
        return (
            f"Belvo refused the keys at {settings().belvo_url} ({error.message}). Each environment has a key pair of "
            "its own: check that BELVO_SECRET_ID and BELVO_SECRET_PASSWORD belong to it, and start Linkdesk again."
        )
    except BelvoError:
        return "unreachable"
    return "reached"
