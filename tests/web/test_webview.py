"""The shop in a web view: the hosted widget's address, and what its ways back are believed."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from starlette.testclient import TestClient

from belvo_client import BelvoClient
from belvo_sandbox import Served
from tests.kit.local_belvo import client_of
from tests.web.demo_shop import ADDRESS, Visit, shop_app


@pytest.fixture(scope="module")
def client(sandbox: Served) -> Iterator[BelvoClient]:
    with client_of(sandbox.url) as made:
        yield made


@pytest.fixture
def visit(sandbox: Served, client: BelvoClient, tmp_path: Path) -> Iterator[Visit]:
    visiting = Visit(shop_app(client, tmp_path), sandbox)
    yield visiting
    visiting.close()


def widget_address(http: TestClient) -> str:
    page = http.get("/demo/webview").text
    [source] = [part.partition('"')[0] for part in page.split('src="')[1:] if "/widget/" in part]
    return source.replace("&amp;", "&")


def test_the_frame_opens_the_hosted_widget_with_a_token_that_leads_back(visit: Visit) -> None:
    url = urlsplit(widget_address(visit.http))
    query = {name: value for name, [value] in parse_qs(url.query).items()}
    claims = jwt.decode(query.pop("access_token"), options={"verify_signature": False})
    assert f"{url.scheme}://{url.netloc}{url.path}" == f"{ADDRESS}/sandbox/widget/"
    assert query.pop("external_id").startswith("tepeyac-")
    assert query == {
        "locale": "en",
        "country_codes": "MX",
        "resources": "ACCOUNTS,TRANSACTIONS",
        "access_mode": "recurrent",
    }
    assert claims["widget"]["callback_urls"] == {
        name: f"{ADDRESS}/demo/webview/{name}" for name in ("success", "exit", "event")
    }


def test_each_load_has_a_token_of_its_own(visit: Visit) -> None:
    assert widget_address(visit.http) != widget_address(visit.http)


def test_a_link_of_the_visitors_is_kept_and_shown_from_then_on(visit: Visit) -> None:
    link = visit.make_link()
    answer = visit.http.get(f"/demo/webview/success?link={link}&institution=erebor_mx_retail")
    assert (answer.status_code, f"/demo/sync/{link}" in answer.text) == (200, True)
    assert f"/demo/sync/{link}" in visit.http.get("/demo/webview").text


def test_a_link_that_is_not_the_visitors_is_not_believed(visit: Visit, client: BelvoClient) -> None:
    stranger = client.links.create("erebor_mx_retail", "bnk100", "full", external_id="somebody-else")
    visit.http.get("/demo/webview")
    for link in (stranger["id"], "nonsense", ""):
        assert visit.http.get(f"/demo/webview/success?link={link}").status_code == 404


def test_somebody_without_a_session_has_no_link(visit: Visit) -> None:
    assert visit.http.get("/demo/webview/success?link=8848bd0c-0000-4000-8000-000000000000").status_code == 404


@pytest.mark.parametrize(
    ("path", "title"),
    [
        ("exit?last_encountered_error_code=login_error&meta_data_step=credentials", "did not accept the details"),
        ("exit?last_encountered_error_code=", "Nothing was connected"),
        ("event?error=ACCESS_TOKEN_NOT_VALID&error_message=x", "The window was open for too long"),
        ("event?warning=institution_disabled&warning_message=x", "can&#39;t be reached at the moment"),
        ("event?error=%3Cscript%3Ealert(1)%3C/script%3E", "Something went wrong"),
    ],
)
def test_every_other_end_is_said_in_the_shops_words(visit: Visit, path: str, title: str) -> None:
    page = visit.http.get(f"/demo/webview/{path}").text
    assert title in page
    assert "alert(1)" not in page
