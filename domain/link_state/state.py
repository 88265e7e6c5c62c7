"""The decision: from what is known about links to how each is, whose turn it is, and what is done next."""

from bisect import bisect_left, insort
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from domain.link_state.badges import Badge
from domain.link_state.errors import cause_of
from domain.link_state.facts import Failure, LinkFacts
from domain.link_state.reasons import REASONS, Reason, Trouble, reason_of
from domain.link_state.turns import Step, Turn
from domain.link_state.waiting import Wait, wait_of

FEW = 2
"""From so many other links on, how they do says more than one link's own error."""

_STATUSES = {badge.value for badge in (Badge.VALID, Badge.TOKEN_REQUIRED, Badge.INVALID, Badge.UNCONFIRMED)}


@dataclass(frozen=True, slots=True)
class Peers:
    """The other links at an institution whose consent has not ended, and how many of them can't be pulled.

    `outdated` are those that were pulled well only before the link failed, and so say nothing about it.
    """

    others: int = 0
    troubled: int = 0
    outdated: int = 0

    @property
    def most_are_troubled(self) -> bool:
        """Whether they speak of the bank: more than half of them can't be pulled, and they are no single case.

        Half is not enough. As many links work with the same bank then, and a link that is called the bank's fault is
        taken off everybody's list; so its own error decides.
        """
        return self.others >= FEW and 2 * self.troubled > self.others


@dataclass(frozen=True, slots=True)
class LinkState:
    """How a link is. `reason`, `turn` and `step` are None where nobody is needed, `wait` where nothing is waited for.

    `since` is when the reason came up; `failure` is the error that explains it, if one does.
    """

    facts: LinkFacts
    badge: Badge
    reason: Reason | None = None
    since: datetime | None = None
    failure: Failure | None = None
    turn: Turn | None = None
    step: Step | None = None
    wait: Wait | None = None
    peers: Peers = Peers()

    @property
    def is_broken(self) -> bool:
        """Whether it can't be pulled, as far as is known, whatever is tried at the moment."""
        return self.reason is not None and REASONS[self.reason].stops

    @property
    def trouble(self) -> Badge | None:
        """The badge of the reason, which a pull that is tried hides."""
        return REASONS[self.reason].badge if self.reason else None


def judge(facts: Iterable[LinkFacts], now: datetime, ahead: timedelta = timedelta()) -> dict[str, LinkState]:
    """The states of links, by their ids; how the links of one institution do tells whose turn it is with each.

    So all links there have to be among them. Belvo's clock is `ahead` of the one that says `now`.
    """
    single = [alone(one, now, ahead) for one in facts]
    there = [state for state in single if tells_of_the_bank(state)]
    pulled = _well_pulled(there)
    others = Counter(state.facts.institution for state in there)
    troubled = Counter(state.facts.institution for state in there if state.is_broken)
    found = {}
    for state in single:
        is_one, institution = tells_of_the_bank(state), state.facts.institution
        outdated = bisect_left(pulled[institution], state.since) if state.since else 0
        peers = Peers(others[institution] - is_one, troubled[institution] - (is_one and state.is_broken), outdated)
        found[state.facts.link] = _among(state, peers if institution else Peers())
    return found


def queue(states: Iterable[LinkState]) -> list[LinkState]:
    """Those that need somebody, worst first, then longest."""
    return sorted((state for state in states if state.reason), key=_urgency)


def state_of(facts: LinkFacts, now: datetime, peers: Peers = Peers(), *, ahead: timedelta = timedelta()) -> LinkState:
    """The state of one link, given how the others at its institution do."""
    return _among(alone(facts, now, ahead), peers)


def _urgency(state: LinkState) -> tuple[int, datetime]:
    consent = state.facts.consent
    when = state.since or (consent and consent.expires_at) or datetime.max.replace(tzinfo=UTC)
    return [*Reason].index(state.reason) if state.reason else len(Reason), when


def alone(facts: LinkFacts, now: datetime, ahead: timedelta = timedelta()) -> LinkState:
    """All that does not depend on other links."""
    if facts.deleted_at is not None:
        return LinkState(facts, Badge.DELETED)
    reason, since = reason_of(facts, now, ahead)
    wait = wait_of(facts, now) if facts.job or reason is None else None
    explains = reason is not None and reason is not Reason.STALE
    badge = _badge(facts, reason, wait)
    wait = wait if badge in (Badge.WAITING, Badge.BANK_DOWN) else None
    return LinkState(facts, badge, reason, since, facts.last_failure if explains else None, wait=wait)


def _badge(facts: LinkFacts, reason: Reason | None, wait: Wait | None) -> Badge:
    """The one that matters most: what is tried now comes before what was, and both before what Belvo calls the link."""
    if reason is Reason.BANK_DOWN:
        return Badge.BANK_DOWN  # what is tried in vain is no pull
    if reason is Reason.UNCONFIRMED and not (facts.job and facts.job.is_running):
        return Badge.UNCONFIRMED
    if facts.job is not None:
        return Badge.PULLING if facts.job.is_running else Badge.WAITING
    if reason is not None:
        return REASONS[reason].badge
    if wait is not None:
        return Badge.WAITING
    return Badge(facts.status) if facts.status in _STATUSES else Badge.UNKNOWN


def _well_pulled(states: Iterable[LinkState]) -> defaultdict[str | None, list[datetime]]:
    """By institution, when the links that can be pulled were, the earliest first."""
    found = defaultdict[str | None, list[datetime]](list)
    for state in states:
        if not state.is_broken and state.facts.pulled_at is not None:
            insort(found[state.facts.institution], state.facts.pulled_at)
    return found


def tells_of_the_bank(state: LinkState) -> bool:
    """Whether the bank has a part in how the link does: not where it is gone, or its consent has ended."""
    return state.badge is not Badge.DELETED and state.reason is not Reason.CONSENT_ENDED


def _among(state: LinkState, peers: Peers) -> LinkState:
    if state.reason is None:
        return replace(state, peers=peers)
    turn, step = _turn(state, REASONS[state.reason], peers), REASONS[state.reason].step
    if state.reason is Reason.PULL_FAILED and state.failure is not None:
        step = cause_of(state.failure).step
    return replace(state, turn=turn, step=step, peers=peers)


def _turn(state: LinkState, trouble: Trouble, peers: Peers) -> Turn:
    """Whose turn it is: the bank's where it is down or fails most links, else as the link's own error says.

    An outage that no other link there has had since is none, and pulling again is up to us.
    """
    if not trouble.is_the_banks:
        return trouble.turn
    if state.facts.institution_is_down or peers.most_are_troubled:
        return Turn.BANK
    turn = own_turn(state) or trouble.turn
    is_known_from_others = state.reason is Reason.PULL_FAILED and peers.others > peers.outdated
    return Turn.US if turn is Turn.BANK and is_known_from_others and not peers.troubled else turn


def own_turn(state: LinkState) -> Turn | None:
    """Whose turn it is as far as the link alone tells; None where nobody is needed."""
    if state.reason is None:
        return None
    if state.reason is Reason.PULL_FAILED and state.failure is not None:
        return cause_of(state.failure).turn
    return REASONS[state.reason].turn
