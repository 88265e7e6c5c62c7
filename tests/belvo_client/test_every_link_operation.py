"""What the client does with links and consents, over a socket against the local Belvo."""

from datetime import date
from typing import Any, get_origin

import pytest

from belvo_client import (
    BelvoClient,
    Consent,
    Link,
    LoginFailed,
    NotFound,
    RefreshedRecently,
    SessionExpired,
    TokenRequired,
)
from belvo_client.answers.shapes import differences
from belvo_client.catalogue import Catalogue
from belvo_client.endpoints import Resumable
from belvo_client.resources import Offered

CPF = "76109277673"
DAYS = {"date_from": date(2026, 1, 1), "date_to": date(2026, 11, 1)}
FIELDS: dict[str, dict[str, Any]] = {"transactions": DAYS, "invoices": {**DAYS, "type": "OUTFLOW"}}
RESUMABLE = sorted(
    name
    for name, offered in vars(Catalogue).items()
    if isinstance(offered, Offered) and get_origin(offered.endpoint) is Resumable
)


@pytest.fixture(scope="module")
def link(live: BelvoClient) -> Link:
    return live.links.create("erebor_mx_retail", "bnk102", "low")


def test_a_login_that_wants_a_token_is_resumed(live: BelvoClient) -> None:
    with pytest.raises(TokenRequired) as asked:
        live.links.create("heimdall_mx_retail", "mfa_numeric", "numeric_code")
    session, link = asked.value.session, asked.value.link
    assert session
    assert link
    assert live.links.get(link)["status"] == "unconfirmed"
    with pytest.raises(TokenRequired) as again:
        live.links.resume(session, link, token="999999")
    confirmed = live.links.resume(again.value.session or "", link, token="111111")
    assert (confirmed["id"], confirmed["status"]) == (link, "valid")
    with pytest.raises(SessionExpired):
        live.links.resume(session, link, token="111111")


@pytest.mark.parametrize("name", RESUMABLE)
def test_a_retrieve_that_wants_a_token_is_resumed(live: BelvoClient, name: str) -> None:
    with pytest.raises(TokenRequired) as login:
        live.links.create("tatooine_mx_fiscal" if name == "invoices" else "gringotts_mx_retail", "mfa_always", "any")
    link = login.value.link or ""
    live.links.resume(login.value.session or "", link, token="111111")
    endpoint = live.resource(name)
    assert isinstance(endpoint, Resumable)
    with pytest.raises(TokenRequired) as asked:
        endpoint.retrieve(link, **FIELDS.get(name, {}))
    assert endpoint.resume(asked.value.session or "", link, token="111111") != []


def test_credentials_are_replaced_and_wrong_ones_refused(live: BelvoClient, link: Link) -> None:
    with pytest.raises(LoginFailed):
        live.links.update_credentials(link["id"], "pass_invalid")
    assert live.links.update_credentials(link["id"], "low")["status"] == "valid"


def test_options_are_changed(live: BelvoClient, link: Link) -> None:
    changed = live.links.update_options(link["id"], access_mode="single", stale_in="90d", fetch_resources=["ACCOUNTS"])
    assert (changed["access_mode"], changed["stale_in"], changed["fetch_resources"]) == ("single", "90d", ["ACCOUNTS"])
    assert live.links.get(link["id"]) == changed


def test_a_refresh_is_accepted_once_in_ten_minutes(live: BelvoClient) -> None:
    link = live.links.create("erebor_mx_retail", "user_valid", "pass_valid")["id"]
    assert len(live.links.refresh(link, fetch_resources=["ACCOUNTS"]).request_id) == 32
    with pytest.raises(RefreshedRecently):
        live.links.refresh(link)


def test_links_are_deleted_at_once_and_in_the_background(live: BelvoClient) -> None:
    first, second = (live.links.create("erebor_mx_retail", f"somebody{n}", "any")["id"] for n in (1, 2))
    live.links.delete(first)
    assert len(live.links.delete_async(second).request_id) == 32
    for gone in (first, second):
        with pytest.raises(NotFound):
            live.links.get(gone)


def test_a_consent_is_listed_with_and_without_its_person_and_shown(live: BelvoClient) -> None:
    link = live.links.create("ofmockbank_br_retail", CPF)["id"]
    [consent] = live.consents.list(user_document=CPF)
    assert list(live.consents.list()) == [consent]
    assert list(live.consents.list(user_document="11144477735")) == []
    assert live.consents.get(consent["id"]) == consent
    assert (consent["link_id"], list(differences(consent, Consent))) == (link, [])
