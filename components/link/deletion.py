"""Links that are gone: when they went, and by whom they were deleted or by what they were found gone."""

import streamlit as st

from components.ui import desk
from components.ui.text import plain
from components.ui.time_format import exact
from components.ui.verbatim import draw_verbatim
from domain.masking.documents import looks_personal
from languages import say
from store import Database
from store.queries.links import deleted
from store.queries.links.deleted import Deletion
from store.write.links import LinkRow


def draw_deletion(db: Database, link: LinkRow) -> None:
    """Say it of a link that is still stored."""
    if link.deleted_at is not None and (gone := deleted.of_link(db, link.link)):
        _draw(gone, say("What was read of it before stays here until you delete it."))


def draw_nothing(db: Database, link: str) -> None:
    """What the page of a link says that is not stored: whether it was deleted here."""
    if not link:
        st.text(say("The address names no link. Choose one from the list."))
        return
    if gone := deleted.of_link(db, link):
        _draw(gone, say("Nothing of it was kept."))
    else:
        st.text(say("There is no link with this ID here. It may belong to another environment."))
    draw_verbatim(link, key="link_id", label=say("Link ID"))


def draw_erased(db: Database, named: str) -> None:
    """Say it of the links that were deleted here and had this id or external id.

    The store knows these by digests alone, so that what is masked while it is there is not to be confirmed afterwards.
    """
    is_for_others = desk.is_masked() and looks_personal(named or "")
    for gone in deleted.erased(db, named) if named and not is_for_others else ():
        _draw(gone, say("Nothing of it was kept."))


def _draw(gone: Deletion, kept: str) -> None:
    when = exact(gone.at, st.context.timezone)
    st.info(
        plain(f"{say('This link is gone since {when}.', when=when)} {deleted.HOW.say(gone.how)} {kept}"),
        icon=":material/block:",
    )
