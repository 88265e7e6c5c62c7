"""What keeps the desk from its work now, above every page, and gone as soon as it is mended."""

import streamlit as st

from actions import troubles
from actions.permission import Refused
from actions.troubles import Trouble
from components.status.setup_error import why_unusable
from components.ui import desk
from components.ui.following.open_pages import Question, run_soon, wait_for
from components.ui.text import one_line, plain
from languages import say
from store import StoreError

_LOOKS = {
    "belvo": ":material/cloud_off:",
    "damage": ":material/broken_image:",
    "disk": ":material/hard_drive:",
    "rights": ":material/lock:",
}
NOT_DONE = "not_done"
"""In the session: why the last click came to nothing."""


def now() -> list[Trouble]:
    """What is wrong now; raises SettingsError and StoreError where no page can be drawn."""
    return troubles.find(desk.database(), desk.settings(), desk.reach())


def draw_troubles() -> None:
    """One line each, and the page anew within three seconds of one more or one less.

    They have a place of their own, so that nothing below is taken for something else when one comes or goes.
    """
    found = now()
    _say_not_done()
    with st.container(key="troubles", gap="xxsmall"):
        for trouble in found:
            said = f"**{plain(one_line(trouble.told))}** {plain(one_line(trouble.cure))}"
            st.warning(said, icon=_LOOKS.get(trouble.kind, ":material/sync_disabled:"))
    wait_for(Question("troubles", _kinds), [trouble.kind for trouble in found])


def take_failure(error: Exception) -> bool:
    """Keep why a click came to nothing for the page that is drawn next; False for what no cure of the store's helps."""
    if isinstance(error, Refused):
        st.session_state[NOT_DONE] = str(error)
    elif isinstance(error, StoreError):
        st.session_state[NOT_DONE] = why_unusable(error)
    else:
        return False
    run_soon()  # what was clicked may draw a part of the page only
    return True


def _say_not_done() -> None:
    if reason := st.session_state.pop(NOT_DONE, None):
        st.toast(say("Not done: {reason}", reason=plain(one_line(reason))), icon=":material/error:", duration="long")


def _kinds() -> list[str]:
    """For the server, which looks where no page is drawn, and sees the store as nobody in particular."""
    return [trouble.kind for trouble in troubles.find(desk.context().database, desk.settings(), desk.reach())]
