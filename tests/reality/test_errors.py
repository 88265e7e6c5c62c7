"""Recorded refusals and what stands before an API, through the client."""

from typing import Any

import pytest
from starlette.responses import JSONResponse, Response

from belvo_client import BelvoError
from tests.kit.bodies import LINK
from tests.kit.local_belvo import client_of
from tests.kit.scripted_belvo import ScriptedBelvo
from tests.reality.sources import cases


def answer_of(case: dict[str, Any]) -> Response:
    headers = case.get("headers")
    if "body" in case:
        return JSONResponse(case["body"], case["status"], headers)
    return Response(case["text"], case["status"], headers, media_type="text/html")


@pytest.mark.parametrize("case", cases("errors"))
def test_what_was_seen_is_the_error_that_it_should_be(belvo: ScriptedBelvo, case: dict[str, Any]) -> None:
    belvo.before = lambda _request: answer_of(case)
    with client_of(belvo.url) as client, pytest.raises(BelvoError) as caught:
        next(client.accounts.list(link=LINK))
    error = caught.value
    found = {"class": type(error).__name__, "errors": [*error.errors]}
    assert {name: found[name] if name in found else getattr(error, name) for name in case["right"]} == case["right"]
