"""Figures of the desk itself: how its links are, and who connected lately."""

from collections import Counter
from datetime import timedelta

from fastapi import APIRouter

from domain.link_state import Badge, queue
from store.core import instants
from store.ops import sessions
from store.queries.links import overview
from web.api.figures.figure import Figure, answer, figure
from web.api.links import states_of
from web.api.lists import Answer, NoParameters, Page
from web.api.reader import Reading

router = APIRouter()

_DAY = timedelta(days=1)


@router.get("/overview", response_model=Page[Figure], response_class=Answer, summary="Of the page Overview")
def of_overview(reader: Reading, _asked: NoParameters) -> Answer:
    """Links by state, how many need somebody and whom, what is stored, and who connected in a day."""
    reader.opens("overview")
    summary = overview.summary(reader.db)
    known = states_of(reader)
    needy = queue(known.values())
    badges = Counter(state.badge for state in known.values())
    turns = Counter(state.turn for state in needy if state.turn)
    tried, linked = sessions.outcome_counts(reader.db, instants.encode(reader.now - _DAY))
    told = [
        figure("links", summary.links),
        figure("need_attention", len(needy)),
        figure("consents_that_end", badges[Badge.CONSENT_ENDS] + badges[Badge.CONSENT_ENDED]),
        figure("connected_in_a_day", linked),
        figure("tried_in_a_day", tried),
        figure("accounts", summary.accounts),
        figure("transactions", summary.transactions),
        figure("pulling", summary.pulling),
        figure("failing", summary.failing),
        *(figure("links_by_state", number, group=badge) for badge, number in sorted(badges.items())),
        *(figure("links_by_turn", number, group=turn) for turn, number in sorted(turns.items())),
    ]
    return answer(reader, "overview", told)
