"""Overview: is everything well, and what needs somebody first?"""

from collections import Counter
from contextlib import suppress
from datetime import timedelta
from functools import partial

import streamlit as st

from actions import links as link_actions
from components.banking.twins import draw_twins_added, left_out
from components.link.sandbox_reset import draw_sandbox_reset
from components.status import troubles
from components.status.message import draw_message
from components.status.pull_outcomes import draw_latest, draw_outcomes
from components.status.pull_progress import draw_under_way
from components.status.queue import draw_queue
from components.ui import desk
from components.ui.following import follow_changes, rerun_once
from components.ui.header import header
from components.ui.metric_cards import Figure, draw_figures
from components.ui.text import count
from components.ui.time_format import utc_now
from components.ui.unread import draw_not_narrowed
from domain.link_state import Badge, Turn
from domain.link_state.reasons import NOTICE
from languages import grouped, say, say_many
from store import StoreError
from store.core import instants
from store.ops import sessions
from store.queries.links import held_up, judged, listing, overview
from store.queries.links.listing import LinkFilter
from store.write import links

DAY = timedelta(days=1)
MOST_URGENT = 3
LATEST_PULLS = 8

db, now = desk.database(), utc_now()
follow_changes()


def pull(link: str) -> None:
    link_actions.pull(db.whole, link, actor=desk.actor())
    st.toast(say("Pull queued"), icon=":material/sync:")


def greet() -> None:
    with st.container(border=True, horizontal_alignment="center", gap="small", key="greeting"):
        st.space("medium")
        st.subheader(say("No account is connected yet"), anchor=False, width="content")
        st.text(say("Connect one through Belvo's widget: its accounts and transactions will be here."), width="content")
        if desk.may("connect") and st.button(
            say("Connect an account"), key="connect_first", type="primary", icon=":material/add_link:"
        ):
            st.switch_page("pages/connect.py")
        st.space("medium")


with suppress(StoreError):  # what was judged before is shown where nothing can be written just now
    judged.renew(db.whole, now, desk.ahead(), most=judged.AT_ONCE)
header(say("Overview"))
draw_not_narrowed()
summary = overview.summary(db)
if not summary.links:
    greet()
    rerun_once(lambda: overview.summary(db).links > 0)
    st.stop()

draw_sandbox_reset(db, now)
badges = Counter[str]()
for kind in listing.kinds(db, LinkFilter(), now):
    for badge in {kind.badge, kind.trouble} - {""}:
        badges[badge] += kind.number
is_snoozed = bool(st.session_state.get("snoozed"))
found = held_up.queue(db, now, most=MOST_URGENT, snoozed=is_snoozed)
reasons = sorted({trouble for turn in Turn for trouble in found.troubles[turn]})
ending = [badge for badge in (Badge.CONSENT_ENDS, Badge.CONSENT_ENDED) if badges[badge]]
spared = [link for link in map(partial(links.find, db), left_out()) if link and not link.deleted_at]
accounts = summary.accounts - sum(link.accounts for link in spared)
tried, linked = sessions.outcome_counts(db, instants.encode(now - DAY))
is_blind = bool(troubles.now())  # what is stored may have been overtaken since
needy = found.needy
draw_figures(
    [
        Figure(
            say("Need attention"),
            grouped(needy),
            say_many("of {number} link", "of {number} links", summary.links)
            if needy
            else say("Not known now")
            if is_blind
            else say("All links are OK"),
            tone="orange" if needy or is_blind else "green",
            page="pages/links.py",
            query={"status": reasons},
        ),
        Figure(
            say("Links"),
            grouped(summary.links),
            say_many(
                "{number} valid · {accounts}",
                "{number} valid · {accounts}",
                badges[Badge.VALID],
                accounts=count(accounts, "account"),
            ),
            page="pages/links.py",
        ),
        Figure(
            say("Consents that end"),
            grouped(sum(badges[badge] for badge in ending)),
            say_many(
                "{number} ended, the others within {days} days",
                "{number} ended, the others within {days} days",
                badges[Badge.CONSENT_ENDED],
                days=NOTICE.days,
            ),
            page="pages/links.py",
            query={"status": [badge.value for badge in ending]},
        ),
        Figure(
            say("Connected in 24 hours"),
            grouped(linked),
            say("of {tried} who tried", tried=grouped(tried)),
            page="pages/connect.py",
        ),
    ],
    key="figures",
)

with st.container(key="news", gap="small"):  # what comes and goes, of which what follows is not drawn anew
    draw_twins_added(db)
    draw_under_way(badges[Badge.PULLING], listing.waiting(db))
    draw_queue(db, found, now, desk.ahead(), pull=pull, is_snoozed=is_snoozed)
    put_off = sum(found.snoozed.values())
    if put_off or is_snoozed:
        st.toggle(say("Show what is put off ({number})", number=grouped(put_off)), key="snoozed")
draw_message(db)

draw_outcomes(db, now)
st.subheader(say("Latest pulls"), anchor=False)
draw_latest(db, limit=LATEST_PULLS)
