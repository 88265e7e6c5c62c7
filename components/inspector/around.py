"""What lies around something that was found: its link and its state, its person, and all that happened there."""

from collections.abc import Sequence

import streamlit as st

from components.link.timeline import draw_timeline
from components.sessions.session_rows import PARAMETER as SESSION
from components.status.advice import advise
from components.ui import desk, room, states
from components.ui.tables import Column, Table, draw_table
from components.ui.text import count, one_line, plain
from components.ui.time_format import utc_now
from domain.link_state import judge
from languages import grouped, msg, say, say_many
from store import Database
from store.ops import sessions
from store.queries.banking import accounts
from store.queries.links import facts
from store.write import links
from store.write.links import LinkRow

_MOST = 10

ACCOUNTS = Table(
    {
        "name": Column(msg("Account"), 190),
        "category": Column(msg("Category"), 140, "words"),
        "currency": Column(msg("Currency"), 70),
        "account": Column(msg("Account ID"), 270),
    },
    alt=msg("Accounts of the link"),
    opens="accounts",
    by="account",
    empty=msg("No account is stored of this link."),
    most=_MOST,
)


def draw_around(db: Database, link_id: str, *, key: str) -> None:
    """The link with its state, its person with their other links, its accounts, sessions, and its time line."""
    link = links.find(db, link_id)
    if link is None:
        st.caption(say("Its link is not stored here. It may have been erased, or never have come."))
        return
    st.subheader(
        plain(say("Around it: {link}", link=one_line(link.display_name or link.institution or say("its link")))),
        anchor=False,
    )
    _draw_link(db, link)
    _draw_person(db, link)
    _draw_sessions(db, link)
    found = accounts.table(db, links=[link_id])
    if len(found):
        draw_table(found.head(_MOST), ACCOUNTS, key=f"{key}_accounts", file="accounts")
        if len(found) > _MOST:
            st.caption(say("{most} of {number} accounts; its page has all.", most=_MOST, number=grouped(len(found))))
    draw_timeline(db, link_id, key=f"{key}_timeline")


def _draw_link(db: Database, link: LinkRow) -> None:
    now = utc_now()
    judged = judge(facts.around(db, link.link, now), now, desk.ahead()).get(link.link)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        if judged:
            shown = states.of_link(judged.badge)
            st.badge(shown.word, icon=shown.icon, color=shown.color, help=shown.meaning)
        rows = say(
            "{accounts}, {transactions} stored",
            accounts=count(link.accounts, "account"),
            transactions=count(link.transactions, "transaction"),
        )
        st.caption(plain(rows), width="content")
        st.space("stretch")
        _way("pages/link.py", say("Its link"), ":material/link:", {"link": link.link})
        _way("pages/api_log.py", say("Its calls"), ":material/terminal:", {"link": link.link})
        _way("pages/webhooks.py", say("Its webhooks"), ":material/webhook:", {"link": link.link})
    if judged and (advice := advise(judged)):
        st.text(one_line(advice.text))


def _draw_person(db: Database, link: LinkRow) -> None:
    others = [one for one in links.of_person(db, link.link) if one.link != link.link]
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.caption(plain(_whose(link, others)), width="content")
        if link.external_id:
            _way("pages/person.py", say("Their page"), ":material/person:", {"external_id": link.external_id})
        for other in others[:_FEW]:
            label = one_line(other.display_name or other.institution or say("Another link"))
            _way("pages/link.py", plain(label), ":material/link:", {"link": other.link})


_FEW = 4


def _whose(link: LinkRow, others: Sequence[LinkRow]) -> str:
    who = one_line(link.owner or link.external_id or say("Nobody is known"))
    if not others:
        return say("{who}, with no other link", who=who)
    return say_many("{who}, with {number} other link", "{who}, with {number} other links", len(others), who=who)


def _draw_sessions(db: Database, link: LinkRow) -> None:
    found = sessions.for_link(db, link.link)
    if not found:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.caption(
            say_many(
                "{number} widget session made or repaired it",
                "{number} widget sessions made or repaired it",
                len(found),
            ),
            width="content",
        )
        for session in found[:_FEW]:
            _way("pages/sessions.py", session.nonce[:8], ":material/conversion_path:", {SESSION: session.nonce})


def _way(page: str, label: str, icon: str, there: dict[str, str]) -> None:
    if desk.may_open(page):
        with room.way():
            desk.draw_way(page, label=label, icon=icon, query_params=there)
