"""LINKDESK_LOG=json: from what Belvo announced to the calls that brought the rows, by one id each."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
import requests

from settings import LOCAL_KEYS
from store import Database
from tests.kit.desk import READY, Desk, running_desk
from tests.kit.waiting import PATIENCE, until


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with running_desk(tmp_path_factory.mktemp("structured"), {"LINKDESK_LOG": "json"}) as running:
        yield running


def told(desk: Desk) -> list[dict[str, Any]]:
    """Every line of server and worker, which is an object each but for the one that says where the server is."""
    return [json.loads(line) for line in [*desk.lines] if not line.startswith(READY)]


def recorded(db: Database, job: int) -> int:
    with db.read() as connection:
        found = connection.execute("SELECT count(*) FROM api_calls WHERE job = :job", {"job": job}).fetchone()
    return int(found[0])


def test_a_webhook_is_followed_to_its_calls(desk: Desk) -> None:
    body = {"institution": "erebor_mx_retail", "username": "bnk100", "password": "full", "access_mode": "recurrent"}
    requests.post(f"{desk.belvo_url}/api/links/", json=body, auth=LOCAL_KEYS, timeout=PATIENCE).raise_for_status()
    until(lambda: [one for one in told(desk) if one.get("reason") == "found" and "rows" in one])
    clock = f"{desk.belvo_url}/control/clock/advance/"
    requests.post(clock, json={"days": 8}, timeout=PATIENCE).raise_for_status()
    ended = until(lambda: next((one for one in told(desk) if one.get("webhook") and one.get("rows")), None))
    lines = [one for one in told(desk) if one.get("job") == ended["job"]]
    came = [one for one in lines if one["logger"] == "sync.webhooks"]
    assert {one["webhook"] for one in came} >= {ended["webhook"].split()[0]}
    calls = [one for one in lines if one["logger"].endswith("api_log_writer")]
    assert {one["link"] for one in calls} == {ended["link"]} == {one["link"] for one in came}
    assert calls
    assert all(one["status"] == 200 and one["webhook"] == ended["webhook"] for one in calls)
    with desk.store() as db:
        until(lambda: recorded(db, ended["job"]) == len(calls))


def test_streamlits_own_lines_are_objects_too(desk: Desk) -> None:
    requests.get(f"{desk.url}/_stcore/host-config", timeout=PATIENCE)
    assert all({"at", "level", "logger", "message"} <= one.keys() for one in told(desk))
