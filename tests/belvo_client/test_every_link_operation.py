"""What the client does with links and consents, over a socket against the local Belvo."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, get_origin

import pytest

from belvo_client import (
    BelvoClient,
    Consent,
    Link,
    LoginFailed,
    NotFound,
    RefreshedRecently,
    Retries,
    SessionExpired,
    TokenRequired,
)
from belvo_client.catalogue import Catalogue
from belvo_client.endpoints import Resumable
from belvo_client.resources import Offered
from belvo_client.shapes import differences
from belvo_sandbox import serve

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
CPF = "76109277673"
DAYS = {"date_from": date(2026, 1, 1), "date_to": date(2026, 11, 1)}
FIELDS: dict[str, dict[str, Any]] = {"transactions": DAYS, "invoices": {**DAYS, "type": "OUTFLOW"}}
RESUMABLE = sorted(
    name
    for name, offered in vars(Catalogue).items()
    if isinstance(offered, Offered) and get_origin(offered.endpoint) is Resumable
)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BelvoClient]:
    data: Path = tmp_path_factory.mktemp("belvo")
    with (
        serve(data, now=NOW) as belvo,
        BelvoClient(belvo.url, belvo.secret_id, belvo.secret_password, retries=Retries.off()) as made,
    ):
        yield made


@pytest.fixture(scope="module")
def link(client: BelvoClient) -> Link:
    return client.links.create("erebor_mx_retail", "bnk102", "low")


def test_a_login_that_wants_a_token_is_resumed(client: BelvoClient) -> None:
    with pytest.raises(TokenRequired) as asked:
        client.links.create("heimdall_mx_retail", "mfa_numeric", "numeric_code")
    session, link = asked.value.session, asked.value.link
    assert session
    assert link
    assert client.links.get(link)["status"] == "unconfirmed"
    with pytest.raises(TokenRequired) as again:
        client.links.resume(session, link, token="999999")
    confirmed = client.links.resume(again.value.session or "", link, token="111111")
    assert (confirmed["id"], confirmed["status"]) == (link, "valid")
    with pytest.raises(SessionExpired):
        client.links.resume(session, link, token="111111")


@pytest.mark.parametrize("name", RESUMABLE)
def test_a_retrieve_that_wants_a_token_is_resumed(client: BelvoClient, name: str) -> None:
    with pytest.raises(TokenRequired) as login:
        client.links.create("tatooine_mx_fiscal" if name == "invoices" else "gringotts_mx_retail", "mfa_always", "any")
    link = login.value.link or ""
    client.links.resume(login.value.session or "", link, token="111111")
    endpoint = client.resource(name)
    assert isinstance(endpoint, Resumable)
    with pytest.raises(TokenRequired) as asked:
        endpoint.retrieve(link, **FIELDS.get(name, {}))
    assert endpoint.resume(asked.value.session or "", link, token="111111") != []


def test_credentials_are_replaced_and_wrong_ones_refused(client: BelvoClient, link: Link) -> None:
    with pytest.raises(LoginFailed):
        client.links.update_credentials(link["id"], "pass_invalid")
    assert client.links.update_credentials(link["id"], "low")["status"] == "valid"


def test_options_are_changed(client: BelvoClient, link: Link) -> None:
    changed = client.links.update_options(
        link["id"], access_mode="single", stale_in="90d", fetch_resources=["ACCOUNTS"]
    )
    assert (changed["access_mode"], changed["stale_in"], changed["fetch_resources"]) == ("single", "90d", ["ACCOUNTS"])
    assert client.links.get(link["id"]) == changed


def test_a_refresh_is_accepted_once_in_ten_minutes(client: BelvoClient) -> None:
    link = client.links.create("erebor_mx_retail", "user_valid", "pass_valid")["id"]
    assert len(client.links.refresh(link, fetch_resources=["ACCOUNTS"]).request_id) == 32
    with pytest.raises(RefreshedRecently):
        client.links.refresh(link)


def test_links_are_deleted_at_once_and_in_the_background(client: BelvoClient) -> None:
    first, second = (client.links.create("erebor_mx_retail", f"somebody{n}", "any")["id"] for n in (1, 2))
    client.links.delete(first)
    assert len(client.links.delete_async(second).request_id) == 32
    for gone in (first, second):
        with pytest.raises(NotFound):
            client.links.get(gone)


def test_a_consent_is_listed_with_and_without_its_person_and_shown(client: BelvoClient) -> None:
    link = client.links.create("ofmockbank_br_retail", CPF)["id"]
    [consent] = client.consents.list(user_document=CPF)
    assert list(client.consents.list()) == [consent]
    assert list(client.consents.list(user_document="11144477735")) == []
    assert client.consents.get(consent["id"]) == consent
    assert (consent["link_id"], list(differences(consent, Consent))) == (link, [])
