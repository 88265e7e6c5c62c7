"""Rows that are not as described, of every resource: each harms itself only, and the pull after it is right."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest

from belvo_client import BelvoClient
from belvo_sandbox import Served
from store import Database
from store.ops import jobs
from store.write import irregular_rows, rows
from store.write.irregular_rows import CHARACTERS, NO_ID
from sync import pull_link
from tests.kit.local_belvo import client_of
from tests.kit.rows import tuples
from tests.sync.test_every_resource import KINDS

USERS = {"gringotts_br_retail": ("bnk102", "low"), "tatooine_mx_fiscal": ("fiscal102", "low")}
"""Who has little, where somebody has a lot."""

TOLD = {"row_without_id": (NO_ID, True), "half_emoji": (CHARACTERS, True), "broken_row": ("no JSON", False)}
"""Faults of the first row of each list, by what is told of it and whether it is stored."""


@pytest.fixture(scope="module")
def client(sandbox: Served) -> Iterator[BelvoClient]:
    with client_of(sandbox.url) as client:
        yield client


def path_of(resource: str) -> str:
    """Where Belvo lists it: `br_balances` at `br/balances`."""
    return re.sub(r"^(br|cl|mx)_", r"\1/", resource).replace("_", "-")


def pull(db: Database, client: BelvoClient, link: str, resources: list[str]) -> set[tuple[str, str]]:
    """The resources that were pulled, with the states in which that ended."""
    with db.write() as connection:
        jobs.enqueue(connection, link, resources, "operator", full=True)
    job = jobs.claim(db, "tester", timedelta(seconds=60))
    assert job is not None
    results = pull_link(db, client, job)
    jobs.finish(db, job)
    return {(result.resource, result.state) for result in results}


@pytest.mark.parametrize("institution", KINDS)
def test_an_odd_row_of_any_resource_is_told_and_the_next_pull_is_right(
    db: Database, sandbox: Served, client: BelvoClient, institution: str
) -> None:
    link = client.links.create(institution, *USERS.get(institution, ("user_valid", "pass_valid")))["id"]
    counts = {name: client.resource(name).count(link=link) for name in sorted(KINDS[institution])}
    filled = {name for name, count in counts.items() if count}
    done = {(name, "done") for name in counts}
    for fault, told in TOLD.items():
        for name in counts:
            sandbox.control.add_fault(fault, endpoint=f"GET /api/{path_of(name)}/", link=link)
        assert pull(db, client, link, [*counts]) == done
        sandbox.control.end_faults()
        found = tuples(irregular_rows.table(db, link), "resource", "reasons", "is_stored")
        assert (fault, {*found}) == (fault, {(name, *told) for name in filled})
    assert pull(db, client, link, [*counts]) == done
    assert irregular_rows.table(db, link).empty
    with db.read() as connection:
        assert {name: rows.live_count(connection, name, link) for name in counts} == counts
