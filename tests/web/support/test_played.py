"""A fault at one desk, its packet, and the recording of it played: another desk says the same sentence of it."""

import io
import json
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.responses import Response
from starlette.testclient import TestClient

from actions.support.sentences import said_of
from belvo_client.advice import advice_for
from belvo_sandbox import serve
from context import ROUTES, Context
from domain.link_state import judge
from settings import LOCAL_KEYS, Secret, Settings
from store import Database
from store.ops import calls, jobs, sessions
from store.queries.links import facts
from sync.error_policy import COMPARED
from tests.kit.bodies import LINK
from tests.kit.local_belvo import Api
from tests.kit.scripted_belvo import ScriptedBelvo, error, link_body, owner_body
from tests.kit.waiting import until
from tests.kit.worker import working
from web.routes import routes

Fault = Callable[[ScriptedBelvo], None]


@pytest.fixture(scope="module")
def served_belvo() -> Iterator[ScriptedBelvo]:
    with ScriptedBelvo().serve() as served:
        yield served


@pytest.fixture
def belvo(served_belvo: ScriptedBelvo) -> ScriptedBelvo:
    served_belvo.reset()
    return served_belvo


def desk_at(url: str, folder: Path, *, is_local: bool = False) -> Context:
    return Context(
        Settings(
            environment="local" if is_local else "sandbox",
            data_dir=folder,
            secret_id=LOCAL_KEYS[0],
            secret_password=Secret(LOCAL_KEYS[1]),
            base_url=url,
        ),
        ROUTES,
    )


@contextmanager
def pulled(context: Context) -> Iterator[Database]:
    """The store of a desk that has found the link at its Belvo and has tried to pull it."""
    with context:
        db = context.database
        with db.write() as connection:
            jobs.enqueue(connection, jobs.EVERY_LINK, COMPARED, "operator")
        with working(db, context.client, calls=context.calls):
            until(lambda: is_tried(db))
        yield db


def is_tried(db: Database) -> bool:
    job = jobs.latest(db, LINK)
    return job is not None and (job.state in ("done", "failed") or job.error is not None)


def sentence(db: Database) -> tuple[str, str]:
    now = datetime.now(UTC)
    state = judge(facts.around(db, LINK, now), now)[LINK]
    said = said_of(state, state.facts.bank)
    assert said is not None
    return f"{said.happened} {said.meaning}".strip(), said.todo


def packet(context: Context, **asked: str) -> dict[str, Any]:
    """The files of a packet, once all calls are in the log."""
    context.calls.close()
    http = TestClient(Starlette(routes=routes(context)), base_url="http://127.0.0.1:8501")
    answer = http.get("/export/support-packet.zip", params=asked)
    assert answer.status_code == 200, answer.text
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def refuse(belvo: ScriptedBelvo, resource: str, answer: Callable[[], Response]) -> None:
    belvo.before = lambda request: answer() if request.startswith(resource) else None


def down(belvo: ScriptedBelvo) -> None:
    refuse(belvo, "transactions?", lambda: error("institution_down", "The bank is down, try again later", 400))


def locked(belvo: ScriptedBelvo) -> None:
    said = "The user account is locked, user needs to contact the institution to unlock it"
    refuse(belvo, "accounts?", lambda: error("login_error", said, 400))


def challenged(belvo: ScriptedBelvo) -> None:
    refuse(belvo, "owners?", lambda: error("token_required", "A MFA token is required", 428, session="s-1", link=LINK))


def broken(belvo: ScriptedBelvo) -> None:
    refuse(belvo, "accounts?", lambda: Response("<h1>Bad gateway</h1>", 502, media_type="text/html"))


def torn(belvo: ScriptedBelvo) -> None:
    refuse(belvo, "accounts?", lambda: Response("<p>Hello, we are a bank.</p>", 200, media_type="text/html"))


def closed(belvo: ScriptedBelvo) -> None:
    refuse(belvo, "owners?", lambda: error("access_to_resource_denied", "You don't have access to this resource.", 403))


def invalid(belvo: ScriptedBelvo) -> None:
    belvo.lists["links"] = [link_body(status="invalid")]


FAULTS = (down, locked, challenged, closed, invalid)
ERRORS = (down, broken, torn)
"""Some are tried again for minutes before the link is said to have one."""


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__)
def test_a_fault_that_is_played_has_another_desk_say_the_same(
    belvo: ScriptedBelvo, tmp_path: Path, fault: Fault
) -> None:
    fault(belvo)
    context = desk_at(belvo.url, tmp_path / "first")
    with pulled(context) as db:
        said = sentence(db)
        files = packet(context, link=LINK)
    assert said[0] in files["summary.md"]
    recording = tmp_path / "recording.json"
    recording.write_text(files["recording.json"], encoding="utf-8")
    with (
        serve(tmp_path / "belvo", play=recording) as played,
        pulled(desk_at(played.url, tmp_path / "second", is_local=True)) as db,
    ):
        assert sentence(db) == said


@pytest.mark.parametrize("fault", ERRORS, ids=lambda fault: fault.__name__)
def test_an_error_that_is_played_is_met_by_another_desk_as_it_was(
    belvo: ScriptedBelvo, tmp_path: Path, fault: Fault
) -> None:
    fault(belvo)
    context = desk_at(belvo.url, tmp_path / "first")
    with pulled(context) as db:
        number = failed(context)
        said, files = advised(db, number), packet(context, call=str(number))
    assert said[0] in files["summary.md"]
    recording = tmp_path / "recording.json"
    recording.write_text(files["recording.json"], encoding="utf-8")
    with serve(tmp_path / "belvo", play=recording) as played:
        second = desk_at(played.url, tmp_path / "second", is_local=True)
        with pulled(second) as db:
            assert advised(db, failed(second)) == said


def test_what_the_widget_was_told_is_told_again(belvo: ScriptedBelvo, tmp_path: Path) -> None:
    context = desk_at(belvo.url, tmp_path)
    said = "The user account is locked, user needs to contact the institution to unlock it"
    with context:
        with context.database.write() as connection:
            sessions.open(connection, "n-1", "hash", "customer-1", "banking_mexico", "MX", "erebor_mx_retail")
            sessions.record(connection, "n-1", 1, "event", {"eventName": "ERROR", "error_code": "login_error"})
            sessions.set_state(
                connection, "n-1", "failed", error_code="login_error", error_message=said, request_id="a" * 32
            )
        files = packet(context, session="n-1")
    advice = advice_for("login_error", message=said)
    assert f"{advice.meaning} {advice.action}" in files["summary.md"]
    assert "a" * 32 in files["summary.md"]
    recording = tmp_path / "recording.json"
    recording.write_text(files["recording.json"], encoding="utf-8")
    with serve(tmp_path / "belvo", play=recording) as played:
        api = Api(played.url)
        body = {"institution": "erebor_mx_retail", "username": "bnk100", "password": "full"}
        answer = api.call("POST", "/api/links/", json=body, headers=api.token(), auth=None)
    assert answer.status_code == 400
    assert answer.json() == [{"code": "login_error", "message": said, "request_id": "a" * 32}]


def failed(context: Context) -> int:
    """The number of the newest call in the log that went wrong, once it is there."""
    context.calls.close()
    rows = calls.page(context.database)
    return int(rows[rows["code"].notna()]["call"].iloc[0])


def advised(db: Database, number: int) -> tuple[str, str]:
    call = calls.find(db, number)
    assert call is not None
    advice = advice_for(call.code or "", message=call.message or "")
    return advice.meaning, f"{advice.action} {call.status} {call.code}: {call.message}"


def test_a_packet_says_what_was_asked_what_came_and_what_was_tried(belvo: ScriptedBelvo, tmp_path: Path) -> None:
    belvo.lists["owners"] = [owner_body(0, display_name="Zqabraxa Wqolmer", email="zqabraxa@plant.test")]
    down(belvo)
    context = desk_at(belvo.url, tmp_path)
    with pulled(context):
        files = packet(context, link=LINK)
    assert {*files} == {
        "summary.md",
        "timeline.json",
        "requests.json",
        "calls.json",
        "versions.json",
        "recording.json",
    }
    refused = next(call for call in json.loads(files["calls.json"]) if call["code"] == "institution_down")
    assert refused["answer"][0]["code"] == "institution_down"
    assert refused["request_id"] in files["summary.md"]
    assert {"status", "pull"} <= {entry["kind"] for entry in json.loads(files["timeline.json"])}
    assert "Linkdesk" in json.loads(files["versions.json"])
    owners = [one for one in json.loads(files["recording.json"])["answers"] if one["path"] == "/api/owners/"]
    assert owners[0]["rows"][0]["display_name"].startswith("Person ")
    assert not any("zqabraxa" in text.lower() or "wqolmer" in text.lower() for text in files.values())
