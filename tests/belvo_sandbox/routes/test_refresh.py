from datetime import timedelta
from pathlib import Path

from tests.belvo_sandbox.conftest import NOW, Host
from tests.kit.local_belvo import Api, errors


def _refresh(api: Api, link: str, **body: object) -> tuple[int, object]:
    answer = api.call("POST", f"/api/links/{link}/refresh/", json=body)
    return answer.status_code, [*answer.json()] if answer.status_code == 202 else errors(answer)


def test_a_refresh_collects_anew_and_answers_with_its_request_id(host: Host, tmp_path: Path) -> None:
    link = host.start(tmp_path).link(access_mode="single")["id"]
    later = host.start(tmp_path, NOW + timedelta(days=3))
    assert later.get("/api/accounts/", link=link)["count"] == 0
    assert _refresh(later, link) == (202, ["request_id"])
    row = later.get("/api/accounts/", link=link)["results"][0]
    assert row["collected_at"] == "2026-06-20T15:30:00.000000Z"
    assert later.get(f"/api/links/{link}/")["last_accessed_at"] == "2026-06-20T15:30:00.000000Z"


def test_only_what_is_named_is_refreshed(host: Host, tmp_path: Path) -> None:
    link = host.start(tmp_path).link(access_mode="single")["id"]
    later = host.start(tmp_path, NOW + timedelta(days=3))
    assert _refresh(later, link, fetch_resources=["OWNERS"]) == (202, ["request_id"])
    assert later.get("/api/owners/", link=link)["count"] == 1
    assert later.get("/api/transactions/", link=link)["count"] == 0


def test_a_second_refresh_has_to_wait_ten_minutes(host: Host, tmp_path: Path) -> None:
    api = host.start(tmp_path)
    link, other = api.link()["id"], api.link()["id"]
    assert _refresh(api, link)[0] == 202
    early = host.start(tmp_path, NOW + timedelta(minutes=7, seconds=30))
    answer = early.call("POST", f"/api/links/{link}/refresh/")
    assert (answer.status_code, errors(answer)) == (409, [("link_refreshed", None)])
    assert "wait 3 minutes" in answer.json()[0]["message"]
    assert _refresh(early, other)[0] == 202
    assert _refresh(host.start(tmp_path, NOW + timedelta(minutes=10)), link)[0] == 202


def test_a_refresh_that_makes_no_sense_is_refused(api: Api) -> None:
    link = api.link()["id"]
    assert _refresh(api, link, fetch_resources=["INVOICES"]) == (400, [("invalid", "fetch_resources")])
    assert _refresh(api, "8848bd0c-9c7e-4f53-a732-ec896b11d4c4") == (404, [("not_found", None)])
    assert _refresh(api, link)[0] == 202  # what was refused did not count


def test_a_refresh_without_credentials_is_refused(host: Host, tmp_path: Path) -> None:
    api = host.start(tmp_path)
    link = api.link(access_mode="single", credentials_storage="nostore", fetch_resources=["ACCOUNTS"])["id"]
    later = host.start(tmp_path, NOW + timedelta(minutes=15))
    assert _refresh(later, link) == (404, [("expired_credentials", None)])


def test_a_refresh_that_needs_a_token_asks_for_it(api: Api) -> None:
    link = api.link("mfa_always", "x", token="111111")["id"]
    assert _refresh(api, link) == (202, ["request_id"])
    assert api.get(f"/api/links/{link}/")["status"] == "token_required"
    answer = api.call("PUT", f"/api/links/{link}/", json={"password": "x", "token": "111111"})
    assert answer.json()["status"] == "valid"


def test_five_links_a_minute_are_deleted_at_once(host: Host, tmp_path: Path) -> None:
    api = host.start(tmp_path)
    links = [api.link(access_mode="single")["id"] for _ in range(7)]
    assert [api.call("DELETE", f"/api/links/{link}/").status_code for link in links[:5]] == [204] * 5
    refused = api.call("DELETE", f"/api/links/{links[5]}/")
    assert (refused.status_code, errors(refused)) == (429, [("throttled", None)])
    assert refused.headers["Retry-After"] == "60"
    later = api.call("DELETE", f"/api/links/{links[6]}/", headers={"X-Belvo-Request-Mode": "async"})
    assert later.status_code == 202
    soon = host.start(tmp_path, NOW + timedelta(seconds=59)).call("DELETE", f"/api/links/{links[5]}/")
    assert (soon.status_code, soon.headers["Retry-After"]) == (429, "1")
    again = host.start(tmp_path, NOW + timedelta(minutes=1))
    assert again.call("DELETE", f"/api/links/{links[5]}/").status_code == 204


def test_five_accounts_a_minute_are_deleted_at_once_whatever_happens_to_links(api: Api) -> None:
    links = [api.link()["id"] for _ in range(3)]
    rows = [row["id"] for link in links for row in api.rows("/api/accounts/", link=link)][:6]
    assert [api.call("DELETE", f"/api/accounts/{row}/").status_code for row in rows] == [204] * 5 + [429]
    assert api.call("DELETE", f"/api/links/{links[0]}/").status_code == 204
