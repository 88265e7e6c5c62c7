"""The same course of events has the same request ids and sessions, and a restart begins with others."""

from datetime import UTC, datetime
from pathlib import Path

import requests

from belvo_sandbox import serve
from tests.kit.local_belvo import Api

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


def course(folder: Path) -> list[object]:
    """What a sandbox of its own says of errors, a token, a refresh, an asynchronous call and a webhook by hand."""
    with serve(folder, now=NOON) as server, requests.Session() as session:
        api = Api(server.url, session)
        login = {"institution": "heimdall_mx_retail", "username": "mfa_default", "password": "pass_valid"}
        refusals = [api.call("POST", "/api/links/", json=login).json()[0] for _ in range(2)]
        link = api.link()["id"]
        api.call("POST", "/control/webhooks/endpoints/", auth=None, json={"url": "http://127.0.0.1:9/hook"})
        by_hand = {"webhook_type": "LINK", "webhook_code": "token_required", "link_id": link}
        answers = [
            api.call("GET", "/api/links/nobody/"),
            api.call("GET", "/api/nothing/"),
            api.call("POST", f"/api/links/{link}/refresh/", json={}),
            api.call("POST", "/control/webhooks/send/", auth=None, json=by_hand),
            api.call("DELETE", f"/api/links/{link}/", headers={"X-Belvo-Request-Mode": "async"}),
        ]
        return [one["session"] for one in refusals] + [
            refusals[0]["request_id"],
            *(answer.json() for answer in answers),
        ]


def test_two_courses_of_the_same_events_have_the_same_ids(tmp_path: Path) -> None:
    one, other = course(tmp_path / "one"), course(tmp_path / "other")
    assert one == other
    assert len({str(ids) for ids in one}) == len(one)


def test_a_restart_repeats_none(tmp_path: Path) -> None:
    ids = []
    for _ in range(2):
        with serve(tmp_path, now=NOON) as server, requests.Session() as session:
            ids += [Api(server.url, session).call("GET", "/api/links/nobody/").json()[0]["request_id"]]
    assert len({*ids}) == 2
