"""Recorded lists, through the client, a pull and the store: once, and once more without a change."""

import json
from threading import Event
from typing import Any

import pytest

from belvo_client import BelvoClient
from resources import RESOURCES, ColumnKind
from store import Database
from store.ops import jobs
from store.write import irregular_rows
from sync.worker import LEASE, Outcome, carry_out
from tests.kit import bodies
from tests.kit.bodies import LINK
from tests.kit.local_belvo import client_of
from tests.kit.rows import tuples
from tests.kit.scripted_belvo import ScriptedBelvo, link_body
from tests.reality.sources import Source, sources

WHOLE = 10_000
"""What the store writes for an amount of 1."""


def serve(belvo: ScriptedBelvo, seen: dict[str, Any]) -> None:
    """Have Belvo list what was seen, in its own words."""
    belvo.reset()
    institution = seen.get("institution") or bodies.institution(
        resources=[resource.offer.name for resource in RESOURCES.values()],
        integration_type="openfinance" if "consents" in seen["lists"] else "credentials",
    )
    rows = {"institutions": [institution], **{_path(name): found for name, found in seen["lists"].items()}}
    belvo.lists = {"links": [link_body()], **{path: [] for path in rows}}
    belvo.texts = {path: [json.dumps(row) for row in found] for path, found in rows.items()}


def _path(resource: str) -> str:
    return resource.replace("_", "-")


def pull(db: Database, client: BelvoClient, resources: list[str]) -> Outcome:
    with db.write() as connection:
        jobs.enqueue(connection, LINK, resources, "operator", full=True)
    job = jobs.claim(db, "tester", LEASE)
    assert job is not None
    outcome = carry_out(db, client, job, Event())
    assert outcome is not None
    return outcome


def stored(db: Database, resource: str, columns: list[str]) -> list[dict[str, Any]]:
    """The rows that Belvo still has, amounts in units and lists as such."""
    money = {column.name for column in RESOURCES[resource].columns if column.kind is ColumnKind.MONEY} | {
        "signed_amount"
    }
    lists = {column.name for column in RESOURCES[resource].columns if column.kind is ColumnKind.LIST}
    with db.read() as connection:
        found = connection.execute(f"SELECT {', '.join(columns)} FROM {resource} WHERE deleted_at IS NULL").fetchall()

    def shown(name: str, value: Any) -> Any:  # noqa: ANN401 - a column's
        if value is None:
            return None
        return value / WHOLE if name in money else json.loads(value) if name in lists else value

    return [{name: shown(name, value) for name, value in zip(columns, row, strict=True)} for row in found]


def kept(db: Database, right: dict[str, Any]) -> dict[str, Any]:
    """What the store holds of all that a file says, in its own order."""
    found: dict[str, Any] = {
        resource: stored(db, resource, [*rows[0]] if rows else ["id"])
        for resource, rows in right.items()
        if resource != "irregular"
    }
    return in_order(found | {"irregular": tuples(irregular_rows.table(db, LINK), "resource", "is_stored", "reasons")})


def in_order(tables: dict[str, Any]) -> dict[str, Any]:
    return {
        name: sorted((tuple(row) if isinstance(row, list) else row for row in rows), key=repr)
        for name, rows in tables.items()
    }


@pytest.mark.parametrize("source", sources("answers"), ids=lambda source: source.path.stem)
def test_what_was_seen_is_stored_as_it_should_be(db: Database, belvo: ScriptedBelvo, source: Source) -> None:
    seen = source.read()
    right = {"irregular": [], **seen["right"]}
    serve(belvo, seen)
    with client_of(belvo.url) as client:
        first, again = (pull(db, client, [*seen["lists"]]) for _ in range(2))
    every = [*first.results, *again.results]
    assert {(result.resource, result.state, result.error) for result in every} == {
        (name, "done", None) for name in seen["lists"]
    }
    assert {(one.tally.added, one.tally.changed, one.tally.deleted) for one in again.results} == {(0, 0, 0)}
    assert kept(db, right) == in_order(right)
