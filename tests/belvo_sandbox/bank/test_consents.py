from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from belvo_client.answers.shapes import differences
from belvo_client.types import Consent
from tests.belvo_sandbox.conftest import NOW, Host
from tests.kit.local_belvo import Api, errors

CPF = "76109277673"
OTHER = "52998224725"


def _link(api: Api, cpf: str = CPF, **body: object) -> dict[str, Any]:
    answer = api.call("POST", "/api/links/", json={"institution": "ofmockbank_br_retail", "username": cpf, **body})
    assert answer.status_code == 201, answer.text
    link: dict[str, Any] = answer.json()
    return link


def test_a_script_makes_a_link_and_its_consent(api: Api) -> None:
    link = _link(api, "761.092.776-73", consent_duration=183)
    (consent,) = api.get("/api/consents/", user_document=CPF)["results"]
    assert [*differences(consent, Consent)] == []
    assert api.get(f"/api/consents/{consent['id']}/") == consent
    fields = {name: consent[name] for name in consent if name not in ("id", "institution_icon_logo", "permissions")}
    assert fields == {
        "display_name": "Ralph Bragg",
        "document_number": CPF,
        "belvo_institution_name": "ofmockbank_br_retail",
        "institution_display_name": "OF Mock Bank by Raidiam",
        "belvo_organization_name": "Local sandbox",
        "link_id": link["id"],
        "user_name": "Ralph Bragg",
        "expired_at": "2026-12-17T15:30:00.000000Z",
        "undefined_consent_expiration": False,
        "consent_duration": 183,
        "created_at": "2026-06-17T15:30:00.000000Z",
        "status": "AUTHORISED",
    }
    assert {group: len(names) for group, names in consent["permissions"].items()} == {
        "ACCOUNTS": 4,
        "CREDIT_CARDS": 5,
        "CREDIT_OPERATIONS": 16,
        "REGISTER": 2,
        "RESOURCES": 1,
        "INVESTMENTS": 5,
    }


def test_a_consent_without_a_duration_has_no_end(api: Api) -> None:
    _link(api)
    (consent,) = api.get("/api/consents/")["results"]
    assert (consent["undefined_consent_expiration"], consent["consent_duration"]) == (True, None)
    assert consent["expired_at"] == "2300-01-01T00:00:00.000000Z"


def test_consents_are_listed_by_document_newest_first(api: Api) -> None:
    for cpf in (CPF, OTHER, CPF):
        _link(api, cpf)
    everyone = api.get("/api/consents/")
    assert [row["document_number"] for row in everyone["results"]] == [CPF, OTHER, CPF]
    assert api.get("/api/consents/", user_document=OTHER)["count"] == 1
    assert api.get("/api/consents/", user_document="11144477735")["count"] == 0
    assert [row["id"] for row in api.rows("/api/consents/", page_size=1)] == [row["id"] for row in everyone["results"]]
    assert len({row["id"] for row in everyone["results"]}) == 3


def test_a_bad_document_and_a_bad_duration_are_refused(api: Api) -> None:
    bad = api.call("GET", "/api/consents/", params={"user_document": "12"})
    assert (bad.status_code, errors(bad)) == (400, [("invalid", "user_document")])
    body = {"institution": "ofmockbank_br_retail", "username": CPF, "consent_duration": 90}
    answer = api.call("POST", "/api/links/", json=body)
    assert (answer.status_code, errors(answer)) == (400, [("invalid", "consent_duration")])


def test_an_unknown_consent_is_not_found(api: Api) -> None:
    answer = api.call("GET", "/api/consents/8848bd0c-9c7e-4f53-a732-ec896b11d4c4/")
    assert (answer.status_code, errors(answer)) == (404, [("not_found", None)])


def test_other_banks_have_no_consents(api: Api) -> None:
    api.link(institution="erebor_br_retail")
    assert api.get("/api/consents/")["count"] == 0


def test_deleting_the_link_revokes_the_consent(api: Api) -> None:
    valid, deleted = _link(api, OTHER), _link(api)
    assert api.call("DELETE", f"/api/links/{deleted['id']}/").status_code == 204
    states = {row["link_id"]: row["status"] for row in api.get("/api/consents/")["results"]}
    assert states == {valid["id"]: "AUTHORISED", deleted["id"]: "REJECTED"}


@pytest.mark.parametrize("duration", [92, 183, 275, 366])
def test_a_consent_expires_when_its_days_are_over(host: Host, tmp_path: Path, duration: int) -> None:
    link = _link(host.start(tmp_path), consent_duration=duration)["id"]
    for age, state, status in ((timedelta(seconds=-1), "AUTHORISED", "valid"), (timedelta(0), "EXPIRED", "invalid")):
        later = host.start(tmp_path, NOW + timedelta(days=duration) + age)
        assert [row["status"] for row in later.get("/api/consents/")["results"]] == [state]
        assert later.get(f"/api/links/{link}/")["status"] == status
    answer = later.call("POST", "/api/accounts/", json={"link": link})
    assert (answer.status_code, errors(answer)) == (400, [("invalid_link", None)])


def test_nothing_is_collected_after_the_end_of_a_consent(host: Host, tmp_path: Path) -> None:
    _link(host.start(tmp_path), consent_duration=92)
    later = host.start(tmp_path, NOW + timedelta(days=300))
    (link,) = later.get("/api/links/")["results"]
    ended = NOW + timedelta(days=92)
    accessed = datetime.fromisoformat(link["last_accessed_at"]).astimezone(UTC)
    assert ended - timedelta(days=7) <= accessed < ended


def test_a_widget_reads_the_consents_of_its_own_user_only(api: Api) -> None:
    own, other = _link(api), _link(api, OTHER)
    ids = {row["link_id"]: row["id"] for row in api.get("/api/consents/")["results"]}
    person = {"type": "CPF", "number": CPF, "name": "Ralph Bragg"}
    headers = api.token("read_consents", widget={"consent": {"identification_info": [person]}})
    listed = api.call("GET", "/api/consents/", auth=None, headers=headers).json()["results"]
    assert [row["link_id"] for row in listed] == [own["id"]]
    for link, status in ((own["id"], 200), (other["id"], 404)):
        assert api.call("GET", f"/api/consents/{ids[link]}/", auth=None, headers=headers).status_code == status
    params = {"user_document": OTHER}
    assert api.call("GET", "/api/consents/", auth=None, headers=headers, params=params).json()["count"] == 0


def test_a_widget_without_the_scope_reads_no_consents(api: Api) -> None:
    answer = api.call("GET", "/api/consents/", auth=None, headers=api.token())
    assert (answer.status_code, errors(answer)) == (403, [("permission_denied", None)])


def test_a_widget_makes_no_link_of_open_finance_without_the_bank(api: Api) -> None:
    body = {"institution": "ofmockbank_br_retail", "username": CPF}
    answer = api.call("POST", "/api/links/", auth=None, headers=api.token(), json=body)
    assert (answer.status_code, errors(answer)) == (403, [("permission_denied", None)])


def test_the_owner_of_the_accounts_has_the_number_that_the_consent_was_given_for(api: Api) -> None:
    for cpf in (CPF, OTHER):
        link = _link(api, cpf)["id"]
        (owner,) = api.get("/api/owners/", link=link)["results"]
        assert owner["document_id"] == {"document_type": "CPF", "document_number": cpf}
