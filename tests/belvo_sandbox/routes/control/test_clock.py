"""/control/clock/ and the same from Python."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from belvo_sandbox import serve
from belvo_sandbox.core.clock import ClockError
from tests.belvo_sandbox.conftest import NOW, Host
from tests.kit.local_belvo import Api, errors

CLOCK = "/control/clock/"


def _advance(api: Api, **by: float) -> dict[str, Any]:
    answer = api.call("POST", f"{CLOCK}advance/", auth=None, json=by)
    assert answer.status_code == 200, answer.text
    shown: dict[str, Any] = answer.json()
    return shown


def test_a_frozen_clock_is_moved_and_stands_still_again(api: Api) -> None:
    shown = {"now": "2026-06-17T15:30:00.000000Z", "frozen": True, "offset_seconds": 0.0}
    assert api.call("GET", CLOCK, auth=None).json() == shown
    shown_after = {"now": "2026-06-20T17:45:00.000000Z", "frozen": True, "offset_seconds": 267_300.0}
    assert _advance(api, days=3, hours=2, minutes=15) == shown_after
    assert api.get(CLOCK) == shown_after
    assert api.get("/healthz")["now"] == shown_after["now"]


def test_a_clock_is_set_to_an_instant_of_any_time_zone(api: Api) -> None:
    for written, shown in (
        ("2026-06-18", "2026-06-18T00:00:00.000000Z"),
        ("2026-06-18T08:00:00.25", "2026-06-18T08:00:00.250000Z"),
        ("2026-06-18T08:00:00-03:00", "2026-06-18T11:00:00.000000Z"),
    ):
        answer = api.call("PUT", CLOCK, auth=None, json={"now": written})
        assert (answer.status_code, answer.json()["now"]) == (200, shown)


@pytest.mark.parametrize(
    ("body", "fault", "says"),
    [
        ({}, ("required", "now"), "required"),
        ({"now": "tomorrow"}, ("invalid", "now"), "ISO 8601"),
        ({"now": "2026-06-17T15:29:59Z"}, ("invalid", "now"), "it only moves on"),
        ({"now": "2100-01-01"}, ("invalid", "now"), "The clock ends at 2100-01-01"),
    ],
)
def test_a_clock_is_not_set_back_nor_beyond_its_end(
    api: Api, body: dict[str, str], fault: tuple[str, str], says: str
) -> None:
    answer = api.call("PUT", CLOCK, auth=None, json=body)
    assert (answer.status_code, errors(answer)) == (400, [fault])
    assert says in answer.json()[0]["message"]
    assert api.get(CLOCK)["offset_seconds"] == 0


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ({"days": -1}, ("invalid", "days")),
        ({"hours": "2"}, ("invalid", "hours")),
        ({"minutes": True}, ("invalid", "minutes")),
        ({"days": 1e300}, ("invalid", "days")),
        ({"days": 40_000}, ("validation_error", None)),
    ],
)
def test_a_clock_is_advanced_by_numbers_that_make_sense(
    api: Api, body: dict[str, object], fault: tuple[str, str | None]
) -> None:
    answer = api.call("POST", f"{CLOCK}advance/", auth=None, json=body)
    assert (answer.status_code, errors(answer)) == (400, [fault])


def test_no_web_page_and_no_other_name_moves_the_clock(api: Api) -> None:
    for headers in ({"Origin": "https://example.com"}, {"X-Forwarded-For": "10.0.0.1"}):
        answer = api.call("POST", f"{CLOCK}advance/", auth=None, json={"days": 1}, headers=headers)
        assert (answer.status_code, errors(answer)) == (403, [("access_to_resource_denied", None)])
    assert api.get(CLOCK)["offset_seconds"] == 0


def test_a_moved_clock_survives_a_restart_and_moves_whatever_it_starts_from(host: Host, tmp_path: Path) -> None:
    _advance(host.start(tmp_path), days=2)
    assert host.start(tmp_path).get(CLOCK)["now"] == "2026-06-19T15:30:00.000000Z"
    later = host.start(tmp_path, NOW + timedelta(days=10))
    assert later.get(CLOCK)["now"] == "2026-06-29T15:30:00.000000Z"


def test_a_running_clock_is_moved_and_runs_on(tmp_path: Path) -> None:
    with serve(tmp_path) as server:
        before = server.control.now()
        assert server.control.advance(days=1) - before >= timedelta(days=1)
        instant = datetime(2099, 1, 1, tzinfo=UTC)
        assert server.control.set_clock(instant) == instant
        assert instant < server.control.now() < instant + timedelta(minutes=1)
        with pytest.raises(ClockError, match="only moves on"):
            server.control.advance(hours=-1)


def test_access_tokens_die_by_the_moved_clock(api: Api) -> None:
    headers = api.token()
    for minutes, status in ((9, 200), (1, 401)):
        _advance(api, minutes=minutes)
        assert api.call("GET", "/api/institutions/", auth=None, headers=headers).status_code == status


def test_an_advance_refreshes_what_is_due_at_the_instants_at_which_it_was_due(api: Api) -> None:
    link = api.link(fetch_resources=["ACCOUNTS"])["id"]
    _advance(api, days=20)
    assert api.get(f"/api/links/{link}/")["last_accessed_at"] == "2026-07-01T15:30:00.000000Z"
