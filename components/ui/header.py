"""The first line of every page: title, environment, and how fresh what it shows is."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

import streamlit as st

from components.ui import desk, time_format
from components.ui.text import count, plain, shorten
from store.queries.links import overview

_STATIC = Path(__file__).resolve().parents[2] / "static"

ENVIRONMENTS: dict[str, tuple[Literal["gray", "violet", "red"], str]] = {
    "local": ("gray", "The local Belvo of this machine: made-up people, no keys, no network."),
    "sandbox": ("violet", "Belvo's sandbox: test data, wiped on the first of each month."),
    "production": ("red", "Belvo's production: data of real people."),
}


@dataclass(frozen=True)
class Freshness:
    """When the data of a page were pulled last, and what is wrong with them, if anything is."""

    pulled_at: datetime | None
    trouble: str = ""
    explanation: str = ""


def header(title: str, freshness: Freshness | None = None) -> None:
    """Draw the line; without a freshness of its own the page shows that of the whole store."""
    if said := st.session_state.get("said"):
        st.toast(plain(said), icon=":material/check:")
        # Only now: a run that is broken off before it has said it leaves it to the next.
        st.session_state.pop("said", None)
    st.logo(_STATIC / "logo.svg", icon_image=_STATIC / "favicon.svg")
    shown = freshness or _of_store()
    environment = desk.settings().environment
    color, meaning = ENVIRONMENTS[environment]
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="header"):
        st.title(plain(shorten(title, 80)), width="content", anchor=False)
        st.badge(environment, color=color, help=meaning)
        st.space("stretch")
        if shown.trouble:
            st.badge(shown.trouble, icon=":material/warning:", color="orange", help=shown.explanation)
        if shown.pulled_at:
            when, now = time_format.exact(shown.pulled_at, st.context.timezone), time_format.utc_now()
            st.badge(f"Pulled {time_format.ago(min(shown.pulled_at, now), now)}", color="gray", help=when)


def _of_store() -> Freshness:
    summary = overview.summary(desk.database())
    if not summary.failing:
        return Freshness(summary.last_pull_at)
    return Freshness(
        summary.last_pull_at,
        f"{count(summary.failing, 'pull')} failed",
        f"The last pull of {count(summary.failing, 'link')} failed, so what is shown of them may be old. "
        "The overview says which and why.",
    )
