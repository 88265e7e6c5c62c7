"""What is done to links in the store alone, several in one transaction with what became of each."""

import secrets
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial

from domain.link_state import LinkFacts, LinkState, Step, state_of
from languages import msg
from resources import pulled_resources
from store.engine import Connection
from store.ops import jobs
from store.ops.operators import bulk, update_links
from store.ops.operators.bulk import Item, Kind, Outcome
from store.ops.operators.update_links import UpdateLink, Way
from store.queries.links import facts, locales
from store.upkeep import erasure_log
from store.write import links
from store.write.links import LinkRow
from sync.bulk.step import Work

LASTS = timedelta(days=7)
"""How long an address for a repair works."""

GONE = msg("The link is gone")

_CODE = 9
"""Bytes of chance in a code, by which nobody finds one that was not handed to them."""


def new_code() -> str:
    """The code of an address that nobody guesses."""
    return secrets.token_urlsafe(_CODE)


def pull(work: Work, items: Sequence[Item]) -> None:
    """Queue a pull of each link behind what persons wait for."""
    names = [*pulled_resources()]
    _each(work, items, lambda connection, link, _item: _queue(connection, link.link, names))


def _queue(connection: Connection, link: str, names: Sequence[str]) -> Outcome:
    waiting = jobs.queued(connection, link, names)
    job = jobs.enqueue(connection, link, names, bulk.PULLS)
    # One that waited before is not this run's to take back.
    return bulk.done("joined" if waiting else None, job=job)


def follow(work: Work, items: Sequence[Item]) -> None:
    """Have each link pulled by schedule and webhooks from now on, and at once."""
    names = [*pulled_resources()]

    def begin(connection: Connection, link: LinkRow, _item: Item) -> Outcome:
        if link.followed:
            return bulk.skipped(msg("It was followed before"))
        links.set_followed(connection, link.link, followed=True)
        return bulk.done(job=jobs.enqueue(connection, link.link, names, bulk.PULLS))

    _each(work, items, begin)


def unfollow(work: Work, items: Sequence[Item]) -> None:
    """Have each link pulled only when somebody asks for it."""

    def end(connection: Connection, link: LinkRow, _item: Item) -> Outcome:
        if not link.followed:
            return bulk.skipped(msg("It was not followed before"))
        links.set_followed(connection, link.link, followed=False)
        return bulk.done()

    _each(work, items, end)


def hand_out(work: Work, items: Sequence[Item]) -> None:
    """Make an address for each link that only its person can put right."""
    chosen, now = [item.link for item in items], datetime.now(UTC)
    ways = {state.facts.link: way_of(state) for state in map(state_at(now), facts.of_links(work.db, chosen, now))}
    spoken = locales.of_links(work.db, chosen)

    def make(connection: Connection, link: LinkRow, _item: Item) -> Outcome:
        way = ways.get(link.link)
        if way is None:
            return bulk.skipped(msg("It does not need its person"))
        made = UpdateLink(new_code(), link.link, way, spoken[link.link], work.run.actor, now + LASTS)
        update_links.add(connection, made, now)
        return bulk.done(made.code)

    _each(work, items, make)


def state_at(now: datetime) -> Callable[[LinkFacts], LinkState]:
    """How a link is as far as it alone tells, which says what its person can do."""
    return lambda known: state_of(known, now)


def way_of(state: LinkState) -> Way | None:
    """The way in which its person puts a link right; None where that is not theirs to do."""
    match state.step:
        case Step.REPAIR:
            return "repair"
        case Step.RENEW:
            return "renew"
    return None


def undo(work: Work, items: Sequence[Item]) -> None:
    """Take back what another run has done to each link, where that can be."""
    first = work.first
    _each(work, items, partial(_UNDOING[first.kind], work) if first else _nothing)


def _nothing(_connection: Connection, _link: LinkRow, _item: Item) -> Outcome:
    return bulk.skipped(msg("What was to be taken back is not known any more"))


def _cancel(_work: Work, connection: Connection, _link: LinkRow, item: Item) -> Outcome:
    if item.result == "joined":
        return bulk.skipped(msg("It waited before for another reason"))
    is_off = item.job is not None and jobs.call_off(connection, item.job)
    return bulk.done() if is_off else bulk.skipped(msg("The pull had begun or ended"))


def _follow_again(_work: Work, connection: Connection, link: LinkRow, _item: Item) -> Outcome:
    links.set_followed(connection, link.link, followed=True)
    return bulk.done()


def _unfollow_again(work: Work, connection: Connection, link: LinkRow, item: Item) -> Outcome:
    links.set_followed(connection, link.link, followed=False)
    _cancel(work, connection, link, item)
    return bulk.done()


def _revoke(_work: Work, connection: Connection, _link: LinkRow, item: Item) -> Outcome:
    is_off = item.result and update_links.revoke(connection, item.result, datetime.now(UTC))
    return bulk.done() if is_off else bulk.skipped(msg("It led nowhere any more"))


_UNDOING: dict[Kind, Callable[[Work, Connection, LinkRow, Item], Outcome]] = {
    Kind.PULL: _cancel,
    Kind.FOLLOW: _unfollow_again,
    Kind.UNFOLLOW: _follow_again,
    Kind.HAND_OUT: _revoke,
}


def _each(work: Work, items: Sequence[Item], do: Callable[[Connection, LinkRow, Item], Outcome]) -> None:
    known = links.several(work.db, [item.link for item in items])
    with work.writing() as connection:
        for item in items:
            link = known.get(item.link)
            is_gone = link is None or link.deleted_at is not None or erasure_log.is_erased(connection, item.link)
            outcome = bulk.skipped(GONE) if link is None or is_gone else do(connection, link, item)
            bulk.settle(connection, work.run.id, item, outcome)
