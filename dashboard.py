"""The frame of every page: icon, the way in, navigation, and what is said when the desk can't work."""

from functools import partial
from typing import TYPE_CHECKING, Literal

import streamlit as st

from components.account.entrance import draw_entrance, draw_refusal
from components.account.menu import draw_account
from components.boards.saving import following_views
from components.inspector.opening import draw_opener
from components.lab.telling import draw_bar, follow_story
from components.status.repair_navigation import follow_repair
from components.status.setup_error import setup_problems
from components.status.troubles import draw_troubles
from components.ui import as_known, desk, language
from components.ui.ahead import draw_ahead
from components.ui.following import follow_server
from components.ui.following.open_pages import wait_no_more
from components.ui.grid import follow_grids
from components.ui.streamlit_patch import asked_for
from languages import msg, say

if TYPE_CHECKING:
    from streamlit.navigation.page import StreamlitPage

# Before st.navigation, or the page's icon would be fetched from another host.
st.set_page_config(page_icon="static/favicon.svg", layout="wide")
wait_no_more()
language.begin()


SECTIONS = (msg("Operate"), msg("Analyse"), msg("Demo"))  # of the navigation; keys are English, what is shown is said


def _seen(name: str, opened: str) -> Literal["visible", "hidden"]:
    return "visible" if name == opened else "hidden"


def pages(opened: str = "") -> "dict[str, list[StreamlitPage]]":
    """The pages by section; those of one are seen only where they are `opened`."""
    return {
        "": [st.Page("pages/overview.py", title=say("Overview"), icon=":material/space_dashboard:", default=True)],
        "Operate": [
            st.Page("pages/connect.py", title=say("Connect"), icon=":material/add_link:"),
            st.Page(
                "pages/connect_many.py",
                title=say("Connect many"),
                icon=":material/playlist_add:",
                url_path="connect-many",
            ),
            st.Page("pages/links.py", title=say("Links"), icon=":material/link:"),
            st.Page("pages/link.py", title=say("Link"), icon=":material/badge:", visibility=_seen("link", opened)),
            st.Page("pages/institutions.py", title=say("Institutions"), icon=":material/apartment:"),
            st.Page("pages/sessions.py", title=say("Widget sessions"), icon=":material/conversion_path:"),
            st.Page("pages/inspector.py", title=say("Inspector"), icon=":material/frame_inspect:"),
            st.Page("pages/webhooks.py", title=say("Webhooks"), icon=":material/webhook:"),
            st.Page("pages/api_log.py", title=say("API log"), icon=":material/terminal:"),
            st.Page("pages/explorer.py", title=say("API explorer"), icon=":material/api:"),
            st.Page("pages/health.py", title=say("Health"), icon=":material/monitor_heart:"),
            st.Page("pages/notices.py", title=say("Notices"), icon=":material/notifications:"),
            st.Page("pages/tokens.py", title=say("Tokens"), icon=":material/key:"),
            st.Page("pages/audit.py", title=say("Audit"), icon=":material/shield_person:"),
        ],
        "Analyse": [
            st.Page("pages/people.py", title=say("People"), icon=":material/groups:"),
            st.Page(
                "pages/person.py", title=say("Person"), icon=":material/person:", visibility=_seen("person", opened)
            ),
            st.Page("pages/accounts.py", title=say("Accounts"), icon=":material/account_balance:"),
            st.Page("pages/transactions.py", title=say("Transactions"), icon=":material/receipt_long:"),
            st.Page(
                "pages/cash_flow.py", title=say("Cash flow"), icon=":material/waterfall_chart:", url_path="cash-flow"
            ),
            st.Page("pages/income.py", title=say("Income and risk"), icon=":material/trending_up:"),
            st.Page("pages/employment.py", title=say("Employment"), icon=":material/work:"),
            st.Page("pages/fiscal.py", title=say("Fiscal"), icon=":material/receipt:"),
            st.Page("pages/match.py", title=say("Match"), icon=":material/join_inner:"),
            st.Page("pages/quality.py", title=say("Quality"), icon=":material/rule:"),
            st.Page("pages/query.py", title=say("Query"), icon=":material/query_stats:"),
            st.Page("pages/views.py", title=say("Views and boards"), icon=":material/bookmarks:"),
            st.Page(
                "pages/board.py", title=say("Board"), icon=":material/dashboard:", visibility=_seen("board", opened)
            ),
        ],
        "Demo": [
            st.Page("pages/story.py", title=say("Stories"), icon=":material/auto_stories:"),
            st.Page("pages/lab.py", title=say("Sandbox lab"), icon=":material/science:"),
            st.Page("pages/widget_lab.py", title=say("Widget lab"), icon=":material/palette:", url_path="widget-lab"),
        ],
    }


def allowed(opened: str = "") -> "dict[str, list[StreamlitPage]]":
    """Those of them that the role has; at the address of any other it is said, since Streamlit would know none."""
    here = {
        section: [page for page in listed if desk.is_here(page.url_path)] for section, listed in pages(opened).items()
    }
    return {
        section: [page if desk.may_open(page.url_path) else _refusal(page.url_path) for page in listed]
        for section, listed in here.items()
        if listed
    }


def _refusal(name: str) -> "StreamlitPage":
    return st.Page(partial(draw_refusal, name), title=say("Not for your role"), url_path=name, visibility="hidden")


if desk.is_locked():
    draw_entrance([page.url_path for listed in pages().values() for page in listed])
    st.stop()

opened = asked_for(page for listed in pages().values() for page in listed)
# All of it, or the last of many would be folded up for what stands below them.
shown = allowed(opened)
page = st.navigation({say(section): listed for section, listed in shown.items()}, expanded=True)
draw_opener()
draw_account()

follow_server()
follow_grids()
draw_ahead()
follow_repair()
follow_story()
with setup_problems():
    draw_bar(page.url_path)
    draw_troubles()
    as_known.begin(page.url_path, of_any_day=page.url_path in {one.url_path for one in shown["Analyse"]})
    with following_views(page.url_path):
        page.run()
