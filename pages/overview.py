"""Overview: is everything well, and what needs somebody first?"""

from datetime import timedelta
from functools import partial

import streamlit as st

from actions import links as link_actions
from components.banking.twins import draw_twins_added, left_out
from components.link.sandbox_reset import draw_sandbox_reset
from components.status import troubles
from components.status.attention import draw_queue
from components.status.pull_outcomes import draw_latest, draw_outcomes
from components.status.pull_progress import draw_under_way
from components.ui import desk
from components.ui.following import follow_changes, rerun_once
from components.ui.header import header
from components.ui.metric_cards import Figure, draw_figures
from components.ui.text import count
from components.ui.time_format import utc_now
from components.ui.unread import draw_not_narrowed
from domain.link_state import Badge, Turn, judge, queue
from domain.link_state.reasons import NOTICE
from store.core import instants
from store.ops import sessions
from store.queries.links import facts, overview
from store.write import links

DAY = timedelta(days=1)
MOST_URGENT = 3
LATEST_PULLS = 8

db, now = desk.database(), utc_now()
follow_changes()


def pull(link: str) -> None:
    link_actions.pull(db.whole, link, actor=desk.actor())
    st.toast("Pull queued", icon=":material/sync:")


def greet() -> None:
    with st.container(border=True, horizontal_alignment="center", gap="small", key="greeting"):
        st.space("medium")
        st.subheader("No account is connected yet", anchor=False, width="content")
        st.text("Connect one through Belvo's widget: its accounts and transactions will be here.", width="content")
        if desk.may("connect") and st.button(
            "Connect an account", key="connect_first", type="primary", icon=":material/add_link:"
        ):
            st.switch_page("pages/connect.py")
        st.space("medium")


header("Overview")
draw_not_narrowed()
summary = overview.summary(db)
if not summary.links:
    greet()
    rerun_once(lambda: overview.summary(db).links > 0)
    st.stop()

draw_sandbox_reset(db, now)
known = judge(facts.of_all(db, now), now, desk.ahead())
needy = queue(known.values())
reasons = sorted({state.trouble for state in needy if state.trouble})
badges = [state.badge for state in known.values()]
ending = [badge for badge in (Badge.CONSENT_ENDS, Badge.CONSENT_ENDED) if badge in badges]
spared = [link for link in map(partial(links.find, db), left_out()) if link and not link.deleted_at]
accounts = summary.accounts - sum(link.accounts for link in spared)
tried, linked = sessions.outcome_counts(db, instants.encode(now - DAY))
is_blind = bool(troubles.now())  # what is stored may have been overtaken since
draw_figures(
    [
        Figure(
            "Need attention",
            f"{len(needy):,}",
            f"of {count(summary.links, 'link')}" if needy else "Not known now" if is_blind else "All links are OK",
            tone="orange" if needy or is_blind else "green",
            page="pages/links.py",
            query={"status": reasons},
        ),
        Figure(
            "Links",
            f"{summary.links:,}",
            f"{badges.count(Badge.VALID):,} valid · {count(accounts, 'account')}",
            page="pages/links.py",
        ),
        Figure(
            "Consents that end",
            f"{sum(map(badges.count, ending)):,}",
            f"{badges.count(Badge.CONSENT_ENDED):,} ended, the others within {NOTICE.days} days",
            page="pages/links.py",
            query={"status": [badge.value for badge in ending]},
        ),
        Figure("Connected in 24 hours", f"{linked:,}", f"of {tried:,} who tried", page="pages/connect.py"),
    ],
    key="figures",
)

with st.container(key="news", gap="small"):  # what comes and goes, of which what follows is not drawn anew
    draw_twins_added(db)
    draw_under_way([*known.values()])
    draw_queue(
        needy,
        now,
        pull=pull,
        most=MOST_URGENT,
        everything={
            turn: sorted({state.trouble for state in needy if state.turn is turn and state.trouble}) for turn in Turn
        },
    )

draw_outcomes(db, now)
st.subheader("Latest pulls", anchor=False)
draw_latest(db, limit=LATEST_PULLS, banks={link: state.facts.bank for link, state in known.items()})
