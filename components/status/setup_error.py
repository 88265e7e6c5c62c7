"""The page shown instead of any other when the desk can't work as it is set up."""

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from settings import SettingsError
from store import StoreError


@contextmanager
def setup_problems() -> Iterator[None]:
    """Draw what is wrong with keys, server or store, and how to mend it, in place of the page."""
    try:
        yield
    except SettingsError as error:
        _explain(error.check, str(error))
    except StoreError as error:
        _explain("Store", str(error))


def _explain(check: str, cure: str) -> None:
    st.title("Linkdesk can't start its work")
    with st.container(border=True):
        st.markdown(f":material/error: **Failed check: {check}**")
        st.text(cure)
    st.button("Check again", key="check_again", icon=":material/refresh:", type="primary")
