"""One row of a matching in a drawer: both sides, the rule with its tolerance, and a person's yes or no."""

from collections.abc import Mapping, Sequence
from datetime import date

import streamlit as st

from actions import matches
from components.fiscal.row_drawers import offer_row
from components.match.match_rows import said
from components.match.words import KINDS, RULES, SAID, STATES, tolerance
from components.ui import desk, query
from components.ui.detail_fields import draw_facts
from components.ui.drawers import closer
from components.ui.language.dialog import dialog
from components.ui.text import one_line, plain
from components.ui.time_format import day, exact
from domain.match.books import Pair
from domain.match.claims import Claim, Inflow, Kind
from domain.match.outcomes import Row, State, basis
from languages import msg, say
from store import Database
from store.core import instants
from store.core.amounts import money
from store.core.money import SCALE
from store.queries.match import texts
from store.queries.match.matching import Matching
from store.write.match_decisions import Judged

PARAMETER = "match"
_BETWEEN = "|"
_MOST_OFFERED = 4


def named(row: Row) -> str:
    """What the parameter says of a row."""
    return _BETWEEN.join(row.key)


@dialog(msg("Match"), position="right", width=480, on_dismiss=closer(PARAMETER))
def draw_match(db: Database, matching: Matching, parameter: str) -> None:
    """Everything that the row rests on."""
    claim, _, inflow = parameter.partition(_BETWEEN)
    row = next((row for row in matching.rows if row.key == (claim, inflow)), None)
    if row is None:
        st.text(say("This match is not made any more: something of it has changed. Close this, and look at the rows."))
        return
    state = STATES[row.state]
    st.badge(state.word, icon=state.icon, color=state.color, help=state.meaning)
    told = texts.of_rows(db, [row])
    _draw_claim(row, told)
    _draw_inflow(row, told)
    _draw_rule(row)
    _draw_judging(row)
    if row.claim and row.state in (State.UNPAID, State.PARTLY, State.OPEN, State.UNKNOWN):
        _draw_offers(db, row.claim, matching)


def _draw_claim(row: Row, told: Mapping[str, str]) -> None:
    claim = row.claim
    if claim is None:
        return
    st.markdown(f"**{plain(say(KINDS[claim.kind]))}**")
    draw_facts(
        {
            say("Who pays"): told.get(claim.key),
            say("Day"): day(date.fromordinal(claim.day)),
            say("Amount"): _money(claim.amount, claim),
            say("Credit notes"): _money(-claim.credited, claim) if claim.credited else None,
            say("Told as paid"): _payments(claim),
            say("Came in all, less owed"): _money(row.difference, claim) if row.inflow else None,
        }
    )
    resource, row_id, *_ = claim.key.split(" ")
    label = say("Open the income") if claim.kind is Kind.INCOME else say("Open the document")
    offer_row(label, resource, row_id, instead_of=PARAMETER, key="open_document")


def _payments(claim: Claim) -> str | None:
    told = [
        say("{amount} on {day}", amount=_money(one.amount, claim), day=day(date.fromordinal(one.day)))
        for one in claim.payments
    ]
    return " · ".join(told) or None


def _draw_inflow(row: Row, told: Mapping[str, str]) -> None:
    inflow = row.inflow
    if inflow is None:
        return
    st.markdown("**Inflow**")
    draw_facts(
        {
            say("The bank's line"): one_line(told.get(inflow.key, "")),
            say("Came on"): day(date.fromordinal(inflow.day)),
            say("Amount"): _money(inflow.amount, inflow),
            say("Of it for this"): _money(row.share, inflow) if row.claim and row.share != inflow.amount else None,
        }
    )
    offer_row(say("Open the inflow"), "transactions", inflow.key, instead_of=PARAMETER, key="open_inflow")


def _draw_rule(row: Row) -> None:
    if row.rule is None:
        return
    st.markdown(f"**{plain(say(RULES[row.rule]))}**")
    draw_facts({say("Tolerance"): tolerance(row.rule, row.claim.kind if row.claim else None)})
    if row.is_best_first:
        st.caption(say("So many fit one another here that the best pair was taken first: look at it yourself."))


def _draw_judging(row: Row) -> None:
    if row.decision:
        state = SAID[said(row)]
        st.badge(state.word, icon=state.icon, color=state.color, help=state.meaning)
        when = exact(instants.decode(row.decision.at), st.context.timezone)
        st.caption(plain(_judgement(is_right=row.decision.is_right, when=when, by=row.decision.actor)))
    elif row.is_changed:
        st.caption(say("Somebody had judged one side alone, before the other came."))
    if not desk.may_change("judge"):
        return
    with st.container(horizontal=True, key="judging"):
        if st.button(say("Right"), key="judge_yes", icon=":material/thumb_up:"):
            _judge(_judged(row.claim, row.inflow), is_right=True)
        if st.button(say("Not right"), key="judge_no", icon=":material/thumb_down:"):
            _judge(_judged(row.claim, row.inflow), is_right=False)
        if row.decision and st.button(say("Take back"), key="judge_back", icon=":material/undo:"):
            _take_back(_judged(row.claim, row.inflow))


def _judgement(*, is_right: bool, when: str, by: str) -> str:
    if desk.is_masked():
        right = say("Said to be right on {when}.", when=when)
        return right if is_right else say("Said to be not right on {when}.", when=when)
    right = say("Said to be right on {when} by {actor}.", when=when, actor=by)
    return right if is_right else say("Said to be not right on {when} by {actor}.", when=when, actor=by)


def _judged(claim: Claim | None, inflow: Inflow | None) -> Judged:
    pair = claim.key if claim else "", inflow.key if inflow else ""
    return Judged(pair, (claim.link if claim else "", inflow.link if inflow else ""), basis(claim, inflow))


def _judge(judged: Judged, *, is_right: bool) -> None:
    matches.judge(desk.database().whole, judged, is_right=is_right, actor=desk.actor())
    _end(say("Kept as right") if is_right else say("Kept as not right"))


def _take_back(judged: Judged) -> None:
    matches.take_back(desk.database().whole, judged, actor=desk.actor())
    _end(say("Taken back"))


def _end(said_: str) -> None:
    st.session_state["said"] = said_
    query.write({PARAMETER: []}, drop=())
    st.rerun()


def _draw_offers(db: Database, claim: Claim, matching: Matching) -> None:
    """Pairs that were rejected, to be taken back, and inflows alone, nearest in amount, to be paired by hand."""
    if not desk.may_change("judge"):
        return
    for key in matching.refused(claim.key):
        label = say("Take back what was rejected")
        if st.button(label, key=f"back_{key[1]}", icon=":material/undo:", type="tertiary"):
            _take_back(Judged(key, (claim.link, "")))
    offered = _nearest(claim, matching)
    if not offered:
        return
    st.markdown(f"**{say('It may be one of these')}**")
    told = texts.of_rows(db, offered)
    for row in offered:
        inflow = row.inflow
        if inflow is None:
            continue
        line = say(
            "{amount} on {day}: {line}",
            amount=_money(inflow.amount, inflow),
            day=day(date.fromordinal(inflow.day)),
            line=told.get(inflow.key, ""),
        )
        if st.button(plain(line), key=f"pair_{inflow.key}", icon=":material/add_link:", type="tertiary"):
            _judge(_judged(claim, inflow), is_right=True)


def _nearest(claim: Claim, matching: Matching) -> Sequence[Row]:
    refused: set[Pair] = {*matching.refused(claim.key)}
    alone = [
        row
        for row in matching.rows
        if row.inflow and not row.claim and row.inflow.currency == claim.currency
        if (claim.key, row.inflow.key) not in refused and row.inflow.day >= claim.day - 30
    ]
    return sorted(alone, key=lambda row: abs((row.inflow.amount if row.inflow else 0) - claim.owed))[:_MOST_OFFERED]


def _money(units: int, of: Claim | Inflow) -> str:
    return money(units / SCALE, of.currency)
