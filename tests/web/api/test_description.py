"""What the description says is what is answered, whatever is asked that it allows; seeds are fixed."""

from collections.abc import Callable
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import Case
from schemathesis.core.result import Ok
from schemathesis.specs.openapi import checks

from domain.roles import Role
from tests.kit import planted
from tests.kit.planted import LINK
from tests.web.api.conftest import Desk

EXAMPLES = 2
"""Of each address: there are forty, and what a parameter may be is much the same at each."""

CHECKS = [
    schemathesis.checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
]


@pytest.fixture(scope="module")
def desk(make_desk: Callable[[], Desk]) -> Desk:
    made = make_desk()
    planted.fill(made.context.database)
    return made


def test_every_address_answers_as_it_is_described(desk: Desk) -> None:
    described = schemathesis.openapi.from_asgi("/api/v1/openapi.json", desk.http.app)
    headers = {"authorization": f"Bearer {desk.tokens[Role.OPERATOR]}"}
    asked = 0
    for found in described.get_all_operations():
        assert isinstance(found, Ok)
        operation = found.ok()

        @settings(
            max_examples=EXAMPLES,
            derandomize=True,
            database=None,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=[*HealthCheck],
        )
        @given(case=operation.as_strategy())
        def ask(case: Case[Any]) -> None:
            nonlocal asked
            asked += 1
            if "link" in case.path_parameters:
                case.path_parameters["link"] = LINK if asked % 2 else case.path_parameters["link"]
            case.call_and_validate(headers=headers, checks=CHECKS)

        ask()
    assert asked > 60
