"""The filter bar of widget sessions: which of them, what for, where, and in which days."""

import streamlit as st

from actions.products import PRODUCTS
from components.ui import query
from components.ui.filters import draw_clear, draw_period, filter_bar, more
from components.ui.text import tell_apart, told, words
from components.ui.time_format import utc_now
from domain.widget import devices
from domain.widget.funnel import days
from domain.widget.outcomes import GAVE_UP, IN_PAGE, MODES, OUTCOMES, WAYS
from domain.widget.steps import LABELS, Step
from languages import msg, say
from store import Database
from store.queries.widget import funnel
from store.queries.widget.listing import UNKNOWN, SessionFilter
from store.write import institutions

SECTION = "section"
"""The parameter of the open tab, which is no filter."""

CONNECT = next(iter(MODES))
_RARE = ("product", "device", "step", "error")

DEVICES = {**devices.LABELS, UNKNOWN: msg("Not told")}


def draw_filters(db: Database) -> SessionFilter:
    """Draw the bar, and return what it leaves: new connections in the page, of the last seven days in UTC."""
    now = utc_now()
    with filter_bar():
        find = query.text(say("Find"), "find", width=190, placeholder=say("Session, link or external ID"))
        mode = query.segments(say("What for"), "mode", told(MODES), default=CONNECT)
        way = query.segments(say("Where"), "way", told(WAYS), default=IN_PAGE)
        since, until = days(query.chosen_day("since"), query.chosen_day("until"), now.date())
        seen = SessionFilter(since=since, until=until, now=now)
        facets = funnel.facets(db, seen)
        institution = query.choose_one(
            say("Institution"), "institution", labels_of(db, facets), width=185, placeholder=say("All institutions")
        )
        outcome = query.choose_one(
            say("Outcome"),
            "outcome",
            {GAVE_UP: say("Gave up"), **told(OUTCOMES)},
            width=150,
            placeholder=say("All outcomes"),
        )
        with more(_RARE):
            product = query.choose_one(
                say("Product"), "product", products(facets["product"]), width=260, placeholder=say("All products")
            )
            device = query.choose_one(say("Device"), "device", told(DEVICES), width=260, placeholder=say("All devices"))
            step = query.choose_one(
                say("Last step"),
                "step",
                {one.word: say(LABELS[one]) for one in Step},
                width=260,
                placeholder=say("Any last step"),
            )
            error = query.choose_one(
                say("Error"),
                "error",
                {code: words(code) for code in facets["error_code"]},
                width=260,
                placeholder=say("Any end"),
            )
        draw_period(now.date(), "since", "until", unset=msg("Last 7 days"))
        draw_clear(keep=(SECTION,))
    return SessionFilter(
        find=find.strip(),
        mode=mode or CONNECT,
        way=way or IN_PAGE,
        institution=institution or "",
        product=product or "",
        device=device or "",
        outcome=outcome or "",
        step=step or "",
        error=error or "",
        since=since,
        until=until,
        now=now,
    )


def labels_of(db: Database, facets: dict[str, list[str]]) -> dict[str, str]:
    """What the institutions are called to people."""
    return called(db, facets["institution"])


@st.cache_data(ttl="1m", max_entries=8, show_spinner=False)
def _names(_db: Database, _address: str) -> dict[str, str]:
    rows = institutions.table(_db)
    return {row["name"]: row["display_name"] or row["name"] for row in rows.to_dict("records")}


def called(db: Database, names: list[str]) -> dict[str, str]:
    """Labels of institutions by their names in the API."""
    known = _names(db, str(db.address))
    return tell_apart({name: say("Not told") if name == UNKNOWN else str(known.get(name, name)) for name in names})


def products(names: list[str]) -> dict[str, str]:
    """Labels of products."""
    return {name: say(PRODUCTS[name].label) if name in PRODUCTS else say("Not told") for name in names}
