"""What the page keeps between its runs, under one key: what its last click opened, or why it opened nothing.

An access token lives here and nowhere else, so that a reload ends it. All else that is known of a session is stored,
and its nonce is in the address.
"""

import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

import streamlit as st

from actions.connect.accept import LinkNotAccepted, hear_all
from actions.connect.flow import Place, has_run_out, is_double_click
from actions.connect.renewal import NoConsent, renew
from actions.connect.start import HOSTED, RENEWAL, Opening, repair, start, start_again
from actions.connect.token_body import BadChoice
from actions.products import is_by_consent
from belvo_client import BelvoClient, BelvoError
from components.connect.consent import consenting_in, named_in
from components.connect.form import chosen, show_product
from components.connect.repair import language
from components.connect.widget import WidgetSession, connect_widget, is_over_page
from components.ui import desk, query
from settings import Settings
from store import Database
from store.core import instants
from store.ops import sessions
from store.ops.sessions import Session

PARAMETER = "session"

_KEY = "connect_opening"
_WIDGET = "connect_widget"
_ANSWER = ("consent_id", "code", "error", "error_description")
"""What a bank adds to the address that it leads back to; a widget takes it for the answer to its own question."""


@dataclass(frozen=True)
class Search:
    """Since when this page has followed a session whose widget it does not have."""

    nonce: str
    began: float


def open_new(*, hosted: bool = False) -> None:
    """Open the widget for what the form says, over the page or in another browser."""

    def begin(db: Database, client: BelvoClient, settings: Settings) -> Opening:
        return start(db, client, settings, chosen(), actor=desk.actor(), hosted=hosted)

    _open(begin, hosted=hosted)


def open_repair(link: str, *, hosted: bool = False) -> None:
    """Open the widget in update mode."""

    def begin(db: Database, client: BelvoClient, settings: Settings) -> Opening:
        return repair(db, client, settings, link, actor=desk.actor(), locale=language(), hosted=hosted)

    _open(begin, hosted=hosted)


def open_renewal(link: str) -> None:
    """Make the address of My Belvo Portal that renews a link's consent, for another browser."""

    def begin(db: Database, client: BelvoClient, settings: Settings) -> Opening:
        return renew(db, client, settings, link, actor=desk.actor())

    _open(begin, hosted=True)


def open_again(session: Session) -> None:
    """Open the widget once more for what a session was about, as it was: over the page or in another browser."""
    if session.mode == RENEWAL:
        open_renewal(str(session.link))
        return

    consent = None
    if session.mode != "update" and session.product and is_by_consent(session.product):
        consent = consenting_in(session)
        if consent is None:
            show_product(session.product, session.country)

    def begin(db: Database, client: BelvoClient, settings: Settings) -> Opening:
        as_begun = sessions.find(db, session.nonce) or session  # not as it may be shown
        return start_again(db, client, settings, as_begun, actor=desk.actor(), consent=consent)

    _open(begin, hosted=bool(session.options.get(HOSTED)))


def opened_here(session: Session) -> Opening | None:
    """The opening of a session, if it is this page's and of any use still."""
    kept = st.session_state.get(_KEY)
    is_of_session = isinstance(kept, Opening) and kept.nonce == session.nonce
    return kept if is_of_session and not has_run_out(session, _now()) else None


def draw_widget(db: Database, client: BelvoClient, session: Session | None, script_url: str) -> Place:
    """Keep the widget of a session over the page, hear what happens in it, and say whether it is there.

    Where it isn't, the session's link is looked for from now on. A page that was left took its widget along.
    """
    opening = opened_here(session) if session else None
    result = connect_widget(_for_browser(session, opening, script_url), key=_WIDGET)
    if session is None:
        return "nowhere"
    with suppress(BelvoError, LinkNotAccepted):  # what becomes of it is noted in the session
        hear_all(db.whole, client, session.nonce, result.events)
    is_back = _ANSWER[0] in st.query_params  # until the widget has taken the bank's answer out of the address
    place = result.place or ("here" if is_back or (opening and not opening.url) else "nowhere")
    if place == "nowhere" and not (opening and opening.url):
        _begin_search(session)
        return "lost" if is_back else "nowhere"
    return place


def looked_for(session: Session) -> timedelta:
    """How long this page has been following a session whose widget it does not have."""
    kept = st.session_state.get(_KEY)
    if isinstance(kept, Search) and kept.nonce == session.nonce:
        return timedelta(seconds=time.monotonic() - kept.began)
    return timedelta.max


def failure() -> Exception | None:
    """Why the last click opened nothing."""
    kept = st.session_state.get(_KEY)
    return kept if isinstance(kept, Exception) else None


def _for_browser(session: Session | None, opening: Opening | None, script_url: str) -> WidgetSession | None:
    if session is None or session.options.get(HOSTED):
        return None
    if opening is None:
        return WidgetSession(session.nonce)
    return WidgetSession(session.nonce, opening.access_token, opening.event_token, script_url, opening.config)


def _begin_search(session: Session) -> None:
    kept = st.session_state.get(_KEY)
    if not isinstance(kept, Exception) and not (isinstance(kept, Search) and kept.nonce == session.nonce):
        st.session_state[_KEY] = Search(session.nonce, time.monotonic())


def _now() -> datetime:
    """This instant, by the clock that sessions are stored with."""
    return instants.decode(instants.now())


def _open(begin: Callable[[Database, BelvoClient, Settings], Opening], *, hosted: bool) -> None:
    """Ask for an access token and open a widget session; the second click of a double click finds it open."""
    db, kept = desk.database(), st.session_state.get(_KEY)
    before = kept.nonce if isinstance(kept, Opening) and (kept.url is not None) == hosted else ""
    is_covered = is_over_page(before, key=_WIDGET)
    if is_double_click(sessions.find(db, before), now=_now(), is_covered=is_covered):
        return
    try:
        opening = begin(db.whole, desk.client(), desk.settings())
    except (BelvoError, BadChoice, NoConsent) as error:
        st.session_state[_KEY] = error
        return
    st.session_state[_KEY] = opening
    named_in(opening.nonce)
    query.write({PARAMETER: [opening.nonce]}, drop=_ANSWER)
