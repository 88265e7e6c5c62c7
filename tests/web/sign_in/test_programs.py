"""Programs come to the API and for files with a token, and to nothing else; browsers come there with none of theirs."""

import pytest

from actions.access import tokens
from domain.roles import Role
from tests.kit.actors import TESTER
from tests.web.sign_in.conftest import Desk

ELSEWHERE = ("/_stcore/metrics", "/demo", "/documents/tax_status/s1/pdf")


@pytest.fixture(scope="module")
def bearer(desk: Desk) -> dict[str, str]:
    secret = tokens.make(desk.context.database, "a-program", Role.ADMIN, actor=TESTER)
    return {"authorization": f"Bearer {secret}"}


def test_a_token_is_enough_for_the_api(desk: Desk, bearer: dict[str, str]) -> None:
    assert desk.visit().get("/api/v1/accounts", headers=bearer).status_code == 200
    assert desk.visit("vera").get("/api/v1/accounts", headers=bearer).status_code == 200


def test_a_sign_in_is_none_there(desk: Desk) -> None:
    answers = [desk.visit(subject).get("/api/v1/accounts") for subject in ("", "vera", "root")]
    assert {(answer.status_code, answer.headers["content-type"]) for answer in answers} == {
        (401, "application/problem+json")
    }


@pytest.mark.parametrize("address", ELSEWHERE)
def test_a_token_opens_nothing_else(desk: Desk, bearer: dict[str, str], address: str) -> None:
    assert desk.visit().get(address, headers=bearer).status_code == 401


def test_a_description_is_for_everybody(desk: Desk) -> None:
    assert desk.visit().get("/api/v1/openapi.json").json()["info"]["title"] == "Linkdesk"
