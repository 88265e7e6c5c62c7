"""The first line of every page: title, environment, and how fresh what it shows is."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Literal

import streamlit as st

from components.ui import as_known, desk, presenter, time_format
from components.ui.presenter.revealing import draw_revealed
from components.ui.text import plain, shorten
from languages import msg, say, say_many
from store.ops import call_budgets
from store.queries.links import overview
from store.write import kept_since

_ONE_PULL = timedelta(hours=1)
"""Within that long it is one and the same pull."""

_MOVED = timedelta(minutes=5)
"""How far clocks may be apart by themselves."""

_STATIC = Path(__file__).resolve().parents[2] / "static"

ENVIRONMENTS: dict[str, tuple[Literal["gray", "violet", "red"], str | None, str]] = {
    msg("local"): ("gray", None, msg("The local Belvo of this machine: made-up people, no keys, no network.")),
    msg("sandbox"): ("violet", None, msg("Belvo's sandbox: test data, wiped on the first of each month.")),
    msg("production"): ("red", ":material/warning:", msg("Belvo's production: real people, real banks, real bills.")),
}
"""How each is told: its colour, its sign where a colour alone is not enough, and what it is."""


@dataclass(frozen=True)
class Freshness:
    """When the data of a page were pulled last, and what is wrong with them, if anything is.

    `oldest_at` is when the part of them that was listed longest ago was.
    """

    pulled_at: datetime | None
    trouble: str = ""
    explanation: str = ""
    oldest_at: datetime | None = None


Draw = Callable[[], None]

_ADDED: ContextVar[tuple[Draw, Draw] | None] = ContextVar("added", default=None)


@contextmanager
def adding(beside: Draw, below: Draw) -> Iterator[None]:
    """Have the pages within draw something at the end of their first line, and below it."""
    token = _ADDED.set((beside, below))
    try:
        yield
    finally:
        _ADDED.reset(token)


def header(
    title: str, freshness: Freshness | None = None, *, of: Sequence[str] = (), links: Sequence[str] = ()
) -> None:
    """Draw the line; without a freshness of its own the page shows that of the whole store.

    `of` are the resources that its figures are made of, `links` those that it is narrowed to: the oldest pull of them
    is said.
    """
    if said := st.session_state.get("said"):
        st.toast(plain(said), icon=":material/check:")
        # Only now: a run that is broken off before it has said it leaves it to the next.
        st.session_state.pop("said", None)
    environment = desk.settings().environment
    where = f" · {say('production')}" if environment == "production" else ""
    st.set_page_config(page_title=f"{shorten(title, 60)} · Linkdesk{where}")
    st.logo(_STATIC / "logo.svg", icon_image=_STATIC / "favicon.svg")
    presenter.draw_switch()
    shown = freshness or _of_store(of, links)
    color, icon, meaning = ENVIRONMENTS[environment]
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="header"):
        st.title(plain(shorten(title, 80)), width="content", anchor=False)
        st.badge(say(environment), icon=icon, color=color, help=say(meaning))
        _draw_clock()
        presenter.draw_badge()
        if desk.is_masked() and not presenter.is_on():
            st.badge(
                say("Masked"), icon=":material/visibility_off:", color="blue", help=say("Your role shows no person.")
            )
        st.space("stretch")
        if held := _rate(time_format.utc_now()):
            st.badge(say("Belvo's rate"), icon=":material/speed:", color="orange", help=held)
        if shown.trouble:
            st.badge(shown.trouble, icon=":material/warning:", color="orange", help=shown.explanation)
        if freshness or of:
            _draw_kept(of)
        if shown.pulled_at:
            _draw_age(shown.pulled_at, shown.oldest_at)
        as_known.draw_control()
        if added := _ADDED.get():
            with st.container(width="content"):  # or what it draws by itself would take all of the room
                added[0]()
    draw_revealed()
    as_known.draw_banner()
    if added:
        added[1]()


def _draw_clock() -> None:
    """What day it is at a Belvo whose clock was moved: not all that the page says goes by it."""
    if abs(desk.ahead()) < _MOVED:
        return
    there = time_format.belvo_now()
    st.badge(
        say("Belvo's clock: {day}", day=time_format.day(time_format.day_of(there))),
        icon=":material/schedule:",
        color="gray",
        help=say(
            "The local Belvo's clock was moved, to {exact}. What Belvo has is dated by it; what this "
            "desk did, such as its pulls and connections, by this machine's clock.",
            exact=time_format.exact(there, st.context.timezone),
        ),
    )


def _draw_kept(resources: Sequence[str]) -> None:
    """Since when rows are kept that the page adds up, where older ones are deleted for their age."""
    kept = kept_since.table(desk.database())
    since = [day for name, day in kept.items() if not resources or name in resources or "accounts" in resources]
    if since:
        st.badge(
            say("Kept since {day}", day=time_format.day(date.fromisoformat(max(since)))),
            icon=":material/history:",
            color="gray",
            help=say(
                "What happened before is deleted for its age (LINKDESK_KEEP_ROWS_DAYS): sums and charts begin there."
            ),
        )


def _rate(now: datetime) -> str:
    """What is said where the rate of calls is what holds things up."""
    budget = call_budgets.find(desk.database())
    if budget is None or not budget.is_slow(now):
        return ""
    until = budget.holds_up_until(now)
    if until:
        return say(
            "Belvo wants fewer calls: nothing is pulled until {exact}.",
            exact=time_format.exact(until, st.context.timezone),
        )
    return say("Pulls wait for calls that Belvo lets through. What a person waits for goes first.")


def _draw_age(pulled_at: datetime, oldest_at: datetime | None) -> None:
    now = time_format.seen_at()

    def ago(instant: datetime) -> str:
        return time_format.ago(min(instant, now), now)

    said, exact = say("Pulled {ago}", ago=ago(pulled_at)), time_format.exact(pulled_at, st.context.timezone)
    if oldest_at and pulled_at - oldest_at > _ONE_PULL:
        said = say("Pulled {newest}, oldest pull {oldest}", newest=ago(pulled_at), oldest=ago(oldest_at))
        exact = say(
            "{newest}; what was pulled longest ago of what is shown: {oldest}",
            newest=exact,
            oldest=time_format.exact(oldest_at, st.context.timezone),
        )
    st.badge(said, color="gray", help=exact)


def _of_store(resources: Sequence[str], links: Sequence[str]) -> Freshness:
    db = desk.database()
    summary = overview.summary(db)
    oldest_at = overview.oldest_listing(db, resources, links=links) if resources else None
    if not summary.failing:
        return Freshness(summary.last_pull_at, oldest_at=oldest_at)
    return Freshness(
        summary.last_pull_at,
        say_many("{number} pull failed", "{number} pulls failed", summary.failing),
        say_many(
            "The last pull of {number} link failed, so what is shown of them may be old. "
            "The overview says which and why.",
            "The last pull of {number} links failed, so what is shown of them may be old. "
            "The overview says which and why.",
            summary.failing,
        ),
        oldest_at,
    )
