import re
from datetime import timedelta
from pathlib import Path

import pytest

from belvo_sandbox.core.state import FILE_NAME
from tests.belvo_sandbox.conftest import NOW, Host
from tests.kit.local_belvo import Api, errors

LOGIN = {"institution": "erebor_mx_retail", "username": "bnk100", "password": "full"}


def test_a_new_link_is_whole(api: Api) -> None:
    link = api.link(external_id="user-1", fetch_resources=["ACCOUNTS", "TRANSACTIONS"], stale_in="90d")
    assert re.fullmatch(r"[A-Za-z0-9\-=_]{44}", link["institution_user_id"])
    assert link == {
        "id": "7b740ba3-b25e-42f3-9df0-d6e5319fc502",
        "institution": "erebor_mx_retail",
        "access_mode": "recurrent",
        "last_accessed_at": "2026-06-17T15:30:00.000000Z",
        "created_at": "2026-06-17T15:30:00.000000Z",
        "external_id": "user-1",
        "institution_user_id": "QVp2yAW2Fx54Ft8l7U-fzJWXpPIcfzkA05Cr21_UO24=",
        "status": "valid",
        "created_by": "bdb83128-2024-4226-bb1c-072b80a53fa6",
        "refresh_rate": "7d",
        "credentials_storage": "store",
        "fetch_resources": ["ACCOUNTS", "TRANSACTIONS"],
        "stale_in": "90d",
    }
    assert api.get(f"/api/links/{link['id']}/") == link
    assert api.get("/api/links/")["results"] == [link]


def test_the_same_person_has_one_user_id_at_an_institution_and_a_new_link_each_time(api: Api) -> None:
    first, second = api.link(), api.link()
    elsewhere, somebody = api.link(institution="gringotts_mx_retail"), api.link("somebody", "pass")
    assert len({link["id"] for link in (first, second, elsewhere, somebody)}) == 4
    assert first["institution_user_id"] == second["institution_user_id"]
    assert len({link["institution_user_id"] for link in (first, elsewhere, somebody)}) == 3


def test_a_link_that_was_deleted_does_not_come_back_under_its_id(api: Api) -> None:
    first = api.link()["id"]
    assert api.call("DELETE", f"/api/links/{first}/").status_code == 204
    assert api.link()["id"] != first


def test_ids_depend_on_the_seed(host: Host, tmp_path: Path) -> None:
    ids = [host.start(tmp_path / str(seed), seed=seed).link()["id"] for seed in (1, 1, 2)]
    same = [host.start(tmp_path / name, seed=7).link()["id"] for name in ("a", "b")]
    assert (ids[0], same[0]) == ("7b740ba3-b25e-42f3-9df0-d6e5319fc502", same[1])
    assert len(set(ids)) == 3  # the second was made over the state of the first


def test_a_second_link_of_the_same_person_is_refused_only_when_asked_for(host: Host, tmp_path: Path) -> None:
    api = host.start(tmp_path, unique_links=True)
    person = api.link()["institution_user_id"]
    answer = api.call("POST", "/api/links/", json=LOGIN)
    assert (answer.status_code, answer.json()[0]["code"]) == (400, "duplicated")
    assert answer.json()[0]["institution_user_id"] == person
    api.link("somebody", "pass")


REFUSED: list[tuple[dict[str, object], list[tuple[str, str | None]]]] = [
    ({}, [("required", "institution")]),
    ({"institution": None}, [("null", "institution")]),
    ({"institution": " "}, [("blank", "institution")]),
    ({"institution": "no_such_bank", "username": "u", "password": "p"}, [("does_not_exist", "institution")]),
    ({"institution": "erebor_mx_retail"}, [("required", "username"), ("required", "password")]),
    ({**LOGIN, "username": "user_invalid", "password": "pass_invalid"}, [("login_error", None)]),
    ({**LOGIN, "password": "wrong"}, [("login_error", None)]),
    (
        {**LOGIN, "username": "1234567890abcdefg", "password": "1234567890abcdefg"},
        [("validation_error", "username"), ("validation_error", "password")],
    ),
    ({**LOGIN, "external_id": "ab"}, [("invalid", "external_id")]),
    ({**LOGIN, "external_id": "a" * 257}, [("invalid", "external_id")]),
    ({**LOGIN, "external_id": "somebody@example.com"}, [("invalid", "external_id")]),
    ({**LOGIN, "access_mode": "often"}, [("invalid_choice", "access_mode")]),
    ({**LOGIN, "fetch_resources": ["INVOICES"]}, [("invalid", "fetch_resources")]),
    ({**LOGIN, "fetch_resources": 5}, [("not_a_list", "fetch_resources")]),
    ({**LOGIN, "stale_in": "1 year"}, [("invalid", "stale_in")]),
    ({**LOGIN, "credentials_storage": "27d"}, [("invalid_credentials_storage", None)]),
    ({**LOGIN, "access_mode": "single", "credentials_storage": "nostore"}, [("invalid_fetch_resources", None)]),
]


@pytest.mark.parametrize(("body", "faults"), REFUSED, ids=str)
def test_a_link_that_can_not_be_made_says_why(
    api: Api, body: dict[str, object], faults: list[tuple[str, str | None]]
) -> None:
    answer = api.call("POST", "/api/links/", json=body)
    assert (answer.status_code, errors(answer)) == (400, faults)
    assert api.get("/api/links/")["count"] == 0


@pytest.mark.parametrize(
    "external_id", ["5512345678", "55-1234-5678", "76109277673", "12345678-5", "GODE561231GR8", "HEGG560427MVZRRL04"]
)
def test_an_external_id_that_looks_like_personal_data_is_not_kept(api: Api, external_id: str) -> None:
    assert api.link(external_id=external_id)["external_id"] is None


@pytest.mark.parametrize("external_id", ["abc", "a" * 256, "A-b_9"])
def test_an_external_id_of_the_right_form_is_kept(api: Api, external_id: str) -> None:
    assert api.link(external_id=external_id)["external_id"] == external_id


def test_a_single_link_is_not_refreshed_and_keeps_its_credentials_for_a_year(api: Api) -> None:
    link = api.link(access_mode="single")
    assert (link["refresh_rate"], link["credentials_storage"]) == (None, "365d")


def test_new_credentials_are_tried(api: Api) -> None:
    link = api.link()["id"]
    for password, status, faults in (
        ("full", 200, None),
        ("wrong", 400, [("login_error", None)]),
        ("pass invalid!", 400, [("login_error", None)]),
    ):
        answer = api.call("PUT", f"/api/links/{link}/", json={"password": password})
        assert answer.status_code == status
        assert faults is None or errors(answer) == faults
    missing = api.call("PUT", f"/api/links/{link}/", json={})
    assert (missing.status_code, errors(missing)) == (400, [("required", "password")])


def test_options_are_changed_one_by_one(api: Api) -> None:
    link = api.link(access_mode="single")
    changed = api.call("PATCH", f"/api/links/{link['id']}/", json={"stale_in": "30d"}).json()
    assert changed == {**link, "stale_in": "30d"}
    changed = api.call("PATCH", f"/api/links/{link['id']}/", json={"fetch_resources": ["OWNERS"]}).json()
    assert changed == {**link, "stale_in": "30d", "fetch_resources": ["OWNERS"]}
    changed = api.call("PATCH", f"/api/links/{link['id']}/", json={"access_mode": "recurrent"}).json()
    assert (changed["access_mode"], changed["refresh_rate"], changed["credentials_storage"]) == (
        "recurrent",
        "7d",
        "store",
    )
    changed = api.call("PATCH", f"/api/links/{link['id']}/", json={"access_mode": "single"}).json()
    assert (changed["access_mode"], changed["refresh_rate"]) == ("single", None)


def test_options_that_make_no_sense_are_refused(api: Api) -> None:
    link = api.link(access_mode="single", credentials_storage="nostore", fetch_resources=["ACCOUNTS"])["id"]
    for body, faults in (
        ({"access_mode": "often"}, [("invalid_choice", "access_mode")]),
        ({"stale_in": "x"}, [("invalid", "stale_in")]),
        ({"fetch_resources": ["BILLS"]}, [("invalid", "fetch_resources")]),
        ({"access_mode": "recurrent"}, [("invalid_credentials_storage", None)]),
    ):
        answer = api.call("PATCH", f"/api/links/{link}/", json=body)
        assert (answer.status_code, errors(answer)) == (400, faults)


def test_a_deleted_link_is_gone_with_everything_below_it(api: Api) -> None:
    link, other = api.link()["id"], api.link("somebody", "pass")["id"]
    account = api.get("/api/accounts/", link=link)["results"][0]["id"]
    assert api.call("DELETE", f"/api/links/{link}/").status_code == 204
    assert [row["id"] for row in api.get("/api/links/")["results"]] == [other]
    assert api.get("/api/transactions/", link=link)["count"] == 0
    assert api.call("GET", f"/api/accounts/{account}/").status_code == 404
    for method in ("GET", "PUT", "PATCH", "DELETE"):
        answer = api.call(method, f"/api/links/{link}/", json={"password": "full"})
        assert (answer.status_code, errors(answer)) == (404, [("not_found", None)])


def test_an_asynchronous_deletion_is_accepted(api: Api) -> None:
    link = api.link()["id"]
    answer = api.call("DELETE", f"/api/links/{link}/", headers={"X-Belvo-Request-Mode": "async"})
    assert (answer.status_code, list(answer.json()), len(answer.json()["request_id"])) == (202, ["request_id"], 32)
    assert api.get("/api/links/")["count"] == 0


def test_no_password_and_no_user_name_is_kept(host: Host, tmp_path: Path) -> None:
    api = host.start(tmp_path, NOW + timedelta(days=1))
    api.link("planted_user", "planted_word")
    api.call("POST", "/api/links/", json={**LOGIN, "password": "planted_wrong"})
    content = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert (tmp_path / FILE_NAME).exists()
    assert b"planted" not in content
