"""Links and their rows: finds, renders and caches the lists of their resources."""

from collections.abc import Hashable, Mapping, Sequence
from operator import itemgetter
from typing import Any

from belvo_sandbox.bank import corrections, links
from belvo_sandbox.bank.links import Link
from belvo_sandbox.core.caches import Cache
from belvo_sandbox.core.clock import text
from belvo_sandbox.data.sandbox import Sandbox
from belvo_sandbox.fetches import fetch_log, fetched_rows
from belvo_sandbox.fetches.fetch_log import Fetch
from belvo_sandbox.fetches.fetched_rows import Changes
from belvo_sandbox.fetches.rendered_list import RenderedList, RowCache, render_list, weigh
from belvo_sandbox.lifecycle import scheduler
from belvo_sandbox.products import ACCOUNTS, TRANSACTIONS
from belvo_sandbox.products.declaration import Resource
from belvo_sandbox.products.link_data import LinkData, load_link_data

_PREVIEW_CACHE = 16 * 1024 * 1024  # bytes


def all_links(sandbox: Sandbox) -> list[Link]:
    """Every link, newest first, with all that time has done to it."""
    scheduler.run_due_events(sandbox.state, sandbox.clock.now())
    with sandbox.state.read() as connection:
        return links.all_newest_first(connection)


def links_by_id(sandbox: Sandbox, id_: str) -> list[Link]:
    """The link of this id, if there is one, with all that time has done to it."""
    scheduler.run_due_events(sandbox.state, sandbox.clock.now())
    with sandbox.state.read() as connection:
        link = links.find(connection, id_)
    return [link] if link else []


def rendered_list(sandbox: Sandbox, link: Link, resource: Resource) -> RenderedList:
    """The rows of a link's resource."""

    def load() -> RenderedList:
        with sandbox.state.read() as connection:
            of_link, deleted = fetch_log.load(connection, link.id), fetch_log.deletions(connection, link.id)
        return _render(sandbox, link, resource, of_link, deleted, key, sandbox.row_cache)

    key = (link.id, link.version, resource.name)
    return sandbox.lists.get(key, load)


def preview(sandbox: Sandbox, link: Link, resource: Resource, fetch: Fetch) -> RenderedList:
    """The rows that a fetch would return, kept nowhere."""
    of_link = {name: [fetch] for name in (resource.name, *resource.also_fetches)}
    return _render(sandbox, link, resource, of_link, {}, None, Cache(_PREVIEW_CACHE, weigh))


def changes_since(sandbox: Sandbox, link: Link, resource: Resource, earlier: Sequence[Fetch], newest: Fetch) -> Changes:
    """As `fetched_rows.changes_since`: no row is made for it."""
    return fetched_rows.changes_since(_link_data(sandbox, link), resource, earlier, newest)


def list_corrections(sandbox: Sandbox, link: Link) -> list[dict[str, Any]]:
    """The corrections of what a link may have fetched before they were made, those to come among them."""
    data, now = _link_data(sandbox, link), sandbox.clock.now()
    listed = [
        {
            "id": data.row_id(TRANSACTIONS.path, *candidate.key),
            "at": text(correction.at),
            "kind": "deleted" if correction.deletes else "updated",
            "fields": sorted(correction.fields_before),
        }
        for candidate in TRANSACTIONS.candidates(data, now)
        if (correction := candidate.correction) and text(correction.at) >= link.created_at
    ]
    return sorted(listed, key=itemgetter("at"))


def find_row(sandbox: Sandbox, resource: Resource, row_id: str) -> tuple[Link, RenderedList, int] | None:
    """The link, list and index of a row."""
    scheduler.run_due_events(sandbox.state, sandbox.clock.now())
    with sandbox.state.read() as connection:
        link = links.for_row(connection, row_id)
    if link is None:
        return None
    rows = rendered_list(sandbox, link, resource)
    index = rows.find(row_id)
    return None if index is None else (link, rows, index)


def _link_data(sandbox: Sandbox, link: Link) -> LinkData:
    with sandbox.state.read() as connection:
        return load_link_data(link, sandbox.ledgers, corrections.mode(connection))


def _render(
    sandbox: Sandbox,
    link: Link,
    resource: Resource,
    of_link: Mapping[str, Sequence[Fetch]],
    deleted: Mapping[str, int],
    key: Hashable,
    cache: RowCache,
) -> RenderedList:
    data, accounts = _link_data(sandbox, link), None
    if resource.embeds_account:
        accounts = render_list(data, ACCOUNTS, of_link, deleted, None, (key, "accounts"), cache)
    return render_list(data, resource, of_link, deleted, accounts, key, cache)
