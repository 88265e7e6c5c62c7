"""Where a row is from, told in its drawer: its versions, and the ways to what brought each of them."""

from collections.abc import Mapping

import streamlit as st

from components.row.changed_fields import tell_changes
from components.ui import desk
from components.ui.detail_fields import draw_facts
from components.ui.text import count, plain, words
from components.ui.time_format import exact
from languages import msg, say
from store import Database, known
from store.queries import origin
from store.queries.origin import Called, Origin, Version

REASONS: Mapping[str, str] = {
    "connected": msg("First pull of the link"),
    "derived": msg("Pull of what is made of other rows"),
    "found": msg("First pull of a link that was found"),
    "historical_poll": msg("Historical update, looked for"),
    "historical_update": msg("Historical update"),
    "link_gone": msg("Look whether the link is still there"),
    "operator": msg("Pull asked for here"),
    "reconcile": msg("Comparison with Belvo's lists"),
    "schedule": msg("Scheduled pull"),
    "webhook": msg("Webhook"),
}
"""By the reason of a pull; any other one is told by its own word."""


def reason_of(reason: str) -> str:
    """Why there was a pull, in words."""
    return say(REASONS[reason]) if reason in REASONS else words(reason or msg("Pull"))


def origin_of(db: Database, resource: str, row: str) -> Origin | None:
    """Where the row is from as far as it was known on the day of the page; None for one that is not stored."""
    day = desk.known_day()
    return origin.of_row(known.as_of_now(db), resource, row, known.end_of(day) if day else None)


def draw_origin(db: Database, resource: str, row: str, currency: object = "") -> None:
    """Every version of the row, the newest first, with what changed and what brought it; then who made its link.

    `currency` is that of its amounts, as far as it is known.
    """
    found = origin_of(db, resource, row)
    if found is None:
        return
    st.markdown(f"**{say('Where it is from')}**")
    for version in found.versions:
        _draw_version(found.link, version, currency)
    if found.earlier:
        st.caption(count(found.earlier, "earlier version"))
    if found.session:
        there = {"link": found.link, "entry": f"session:{found.session}"}
        _draw_way("pages/link.py", say("Open the widget session that made its link"), ":material/power:", there)


def draw_brought(link: str, version: Version) -> None:
    """The ways to the pull, the call and the webhook that brought a version."""
    with st.container(horizontal=True, gap="small"):
        if link and version.pull and version.pull.job is not None:
            there = {"link": link, "entry": f"job:{version.pull.job}"}
            _draw_way("pages/link.py", say("Open its pull"), ":material/sync:", there)
        if version.call:
            _draw_call(version.call)
        if version.webhook:
            _draw_way("pages/webhooks.py", say("Open its webhook"), ":material/webhook:", {"webhook": version.webhook})


def _draw_version(link: str, version: Version, currency: object) -> None:
    when = exact(version.at, st.context.timezone)
    why = f" · {reason_of(version.pull.reason)}" if version.pull else ""
    told = say("Corrected {when}", when=when) if version.changes else say("Came {when}", when=when)
    st.caption(plain(f"{told}{why}"))
    draw_facts(tell_changes(version.changes, currency))
    draw_brought(link, version)


def _draw_call(call: Called) -> None:
    named = (
        say("Page {page} of its list, request {request_id}", page=call.page, request_id=call.request_id)
        if call.request_id
        else say("Page {page} of its list", page=call.page)
    )
    likely = say("The last call of its pull that asked for it, before it was stored")
    _draw_way(
        "pages/api_log.py",
        say("Open its API call"),
        ":material/terminal:",
        {"call": str(call.call)},
        help_=named if call.is_its_page else likely,
    )


def _draw_way(page: str, label: str, icon: str, there: Mapping[str, str], *, help_: str | None = None) -> None:
    if desk.may_open(page):
        desk.draw_way(page, label=label, icon=icon, query_params=dict(there), help=help_)
