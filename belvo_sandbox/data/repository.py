"""What the sandbox holds of a link: finds, builds and keeps the shelves of its resources."""

from collections.abc import Hashable, Mapping, Sequence
from operator import itemgetter
from typing import Any

from belvo_sandbox.bank import corrections, links
from belvo_sandbox.bank.links import Link
from belvo_sandbox.core.caches import Cache
from belvo_sandbox.core.clock import text
from belvo_sandbox.data.sandbox import Sandbox
from belvo_sandbox.fetches import fetched_rows, fetches
from belvo_sandbox.fetches.fetched_rows import Finding
from belvo_sandbox.fetches.fetches import Collection
from belvo_sandbox.fetches.rendered_list import Kept, Shelf, build, weigh
from belvo_sandbox.lifecycle import scheduler
from belvo_sandbox.products import ACCOUNTS, TRANSACTIONS
from belvo_sandbox.products.declaration import Resource
from belvo_sandbox.products.link_data import LinkData, load_link_data

Collections = Mapping[str, Sequence[Collection]]
_GLIMPSED = 16 * 1024 * 1024  # bytes that are kept while a glimpse lasts


def all_links(sandbox: Sandbox) -> list[Link]:
    """Every link, newest first, with all that time has done to it."""
    scheduler.catch_up(sandbox.state, sandbox.clock.now())
    with sandbox.state.read() as connection:
        return links.all_newest_first(connection)


def link_of(sandbox: Sandbox, id_: str) -> list[Link]:
    """The link of this id, if there is one, with all that time has done to it."""
    scheduler.catch_up(sandbox.state, sandbox.clock.now())
    with sandbox.state.read() as connection:
        link = links.find(connection, id_)
    return [link] if link else []


def shelf(sandbox: Sandbox, link: Link, resource: Resource) -> Shelf:
    """What lists show of a link's resource."""

    def load() -> Shelf:
        with sandbox.state.read() as connection:
            collections, deleted = fetches.load(connection, link.id), fetches.deletions(connection, link.id)
        return _build(sandbox, link, resource, collections, deleted, key, sandbox.kept)

    key = (link.id, link.version, resource.name)
    return sandbox.shelves.get(key, load)


def glimpse(sandbox: Sandbox, link: Link, resource: Resource, *found: Collection) -> Shelf:
    """What some collections would find, kept nowhere."""
    collections = dict.fromkeys((resource.name, *resource.also_fetches), found)
    return _build(sandbox, link, resource, collections, {}, None, Cache(_GLIMPSED, weigh))


def compare(
    sandbox: Sandbox, link: Link, resource: Resource, earlier: Sequence[Collection], newest: Collection
) -> Finding:
    """What a collection finds that earlier ones have not, without a row made of any."""
    return fetched_rows.compare(_link_data(sandbox, link), resource, earlier, newest)


def declared(sandbox: Sandbox, link: Link) -> list[dict[str, Any]]:
    """The corrections of what a link may have collected before they were made, those to come among them."""
    of_link, now = _link_data(sandbox, link), sandbox.clock.now()
    found = (
        (candidate, candidate.correction)
        for candidate in TRANSACTIONS.candidates(of_link, now)
        if candidate.correction and text(candidate.correction.at) >= link.created_at
    )
    shown = [
        {
            "id": of_link.row_id(TRANSACTIONS.path, *candidate.key),
            "at": text(correction.at),
            "kind": "deleted" if correction.deletes else "updated",
            "fields": sorted(correction.earlier),
        }
        for candidate, correction in found
    ]
    return sorted(shown, key=itemgetter("at"))


def holding(sandbox: Sandbox, resource: Resource, row_id: str) -> tuple[Link, Shelf, int] | None:
    """The link, shelf and place of a row."""
    scheduler.catch_up(sandbox.state, sandbox.clock.now())
    with sandbox.state.read() as connection:
        link = links.of_row(connection, row_id)
    if link is None:
        return None
    found = shelf(sandbox, link, resource)
    place = found.find(row_id)
    return None if place is None else (link, found, place)


def _link_data(sandbox: Sandbox, link: Link) -> LinkData:
    with sandbox.state.read() as connection:
        return load_link_data(link, sandbox.ledgers, corrections.mode(connection))


def _build(
    sandbox: Sandbox,
    link: Link,
    resource: Resource,
    collections: Collections,
    deleted: Mapping[str, int],
    key: Hashable,
    kept: Kept,
) -> Shelf:
    of_link, accounts = _link_data(sandbox, link), None
    if resource.embeds_account:
        accounts = build(of_link, ACCOUNTS, collections, deleted, None, (key, "accounts"), kept)
    return build(of_link, resource, collections, deleted, accounts, key, kept)
