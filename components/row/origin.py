"""Where a row is from, told in its drawer: its versions, and the ways to what brought each of them."""

from collections.abc import Mapping

import streamlit as st

from components.row.changed_fields import tell_changes
from components.ui import desk
from components.ui.detail_fields import draw_facts
from components.ui.text import count, plain, words
from components.ui.time_format import exact
from store import Database, known
from store.queries import origin
from store.queries.origin import Called, Origin, Version

REASONS: Mapping[str, str] = {
    "connected": "First pull of the link",
    "derived": "Pull of what is made of other rows",
    "found": "First pull of a link that was found",
    "historical_poll": "Historical update, looked for",
    "historical_update": "Historical update",
    "link_gone": "Look whether the link is still there",
    "operator": "Pull asked for here",
    "reconcile": "Comparison with Belvo's lists",
    "schedule": "Scheduled pull",
    "webhook": "Webhook",
}
"""By the reason of a pull; any other one is told by its own word."""


def reason_of(reason: str) -> str:
    """Why there was a pull, in words."""
    return REASONS.get(reason) or words(reason or "pull")


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
    st.markdown("**Where it is from**")
    for version in found.versions:
        _draw_version(found.link, version, currency)
    if found.earlier:
        st.caption(count(found.earlier, "earlier version"))
    if found.session:
        there = {"link": found.link, "entry": f"session:{found.session}"}
        _draw_way("pages/link.py", "Open the widget session that made its link", ":material/power:", there)


def draw_brought(link: str, version: Version) -> None:
    """The ways to the pull, the call and the webhook that brought a version."""
    with st.container(horizontal=True, gap="small"):
        if link and version.pull and version.pull.job is not None:
            there = {"link": link, "entry": f"job:{version.pull.job}"}
            _draw_way("pages/link.py", "Open its pull", ":material/sync:", there)
        if version.call:
            _draw_call(version.call)
        if version.webhook:
            _draw_way("pages/webhooks.py", "Open its webhook", ":material/webhook:", {"webhook": version.webhook})


def _draw_version(link: str, version: Version, currency: object) -> None:
    when = exact(version.at, st.context.timezone)
    why = f" · {reason_of(version.pull.reason)}" if version.pull else ""
    st.caption(plain(f"{'Corrected' if version.changes else 'Came'} {when}{why}"))
    draw_facts(tell_changes(version.changes, currency))
    draw_brought(link, version)


def _draw_call(call: Called) -> None:
    named = f"Page {call.page} of its list" + (f", request {call.request_id}" if call.request_id else "")
    likely = "The last call of its pull that asked for it, before it was stored"
    _draw_way(
        "pages/api_log.py",
        "Open its API call",
        ":material/terminal:",
        {"call": str(call.call)},
        help_=named if call.is_its_page else likely,
    )


def _draw_way(page: str, label: str, icon: str, there: Mapping[str, str], *, help_: str | None = None) -> None:
    if desk.may_open(page):
        desk.draw_way(page, label=label, icon=icon, query_params=dict(there), help=help_)
