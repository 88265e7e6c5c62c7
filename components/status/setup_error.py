"""The page shown instead of any other when the desk can't work as it is set up."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Literal

import streamlit as st

from actions import local_belvo
from actions.permission import Refused
from components.ui import desk
from components.ui.text import plain
from domain.setup.words import SETUP
from languages import msg, say
from settings import BadSetting, SettingsError
from store import FormerInstance, StoreError, may_be_read

_Weight = Literal["primary", "secondary"]
_WEIGHTS: tuple[_Weight, _Weight] = ("primary", "secondary")


@contextmanager
def setup_problems() -> Iterator[None]:
    """Draw what is wrong with keys, server or store, and how to mend it, in place of the page."""
    try:
        yield
    except Refused as error:
        st.error(say("Not done: {error}", error=plain(str(error))), icon=":material/block:")
    except BadSetting as error:
        _explain(error.check, SETUP.say(str(error)))
        st.caption(say("Settings are read once: start Linkdesk again afterwards."))
    except SettingsError as error:
        _explain(error.check, SETUP.say(str(error)))
        _offer_another_look()
    except FormerInstance as error:
        _explain(msg("Store"), SETUP.say(str(error)))
        st.caption(
            say("Beginning anew deletes what is stored here of the earlier one: links, rows, pulls. The audit stays.")
        )
        # Beside a local Belvo that is not the desk's own, the address is more often wrong than the store.
        first, other = _WEIGHTS if desk.settings().embeds_sandbox else _WEIGHTS[::-1]
        if desk.may("begin_anew"):
            st.button(
                say("Begin anew"), key="begin_anew", icon=":material/restart_alt:", type=first, on_click=_begin_anew
            )
        _offer_another_look(other)
    except StoreError as error:
        explain_store(error)
        if not may_be_read(error):
            _offer_another_look()


def explain_store(error: StoreError) -> None:
    """Draw why the store can't be used, or only not be written: then beside what was drawn already."""
    told = why_unusable(error)
    if may_be_read(error):
        st.error(say("Not done: {told}", told=plain(told)), icon=":material/error:")
    else:
        _explain(msg("Store"), told)


def why_unusable(error: StoreError) -> str:
    """What is wrong with the store and what to do."""
    return SETUP.say(str(error))


def _explain(check: str, cure: str) -> None:
    st.title(say("Linkdesk can't start its work"))
    with st.container(border=True):
        st.markdown(f":material/error: **{say('Failed check: {check}', check=say(check))}**")
        st.text(cure)


def _begin_anew() -> None:
    with suppress(SettingsError, StoreError):  # the page then says what it is
        local_belvo.begin_anew(desk.settings(), actor=desk.actor())


def _offer_another_look(kind: _Weight = "primary") -> None:
    st.button(say("Check again"), key="check_again", icon=":material/refresh:", type=kind)
