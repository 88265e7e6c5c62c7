"""What the sandbox holds of a link: finds, builds and keeps the shelves of its resources."""

from collections.abc import Mapping, Sequence

from belvo_sandbox import collecting, links, timeline
from belvo_sandbox.collecting import Collection
from belvo_sandbox.links import Link
from belvo_sandbox.products import ACCOUNTS
from belvo_sandbox.resources import Resource
from belvo_sandbox.sandbox import Sandbox
from belvo_sandbox.shelves import Shelf, build, covered
from belvo_sandbox.sources import source

Collections = Mapping[str, Sequence[Collection]]


def all_links(sandbox: Sandbox) -> list[Link]:
    """Every link, newest first, with all that time has done to it."""
    timeline.catch_up(sandbox.state, sandbox.clock.now())
    with sandbox.state.read() as connection:
        return links.all_newest_first(connection)


def shelf(sandbox: Sandbox, link: Link, resource: Resource) -> Shelf:
    """What lists show of a link's resource."""

    def load() -> Shelf:
        with sandbox.state.read() as connection:
            collections, deleted = collecting.load(connection, link.id), collecting.deletions(connection, link.id)
        return _build(sandbox, link, resource, collections, deleted)

    return sandbox.shelves.get((link.id, link.version, resource.name), load)


def glimpse(sandbox: Sandbox, link: Link, resource: Resource, *found: Collection) -> Shelf:
    """What some collections would find, kept nowhere."""
    collections = dict.fromkeys((resource.name, *resource.brings), found)
    return _build(sandbox, link, resource, collections, {})


def keys(sandbox: Sandbox, link: Link, resource: Resource, *found: Collection) -> set[tuple[object, ...]]:
    """The keys of what some collections would find, without a row made of any."""
    return covered(source(link, sandbox.ledgers), resource, found)


def holding(sandbox: Sandbox, resource: Resource, row_id: str) -> tuple[Link, Shelf, int] | None:
    """The link, shelf and place of a row."""
    timeline.catch_up(sandbox.state, sandbox.clock.now())
    with sandbox.state.read() as connection:
        link = links.of_row(connection, row_id)
    if link is None:
        return None
    found = shelf(sandbox, link, resource)
    place = found.find(row_id)
    return None if place is None else (link, found, place)


def _build(
    sandbox: Sandbox, link: Link, resource: Resource, collections: Collections, deleted: Mapping[str, int]
) -> Shelf:
    of_link = source(link, sandbox.ledgers)
    accounts = build(of_link, ACCOUNTS, collections, deleted, None) if resource.embeds_account else None
    return build(of_link, resource, collections, deleted, accounts)
