"""The API over stores of the module's own, with a token of each role."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from httpx2 import Response
from starlette.applications import Starlette
from starlette.testclient import TestClient

from actions.access import tokens
from context import ROUTES, Context
from domain.roles import Role
from settings import Secret, Settings
from tests.kit.actors import TESTER
from tests.kit.bodies import LINK
from web.routes import routes

ROOT = "http://127.0.0.1:8501"

_OF_ONE = {"link": LINK}
_SINCE = {**_OF_ONE, "since": "2026-11-01"}
NEEDED: Mapping[str, Mapping[str, str]] = {
    "/changes": _SINCE,
    "/figures/changes": _SINCE,
    "/figures/link": _OF_ONE,
    "/find": {"id": LINK},
    "/query": {"sql": "SELECT * FROM v_people, v_accounts, v_transactions, v_invoices, v_employments"},
    **dict.fromkeys(("/match", "/quality"), _OF_ONE),
    **{f"/figures/{name}": _OF_ONE for name in ("match", "quality", "person", "cash-flow")},
}
"""Addresses that answer nothing without these parameters."""


@dataclass(frozen=True)
class Desk:
    """What is asked, and by whom."""

    context: Context
    http: TestClient
    tokens: Mapping[Role, str]

    def ask(self, address: str, role: Role | None = Role.ADMIN, /, **parameters: str) -> Response:
        """The answer at an address under /api/v1, or at a whole one."""
        where = address if address.startswith("http") else f"/api/v1{address}"
        headers = {} if role is None else {"authorization": f"Bearer {self.tokens[role]}"}
        return self.http.get(where, headers=headers, params=parameters or None)

    def read(self, address: str, role: Role = Role.ADMIN, /, **parameters: str) -> Any:  # noqa: ANN401 - any JSON
        """The JSON there, which has to be there."""
        answer = self.ask(address, role, **parameters)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def walk(self, address: str, role: Role = Role.ADMIN, /, **parameters: str) -> Iterator[list[dict[str, Any]]]:
        """The pages of a list, each at the address that the one before has named."""
        found = self.read(address, role, **parameters)
        yield found["results"]
        while found["next"]:
            found = self.read(found["next"], role)
            yield found["results"]


@pytest.fixture(scope="module")
def make_desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[], Desk]]:
    """Desks without a Belvo behind them: nothing here asks one."""
    opened = []

    def make() -> Desk:
        folder = tmp_path_factory.mktemp("desk")
        context = Context(settings_in(folder), ROUTES)
        opened.append(context)
        names = {role: f"of-{role.word}" for role in Role}
        made = {
            role: tokens.make(context.database, name, role, actor=TESTER, rate=1_200) for role, name in names.items()
        }
        return Desk(context, TestClient(Starlette(routes=routes(context)), base_url=ROOT), made)

    yield make
    for context in opened:
        context.close()


def settings_in(folder: Path) -> Settings:
    return Settings(environment="sandbox", data_dir=folder, secret_id="an-id", secret_password=Secret("a-password"))
