import re
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest
import requests

from tests.kit.local_belvo import Api
from tests.kit.waiting import PATIENCE

SCOPES = "read_consents,write_consents,write_consent_callback"
CPF = "76109277673"


def origin_of(api: Api) -> str:
    return api.url.removesuffix(urlsplit(api.url).path)


def token(api: Api, cpf: str = CPF, feature: str = "consent_management") -> str:
    whose = {"identification_info": [{"type": "CPF", "number": cpf, "name": "Ralph Bragg"}]}
    headers = api.token(SCOPES, widget={"openfinance_feature": feature, "consent": whose})
    return headers["Authorization"].removeprefix("Bearer ")


def consent_of(api: Api, link: str) -> dict[str, Any]:
    return next(row for row in api.rows("/api/consents/", user_document=CPF) if row["link_id"] == link)


def open_portal(api: Api, access: str, **more: str) -> requests.Response:
    return requests.get(f"{api.url}/portal/?{urlencode({'access_token': access, **more})}", timeout=PATIENCE)


def press_renew(api: Api, page: requests.Response, days: str) -> requests.Response:
    (action,) = re.findall('action="([^"]+)"', page.text)
    form = {"access_token": re.findall('name="access_token" value="([^"]+)"', page.text), "days": days}
    origin = {"Origin": origin_of(api)}
    return requests.post(f"{origin_of(api)}{action.replace('&amp;', '&')}", data=form, headers=origin, timeout=PATIENCE)


@pytest.fixture
def link(api: Api) -> str:
    made = api.link(CPF, institution="ofmockbank_br_retail", consent_duration="92", access_mode="recurrent")
    return str(made["id"])


def test_a_consent_that_has_ended_is_renewed_and_the_link_keeps_its_id(api: Api, link: str) -> None:
    api.call("POST", "/control/clock/advance/", auth=None, json={"days": 94}).raise_for_status()
    assert (consent_of(api, link)["status"], api.get(f"/api/links/{link}/")["status"]) == ("EXPIRED", "invalid")
    access = token(api)
    page = open_portal(api, access, link_id=link, consent_id=consent_of(api, link)["id"], action="renew", locale="en")
    assert (page.status_code, "Ended on" in page.text) == (200, True)
    renewed = press_renew(api, page, "183")
    assert (renewed.status_code, "Renewed. You can close this page." in renewed.text) == (200, True)
    after = consent_of(api, link)
    assert (after["status"], after["consent_duration"]) == ("AUTHORISED", 183)
    assert api.get(f"/api/links/{link}/")["status"] == "valid"


@pytest.mark.parametrize("access", ["", "no token"])
def test_without_a_token_of_the_portals_it_shows_nothing(api: Api, link: str, access: str) -> None:
    assert open_portal(api, access).status_code == 410
    assert open_portal(api, token(api, feature="consent_link_creation")).status_code == 410
    assert link not in open_portal(api, access).text


def test_somebody_elses_consent_is_neither_shown_nor_renewed(api: Api, link: str) -> None:
    consent = consent_of(api, link)
    others = token(api, cpf="52998224725")
    page = open_portal(api, others, consent_id=consent["id"], locale="en")
    assert "There is no consent here." in page.text
    answer = requests.post(
        f"{api.url}/portal/consents/{consent['id']}/",
        data={"access_token": others, "days": "366"},
        headers={"Origin": origin_of(api)},
        timeout=PATIENCE,
    )
    assert (answer.status_code, consent_of(api, link)) == (410, consent)


def test_only_the_portals_own_page_renews(api: Api, link: str) -> None:
    consent = consent_of(api, link)
    url, form = f"{api.url}/portal/consents/{consent['id']}/", {"access_token": token(api), "days": "366"}
    assert requests.post(url, data=form, timeout=PATIENCE).status_code == 403
    foreign = {"Origin": "https://evil.example"}
    assert requests.post(url, data=form, headers=foreign, timeout=PATIENCE).status_code == 403
    assert consent_of(api, link) == consent
