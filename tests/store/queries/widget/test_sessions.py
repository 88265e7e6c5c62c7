"""Widget sessions as they are listed, counted and timed, on both engines."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from domain.widget.funnel import share, stages
from domain.widget.steps import Step
from store import Database
from store.ops import sessions
from store.queries.query_params import LONGEST_VALUE
from store.queries.tables import catalogue
from store.queries.widget import funnel, listing
from store.queries.widget.listing import SessionFilter

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)
WEEK = SessionFilter(since=date(2026, 11, 24), until=date(2026, 11, 30), now=NOW)
DEAD = {"eventName": "ERROR", "meta_data": {"error_code": "login_error", "institution_name": "gringotts"}}


def page(name: str, institution: str = "") -> dict[str, Any]:
    return {"eventName": "PAGE_LOAD", "metadata": {"page": f"/{name}", "institution_name": institution}}


def open_(
    db: Database,
    nonce: str,
    *told: tuple[str, Mapping[str, Any]],
    at: str = "2026-11-29T10:00",
    device: str = "",
    **more: Any,  # noqa: ANN401 - as of sessions.open
) -> None:
    """A session with an event every ten seconds."""
    given = {"external_id": f"user-{nonce}", "product": "bank", "country": "MX", "institution": None, **more}
    with db.write() as connection:
        sessions.open(connection, nonce, f"hash-{nonce}", now=f"{at}:00.000000Z", **given)
        for seq, (name, payload) in enumerate(told, 1):
            sessions.record(connection, nonce, seq, name, payload, f"{at}:{seq * 10:02}.000000Z")
        if device:
            sessions.set_device(connection, nonce, device)


def end(db: Database, nonce: str, state: str, at: str = "2026-11-29T10:01:00.000000Z", **more: str) -> None:
    with db.write() as connection:
        assert sessions.set_state(connection, nonce, state, now=at, **more)


@pytest.fixture
def told(db: Database) -> Database:
    """One connected, one that closed the login after an error, one silent, handed out, under way and earlier."""
    way = [("opened", {}), ("event", page("institutions")), ("event", page("credentials", "erebor"))]
    open_(db, "done", *way, ("success", {"link": "l-1", "institution": "erebor"}), device="computer")
    end(db, "done", "connected", link="l-1")
    open_(db, "shut", *way, ("event", DEAD), at="2026-11-28T10:00", device="phone")
    end(db, "shut", "left", error_code="login_error", error_message="Wrong <b>password</b>", request_id="r" * 32)
    open_(db, "quiet", ("opened", {}), product="fiscal", institution="tatooine")
    open_(db, "sent", ("taken", {}), options={"hosted": True})
    open_(db, "now", ("opened", {}), at="2026-11-30T11:55")
    open_(db, "before", ("opened", {}), at="2026-11-20T10:00")
    open_(db, "mended", mode="update", link="l-2")
    end(db, "mended", "connected", link="l-2")
    return db


def rows(db: Database, **which: Any) -> dict[str, tuple[object, ...]]:  # noqa: ANN401 - fields of the filter
    found = listing.page(db, replace(WEEK, **which))
    return {row["session"]: (row["outcome"], row["step"], row["institution"]) for _, row in found.iterrows()}


def test_a_session_says_how_far_it_came_where_and_how_it_ended(told: Database) -> None:
    found = rows(told, mode="connect")
    assert [*found] == ["now", "sent", "quiet", "done", "shut"]
    assert found["done"] == ("connected", Step.CONNECTED, "erebor")
    assert found["shut"] == ("left", Step.LOGIN, "gringotts")
    assert found["quiet"] == ("silent", Step.SHOWN, "tatooine")
    assert found["now"][:2] == ("under_way", Step.SHOWN)
    assert listing.count(told, WEEK) == 6


@pytest.mark.parametrize(
    ("which", "nonces"),
    [
        ({"find": "l-1"}, "done"),
        ({"find": "user-shut"}, "shut"),
        ({"find": "r" * 32}, "shut"),
        ({"find": "sho"}, ""),
        ({"way": "handed_out"}, "sent"),
        ({"mode": "update"}, "mended"),
        ({"institution": "unknown", "mode": "connect"}, "now sent"),
        ({"product": "fiscal"}, "quiet"),
        ({"device": "phone"}, "shut"),
        ({"device": "unknown", "mode": "connect"}, "now sent quiet"),
        ({"outcome": "silent"}, "quiet sent"),
        ({"outcome": "gave_up"}, "quiet sent shut"),
        ({"step": "login"}, "shut"),
        ({"step": "opened", "mode": "connect"}, ""),
        ({"error": "login_error"}, "shut"),
        ({"since": date(2026, 11, 17), "until": date(2026, 11, 23)}, "before"),
        ({"since": None, "until": None, "find": "user-before"}, "before"),
    ],
    ids=str,
)
def test_a_filter_leaves_what_it_says(told: Database, which: dict[str, Any], nonces: str) -> None:
    assert {*rows(told, **which)} == {*nonces.split()}


def test_counts_make_the_funnel_of_these_days_and_of_those_before(told: Database) -> None:
    asked = replace(WEEK, mode="connect", way="page")
    now, before = (funnel.counted(funnel.counts(told, one)) for one in (asked, funnel.before(asked)))
    found = {stage.step: stage for stage in stages(now, before, tuple(Step))}
    assert [found[step].reached for step in Step] == [3, 3, 2, 2, 1, 1, 1, 1]
    assert (found[Step.SHOWN].drop, found[Step.SHOWN].drop_before) == (1 / 3, 1.0)
    assert (share(now).over, share(now).connected, share(now).under_way) == (3, 1, 1)
    with pytest.raises(ValueError, match="no days before"):
        funnel.before(SessionFilter())


def test_errors_say_how_many_got_over_them_and_the_last_of_each(told: Database) -> None:
    open_(told, "again", ("opened", {}), at="2026-11-29T12:00")
    end(told, "again", "loaded", error_code="login_error", error_message="Later")
    end(told, "again", "connected", link="l-3")
    open_(told, "nameless", ("opened", {}))
    end(told, "nameless", "left", error_message="Something")
    found = funnel.errors(told, WEEK)
    assert (found["code"][0], found["code"].isna().tolist()) == ("login_error", [False, True])
    assert found["message"].tolist() == ["Later", "Something"]
    assert found["session"].tolist() == ["again", "nameless"]
    assert found["sessions"].tolist() == [2, 1]
    assert found["connected"].tolist() == [1, 0]


def test_arrivals_are_the_first_of_each_step_of_the_newest(told: Database) -> None:
    found = sorted(one for one in funnel.arrivals(told, WEEK) if one[0] == "done")
    begun = datetime(2026, 11, 29, 10, tzinfo=UTC).timestamp()
    assert [(step, at - begun) for _, step, at in found] == [(0, 0), (10, 10), (20, 20), (30, 30), (60, 40), (70, 60)]
    assert {nonce for nonce, *_ in funnel.arrivals(told, WEEK, most=1)} == {"now"}


def test_facets_are_of_the_days_whatever_else_is_asked(told: Database) -> None:
    assert funnel.facets(told, replace(WEEK, institution="erebor")) == {
        "institution": ["erebor", "gringotts", "tatooine", "unknown"],
        "product": ["bank", "fiscal"],
        "error_code": ["login_error"],
    }


def test_an_address_makes_the_filter_and_a_file_has_its_rows(told: Database) -> None:
    table = catalogue.find("widget_sessions")
    assert table is not None
    wanted = table.wanted([("mode", "connect"), ("since", "2026-11-24"), ("until", "2026-11-30"), ("step", "login")])
    assert wanted.count(told) == 1
    (row,) = wanted.rows(told)
    found = dict(zip(wanted.columns, row, strict=True))
    assert (found["session"], found["step"], found["device"]) == ("shut", "login", "phone")
    for name, value in (("step", "nowhere"), ("since", "yesterday"), ("find", "x" * (LONGEST_VALUE + 1))):
        with pytest.raises(ValueError, match=name):
            table.wanted([(name, value)])


def test_nothing_is_counted_of_an_empty_store(db: Database) -> None:
    assert not listing.is_any(db)
    assert listing.count(db, WEEK) == 0
    assert funnel.counts(db, WEEK).empty
    assert funnel.errors(db, WEEK).empty
    assert funnel.arrivals(db, WEEK) == []
    before = listing.mark(db)
    open_(db, "first")
    assert listing.mark(db) != before


def test_the_first_word_on_a_device_counts_and_the_last_on_an_institution(db: Database) -> None:
    open_(db, "one", ("event", page("token", "erebor")), ("event", page("token", "i" * 500)), device="phone")
    with db.write() as connection:
        sessions.set_device(connection, "one", "tablet")
    found = sessions.find(db, "one")
    assert found is not None
    assert (found.device, found.told_institution) == ("phone", "i" * 100)
