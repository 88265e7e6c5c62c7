"""No address tells a role that may not see people anything of anybody; those who may are told the same as on pages."""

import json
from collections.abc import Callable
from urllib.parse import urlencode

import pytest

from domain.roles import Role
from store.sight import PRESENTER_COOKIE
from tests.kit import planted
from tests.kit.planted import LINK, Planted
from tests.web.api.conftest import NEEDED, Desk


@pytest.fixture(scope="module")
def desk(make_desk: Callable[[], Desk]) -> Desk:
    return make_desk()


@pytest.fixture(scope="module")
def found(desk: Desk) -> Planted:
    return planted.fill(desk.context.database)


def addresses(desk: Desk) -> list[str]:
    """Every address that the description has, of the planted link and its person."""
    described = desk.read("/openapi.json")["paths"]
    return [
        path.replace("{link}", LINK) + (f"?{urlencode(NEEDED[path])}" if path in NEEDED else "")
        for path in described
        if "{external_id}" not in path
    ]


def told(desk: Desk, role: Role) -> str:
    """All that there is to be read."""
    people = desk.read("/people", role)["results"]
    names = [f"/people/{person['external_id']}" for person in people]
    assert names
    return "\n".join(json.dumps(desk.read(path, role), ensure_ascii=False) for path in [*addresses(desk), *names])


@pytest.mark.parametrize("role", [Role.VIEWER, Role.ANALYST])
def test_who_may_not_see_people_is_told_of_nobody(desk: Desk, found: Planted, role: Role) -> None:
    assert found.found_in(told(desk, role)) == set()


def test_who_may_is_told_of_people_and_of_no_whole_card(desk: Desk, found: Planted) -> None:
    seen = found.found_in(told(desk, Role.OPERATOR))
    assert len(seen) > 40
    assert seen & found.cards == set()


def test_a_browsers_presenter_mode_is_none_of_a_programs(desk: Desk, found: Planted) -> None:
    desk.http.cookies.set(PRESENTER_COOKIE, "on")
    seen = found.found_in(desk.ask("/owners").text)
    desk.http.cookies.clear()
    assert seen
    assert found.found_in(desk.ask("/owners", Role.VIEWER).text) == set()


@pytest.mark.parametrize("address", ["/transactions?text=spei", "/figures/transactions?text=spei", "/people?find=zq"])
def test_what_is_masked_is_not_searched(desk: Desk, found: Planted, address: str) -> None:
    assert found.marks
    answer = desk.ask(address, Role.ANALYST)
    assert (answer.status_code, answer.headers["content-type"]) == (403, "application/problem+json")
    assert desk.ask(address, Role.OPERATOR).status_code == 200


def test_a_real_name_finds_nobody_where_it_is_masked(desk: Desk, found: Planted) -> None:
    theirs = found.marks["links.external_id"][0].upper()
    assert desk.read("/links", external_id=theirs)["results"] != []
    assert desk.read("/links", Role.VIEWER, external_id=theirs)["results"] == []
    assert desk.read("/accounts", Role.VIEWER, external_id=theirs)["results"] == []
    assert desk.ask(f"/people/{theirs}").status_code == 200
    assert desk.ask(f"/people/{theirs}", Role.VIEWER).status_code == 404
    (shown,) = {row["external_id"] for row in desk.read("/accounts", Role.VIEWER)["results"]}
    assert len(desk.read("/accounts", Role.VIEWER, external_id=shown)["results"]) == 1
