"""Dialogs whose title is said when they open, in the language of whoever opens them.

`st.dialog` takes it where the function is written, which is once a process.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec

import streamlit as st

from languages import say

Given = ParamSpec("Given")


def dialog(
    title: str,
    **looks: Any,  # noqa: ANN401 - of st.dialog
) -> Callable[[Callable[Given, None]], Callable[Given, None]]:
    """As `st.dialog`, with a title that is marked with `msg`."""

    def decorate(draw: Callable[Given, None]) -> Callable[Given, None]:
        @wraps(draw)
        def open_(*args: Given.args, **kwargs: Given.kwargs) -> None:
            st.dialog(say(title), **looks)(draw)(*args, **kwargs)

        return open_

    return decorate
