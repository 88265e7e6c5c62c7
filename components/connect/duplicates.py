"""Links that the same person has already: two at one institution are read, and billed, twice."""

import streamlit as st

from components.ui import desk
from components.ui.text import plain
from languages import say, say_many
from store import Database
from store.write import links
from store.write.links import LinkRow

_LINE = 28  # pixels


def draw_known(db: Database, external_id: str, institution: str) -> None:
    """Say, before a connection, that its external ID has links already."""
    known = links.by_external_id(db, external_id) if external_id else []
    here = [link for link in known if link.institution == institution]
    if not known:
        return
    if here:
        said = say(
            "{external_id} is already connected at this institution. "
            "Another connection makes a second link: repair the first one?",
            external_id=plain(external_id),
        )
    else:
        said = say_many(
            "{external_id} has {number} link already. That is fine at another institution.",
            "{external_id} has {number} links already. That is fine at another institution.",
            len(known),
            external_id=plain(external_id),
        )
    st.info(said, icon=":material/group:")
    _draw_links(here or known)


def draw_twins(db: Database, link: str) -> None:
    """Say, after a connection, that Belvo knows the same person at the same institution by another link."""
    if twins := links.twins(db, link):
        st.warning(
            say(
                "Belvo says that this person is already connected at this institution. Both links are read and billed: "
                "keep one."
            ),
            icon=":material/group:",
        )
        _draw_links(twins)


def _draw_links(rows: list[LinkRow]) -> None:
    for link in rows[:5]:
        label = f"{link.display_name or link.institution} · {link.external_id or link.link[:8]}"
        with st.container(height=_LINE, border=False, vertical_alignment="center"):  # its room is kept
            desk.draw_way("pages/link.py", label=plain(label), icon=":material/link:", query_params={"link": link.link})
