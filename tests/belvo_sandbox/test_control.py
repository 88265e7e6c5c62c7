"""The controls as a whole: from Python, as the README shows them, and that the same moves lead to the same place."""

import re
import shlex
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from starlette.routing import Route

from belvo_sandbox import create_app, serve
from tests.belvo_sandbox.conftest import NOW, Host
from tests.kit.local_belvo import Api
from tests.kit.receiver import Hear, Receiver
from tests.kit.waiting import PATIENCE

CPF = "76109277673"
README = (Path(__file__).parents[2] / "belvo_sandbox" / "README.md").read_text(encoding="utf-8")


def test_a_served_sandbox_is_steered_from_python(tmp_path: Path) -> None:
    with serve(tmp_path, seed=7, now=NOW) as served:
        counts = served.control.inspect()
    assert (counts["seed"], counts["now"]) == (7, "2026-06-17T15:30:00.000000Z")


def test_the_example_of_the_readme_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    section = README.split("### From Python\n")[1]
    (example,) = re.findall(r"```python\n(.*?)```", section.split("\n### ")[0], re.DOTALL)
    monkeypatch.chdir(tmp_path)
    exec(compile(example, "README.md", "exec"), {})  # noqa: S102 - our own
    assert sorted(path.name for path in tmp_path.iterdir()) == ["sandbox", "world.db"]


def test_no_page_and_no_proxy_reaches_any_control(host: Host, tmp_path: Path) -> None:
    api = host.start(tmp_path)
    app = create_app(tmp_path)
    app.state.sandbox.state.close()
    routes = [route for route in app.routes if isinstance(route, Route)]
    controls = [(method, route.path) for route in routes for method in route.methods or () if "/control/" in route.path]
    assert len(controls) > 20
    for method, path in controls:
        for headers in ({"Origin": "http://127.0.0.1:1"}, {"Sec-Fetch-Site": "same-site"}, {"Forwarded": "for=a"}):
            assert api.call(method, path, auth=None, headers=headers).status_code == 403, (method, path, headers)


@pytest.mark.skipif(shutil.which("curl") is None, reason="needs curl")
def test_every_call_of_curl_in_the_readme_succeeds(api: Api, receiver: Receiver, hear: Hear, tmp_path: Path) -> None:
    endpoint = hear(api)["id"]
    link = api.link(access_mode="single", fetch_resources=["OWNERS"])["id"]
    receiver.take(1)
    api.link(CPF, institution="ofmockbank_br_retail", access_mode="single")
    places = {"LINK": link, "ENDPOINT": endpoint, "CONSENT_ID": api.get("/api/consents/")["results"][0]["id"]}
    names = ("Webhooks", "Consents", "The clock", "Corrections", "Faults", "State", "Examples")
    sections = [README.split(f"### {name}\n")[1].split("\n### ")[0] for name in names]
    blocks = [block for section in sections for block in re.findall(r"```\n(.*?)```", section, re.DOTALL)]
    calls = [call for block in blocks for call in block.replace("\\\n", " ").splitlines()]
    assert len(calls) > 15
    for call in calls:
        for name, value in places.items():
            call = re.sub(rf"\b{name}\b", value, call)
        if match := re.search(r"(/control/\S+/)ID/", call):
            listed = api.get(match[1])
            first = listed[0] if isinstance(listed, list) else listed["results"][0]
            call = call.replace("/ID/", f"/{first['id']}/")
        command = shlex.split(call.replace("http://127.0.0.1:8900", api.url))
        assert command[0] == "curl"
        done = subprocess.run([*command, "--silent", "--show-error", "--fail"], cwd=tmp_path, timeout=PATIENCE)
        assert done.returncode == 0, call


def _play(host: Host, folder: Path, receiver: Receiver, *, restarted: bool) -> list[Any]:
    """What the API answers, and which webhooks come, to one course of moves, faults and mishaps."""
    api = host.start(folder, seed=3)

    def order(path: str, **body: object) -> None:
        assert api.call("POST", f"/control/{path}", auth=None, json=body).status_code in (200, 201)

    order("webhooks/endpoints/", url=receiver.url)
    order("webhooks/mishaps/", mishap="lost", probability=0.3)
    order("webhooks/mishaps/", mishap="twice", probability=0.3)
    order("webhooks/mishaps/", mishap="out_of_order", type="OWNERS")
    order("faults/", error="unexpected_error", probability=0.3)
    order("faults/", error="truncated", endpoint="accounts", probability=0.5)
    bodies: list[Any] = []
    for step in range(3):
        login = {"institution": "erebor_mx_retail", "username": f"user{step}", "password": "any"}
        body = {**login, "fetch_resources": ["OWNERS", "ACCOUNTS"]}
        created = api.call("POST", "/api/links/", json=body)
        bodies += [created.content, *(api.call("GET", path).content for path in ("/api/links/", "/api/accounts/") * 4)]
        order("clock/advance/", days=9)
        api = host.start(folder, seed=3) if restarted else api
    bodies = [body.replace(api.url.encode(), b"") for body in bodies]
    log = api.get("/control/webhooks/deliveries/", page_size=1000)["results"]
    orders = [api.get(f"/control/{path}") for path in ("faults/", "webhooks/mishaps/")]
    for one in api.get("/control/webhooks/endpoints/"):
        api.call("DELETE", f"/control/webhooks/endpoints/{one['id']}/", auth=None)
    return [bodies, orders, sorted((one["id"], one["mishap"], str(one["body"])) for one in log)]


def test_the_same_seed_moves_faults_and_mishaps_give_the_same_answers_and_webhooks(
    host: Host, tmp_path: Path, receiver: Receiver
) -> None:
    one = _play(host, tmp_path / "one", receiver, restarted=False)
    other = _play(host, tmp_path / "other", receiver, restarted=True)
    for part, same in zip(one, other, strict=True):
        assert part == same
    assert {mishap for _, mishap, _ in one[2]} == {None, "lost", "twice", "out_of_order"}
    assert all(0 < fault["struck"] < fault["seen"] for fault in one[1][0])
