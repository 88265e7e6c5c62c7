import shlex

import pytest

from components.log.calls import curl
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
