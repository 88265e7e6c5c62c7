"""One change in a drawer beside the rows: every field from what to what, what brought it, and the row itself."""

from collections.abc import Callable, Mapping

import streamlit as st

from components.changes.change_rows import KINDS, UNSEEN, row_label, tell_fields, why
from components.changes.days import asked_days, stretch_of
from components.fiscal.row_drawers import offer_row, row_drawers
from components.row.origin import draw_brought, origin_of
from components.ui.detail_fields import draw_facts
from components.ui.drawers import DOCUMENTS, closer, draw_link, draw_missing, draw_pull, draw_sent
from components.ui.language.dialog import dialog
from components.ui.text import resource_words
from components.ui.time_format import exact
from languages import msg, say
from store import Database, known
from store.queries import changes
from store.queries.changes import Kind, Told

PARAMETER = "change"


def change_drawers(db: Database, links: list[str]) -> Mapping[str, Callable[[str], None]]:
    """By the parameter in the address what draws a change of these links, and the rows that have a drawer of theirs."""
    return {
        PARAMETER: lambda named: _draw_change(db, links, named),
        **row_drawers(db),
    }


@dialog(msg("Change"), position="right", width=560, on_dismiss=closer(PARAMETER))
def _draw_change(db: Database, links: list[str], named: str) -> None:
    told = _find(db, links, named)
    resource, _, row = named.partition(":")
    if told is None:
        draw_missing(msg("change"), row)
        return
    state = KINDS[told.event.kind.value]
    st.badge(state.word, icon=state.icon, color=state.color, help=state.meaning)
    draw_facts(
        {
            say("Row"): row_label(told),
            say("Resource"): resource_words(resource),
            say("When"): exact(told.event.at, st.context.timezone),
            say("Because of"): why(told),
        }
    )
    if told.event.kind is Kind.CHANGED:
        st.caption(say("From what to what"))
        draw_facts(tell_fields(told) or {say("Changed"): say(UNSEEN)})
    _draw_brought(db, told)
    _offer_row(told)
    draw_link(told.event.link)
    draw_sent(told.text or told.body, row)


def _find(db: Database, links: list[str], named: str) -> Told | None:
    """The change of the row, between the days of the address."""
    now = known.as_of_now(db)
    stretch, (resource, _, row) = stretch_of(asked_days(now, links), links), named.partition(":")
    events = changes.events(now, stretch, [resource]) if stretch else []
    return next(iter(changes.told(now, [event for event in events if event.row == row][:1])), None)


def _draw_brought(db: Database, told: Told) -> None:
    """The ways to the pull, the call and the webhook of the change; of what is gone or set aside to the pull alone."""
    event = told.event
    found = None if event.kind is Kind.ASIDE else origin_of(db, event.resource, event.row)
    version = next((one for one in found.versions if one.at == event.at), None) if found else None
    if version:
        draw_brought(event.link, version)
    else:
        draw_pull(event.link, told.pull and told.pull.job)


def _offer_row(told: Told) -> None:
    """The way to the row's own drawer, where it is in its table."""
    event = told.event
    if event.kind is not Kind.ASIDE:
        if event.resource == "transactions":
            label = say("Open the transaction")
        else:
            label = say("Open the document") if event.resource in DOCUMENTS else say("Open the row")
        offer_row(label, event.resource, event.row, instead_of=PARAMETER, key="open_changed_row")
