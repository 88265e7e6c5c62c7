"""Consents of open finance at the local Belvo: until when each is given, and a button that gives it once more."""

import streamlit as st

from actions.lab import steering
from components.lab.steering import attempt
from components.ui import desk
from components.ui.filters import link_labels
from components.ui.text import plain, words
from components.ui.time_format import day
from languages import say
from settings import Settings
from store import Database
from store.queries.links import consents
from store.write import links


def draw_consents(db: Database, settings: Settings) -> None:
    """Each of a link that is stored, as it was pulled last."""
    found = consents.table(db)
    if found.empty:
        st.text(say("No link has a consent. Connect the person of open finance: ofmockbank_br_retail asks for one."))
        return
    labels = link_labels(links.table(db))

    def renew(consent: str) -> None:
        attempt(
            lambda: steering.renew_consent(db.whole, settings, consent, actor=desk.actor()),
            say("Given once more; a webhook says until when"),
        )

    with st.container(border=True, gap="small", key="consents"):
        for row in found.to_dict("records"):
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                st.markdown(plain(labels.get(row["link"], str(row["link"])[:8])), width=260)
                until = say("without end") if row.get("endless") else _until(row.get("expired_at"))
                st.markdown(f":gray[{plain(words(row['status']))}, {plain(until)}]", width="stretch")
                desk.draw_way(
                    "pages/link.py",
                    label=say("Link"),
                    icon=":material/chevron_right:",
                    query_params={"link": row["link"]},
                )
                st.button(
                    say("Give once more"),
                    key=f"renew_{row['consent']}",
                    icon=":material/autorenew:",
                    on_click=renew,
                    args=(row["consent"],),
                    help=say("As its person does in My Belvo Portal, for as long as the last time."),
                )
    st.caption(say("To see one end, move the clock on to its day."))


def _until(instant: object) -> str:
    return (
        say("until {day}", day=day(instant.date()))
        if hasattr(instant, "date") and instant == instant
        else say("no end is known")
    )
