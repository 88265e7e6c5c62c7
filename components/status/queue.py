"""What needs somebody, in the order of what it holds up; a bank's outage once for all of its links."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial

import streamlit as st

from components.status.attention import draw_attention
from components.status.case_work import draw_menu, draw_work
from components.status.message import draw_message_button
from components.ui import desk, states
from components.ui.text import count, plain
from components.ui.time_format import ago, exact
from domain.link_state import Badge, LinkState, Step, Turn
from languages import grouped, msg, say, say_many
from store import Database
from store.core.amounts import money
from store.queries.links import cases, judged
from store.queries.links.cases import Case
from store.queries.links.held_up import HeldUp, Queue

ORDER: Mapping[Turn, str] = {
    Turn.USER: msg("Those without new data for longest first, then those with most money behind them."),
    Turn.US: msg("Those without new data for longest first, then those with most money behind them."),
    Turn.BANK: msg("Those that hold up most people first, then those without new data for longest."),
}


def draw_queue(
    db: Database, found: Queue, now: datetime, ahead: timedelta, *, pull: Callable[[str], None], is_snoozed: bool
) -> None:
    """The first of each turn; one leads to all others."""
    links = [one.link for turn in Turn for one in found.first.get(turn, ()) if one.link]
    known, opened = judged.of_links(db, links, now, ahead), cases.of_links(db, links)
    outages = cases.of_banks(db)
    for turn in Turn:
        first = found.first.get(turn, ())
        number = (found.snoozed if is_snoozed else found.waiting).get(turn, 0)
        if not first:
            continue
        _draw_heading(turn, number)
        for one in first:
            case = outages.get(one.institution) if turn is Turn.BANK else opened.get(one.link)
            if not one.link:
                _draw_outage(db, one, case, now)
            elif one.link in known:
                draw_attention([known[one.link]], now, pull=pull, below=partial(_draw_held_up, db, one, case, now))
        if number > sum(one.links for one in first):
            desk.draw_way(
                "pages/links.py",
                label=say("All {number} of them", number=grouped(number)),
                icon=":material/chevron_right:",
                query_params={"status": sorted(found.troubles.get(turn, ()))},
            )


def _draw_heading(turn: Turn, number: int) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key=f"side_{turn}"):
        st.subheader(f"{say(turn.heading)} ({grouped(number)})", anchor=False, width="content")
        st.caption(say(turn.meaning), width="content", help=say(ORDER[turn]))


def _draw_held_up(db: Database, one: HeldUp, case: Case | None, now: datetime, state: LinkState) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.caption(plain(held_up(one, now)), width="content")
        st.space("stretch")
        if state.step in (Step.REPAIR, Step.RENEW) and desk.may("hand_out"):
            draw_message_button(state)
        draw_menu(db, case, now)
    draw_work(case, now)


def held_up(one: HeldUp, now: datetime) -> str:
    """What it holds up, which is why it stands where it does."""
    days = one.days(now)
    stale = say("{days} without new data", days=count(days, "day")) if days else say("new data today")
    waits = say_many("{number} person waits", "{number} people wait", one.people)
    behind = _behind([money(float(_amount(amount)), code) for code, amount in one.money.items()])
    return say("Holds up: {what}", what=", ".join(filter(None, (waits, stale, behind))))


def _behind(amounts: list[str]) -> str:
    """The money in question, of the first currencies."""
    match amounts:
        case []:
            return ""
        case [one]:
            return say("{amount} behind it", amount=one)
        case [one, other]:
            return say("{amount} and {other} behind it", amount=one, other=other)
        case [one, other, *_]:
            return say("{amount} and {other} and more behind it", amount=one, other=other)
    return ""


def _amount(value: object) -> Decimal:
    return value if isinstance(value, Decimal) else Decimal(0)


def _draw_outage(db: Database, bank: HeldUp, case: Case | None, now: datetime) -> None:
    shown = states.of_link(Badge.BANK_DOWN)
    name = bank.bank or bank.institution or say("The institution")
    with st.container(border=True, gap="xxsmall", key=f"outage_{bank.institution}"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.badge(shown.word, icon=shown.icon, color=shown.color, help=shown.meaning)
            links = count(bank.links, "link")
            st.text(
                say(
                    "{bank} fails {links} of {people}.",
                    bank=name,
                    links=links,
                    people=count(bank.people, "person", "people"),
                ),
                width="content",
            )
            st.space("stretch")
            if since := (case.since if case else bank.since):
                st.badge(ago(since, now), color="gray", help=say("Since {day}", day=exact(since, st.context.timezone)))
            desk.draw_way(
                "pages/links.py",
                label=say("Show links"),
                icon="",
                query_params={"institution": bank.institution, "sort": "urgent"},
            )
            draw_menu(db, case, now)
        st.caption(plain(f"{held_up(bank, now)}. {_before(db, bank, now)}"))
        draw_work(case, now)


def _before(db: Database, bank: HeldUp, now: datetime) -> str:
    """The bank's history in a sentence."""
    before = cases.history(db, institution=bank.institution, most=_KNOWN)
    if not before:
        return say("No outage of it was noted here before.")
    last = before[0]
    times = say("{number} times or more", number=_KNOWN) if len(before) == _KNOWN else count(len(before), "time")
    if last.ended_at:
        return say("It failed {times} before, the last one {ago}.", times=times, ago=ago(last.ended_at, now))
    return say("It failed {times} before.", times=times)


_KNOWN = 20
