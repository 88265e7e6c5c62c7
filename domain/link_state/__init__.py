"""The state of a link: what is shown of it, why, whose turn it is, and what is done next.

`LinkFacts` go in with a clock, a `LinkState` comes out. What people read about links is written here, once.
"""

from domain.link_state.advice import Advice, advise
from domain.link_state.badges import Badge
from domain.link_state.facts import Consent, Failure, History, LinkFacts, PendingJob, PullProgress
from domain.link_state.reasons import REASONS, Reason, due_at
from domain.link_state.state import LinkState, Peers, alone, judge, own_turn, queue, state_of, tells_of_the_bank
from domain.link_state.turns import Step, Turn
from domain.link_state.waiting import LOADING, Wait, WaitsFor

__all__ = [
    "LOADING",
    "REASONS",
    "Advice",
    "Badge",
    "Consent",
    "Failure",
    "History",
    "LinkFacts",
    "LinkState",
    "Peers",
    "PendingJob",
    "PullProgress",
    "Reason",
    "Step",
    "Turn",
    "Wait",
    "WaitsFor",
    "advise",
    "alone",
    "due_at",
    "judge",
    "own_turn",
    "queue",
    "state_of",
    "tells_of_the_bank",
]
