"""Lists that are too long to be rendered at once say what they would say if they were not."""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import orjson
import pytest

from belvo_sandbox import create_app
from belvo_sandbox.bank import links
from belvo_sandbox.bank.links import Link, LinkOptions
from belvo_sandbox.core.caches import Cache
from belvo_sandbox.data import repository
from belvo_sandbox.data.sandbox import Sandbox
from belvo_sandbox.fetches import fetch_log, rendered_list
from belvo_sandbox.fetches.fetch_log import Fetch
from belvo_sandbox.fetches.rendered_list import RenderedList
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
    bank, options = "erebor_mx_retail", LinkOptions("recurrent", None, "store", "365d", ())
    with sandbox.state.write() as connection:
        link = links.add(connection, 1, bank, links.institution_user_id(1, bank, user), user, options, NOW)
        fetch_log.record_history(connection, link, NOW)
        return links.get(connection, link.id)


def _fetched_list(sandbox: Sandbox, user: str) -> RenderedList:
    """The transactions of a link whose last days were fetched again twice, the second time of one account only."""
    link = _fetch(sandbox, _link(sandbox, user), NOW + timedelta(days=3))
    account = orjson.loads(repository.rendered_list(sandbox, link, TRANSACTIONS).rows[0])["account"]["id"]
    return repository.rendered_list(sandbox, _fetch(sandbox, link, NOW + timedelta(days=5), account), TRANSACTIONS)


def _fetch(sandbox: Sandbox, link: Link, at: datetime, account: str | None = None) -> Link:
    fetch = Fetch(0, at, at.date() - timedelta(days=40), at.date(), account)
    with sandbox.state.write() as connection:
        fetch_log.record(connection, links.get(connection, link.id), ["TRANSACTIONS"], fetch)
        return links.get(connection, link.id)


@pytest.mark.parametrize("user", ["bulk_2000", "bnk100"])
def test_a_long_list_has_the_rows_of_a_short_one(
    sandbox: Sandbox, user: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    short = _fetched_list(sandbox, user)
    monkeypatch.setattr(rendered_list, "_MANY", 0)
    long = _fetched_list(create_app(tmp_path / "other", now=NOW).state.sandbox, user)
    assert len({len(span.fetches) for span in short.spans}) > 1
    assert [[*long.rows], [*long.bodies], [*long.ids]] == [[*short.rows], [*short.bodies], [*short.ids]]
    assert [long.find(short.ids[index]) for index in (0, 700, 1500)] == [0, 700, 1500]
    newest = short.spans[-1].fetches[-1].number
    assert long.fetched_by(newest) == short.fetched_by(newest) != []


@pytest.mark.parametrize("filter_", TRANSACTIONS.filters, ids=lambda filter_: filter_.name)
def test_a_long_list_is_narrowed_by_what_its_rows_say(
    sandbox: Sandbox, filter_: ListFilter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rendered_list, "_MANY", 0)
    long = _fetched_list(sandbox, "bulk_800")
    assert [*long.column(filter_)] == [filter_.value(orjson.loads(row)) for row in long.rows]


def test_a_long_list_is_rendered_once_page_by_page_and_not_all_of_it_is_kept(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    rendered: list[tuple[object, ...]] = []

    def body(data: LinkData, candidate: Candidate, stamp: Stamp) -> dict[str, Any]:
        rendered.append(candidate.key)
        return TRANSACTIONS.body(data, candidate, stamp)

    monkeypatch.setattr(rendered_list, "_MANY", 0)
    row_cache: rendered_list.RowCache = Cache(10_000_000, rendered_list.weigh)
    link = _link(sandbox, "bulk_20000")
    transactions = repository.rendered_list(
        replace(sandbox, row_cache=row_cache), link, replace(TRANSACTIONS, body=body)
    )
    assert (len(transactions), rendered) == (20_000, [])
    size = sum(len(transactions.rows[index]) for index in range(len(transactions) - 1, -1, -1))
    assert len(rendered) == len({*rendered}) == 20_000
    assert size > 25_000_000
    assert len(row_cache) < 30
