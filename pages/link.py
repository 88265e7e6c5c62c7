"""Link: everything about one user's access to one institution."""

import streamlit as st

from actions import links as link_actions
from components.banking.balances import draw_accounts, draw_balances, holdings, set_aside
from components.banking.flows import draw_flows, without_odd
from components.banking.transaction_rows import TRANSACTIONS, marked
from components.changes.change_detail import change_drawers
from components.changes.days import PARAMETERS
from components.changes.what_changed import KIND, RESOURCE, draw_what_changed
from components.connect.duplicates import draw_twins
from components.link.actions import draw_actions
from components.link.assignment import assigned_by, draw_assignment, draw_assignment_question
from components.link.changes import draw_changed, draw_not_followed, draw_question
from components.link.contents import draw_contents, draw_waiting, draw_ways, why_none
from components.link.deletion import draw_deletion, draw_nothing
from components.link.detail import OWNERS, draw_details
from components.link.holds import draw_hold_question, draw_holds
from components.link.irregular import draw_irregular
from components.link.person_removal import draw_person, draw_person_removal, leave_erased
from components.link.pulls import draw_pulls
from components.link.removal import DELETE, ask_removal, draw_removal, leave_removed
from components.link.retrieval import draw_retrieval
from components.link.timeline import PARAMETER as ENTRY
from components.link.timeline import draw_entry, draw_timeline
from components.status.attention import draw_attention
from components.status.case_work import draw_case, draw_earlier
from components.status.pull_progress import follow_pull
from components.status.silence import draw_silence_of
from components.ui import desk, query, states
from components.ui.chart.marks import Narrow, of_person
from components.ui.drawers import follow_drawers
from components.ui.filters import LATELY, period
from components.ui.header import Freshness, header
from components.ui.metric_cards import Figure, draw_figures
from components.ui.presenter.revealing import offer_reveal
from components.ui.tables import draw_table
from components.ui.text import plain, width_of, words
from components.ui.time_format import today, utc_now
from components.ui.verbatim import draw_verbatim
from domain.link_state import Reason, judge
from languages import grouped, say
from store.core.amounts import money
from store.core.keyset import Place
from store.ops import runs
from store.queries.banking import accounts, flows, transactions
from store.queries.banking.transactions import TransactionFilter
from store.queries.links import consents, contents, facts, overview, owners
from store.write import institutions, irregular_rows, links

LATEST = 10
MOST_ACCOUNTS = 6  # in view; a table of more scrolls
OWN = (
    "link",
    "section",
    "kinds",
    "entry",
    "page",
    "change",
    "transaction",
    "document",
    "row",
    *PARAMETERS,
    RESOURCE,
    KIND,
)
SECTIONS = {
    "timeline": say("Timeline"),
    "resources": say("Resources"),
    "latest": say("Latest transactions"),
    "changed": say("What changed"),
    "pulls": say("Pulls"),
    "owners": say("Owners"),
    "details": say("Details"),
}
OVER = f", {say(LATELY).lower()}"
ID, LINE = 300, 35  # pixels of the link's id, and of the line on which it stands

leave_removed()
leave_erased()
db, now = desk.database(), utc_now()
link_id = query.first("link") or ""
link = links.find(db, link_id)
judged = judge(facts.around(db, link_id, now), now, desk.ahead()).get(link_id)


def pull(chosen: str = link_id) -> None:
    link_actions.pull(db.whole, chosen, actor=desk.actor())
    st.toast(say("Pull queued"), icon=":material/sync:")


# What else stands in the address are the filters of the list that this link was opened from.
filters = {name: st.query_params.get_all(name) for name in st.query_params if name not in OWN}
with st.container(height=28, border=False, vertical_alignment="center"):  # its room is kept
    desk.draw_way("pages/links.py", label=say("Links"), icon=":material/arrow_back:", query_params=filters)

if link is None or judged is None:
    header(say("Link"))
    draw_nothing(db, link_id)
    st.stop()

state, job = states.of_link(judged.badge), judged.facts.job
unfinished = judged.reason is Reason.UNCONFIRMED  # all else that is said of such a link follows from that
failed = judged.facts.failure is not None and not unfinished
freshness = Freshness(
    link.last_pull_at,
    say("Last pull failed") if failed else "",
    states.LINKS["failed"].meaning,
    overview.oldest_listing(db, links=[link.link]),
)
header(link.display_name or link.institution or say("Link"), freshness)

with st.container(horizontal=True, vertical_alignment="center", gap="small", key="identity"):
    st.badge(state.word, icon=state.icon, color=state.color, help=state.meaning)
    draw_verbatim(link.link, key="link_id", label=say("Link ID"), width=ID, height=LINE)  # their room is kept
    whose = say("{external_id} (put here)", external_id=link.external_id) if link.is_assigned else link.external_id
    about = [whose, link.country, words(link.access_mode or "")]
    st.caption(plain(" · ".join(fact for fact in about if fact)), width="content")
    draw_changed(link)
    draw_earlier(db, link_id, now)
    st.space("stretch")
    offer_reveal(link_id)
    if desk.may("pull"):
        st.button(
            say("Pull now"),
            key="pull_now",
            icon=":material/sync:",
            width=max(90, width_of(say("Pull now")) + 40),
            on_click=pull,
            disabled=link.deleted_at is not None or (job is not None and not job.is_for_later(now)),
        )
        draw_actions(link)
    if desk.may("delete"):
        st.button(
            f":red[{say(DELETE)}]",
            key="delete",
            type="tertiary",
            icon=":material/delete:",
            width=max(80, width_of(say(DELETE)) + 15),
            on_click=ask_removal,
            args=(link_id,),
        )

draw_removal(link)
draw_person_removal(link)
draw_hold_question(link)
draw_question(link)
draw_assignment_question(link)
draw_retrieval(link)
here = contents.of_link(db, link_id)
with st.container(key="said", gap="small"):  # one place, so that nothing below is taken for something else
    draw_holds(db, link)
    draw_deletion(db, link)
    draw_not_followed(link)
    draw_attention([judged], now)
    draw_case(db, link_id, now)
    draw_twins(db, link_id)
    draw_silence_of(db, link.institution, judged.facts.bank, now)
    if not unfinished:
        draw_waiting(here, now)
follow_pull(db, link_id)

first, last = period(LATELY, today())
mine_accounts = accounts.table(db, links=[link_id])
if len(mine_accounts) or link.transactions:
    added, aside = set_aside(mine_accounts)
    sums = holdings(added)[:1]
    draw_figures(
        [
            *(
                Figure(f"{name}, {sum_.currency}", money(amount, sum_.currency), aside.get(sum_.currency, ""))
                for sum_ in sums
                for name, amount in ((say("Owned"), sum_.owned), (say("Owed"), sum_.owed))
            ),
            Figure(say("Accounts"), grouped(link.accounts), page="pages/accounts.py", query={"link_of": [link_id]}),
            Figure(
                say("Transactions"),
                grouped(link.transactions),
                page="pages/transactions.py",
                query={"links": [link_id]},
            ),
        ],
        key="figures",
    )
draw_ways(here, link_id)

if len(mine_accounts):
    with st.grid(2, min_column_width=420, gap="small"):
        accounts_of_it = Narrow("pages/accounts.py", {"link_of": [link_id]})
        draw_balances(
            db, mine_accounts, first, last, last, key="balances", height=220, over=OVER, narrow=accounts_of_it
        )
        lately = TransactionFilter(links=[link_id], since=first)
        partial = flows.partial(db, lately, last)
        seen = without_odd(db, lately)
        months = flows.by_month(db, seen.matching)
        draw_flows(
            months,
            key="flows",
            partial=partial,
            height=220,
            over=OVER,
            aside=seen.aside,
            narrow=of_person([link_id]),
        )
    draw_accounts(mine_accounts, key="accounts", most=MOST_ACCOUNTS)


def draw_resources(link: links.LinkRow) -> None:
    where = institutions.find(db, link.institution or "")
    draw_contents(here, link, where, is_unfinished=unfinished, key="contents")
    draw_irregular(irregular_rows.table(db, link_id), key="irregular")


def draw_latest(link: links.LinkRow) -> None:
    rows = transactions.page(db, TransactionFilter(links=[link_id]), at=Place(limit=LATEST))
    if not len(rows):
        where = institutions.find(db, link.institution or "")
        why = why_none(here, link, where, "transactions", is_unfinished=unfinished)
        st.text(why or say("No transactions yet. They come with the first pull."))
        return
    draw_table(marked(rows), TRANSACTIONS, key="latest", file="latest_transactions")
    desk.draw_way(
        "pages/transactions.py",
        label=say("All transactions of this link"),
        icon=":material/receipt_long:",
        query_params={"links": [link_id]},
    )


follow_drawers({ENTRY: lambda entry: draw_entry(db, link_id, entry), **change_drawers(db, [link_id])})
chosen, opened = query.tabs("section", SECTIONS)
with opened:
    match chosen:
        case "resources":
            draw_resources(link)
        case "latest":
            draw_latest(link)
        case "changed":
            draw_what_changed(db, [link_id])
        case "pulls":
            draw_pulls(runs.for_link(db, link_id, limit=50), key="pulls")
        case "owners":
            draw_table(owners.table(db, link_id), OWNERS, key="owners", file="owners")
        case "details":
            draw_details(link, consents.table(db, [link_id]), assigned_by(db, link))
            with st.container(horizontal=True, key="whose"):
                draw_assignment(link, key="whose_it_is")
            draw_person(link)
        case _:
            draw_timeline(db, link_id, key="timeline")
