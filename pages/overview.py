"""Overview: is everything well, and what needs somebody first?"""

from functools import partial

import streamlit as st

from actions import links as link_actions
from components.banking.flows import draw_flows, without_odd
from components.banking.twins import draw_twins_added, left_out
from components.link.pulls import draw_pulls
from components.link.sandbox_reset import draw_sandbox_reset
from components.status import troubles
from components.status.attention import draw_queue
from components.ui import desk
from components.ui.following import follow_changes, rerun_once
from components.ui.header import header
from components.ui.metric_cards import Figure, draw_figures
from components.ui.text import count
from components.ui.time_format import month_start, today, utc_now
from domain.link_state import Badge, Turn, judge, queue
from domain.partial_months import partial_months
from store.ops import runs
from store.queries.banking import flows
from store.queries.banking.transactions import TransactionFilter
from store.queries.links import facts, overview
from store.write import links

MOST_URGENT = 3
MONTHS = 12
LATEST_PULLS = 8

db, now = desk.database(), utc_now()
follow_changes(db)


def pull(link: str) -> None:
    link_actions.pull(db, link, actor=desk.actor())
    st.toast("Pull queued", icon=":material/sync:")


def greet() -> None:
    with st.container(border=True, horizontal_alignment="center", gap="small", key="greeting"):
        st.space("medium")
        st.subheader("No account is connected yet", anchor=False, width="content")
        st.text("Connect one through Belvo's widget: its accounts and transactions will be here.", width="content")
        if st.button("Connect an account", key="connect_first", type="primary", icon=":material/add_link:"):
            st.switch_page("pages/connect.py")
        st.space("medium")


header("Overview", of=["accounts", "transactions"])
summary = overview.summary(db)
if not summary.links:
    greet()
    rerun_once(lambda: overview.summary(db).links > 0)
    st.stop()

draw_sandbox_reset(db, now)
known = judge(facts.of_all(db, now), now, desk.ahead())
needy = queue(known.values())
reasons = sorted({state.trouble for state in needy if state.trouble})
connected = [state for state in known.values() if state.badge is not Badge.DELETED]
without = left_out()
since = month_start(today(), MONTHS - 1)
lately = TransactionFilter(since=since, without=without)
months, seen = flows.by_month(db, lately), without_odd(db, lately)
spared = [link for link in map(partial(links.find, db), without) if link and not link.deleted_at]
this_month = months[months["month"].dt.date == month_start(today())]["count"].sum()

is_blind = bool(troubles.now())  # what is stored may have been overtaken since
valid = [state.badge for state in connected].count(Badge.VALID)
draw_figures(
    [
        Figure(
            "Need attention",
            f"{len(needy):,}",
            f"of {count(summary.links, 'link')}" if needy else "Not known now" if is_blind else "All links are well",
            tone="orange" if needy or is_blind else "green",
            page="pages/links.py",
            query={"status": reasons},
        ),
        Figure("Links", f"{summary.links:,}", f"{valid:,} valid", page="pages/links.py"),
        Figure(
            "Accounts",
            f"{summary.accounts - sum(link.accounts for link in spared):,}",
            f"at {count(summary.account_institutions, 'institution')}",
            page="pages/accounts.py",
            query={"without": without},
        ),
        Figure(
            "Transactions",
            f"{summary.transactions - sum(link.transactions for link in spared):,}",
            f"{this_month:,} this month",
            page="pages/transactions.py",
            query={"without": without},
        ),
    ],
    key="figures",
)

draw_twins_added(db)
draw_queue(
    needy,
    now,
    pull=pull,
    most=MOST_URGENT,
    everything={
        turn: sorted({state.trouble for state in needy if state.turn is turn and state.trouble}) for turn in Turn
    },
)

if len(months):
    with st.grid(min(months["currency"].nunique(), 2), min_column_width=420, gap="small"):
        in_part = partial_months(flows.known_from(db, lately), today(), since=since)
        drawn = flows.by_month(db, seen.matching) if seen.aside else months
        draw_flows(drawn, key="flows", partial=in_part, aside=seen.aside)

st.subheader("Latest pulls", anchor=False)
banks = {link: state.facts.bank for link, state in known.items()}
draw_pulls(runs.latest(db, limit=LATEST_PULLS), key="pulls", banks=banks)
