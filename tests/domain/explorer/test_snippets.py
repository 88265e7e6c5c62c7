"""A request as code does what it says, and holds no secret: each is run against the local Belvo."""

import ast
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest

from actions.support import explorer
from belvo_client.description.operations import operations
from belvo_sandbox import Served
from domain.explorer.request import Request
from domain.explorer.snippets import SNIPPETS, belvo_python, curl, javascript, python_requests
from tests.kit.local_belvo import KEYS, Api
from tests.kit.waiting import PATIENCE

ODD = 'O\'Neil "$HOME" `id` \\ ñ 😀 </script>'
PASSWORD = "pass'word-of-somebody"


def request(url: str, operation: str, /, **given: Any) -> Request:  # noqa: ANN401 - of any field
    return explorer.shown(operations()[operation], 0, given, url)


def run(command: list[str], text: str = "", **variables: str) -> str:
    names = {"BELVO_SECRET_ID": KEYS[0], "BELVO_SECRET_PASSWORD": KEYS[1], **variables}
    found = subprocess.run(
        command,
        input=text,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=True,
        env={**os.environ, **names, "NO_PROXY": "127.0.0.1"},
    )
    return found.stdout


def by_shell(code: str, **variables: str) -> str:
    return run(["sh", "-c", f"{code} -s"], **variables)


def by_python(code: str, **variables: str) -> str:
    return run([sys.executable, "-"], code, **variables)


def by_node(code: str, **variables: str) -> str:
    return run(["node", "--input-type=module", "-"], code, **variables)


RUNS: list[Any] = [
    pytest.param(curl, by_shell, marks=pytest.mark.skipif(not shutil.which("curl"), reason="needs curl"), id="curl"),
    pytest.param(python_requests, by_python, id="python"),
    pytest.param(
        javascript, by_node, marks=pytest.mark.skipif(not shutil.which("node"), reason="needs Node"), id="javascript"
    ),
]


@pytest.mark.parametrize(("write", "execute"), RUNS)
def test_code_that_is_run_reads_what_was_asked(
    sandbox: Served, write: Callable[[Request], str], execute: Callable[..., str]
) -> None:
    asked = request(sandbox.url, "ListInstitutions", display_name=ODD, page_size=5)
    assert '"count":0' in execute(write(asked)).replace(" ", "")
    link = Api(sandbox.url).link(external_id="in-a-snippet")["id"]
    assert '"external_id":"in-a-snippet"' in execute(write(request(sandbox.url, "DetailLink", id=link))).replace(
        " ", ""
    )


@pytest.mark.parametrize(("write", "execute"), RUNS)
def test_code_that_is_run_sends_bodies_with_secrets_from_the_environment(
    sandbox: Served, write: Callable[[Request], str], execute: Callable[..., str]
) -> None:
    asked = request(
        sandbox.url,
        "RegisterLink",
        institution="erebor_mx_retail",
        username="bnk102",
        password=PASSWORD,
        access_mode="single",
    )
    code = write(asked)
    assert PASSWORD not in code
    assert "bnk102" not in code
    told = execute(code, USERNAME="bnk102", PASSWORD="low")
    assert '"institution":"erebor_mx_retail"' in told.replace(" ", "")


@pytest.mark.parametrize("name", [*operations()])
def test_no_language_says_a_secret_of_any_operation(name: str) -> None:
    operation = operations()[name]
    for form in range(max(1, len(operation.forms))):
        given: dict[str, object] = {one.name: f"planted-{one.name}" for one in operation.fields(form) if one.is_secret}
        given |= {one.name: {"password": "planted-inside"} for one in operation.fields(form) if one.type == "object"}
        given |= {one.name: "an-id" for one in operation.fields(form) if one.place == "path"}
        asked = explorer.shown(operation, form, given, "https://sandbox.belvo.com")
        for _, write in SNIPPETS.values():
            assert "planted" not in write(asked)


@pytest.mark.parametrize("name", [*operations()])
def test_python_of_every_operation_can_be_read(name: str) -> None:
    operation = operations()[name]
    given: dict[str, object] = {one.name: ODD for one in operation.fields() if one.type == "string"}
    asked = explorer.shown(operation, 0, given, "https://sandbox.belvo.com")
    for write in (python_requests, belvo_python):
        ast.parse(write(asked))


def test_belvos_own_library_is_asked_by_its_names_and_else_by_its_session() -> None:
    def code(operation: str, **given: Any) -> str:  # noqa: ANN401 - of any field
        return belvo_python(request("https://sandbox.belvo.com", operation, **given)).splitlines()[5:][0]

    assert code("ListAccounts") == "for row in client.Accounts.list():"
    assert code("DetailOwner", id="o1") == 'print(client.Owners.get("o1"))'
    assert code("DetailBalance", id="b1") == 'print(client.session.get("/api/br/balances/", "b1"))'
    assert code("DestroyLink", id="l1") == 'print(client.Links.delete("l1"))'
    assert code("RetrieveBills", link="l1").startswith('print(client.session.post("/api/bills/", data={')
    resumed = belvo_python(request("https://sandbox.belvo.com", "PatchAccounts", session="s", token="t", link="l1"))
    assert 'client.Accounts.resume(session=os.environ["SESSION"], token=os.environ["TOKEN"], link="l1")' in resumed


def test_a_body_in_a_shell_is_the_json_that_it_was() -> None:
    asked = request("https://sandbox.belvo.com", "RegisterLink", institution=ODD, username="ana")
    body = curl(asked).partition(" -d ")[2].rpartition(" ")[0]
    told = run(["sh", "-c", f"printf %s {body}"], USERNAME="ana")
    assert json.loads(told) == {"institution": ODD, "username": "ana"}
