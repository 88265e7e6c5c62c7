"""A call as code to copy, which holds no secret; and the calls that are kept as snippets."""

import streamlit as st

from actions import views
from components.ui import desk, query
from components.ui.text import plain, shorten
from components.ui.verbatim import draw_verbatim
from domain.access.views import PARAMETER
from domain.explorer.request import KEYS, Request, variables
from domain.explorer.snippets import SNIPPETS
from languages import say

PAGE = "explorer"


def draw_code(request: Request) -> None:
    """The request in each language; keys, passwords and tokens are variables."""
    labels = {name: label for name, (label, _) in SNIPPETS.items()}
    chosen = query.segments(say("Language"), "code", labels, default="curl") or "curl"
    others = [name for name in variables(request.body) if name not in KEYS]
    st.caption(plain(_what_to_set(", ".join(others))))
    draw_verbatim(
        SNIPPETS[chosen][1](request), key=f"code_{chosen}", label=say("As {language}", language=labels[chosen])
    )


def _what_to_set(others: str) -> str:
    first, second = KEYS
    if not others:
        return say(
            "Set {first} and {second} to your keys. No secret is ever written into it.", first=first, second=second
        )
    return say(
        "Set {first} and {second} to your keys, and {others} to what you typed. No secret is ever written into it.",
        first=first,
        second=second,
        others=others,
    )


def draw_kept() -> None:
    """The snippets that are kept: this page's saved views, one's own and those that are shared."""
    kept = [view for view in views.seen_by(desk.database().whole, desk.actor()) if view.page == PAGE]
    if not kept:
        st.caption(say("None is kept yet. Save view, at the top, keeps the call that is in the address under a name."))
    for view in kept:
        desk.draw_way(
            "pages/explorer.py",
            label=plain(shorten(view.name, 60)),
            icon=":material/bookmark:",
            query_params={**_several(view.pairs), PARAMETER: [view.id]},
        )


def _several(pairs: tuple[tuple[str, str], ...]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in pairs:
        found.setdefault(name, []).append(value)
    return found
