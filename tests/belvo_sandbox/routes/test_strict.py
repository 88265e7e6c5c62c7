from pathlib import Path

import pytest

from tests.belvo_sandbox.conftest import Host
from tests.kit.local_belvo import Api, errors

LISTS = ["links", "institutions", "accounts", "owners", "consents"]


@pytest.fixture
def strict(host: Host, tmp_path: Path) -> Api:
    return host.start(tmp_path, strict=True)


@pytest.mark.parametrize("name", LISTS)
def test_a_strict_sandbox_refuses_filters_that_do_not_exist(strict: Api, name: str) -> None:
    answer = strict.call("GET", f"/api/{name}/", params={"colour": "red", "page_size__gt": "1", "page": "1"})
    assert (answer.status_code, errors(answer)) == (400, [("invalid", "colour"), ("invalid", "page_size__gt")])


@pytest.mark.parametrize("name", LISTS)
def test_otherwise_they_are_ignored(api: Api, name: str) -> None:
    assert api.call("GET", f"/api/{name}/", params={"colour": "red"}).status_code == 200


def test_a_strict_sandbox_takes_every_filter_that_is_described(strict: Api) -> None:
    link = strict.link()["id"]
    query = {"link": link, "name__icontains": "a", "currency__in": "MXN,BRL", "fields": "id", "omit": "x", "page": 1}
    assert strict.get("/api/accounts/", **query)["count"] > 0
    assert strict.get("/api/links/", created_at__range="2026-06-17,2026-06-17", id=link)["count"] == 1
    assert strict.get("/api/institutions/", display_name="ereb", status__in="healthy,down")["count"] == 3


def test_a_strict_sandbox_lists_the_consents_of_one_user_only(strict: Api, api: Api) -> None:
    answer = strict.call("GET", "/api/consents/")
    assert (answer.status_code, errors(answer)) == (400, [("required", "user_document")])
    assert strict.get("/api/consents/", user_document="76109277673", page_size=5)["count"] == 0
    assert api.get("/api/consents/")["count"] == 0
