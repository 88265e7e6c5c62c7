"""Pulls from a local Belvo whose clock moves: what is stored follows what banks correct and take back."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from belvo_client import BelvoClient, Retries
from belvo_sandbox import serve
from store import Database, rows
from tests.sync.test_local_belvo import KEYS, connect, pull


def _stored(db: Database, ids: set[str]) -> dict[str, Mapping[str, Any] | None]:
    return {id_: rows.body(db, "transactions", id_) for id_ in ids}


@pytest.mark.parametrize(("mode", "moves"), [("dates_stay", (40,)), ("dates_move", (9, 9))])
def test_after_a_pull_the_store_holds_what_belvo_lists(
    db: Database, tmp_path: Path, mode: str, moves: tuple[int, ...]
) -> None:
    with serve(tmp_path / "sandbox") as server, BelvoClient(server.url, *KEYS, retries=Retries.off()) as client:
        server.control.set_corrections(mode)
        link = connect(client)
        pull(db, client, link)
        for days in moves:
            corrections = server.control.corrections(link)
            server.control.advance(days=days)
            pull(db, client, link)
            listed = {row["id"]: row for row in client.transactions.list(link=link)}
            with db.read() as connection:
                assert rows.live_ids(connection, "transactions", link) == set(listed)
            updated = {one["id"] for one in corrections if one["kind"] == "updated"} & listed.keys()
            assert updated
            stored = _stored(db, updated)
            for id_ in updated:
                body = stored[id_] or {}
                for name in ("amount", "balance", "category", "description", "accounting_date", "status"):
                    assert body[name] == listed[id_][name]
