"""Every command that a document prints is run, or asked whether it takes what is printed."""

import importlib.util
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import requests

from belvo_sandbox import Served, serve
from settings import ROOT
from tests.docs.printed import Printed, commands
from tests.kit.local_belvo import Api
from tests.kit.waiting import PATIENCE, until

NOT_HERE = {
    "podman": "needs a container engine, and images from a registry",
    "systemctl": "needs a machine whose services may be changed",
    "git": "needs another host",
}
"""Programs that are not run, each with the reason; what they are given is held to what is there by tests/deploy."""

ELSEWHERE = {"sqlite-utils": "tests/docs/test_pulling.py runs them"}

OF_THEIR_OWN = ("desk.example.com",)
"""Hosts that stand for the reader's own."""

FOUND = [one for one in commands() if not any(host in one.text for host in OF_THEIR_OWN)]
CPF = "76109277673"
MAKE = shutil.which("make") or "make"
PROGRAM = re.compile(r"^(?:[A-Z_]+=\S* )*(\S+)")


def of(program: str) -> list[Printed]:
    return [one for one in FOUND if name(one) == program]


def name(one: Printed) -> str:
    found = PROGRAM.match(one.text)
    assert found
    return found[1].removeprefix(".venv/bin/")


def words(one: Printed) -> list[str]:
    return [
        word for word in shlex.split(one.text.replace("[", "").replace("]", "")) if not re.match(r"^[A-Z_]+=", word)
    ]


def ids(one: Printed) -> str:
    return f"{one.document} {one.text}"


def test_there_are_commands_and_each_is_looked_at() -> None:
    assert {name(one) for one in FOUND} - {*NOT_HERE, *ELSEWHERE} == {"make", "python", "curl", "pytest"}


def test_no_program_is_left_out_that_is_not_printed() -> None:
    assert {*NOT_HERE} - {name(one) for one in FOUND} <= {"git"}


@pytest.mark.parametrize("task", sorted({" ".join(words(one)) for one in of("make")}))
def test_a_task_of_make_is_there(task: str) -> None:
    done = subprocess.run(
        [MAKE, "--dry-run", *task.split()[1:]],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()


@cache
def help_of(*command: str) -> str:
    """What a program says that it takes."""
    done = subprocess.run(
        [sys.executable, *command, "--help"], cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("one", of("python"), ids=ids)
def test_a_program_is_there_and_takes_what_is_printed(one: Printed) -> None:
    _, *given = words(one)
    if given[0] != "-m":
        assert (ROOT / given[0]).exists()
        return
    module, rest = given[1], given[2:]
    assert importlib.util.find_spec(module) is not None
    options = {word.partition("=")[0] for word in rest if word.startswith("--")}
    subcommand = [word for word in rest[:1] if re.fullmatch(r"[a-z]+", word)]
    if not options and not subcommand:
        return
    told = help_of("-m", module, *subcommand)
    assert {option for option in options if option not in told} == set()


@pytest.mark.parametrize("one", of("pytest"), ids=ids)
def test_tests_that_are_named_are_there(one: Printed) -> None:
    assert [word for word in words(one)[1:] if not (ROOT / word).exists()] == []


@pytest.fixture(scope="module")
def belvo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serve(tmp_path_factory.mktemp("printed")) as served:
        yield served


@pytest.fixture(scope="module")
def world(belvo: Served, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A state to be taken in, as the document's own command saves one."""
    file = tmp_path_factory.mktemp("world") / "world.db"
    file.write_bytes(requests.get(f"{belvo.url}/control/state/file/", timeout=PATIENCE).content)
    return file


@pytest.mark.parametrize("one", of("curl"), ids=ids)
def test_a_call_is_answered(one: Printed, belvo: Served, world: Path) -> None:
    """With ids of what is there in place of LINK, ID and the like."""
    api = Api(belvo.url)
    assert api.call("POST", "/control/state/reset/", auth=None).ok  # nothing that was printed before goes wrong here
    there = _ids(api, one.text)
    text = one.text
    for word, value in there.items():
        text = re.sub(rf"\b{word}\b", value, text)
    method, url, options = _call(shlex.split(text)[1:], world)
    address = re.sub(r"^http://127\.0\.0\.1:(8501/sandbox|8900)", belvo.url, url)
    answer = requests.request(method, address, timeout=PATIENCE, **options)
    assert answer.status_code < 400, answer.text


def _ids(api: Api, text: str) -> dict[str, str]:
    """What the words of the documents stand for, made for this call."""
    there = {}
    if "ENDPOINT" in text or "deliveries" in text or "webhooks/send" in text:
        made = _post(api, "webhooks/endpoints/", url="http://127.0.0.1:9/hook")
        there["ENDPOINT"] = str(made["id"])
    if re.search(r"\bLINK\b", text):
        there["LINK"] = _by_consent(api) if '"CONSENT"' in text else _by_password(api)
    if "CONSENT_ID" in text:
        there["CONSENT_ID"] = _consent(api)
    if re.search(r"\bID\b", text):
        there["ID"] = _id_of(api, text)
    return there


def _id_of(api: Api, text: str) -> str:
    if "/mishaps/" in text:
        return str(_post(api, "webhooks/mishaps/", mishap="lost", type="OWNERS")["id"])
    if "/faults/" in text:
        return str(_post(api, "faults/", error="throttled")["id"])
    api.link(username="bnk102", password="low")
    found = until(lambda: api.call("GET", "/control/webhooks/deliveries/", auth=None).json()["results"])
    return str(found[0]["id"])


def _by_password(api: Api) -> str:
    return str(api.link(username="bnk102", password="low")["id"])


def _by_consent(api: Api) -> str:
    body = {"institution": "ofmockbank_br_retail", "username": CPF}
    answer = api.call("POST", "/api/links/", json=body)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


def _consent(api: Api) -> str:
    _by_consent(api)
    (consent,) = api.rows("/api/consents/", user_document=CPF)
    return str(consent["id"])


def _post(api: Api, path: str, **body: object) -> dict[str, object]:
    answer = api.call("POST", f"/control/{path}", auth=None, json=body)
    assert answer.status_code < 400, answer.text
    found: dict[str, object] = answer.json()
    return found


def _call(arguments: list[str], world: Path) -> tuple[str, str, dict[str, Any]]:
    """Method, address and options of a call, as curl reads it."""
    method, url, headers, options = "", "", {}, dict[str, Any]()
    rest = iter(arguments)
    for word in rest:
        if word == "-X":
            method = next(rest)
        elif word == "-H":
            key, _, value = next(rest).partition(":")
            headers[key] = value.strip()
        elif word in ("-d", "--data"):
            options["data"] = next(rest).encode()
        elif word == "--data-binary":
            assert next(rest) == "@world.db"
            options["data"] = world.read_bytes()
        elif word == "-u":
            options["auth"] = tuple(next(rest).split(":"))
        elif word == "-o":
            next(rest)
        else:
            assert not word.startswith("-"), f"{word} is not understood here"
            url = word
    if "data" in options and not method:
        headers.setdefault("Content-Type", "application/json")
    return method or ("POST" if "data" in options else "GET"), url, {**options, "headers": headers}
