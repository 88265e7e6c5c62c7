"""What every page works with: the context of this process, where Streamlit keeps it."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

import settings as configuration
from actions.access import reveals
from actions.permission import NotSignedIn
from actions.reach import Reach, Watch
from belvo_client import BelvoClient
from belvo_client.background import Asked
from components.ui import presenter
from context import PAGES, Context, make_data_dir, time_at
from domain import roles
from domain.as_known import PAGES as OF_ANY_DAY
from domain.as_known import PARAMETER
from domain.roles import HERE, Actor
from settings import BadSetting, Settings, SettingsError
from sign_in import NotAccepted, SignIn, Visitor
from store import Database
from store.known import as_known_on
from store.ops import calls
from store.ops.audit.reveals import Reveal
from store.sight import Revealing, Sight

_FIRST = "overview"
_KNOWN_DAY = "known_day"
_GLANCE = 1.0  # seconds that a page waits for the local Belvo's clock


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
    """The store of this environment as it is to be seen here, and as known on the day that is asked for.

    Actions work with the `whole` of it. Raises SettingsError, and StoreError as soon as it is not this Belvo's.
    """
    return as_known(_as_seen())


def as_known(database: Database) -> Database:
    """The store as known on the day that is asked for; as it is where none is."""
    day = known_day()
    return as_known_on(database, day) if day else database


def known_day() -> date | None:
    """The day as of which this page is told; None for one that is of now, and where nothing of a page is run."""
    found = st.session_state.get(_KNOWN_DAY) if get_script_run_ctx(suppress_warning=True) else None
    return found if isinstance(found, date) else None


def know_as_on(day: date | None) -> None:
    """Have the page told as of this day from here on."""
    st.session_state[_KNOWN_DAY] = day


def _as_seen() -> Database:
    database = context().database
    if not is_masked():
        return database.as_seen(Sight.CLEAR)
    found = revealed()
    return database.as_seen(Revealing(found.links) if found else Sight.MASKED)


def revealed() -> Reveal | None:
    """Who is revealed to whoever looks, and does not present."""
    return reveals.current(context().database, actor()) if may_reveal() and actor().person else None


def may_reveal() -> bool:
    """Whether somebody may be revealed here: who looks may have that, and does not present."""
    return not presenter.is_on() and not is_locked() and may("reveal")


def is_masked() -> bool:
    """Whether whoever looks may see no person, for now or by their role."""
    return presenter.is_on() or is_locked() or not may("see_people")


def client() -> BelvoClient:
    """Belvo, for what a person waits for; raises SettingsError."""
    return context().client


def actor() -> Actor:
    """Who acts, and from where: whoever sits here where nobody has to sign in; raises NotSignedIn."""
    address = _address()
    if sign_in() is None:
        return replace(HERE, address=address)
    found = visitor()
    if found is None or found.actor is None:
        raise NotSignedIn
    return replace(found.actor, address=address)


def _address() -> str:
    """Where the browser is; Streamlit calls the loopback no address."""
    found = st.context.ip_address
    return found if isinstance(found, str) else configuration.LOOPBACK


def visitor() -> Visitor | None:
    """Who has signed in, by Streamlit's own account of it; None for nobody, and where nobody has to."""
    way_in = sign_in()
    if way_in is None:
        return None
    try:
        return way_in.visitor({**st.user.to_dict(), "origin": way_in.origin})
    except NotAccepted:
        return None


def is_locked() -> bool:
    """Whether nobody is here who may see anything."""
    if sign_in() is None:
        return False
    found = visitor()
    return found is None or found.actor is None


def may(action: str) -> bool:
    """Whether who acts may do this."""
    return actor().may(action)


def may_change(action: str) -> bool:
    """The same for what changes what a page shows: one that is told as of an earlier day would not show it."""
    return known_day() is None and may(action)


def may_open(page: str) -> bool:
    """The same for a page, by its address, which the first has none of, or its script's path."""
    return roles.may_open(actor().role, Path(page).stem.replace("-", "_") or _FIRST)


def takes_files() -> bool:
    """Whether any page takes files in; in production none does."""
    try:
        return settings().environment != "production"
    except SettingsError:
        return False


def is_here(page: str) -> bool:
    """Whether there is such a page in this environment; where that is not known, a page says what is wrong."""
    if Path(page).stem.replace("-", "_") not in roles.LOCAL_ONLY:
        return True
    try:
        return settings().environment == "local"
    except SettingsError:
        return False


def draw_way(
    page: str,
    *,
    label: str,
    query_params: Mapping[str, str | Sequence[str]] | None = None,
    **looks: Any,  # noqa: ANN401 - of st.page_link
) -> None:
    """A link to a page, by its script; the day as known on goes along, into a tab of its own, too."""
    day = known_day()
    if day and Path(page).stem in OF_ANY_DAY:
        query_params = {**(query_params or {}), PARAMETER: day.isoformat()}
    st.page_link(page, label=label, query_params=None if query_params is None else dict(query_params), **looks)


@st.cache_resource(show_spinner=False)
def sign_in() -> SignIn | None:
    """How people sign in; None where nobody has to."""
    return configuration.sign_in()


def ahead() -> timedelta:
    """How far Belvo's clock is ahead of this machine's: that of the local Belvo is moved on by people."""
    return _ahead() if settings().environment == "local" else timedelta()


def found_ahead() -> timedelta:
    """The same for the server, which looks where no page is drawn, and asks anew each time."""
    return _ask_ahead() if settings().environment == "local" else timedelta()


def reach() -> Reach:
    """Whether Belvo answers and takes the keys; raises SettingsError if it refuses them, or if there is no store."""
    return _watch().found(unanswered=calls.unanswered(context().database))


def probe() -> BelvoClient:
    """Belvo, only to see whether it answers; raises SettingsError."""
    return context().probe


@st.cache_resource(show_spinner=False)
def _opened() -> Context | BadSetting:
    """Kept by Streamlit, since a module's own variable goes whenever an edited file has all modules imported anew.

    Settings that don't hold are kept as well: server and worker began with them.
    """
    try:
        opened = Context(configuration.load(), PAGES)
        make_data_dir(opened.settings)
    except BadSetting as error:
        return error
    return opened


@st.cache_resource(ttl="2s", show_spinner=False)
def _ahead() -> timedelta:
    return _ask_ahead()


def _ask_ahead() -> timedelta:
    kept = _last_ahead()
    with suppress(SettingsError, TimeoutError):  # while it does not answer, its clock goes on as it did
        kept[0] = _clock(settings().belvo_url).answer(_GLANCE)
    return kept[0]


@st.cache_resource(show_spinner=False)
def _last_ahead() -> list[timedelta]:
    return [timedelta()]


@st.cache_resource(show_spinner=False)
def _clock(belvo_url: str) -> Asked[timedelta]:
    def ask() -> timedelta:
        return timedelta(seconds=round((time_at(belvo_url) - datetime.now(UTC)).total_seconds()))

    return Asked(ask, "clock")


@st.cache_resource(show_spinner=False)
def _watch() -> Watch:
    return Watch(probe, settings())
