import json
import shlex
import subprocess

import pytest

from components.log.calls import curl, variables
from store.ops.calls import Call

KEYS = ["curl", "-u", "$BELVO_SECRET_ID:$BELVO_SECRET_PASSWORD"]


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (Call("", "GET", "/api/links/", "page_size=1&x=it's"), ["https://b.example/api/links/?page_size=1&x=it's"]),
        (Call("", "DELETE", "/api/links/1/"), ["-X", "DELETE", "https://b.example/api/links/1/"]),
        (
            Call("", "POST", "/api/links/"),
            [
                *("-X", "POST", "-H", "Content-Type: application/json", "-d", "@body.json"),
                "https://b.example/api/links/",
            ],
        ),
    ],
    ids=["get", "delete", "post"],
)
def test_a_shell_reads_the_call_as_it_was_made(call: Call, words: list[str]) -> None:
    assert shlex.split(curl(call, "https://b.example")) == [*KEYS, *words]


def sent(command: str, **environment: str) -> object:
    """The body that a shell hands to curl."""
    script = f'curl() {{ for word in "$@"; do printf \'%s\\0\' "$word"; done; }}\n{command}'
    ran = subprocess.run(["/bin/sh", "-c", script], env=environment, capture_output=True, text=True, check=True)
    words = ran.stdout.split("\0")
    return json.loads(words[words.index("-d") + 1])


def test_a_call_with_nothing_hidden_is_copied_whole() -> None:
    call, body = Call("", "POST", "/api/accounts/"), {"link": "it's", "save_data": True, "external_id": "a $b `c` \\"}
    assert sent(curl(call, "https://b.example", json.dumps(body))) == body
    assert variables(call, json.dumps(body)) == []


def test_what_is_hidden_is_a_variable_of_its_name() -> None:
    call = Call("", "POST", "/api/token/")
    body = {"id": "[hidden]", "password": "[hidden]", "scopes": "a,b", "widget": {"consent": [{"number": "[hidden]"}]}}
    assert variables(call, json.dumps(body)) == ["BELVO_SECRET_ID", "BELVO_SECRET_PASSWORD", "NUMBER"]
    command = curl(call, "https://b.example", json.dumps(body))
    keys = {"BELVO_SECRET_ID": "key", "BELVO_SECRET_PASSWORD": "pass", "NUMBER": "76109277673"}
    assert sent(command, **keys) == {
        "id": "key",
        "password": "pass",
        "scopes": "a,b",
        "widget": {"consent": [{"number": "76109277673"}]},
    }
