"""Lists that are too long to be rendered at once say what they would say if they were not."""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import orjson
import pytest

from belvo_sandbox import create_app
from belvo_sandbox.bank import links
from belvo_sandbox.bank.links import Link, Terms
from belvo_sandbox.core.caches import Cache
from belvo_sandbox.data import repository
from belvo_sandbox.data.sandbox import Sandbox
from belvo_sandbox.fetches import fetches, rendered_list
from belvo_sandbox.fetches.fetches import Collection
from belvo_sandbox.fetches.rendered_list import Shelf
from belvo_sandbox.products import TRANSACTIONS
from belvo_sandbox.products.declaration import Candidate, Stamp
from belvo_sandbox.products.filters import ListFilter
from belvo_sandbox.products.link_data import LinkData
from tests.belvo_sandbox.conftest import NOW


@pytest.fixture
def sandbox(tmp_path: Path) -> Sandbox:
    sandbox: Sandbox = create_app(tmp_path, now=NOW).state.sandbox
    return sandbox


def _link(sandbox: Sandbox, user: str) -> Link:
    bank, terms = "erebor_mx_retail", Terms("recurrent", None, "store", "365d", ())
    with sandbox.state.write() as connection:
        link = links.add(connection, 1, bank, links.person_of(1, bank, user), user, terms, NOW)
        fetches.record_history(connection, link, NOW)
        return links.get(connection, link.id)


def _shelf(sandbox: Sandbox, user: str) -> Shelf:
    """What is held of a link whose last days were collected again twice, the second time of one account only."""
    link = _collect(sandbox, _link(sandbox, user), NOW + timedelta(days=3))
    account = orjson.loads(repository.shelf(sandbox, link, TRANSACTIONS).row(0))["account"]["id"]
    return repository.shelf(sandbox, _collect(sandbox, link, NOW + timedelta(days=5), account), TRANSACTIONS)


def _collect(sandbox: Sandbox, link: Link, at: datetime, account: str | None = None) -> Link:
    found = Collection(0, at, at.date() - timedelta(days=40), at.date(), account)
    with sandbox.state.write() as connection:
        fetches.record(connection, links.get(connection, link.id), ["TRANSACTIONS"], found)
        return links.get(connection, link.id)


@pytest.mark.parametrize("user", ["bulk_2000", "bnk100"])
def test_a_long_list_has_the_rows_of_a_short_one(
    sandbox: Sandbox, user: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    short = _shelf(sandbox, user)
    monkeypatch.setattr(rendered_list, "_MANY", 0)
    long = _shelf(create_app(tmp_path / "other", now=NOW).state.sandbox, user)
    assert len({len(run.found) for run in short.runs}) > 1
    assert [[*long.rows], [*long.bodies], [*long.ids]] == [[*short.rows], [*short.bodies], [*short.ids]]
    assert [long.find(short.ids[place]) for place in (0, 700, 1500)] == [0, 700, 1500]
    newest = short.runs[-1].found[-1].number
    assert long.found_by(newest) == short.found_by(newest) != []


@pytest.mark.parametrize("filter_", TRANSACTIONS.filters, ids=lambda filter_: filter_.name)
def test_a_long_list_is_narrowed_by_what_its_rows_say(
    sandbox: Sandbox, filter_: ListFilter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rendered_list, "_MANY", 0)
    long = _shelf(sandbox, "bulk_800")
    assert [*long.column(filter_)] == [filter_.value(orjson.loads(row)) for row in long.rows]


def test_a_long_list_is_rendered_once_page_by_page_and_not_all_of_it_is_kept(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    rendered: list[tuple[object, ...]] = []

    def body(data: LinkData, candidate: Candidate, stamp: Stamp) -> dict[str, Any]:
        rendered.append(candidate.key)
        return TRANSACTIONS.body(data, candidate, stamp)

    monkeypatch.setattr(rendered_list, "_MANY", 0)
    kept: rendered_list.Kept = Cache(10_000_000, rendered_list.weigh)
    link = _link(sandbox, "bulk_20000")
    shelf = repository.shelf(replace(sandbox, kept=kept), link, replace(TRANSACTIONS, body=body))
    assert (len(shelf), rendered) == (20_000, [])
    size = sum(len(shelf.row(place)) for place in range(len(shelf) - 1, -1, -1))
    assert len(rendered) == len({*rendered}) == 20_000
    assert size > 25_000_000
    assert len(kept) < 30
