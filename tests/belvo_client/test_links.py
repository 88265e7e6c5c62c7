"""Links are made, resumed, changed, refreshed and deleted."""

import orjson
import pytest
from responses import RequestsMock

from belvo_client import Accepted, BelvoClient, RateLimited, RefreshedRecently, TokenRequired

LINKS = "https://sandbox.belvo.com/api/links/"
LINK = {"id": "1", "institution": "erebor_mx_retail", "status": "valid"}


def asked(mock: RequestsMock) -> tuple[str | None, object]:
    request = mock.calls[-1].request
    return request.method, orjson.loads(request.body or b"null")


def test_a_link_is_made_with_what_was_given(mock: RequestsMock, client: BelvoClient) -> None:
    mock.post(LINKS, json=LINK, status=201)
    assert client.links.create("erebor_mx_retail", "bnk100", "full") == LINK
    assert asked(mock) == ("POST", {"institution": "erebor_mx_retail", "username": "bnk100", "password": "full"})


def test_a_link_can_say_all_that_belvo_takes(mock: RequestsMock, client: BelvoClient) -> None:
    mock.post(LINKS, json=LINK, status=201)
    client.links.create(
        "ironbank_br_retail",
        "adv_valid",
        "pass_valid",
        username2="valid",
        external_id="user-42",
        access_mode="single",
        fetch_resources=("ACCOUNTS",),
        credentials_storage="nostore",
        stale_in="42d",
        password2="valid",
        username_type="003",
        token="111111",
    )
    assert asked(mock)[1] == {
        "institution": "ironbank_br_retail",
        "username": "adv_valid",
        "password": "pass_valid",
        "username2": "valid",
        "external_id": "user-42",
        "access_mode": "single",
        "fetch_resources": ["ACCOUNTS"],
        "credentials_storage": "nostore",
        "stale_in": "42d",
        "password2": "valid",
        "username_type": "003",
        "token": "111111",
    }


def test_a_link_that_stops_for_a_token_is_resumed(mock: RequestsMock, client: BelvoClient) -> None:
    more = {"session": "5e55", "link": "1", "expiry": 9600}
    mock.post(LINKS, status=428, json=[{"code": "token_required", "message": "Token.", **more}])
    mock.patch(LINKS, json=LINK)
    with pytest.raises(TokenRequired) as caught:
        client.links.create("heimdall_mx_retail", "mfa_default", "pass_valid")
    assert client.links.resume(caught.value.session, caught.value.link, token="111111") == LINK
    assert asked(mock) == ("PATCH", {"session": "5e55", "link": "1", "token": "111111", "save_data": True})


def test_new_credentials_are_put(mock: RequestsMock, client: BelvoClient) -> None:
    mock.put(f"{LINKS}1/", json=LINK)
    assert client.links.update_credentials("1", "new", token="111111") == LINK
    assert asked(mock) == ("PUT", {"password": "new", "token": "111111"})


def test_options_are_patched(mock: RequestsMock, client: BelvoClient) -> None:
    mock.patch(f"{LINKS}1/", json=LINK)
    assert client.links.update_options("1", access_mode="single", fetch_resources=["OWNERS"]) == LINK
    assert asked(mock) == ("PATCH", {"access_mode": "single", "fetch_resources": ["OWNERS"]})


@pytest.mark.parametrize(
    ("wanted", "body"), [(None, {}), (["ACCOUNTS", "OWNERS"], {"fetch_resources": ["ACCOUNTS", "OWNERS"]})]
)
def test_a_refresh_gives_a_receipt(
    mock: RequestsMock, client: BelvoClient, wanted: list[str] | None, body: object
) -> None:
    mock.post(f"{LINKS}1/refresh/", json={"request_id": "5e55"}, status=202)
    assert client.links.refresh("1", fetch_resources=wanted) == Accepted("5e55")
    assert asked(mock) == ("POST", body)


def test_a_second_refresh_comes_too_soon(mock: RequestsMock, client: BelvoClient) -> None:
    said = "The link has already been refreshed. Please wait 7 minutes before trying again."
    mock.post(f"{LINKS}1/refresh/", json=[{"code": "link_refreshed", "message": said}], status=409)
    with pytest.raises(RefreshedRecently, match="wait 7 minutes"):
        client.links.refresh("1")


def test_a_link_is_deleted(mock: RequestsMock, client: BelvoClient) -> None:
    mock.delete(f"{LINKS}1/", status=204)
    client.links.delete("1")
    assert mock.calls[0].request.headers.get("X-Belvo-Request-Mode") is None


def test_a_link_is_deleted_in_the_background(mock: RequestsMock, client: BelvoClient) -> None:
    mock.delete(f"{LINKS}1/", json={"request_id": "5e55"}, status=202)
    assert client.links.delete_async("1") == Accepted("5e55")
    assert mock.calls[0].request.headers["X-Belvo-Request-Mode"] == "async"


def test_a_sixth_deletion_in_a_minute_is_too_many(mock: RequestsMock, client: BelvoClient) -> None:
    for _ in range(6):
        mock.delete(f"{LINKS}1/", status=429)
    with pytest.raises(RateLimited):
        client.links.delete("1")
