"""Historical data: waited for by webhook, or looked for after growing gaps."""

from datetime import timedelta

import pandas as pd
import pytest

from store import Database
from store.core import instants
from store.ops import historical
from store.ops.historical import FALLBACK, GAPS
from store.upkeep import sandbox_reset
from store.write import links
from tests.kit import bodies
from tests.kit.bodies import LINK
from tests.kit.rows import records, tuples

START = "2026-11-24T05:00:00.000000Z"


def at(seconds: float) -> str:
    return instants.encode(instants.decode(START) + timedelta(seconds=seconds))


@pytest.fixture
def waiting(db: Database) -> Database:
    """A link two of whose resources Belvo has begun to load."""
    with db.write() as connection:
        links.save(connection, bodies.link())
        historical.expect(connection, LINK, ["accounts", "transactions"], now=START)
    return db


def poll(db: Database, seconds: float, *, webhooks: bool) -> list[str]:
    with db.write() as connection:
        return historical.polls_due(connection, webhooks=webhooks, now=at(seconds)).get(LINK, [])


def listed(db: Database, resource: str, rows: int, began: float) -> None:
    with db.write() as connection:
        historical.note_listing(connection, LINK, resource, rows, began=at(began), now=at(began + 1))


def states(db: Database) -> list[tuple[str, str]]:
    return [(row["resource"], row["state"]) for row in records(historical.state(db, LINK))]


def test_a_resource_is_there_when_it_was_announced_and_then_listed(waiting: Database) -> None:
    assert poll(waiting, 0, webhooks=True) == []
    assert states(waiting) == [("accounts", "waiting"), ("transactions", "waiting")]
    listed(waiting, "accounts", 2, began=1)
    with waiting.write() as connection:
        historical.announce(connection, LINK, "accounts", now=at(5))
    assert states(waiting) == [("accounts", "loading"), ("transactions", "waiting")]
    listed(waiting, "accounts", 2, began=4)  # begun before the webhook came: it may have missed rows
    assert states(waiting)[0] == ("accounts", "loading")
    listed(waiting, "accounts", 3, began=6)
    assert records(historical.state(waiting, LINK))[0] == {
        "resource": "accounts",
        "state": "there",
        "since": pd.Timestamp(START),
        "announced_at": pd.Timestamp(at(5)),
        "next_at": None,
        "polls": 0,
        "rows": 3,
        "ended_at": pd.Timestamp(at(7)),
        "reason": "Everything that Belvo loaded is here.",
    }


def test_where_no_webhook_can_come_it_is_looked_for_after_growing_gaps(waiting: Database) -> None:
    assert poll(waiting, 0, webhooks=False) == []
    assert tuples(historical.state(waiting, LINK), "state", "next_at") == [("polling", pd.Timestamp(at(GAPS[0])))] * 2
    assert poll(waiting, GAPS[0] - 1, webhooks=False) == []
    assert poll(waiting, GAPS[0], webhooks=False) == ["accounts", "transactions"]
    assert poll(waiting, GAPS[0] + GAPS[1] - 1, webhooks=False) == []
    assert poll(waiting, GAPS[0] + GAPS[1], webhooks=False) == ["accounts", "transactions"]


def test_it_is_there_when_two_looks_find_the_same_rows(waiting: Database) -> None:
    poll(waiting, 0, webhooks=False)
    listed(waiting, "accounts", 2, began=1)
    poll(waiting, GAPS[0], webhooks=False)
    listed(waiting, "accounts", 3, began=GAPS[0] + 1)
    assert states(waiting)[0] == ("accounts", "polling")
    listed(waiting, "accounts", 3, began=GAPS[0] + 2)
    assert states(waiting)[0] == ("accounts", "there")


def test_nothing_is_never_taken_for_all_there_is(waiting: Database) -> None:
    poll(waiting, 0, webhooks=False)
    poll(waiting, GAPS[0], webhooks=False)
    for began in (20, 21):
        listed(waiting, "accounts", 0, began=began)
    assert states(waiting)[0] == ("accounts", "polling")


@pytest.mark.parametrize(("webhooks", "gaps"), [(False, GAPS), (True, FALLBACK)])
def test_in_the_end_it_is_given_up(waiting: Database, *, webhooks: bool, gaps: tuple[int, ...]) -> None:
    moment = 0.0
    assert poll(waiting, moment, webhooks=webhooks) == []
    looks = 0
    for gap in gaps:
        moment += gap
        looks += len(poll(waiting, moment, webhooks=webhooks))
    assert (looks, poll(waiting, moment + 10 * gaps[-1], webhooks=webhooks)) == (2 * len(gaps), [])
    assert states(waiting) == [("accounts", "given_up"), ("transactions", "given_up")]


def test_a_desk_that_becomes_reachable_waits_for_webhooks_from_then_on(waiting: Database) -> None:
    poll(waiting, 0, webhooks=False)
    assert poll(waiting, GAPS[0], webhooks=True) == []
    assert states(waiting)[0] == ("accounts", "waiting")


def test_what_is_not_offered_is_not_waited_for(waiting: Database) -> None:
    with waiting.write() as connection:
        historical.note_not_offered(connection, LINK, "transactions", now=at(1))
    assert states(waiting) == [("accounts", "waiting"), ("transactions", "not_offered")]


def test_a_broken_link_is_not_looked_at(waiting: Database) -> None:
    poll(waiting, 0, webhooks=False)
    with waiting.write() as connection:
        links.set_status(connection, LINK, "invalid")
    assert poll(waiting, 1_000, webhooks=False) == []


def test_a_repaired_link_waits_once_more_for_what_had_come(waiting: Database) -> None:
    with waiting.write() as connection:
        historical.announce(connection, LINK, "accounts", now=START)
    listed(waiting, "accounts", 2, began=1)
    with waiting.write() as connection:
        historical.expect(connection, LINK, ["accounts", "transactions"], now=at(60))
    assert tuples(historical.state(waiting, LINK), "resource", "state", "since") == [
        ("transactions", "waiting", pd.Timestamp(START)),
        ("accounts", "waiting", pd.Timestamp(at(60))),
    ]


@pytest.mark.parametrize("left", ["alone", "wiped"])
def test_nothing_is_looked_for_of_a_link_that_is_left_alone_or_missing(waiting: Database, left: str) -> None:
    assert poll(waiting, 0, webhooks=False) == []
    with waiting.write() as connection:
        if left == "alone":
            links.set_followed(connection, LINK, followed=False)
        else:
            sandbox_reset.note(connection, [LINK])
    assert poll(waiting, GAPS[0] + 1, webhooks=False) == []
    with waiting.write() as connection:
        links.set_followed(connection, LINK, followed=True)
        sandbox_reset.note_return(connection, [LINK])
    assert poll(waiting, GAPS[0] + 1, webhooks=False) == ["accounts", "transactions"]
