"""A recording is answered from: what it has comes first, and the local Belvo answers all else."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import requests

from belvo_client import ConnectionFailed, UnreadableAnswer
from belvo_sandbox import RecordingError, serve
from belvo_sandbox.recordings.recording import FORMAT, Recording
from tests.kit import bodies
from tests.kit.bodies import LINK, OTHER_LINK
from tests.kit.local_belvo import KEYS, Api, client_of

ERROR = {"code": "institution_down", "message": "Down.", "request_id": "a" * 32}
OWNERS = [bodies.owner("6fdd5a8e-0b8c-4f5e-9d39-0a6a3c1d2e4f"), bodies.owner("7fdd5a8e-0b8c-4f5e-9d39-0a6a3c1d2e4f")]


def answer(path: str, method: str = "GET", **more: Any) -> dict[str, Any]:  # noqa: ANN401 - any JSON
    return {"method": method, "path": path, **more}


@contextmanager
def played(folder: Path, *answers: dict[str, Any]) -> Iterator[Api]:
    file = folder / "recording.json"
    file.write_text(json.dumps({"format": FORMAT, "answers": answers}), encoding="utf-8")
    with serve(folder / "state", play=file) as served:
        yield Api(served.url)


def test_a_list_is_paged_narrowed_and_answers_for_its_rows(tmp_path: Path) -> None:
    rows = [bodies.link(LINK), bodies.link(OTHER_LINK, external_id="other")]
    with played(tmp_path, answer("/api/links/", rows=rows), answer("/api/owners/", link=LINK, rows=OWNERS)) as api:
        assert [row["id"] for row in api.rows("/api/links/", page_size=1)] == [LINK, OTHER_LINK]
        assert api.get("/api/links/", id=OTHER_LINK)["count"] == 1
        assert api.get(f"/api/links/{LINK}/")["id"] == LINK
        assert api.get("/api/owners/", link=LINK, page_size=1)["count"] == 2
        assert api.get("/api/owners/", link__in=f"{LINK},{OTHER_LINK}")["count"] == 2
        assert api.get("/api/owners/", link=OTHER_LINK)["count"] == 0  # the local Belvo's own
        assert api.get(f"/api/owners/{OWNERS[1]['id']}/")["id"] == OWNERS[1]["id"]


def test_answers_to_one_call_come_in_their_order_and_the_last_stays(tmp_path: Path) -> None:
    with played(
        tmp_path,
        answer("/api/owners/", link=LINK, status=400, body=[ERROR]),
        answer("/api/owners/", link=LINK, status=500, body=[{**ERROR, "code": "unexpected_error"}]),
        answer("/api/owners/", link=LINK, rows=OWNERS),
    ) as api:
        asked = [api.call("GET", "/api/owners/", params={"link": LINK}).status_code for _ in range(4)]
    assert asked == [400, 500, 200, 200]


def test_what_changes_something_is_answered_by_the_link_in_its_body(tmp_path: Path) -> None:
    with played(
        tmp_path,
        answer("/api/accounts/", "POST", link=LINK, status=428, body=[{**ERROR, "code": "token_required"}]),
        answer("/api/owners/", "POST", link=LINK, status=201, rows=OWNERS),
        answer(f"/api/links/{LINK}/", "DELETE", link=LINK, status=204),
    ) as api:
        assert api.call("POST", "/api/accounts/", json={"link": LINK}).status_code == 428
        assert api.call("POST", "/api/accounts/", json={"link": OTHER_LINK}).json()[0]["code"] == "does_not_exist"
        assert [row["id"] for row in api.call("POST", "/api/owners/", json={"link": LINK}).json()] == [
            row["id"] for row in OWNERS
        ]
        assert api.call("DELETE", f"/api/links/{LINK}/").status_code == 204


def test_answers_that_were_none_are_none_again(tmp_path: Path) -> None:
    with (
        played(
            tmp_path,
            answer("/api/owners/", status=200, text={"type": "text/html", "characters": 77}),
            answer("/api/accounts/", body=None, ends="cut"),
        ) as api,
        client_of(api.url) as client,
    ):
        with pytest.raises(UnreadableAnswer, match=r"\(text/html, 77 bytes\)"):
            [*client.owners.list(link=LINK)]
        with pytest.raises(ConnectionFailed):
            [*client.accounts.list(link=LINK)]


def test_keys_are_asked_for_as_ever_and_what_is_not_recorded_is_the_local_belvos(tmp_path: Path) -> None:
    bank = bodies.institution(name="banco_de_nadie", display_name="Banco de Nadie")
    with played(tmp_path, answer("/api/institutions/", rows=[bank])) as api:
        assert api.call("GET", "/api/institutions/", auth=None).status_code == 401
        names = [row["name"] for row in api.rows("/api/institutions/")]
        assert names[0] == "banco_de_nadie"
        assert "gringotts_mx_retail" in names
        assert api.link()["institution"] == "erebor_mx_retail"
        assert requests.get(f"{api.url}/healthz", timeout=30).json()["status"] == "ok"
        assert KEYS


@pytest.mark.parametrize(
    "told",
    [
        [],
        {"answers": []},
        {"format": FORMAT, "answers": {}},
        {"format": FORMAT, "answers": [1]},
        {"format": FORMAT, "answers": [answer("/control/state/")]},
        {"format": FORMAT, "answers": [answer("/api/links/", "TRACE")]},
        {"format": FORMAT, "answers": [answer("/api/links/", status=42)]},
        {"format": FORMAT, "answers": [answer("/api/links/", rows=[1])]},
        {"format": FORMAT, "answers": [answer("/api/links/", ends="odd")]},
        {"format": FORMAT, "answers": [answer("/api/links/", text={"type": "a"})]},
    ],
)
def test_what_is_no_recording_is_refused(told: object) -> None:
    with pytest.raises(RecordingError):
        Recording.of(told)
