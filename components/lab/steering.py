"""What a click in the lab does, and how it is told where the local Belvo does not do it."""

from collections.abc import Callable

import streamlit as st

from actions.lab.saved_states import BadName
from actions.local_belvo import ControlFailed, NotLocal
from belvo_client import BelvoError
from components.ui.text import one_line
from domain.setup.words import SETUP
from languages import say
from settings import SettingsError
from store.saved_state import NotLoaded


def attempt(
    act: Callable[[], object],
    said: str,
    *,
    icon: str = ":material/check:",
    then: Callable[[], None] = lambda: None,
) -> None:
    """Do it, say so where there is something to say, and do what comes `then`; where it is refused, say why instead."""
    try:
        act()
    except (BelvoError, ControlFailed, NotLocal, NotLoaded, BadName, SettingsError) as error:
        st.toast(one_line(SETUP.say(str(error))), icon=":material/error:")
    except OSError as error:
        st.toast(one_line(say("Nothing was kept: {reason}.", reason=error.strerror or error)), icon=":material/error:")
    else:
        if said:
            st.toast(one_line(said), icon=icon)
        then()
