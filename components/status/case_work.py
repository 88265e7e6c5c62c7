"""What people do with what needs somebody: who is at it, until when it is put off, what was said of it."""

from datetime import datetime, timedelta

import streamlit as st

from actions.operators import cases as actions
from actions.permission import Refused
from components.ui import desk, time_format
from components.ui.text import count, plain
from components.ui.time_format import ago, exact, reader_zone
from languages import msg, say
from store import Database
from store.queries.links import cases
from store.queries.links.cases import OUTCOMES, Case

_MENU = 84  # pixels
_MORNING = 9  # o'clock
_SHOWN = 5  # earlier cases
_BEFORE = "earlier_cases"


def draw_work(case: Case | None, now: datetime) -> None:
    """Who is at it, and what was said; nothing where nobody did anything."""
    if case is None:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"work_{case.id}"):
        if case.taken_by:
            since = say("since {ago}", ago=ago(case.taken_at, now)) if case.taken_at else ""
            st.badge(
                plain(say("Taken by {name}", name=case.taken_by)),
                icon=":material/person:",
                color="blue",
                help=since or None,
            )
        if case.is_snoozed(now) and case.snoozed_until:
            when = exact(case.snoozed_until, st.context.timezone)
            st.badge(say("Put off until {when}", when=when), icon=":material/snooze:", color="gray")
        if case.note:
            by = f" ({case.noted_by}, {ago(case.noted_at, now)})" if case.noted_at else ""
            st.caption(plain(f"{case.note}{by}"))


def draw_menu(db: Database, case: Case | None, now: datetime) -> None:
    """A button that opens what can be done with it."""
    if case is None:
        return
    menu = f"case_{case.id}"
    with st.popover(say("Work"), icon=":material/assignment_ind:", key=menu, on_change="rerun", width=_MENU + 16):
        if st.session_state.get(menu):  # a page has several, of which one is looked at
            if desk.may("work_case"):
                _draw_ways(db, case, now, menu)
            _draw_before(db, now, link=case.link, institution=case.institution)


def draw_case(db: Database, link: str, now: datetime) -> None:
    """What is done about a link; nothing where it needs nobody."""
    if case := cases.of_links(db, [link]).get(link):
        with st.container(horizontal=True, vertical_alignment="center", gap="small", key="case"):
            draw_work(case, now)
            draw_menu(db, case, now)


def draw_earlier(db: Database, link: str, now: datetime) -> None:
    """How a link's earlier cases ended, for a link that has had any and needs nobody now."""
    if cases.of_links(db, [link]) or not cases.history(db, link=link, most=1):
        return
    with st.popover(
        say("Earlier troubles"), icon=":material/history:", key=_BEFORE, type="tertiary", on_change="rerun"
    ):
        if st.session_state.get(_BEFORE):
            _draw_before(db, now, link=link)


def _draw_ways(db: Database, case: Case, now: datetime, menu: str) -> None:
    if case.taken_by:
        _button(db, say("Give it back"), "give_back", ":material/person_remove:", case, menu)
    if case.taken_by != desk.actor().name:
        _button(db, say("Take it"), "take", ":material/person_add:", case, menu)
    if case.is_snoozed(now):
        _button(db, say("Have it wait again"), "wake", ":material/notifications_active:", case, menu)
    else:
        st.caption(say("Put it off"))
        with st.container(horizontal=True, gap="xsmall"):
            for label, until in _moments(now).items():
                st.button(
                    say(label),
                    key=f"{menu}_{label}",
                    on_click=_do,
                    args=(db, "snooze", case.id, menu),
                    kwargs={"until": until},
                )
    if desk.is_masked():
        return
    note = f"{menu}_note"
    st.session_state.setdefault(note, case.note or "")
    st.text_area(say("Note"), key=note, height=80, max_chars=actions.LONGEST_NOTE)
    st.button(say("Keep the note"), key=f"{menu}_say", on_click=_say, args=(db, case.id, note, menu))


def _button(db: Database, label: str, way: str, icon: str, case: Case, menu: str) -> None:
    st.button(label, key=f"{menu}_{way}", icon=icon, width="stretch", on_click=_do, args=(db, way, case.id, menu))


def _moments(now: datetime) -> dict[str, datetime]:
    """Until when something can be put off, by the reader's clock."""
    here = now.astimezone(reader_zone())
    morning = here.replace(hour=_MORNING, minute=0, second=0, microsecond=0) + timedelta(days=1)
    return {
        msg("1 hour"): now + timedelta(hours=1),
        msg("Tomorrow"): morning,
        msg("1 week"): morning + timedelta(days=6),
    }


def _do(db: Database, way: str, case: int, menu: str, *, until: datetime | None = None) -> None:
    now, actor = time_format.utc_now(), desk.actor()
    st.session_state[menu] = False
    try:
        match way:
            case "take":
                done = actions.take(db.whole, case, now, actor=actor)
            case "give_back":
                done = actions.give_back(db.whole, case, now, actor=actor)
            case "wake":
                done = actions.wake(db.whole, case, now, actor=actor)
            case _:
                done = actions.snooze(db.whole, case, until or now, now, actor=actor)
    except Refused as error:
        st.session_state["said"] = str(error)
        return
    if not done:
        st.session_state["said"] = say("It is over by now")


def _say(db: Database, case: int, note: str, menu: str) -> None:
    st.session_state[menu] = False
    try:
        done = actions.say(db.whole, case, st.session_state[note], time_format.utc_now(), actor=desk.actor())
    except Refused as error:
        st.session_state["said"] = str(error)
        return
    st.session_state["said"] = say("The note is kept") if done else say("It is over by now")


def _draw_before(db: Database, now: datetime, *, link: str, institution: str = "") -> None:
    before = cases.history(db, link=link, institution=institution, most=_SHOWN)
    st.caption(say("Before") if before else say("Nothing of the kind was noted here before."))
    for one in before:
        st.text(told(one, now))


def told(case: Case, now: datetime) -> str:
    """An earlier case in a line: when it was, for how long, whom it held up, how it ended, who was at it, its note."""
    began, ended = case.since, case.ended_at
    facts = [ago(began, now) if began else say("once")]
    if began and ended:
        facts.append(say("for {span}", span=_span(ended - began)))
    if not case.link:
        links, people = count(case.links, "link"), count(case.people, "person", "people")
        facts.append(say("{links} of {people}", links=links, people=people))
    told = [f"{', '.join(facts)}. {say(OUTCOMES.get(case.outcome or '', msg('It ended')))}."]
    if case.taken_by:
        told.append(f"{say('Taken by {name}', name=case.taken_by)}.")
    if case.note:
        told.append(f"{case.note} ({case.noted_by})" if case.noted_by else case.note)
    return " ".join(told)


def _span(span: timedelta) -> str:
    if span >= timedelta(days=2):
        return count(span.days, "day")
    hours = span / timedelta(hours=1)
    return f"{hours:.0f} h" if hours >= 1 else f"{max(span / timedelta(minutes=1), 1):.0f} min"
