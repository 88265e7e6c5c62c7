from datetime import timedelta
from pathlib import Path
from threading import Barrier, Thread

import jwt
import pytest
import requests

from tests.belvo_sandbox.conftest import NOW, Host
from tests.kit.local_belvo import KEYS, Api, errors
from tests.kit.waiting import PATIENCE

LOGIN = {"institution": "erebor_mx_retail", "username": "bnk100", "password": "full"}


def _claims(headers: dict[str, str]) -> dict[str, object]:
    claims: dict[str, object] = jwt.decode(headers["Authorization"].split()[1], options={"verify_signature": False})
    return claims


def test_a_token_carries_what_its_maker_laid_down(api: Api) -> None:
    widget = {"branding": {"company_name": "ACME"}, "theme": [{"css_key": "--color-primary-base", "value": "#907AD6"}]}
    claims = _claims(
        api.token(fetch_resources=["ACCOUNTS"], stale_in="90d", credentials_storage="store", widget=widget)
    )
    assert claims["exp"] == int(NOW.timestamp()) + 600
    assert {name: claims[name] for name in ("token_type", "scopes", "fetch_resources", "stale_in", "widget")} == {
        "token_type": "access",
        "scopes": ["read_institutions", "write_links"],
        "fetch_resources": ["ACCOUNTS"],
        "stale_in": "90d",
        "widget": widget,
    }
    assert claims["api_url"] == api.url
    assert not set(KEYS) & {str(value) for value in claims.values()}


OPEN_FINANCE = {
    "scopes": "read_institutions,write_links,read_consents,write_consents,write_consent_callback,delete_consents",
    "fetch_resources": ["ACCOUNTS", "TRANSACTIONS", "OWNERS"],
    "stale_in": "300d",
    "widget": {
        "openfinance_feature": "consent_link_creation",
        "callback_urls": {"success": "https://x/s", "exit": "https://x/e", "event": "https://x/v"},
        "branding": {"company_name": "ACME", "show_belvo_middle_logo": False},
        "theme": [],
        "consent": {"purpose": "Demo", "permissions": ["REGISTER", "ACCOUNTS"], "default_consent_duration_days": 183},
    },
}


@pytest.mark.parametrize(
    "body",
    [
        {"scopes": "read_institutions,write_links"},
        {"scopes": ["read_institutions", "write_links"]},
        {"scopes": "read_institutions,write_links", "external_id": "user-1", "fetch_historical": True},
        {"scopes": "read_institutions,write_links", "credentials_storage": "27d", "stale_in": "42d", "widget": {}},
        OPEN_FINANCE,
    ],
    ids=["minimal", "scopes as a list", "older", "fiscal", "open finance"],
)
def test_every_published_body_is_accepted(api: Api, body: dict[str, object]) -> None:
    keys = {"id": KEYS[0], "password": KEYS[1]}
    answer = api.call("POST", "/api/token/", auth=None, json={**keys, **body})
    assert (answer.status_code, set(answer.json())) == (200, {"access", "refresh"})


def test_a_token_needs_keys_and_scopes(api: Api) -> None:
    answer = api.call("POST", "/api/token/", json={})
    assert (answer.status_code, errors(answer)) == (
        400,
        [("required", "id"), ("required", "password"), ("required", "scopes")],
    )


def test_wrong_keys_mint_nothing_and_are_not_repeated(api: Api) -> None:
    body = {"id": KEYS[0], "password": "planted-wrong-password", "scopes": "write_links"}
    answer = api.call("POST", "/api/token/", json=body)
    assert (answer.status_code, errors(answer)) == (401, [("authentication_failed", None)])
    assert "planted" not in answer.text


def test_a_malformed_body_names_each_field(api: Api) -> None:
    body = {"id": KEYS[0], "password": KEYS[1], "scopes": 5, "stale_in": "ever", "widget": "x", "link_id": "y"}
    answer = api.call("POST", "/api/token/", json=body)
    assert [field for _, field in errors(answer)] == ["scopes", "stale_in", "widget", "link_id"]


def test_a_widget_reads_institutions_makes_one_link_and_nothing_else(api: Api) -> None:
    headers = api.token()
    institutions = api.call("GET", "/api/institutions/", auth=None, headers=headers)
    created = api.call("POST", "/api/links/", auth=None, headers=headers, json=LOGIN)
    assert (institutions.status_code, created.status_code) == (200, 201)
    again = api.call("POST", "/api/links/", auth=None, headers=headers, json=LOGIN)
    assert (again.status_code, errors(again)) == (401, [("token_not_valid", None)])
    assert api.get("/api/links/")["count"] == 1


DENIED = [
    ("GET", "/api/"),
    ("GET", "/api/links/"),
    ("GET", "/api/links/{link}/"),
    ("PUT", "/api/links/{link}/"),
    ("PATCH", "/api/links/{link}/"),
    ("DELETE", "/api/links/{link}/"),
    *(
        (method, f"/api/{name}/?link={{link}}")
        for name in ("accounts", "owners", "transactions")
        for method in ("GET", "POST")
    ),
    ("GET", "/api/accounts/{link}/"),
    ("DELETE", "/api/accounts/{link}/"),
]


@pytest.mark.parametrize(("method", "path"), DENIED)
def test_whatever_a_token_has_no_scope_for_is_denied(api: Api, method: str, path: str) -> None:
    everything = "read_institutions,write_links,read_links,delete_links,read_accounts,read_transactions"
    link = api.link()["id"]
    answer = api.call(method, path.format(link=link), auth=None, headers=api.token(everything), json={})
    assert (answer.status_code, errors(answer)) == (403, [("permission_denied", None)])


def test_a_scope_that_is_missing_is_missed(api: Api) -> None:
    answer = api.call("POST", "/api/links/", auth=None, headers=api.token("read_institutions"), json=LOGIN)
    assert (answer.status_code, errors(answer)) == (403, [("permission_denied", None)])


def test_a_failed_login_leaves_the_token_alive(api: Api) -> None:
    headers = api.token()
    wrong = api.call("POST", "/api/links/", auth=None, headers=headers, json={**LOGIN, "password": "wrong"})
    right = api.call("POST", "/api/links/", auth=None, headers=headers, json=LOGIN)
    assert (wrong.status_code, right.status_code) == (400, 201)


def test_two_submissions_at_once_make_one_link(api: Api) -> None:
    headers, barrier, codes = api.token(), Barrier(6), []

    def submit() -> None:
        barrier.wait()
        codes.append(requests.post(f"{api.url}/api/links/", headers=headers, json=LOGIN, timeout=PATIENCE).status_code)

    threads = [Thread(target=submit) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(codes) == [201, 401, 401, 401, 401, 401]
    assert api.get("/api/links/")["count"] == 1


def test_a_refresh_token_opens_nothing(api: Api) -> None:
    body = {"id": KEYS[0], "password": KEYS[1], "scopes": "read_institutions"}
    refresh = api.call("POST", "/api/token/", json=body).json()["refresh"]
    answer = api.call("GET", "/api/institutions/", auth=None, headers={"Authorization": f"Bearer {refresh}"})
    assert (answer.status_code, errors(answer)) == (401, [("token_not_valid", None)])


def test_a_token_signed_by_somebody_else_opens_nothing(api: Api, host: Host, tmp_path: Path) -> None:
    headers = host.start(tmp_path / "other").token()
    unsigned = jwt.encode(_claims(headers), "", algorithm="none")
    for bearer in (headers["Authorization"], f"Bearer {unsigned}", "Bearer x.y.z"):
        answer = api.call("GET", "/api/institutions/", auth=None, headers={"Authorization": bearer})
        assert (answer.status_code, errors(answer)) == (401, [("token_not_valid", None)])


def test_a_token_dies_by_the_sandbox_clock(host: Host, tmp_path: Path) -> None:
    lifetime = timedelta(minutes=10)
    headers = host.start(tmp_path).token()
    for age, status in ((lifetime - timedelta(seconds=1), 200), (lifetime, 401)):
        later = host.start(tmp_path, NOW + age)
        answer = later.call("GET", "/api/institutions/", auth=None, headers=headers)
        assert answer.status_code == status
    assert answer.json()[0]["code"] == "token_not_valid"
    assert answer.json()[0]["message"] == "The access token has expired"


def test_a_token_lives_as_long_as_one_wants(host: Host, tmp_path: Path) -> None:
    api = host.start(tmp_path, token_lifetime=timedelta(seconds=3))
    assert _claims(api.token())["exp"] == int(NOW.timestamp()) + 3


def test_what_the_token_says_outweighs_what_the_browser_says(api: Api) -> None:
    headers = api.token(fetch_resources=["ACCOUNTS"], stale_in="30d")
    body = {**LOGIN, "fetch_resources": ["ACCOUNTS", "TRANSACTIONS"], "stale_in": "365d", "external_id": "user-1"}
    link = api.call("POST", "/api/links/", auth=None, headers=headers, json=body).json()
    assert (link["fetch_resources"], link["stale_in"], link["external_id"]) == (["ACCOUNTS"], "30d", "user-1")


def test_an_external_id_in_the_token_stands_in_for_one_in_the_widget(api: Api) -> None:
    for body, expected in (({}, "from-token"), ({"external_id": "from-widget"}, "from-widget")):
        headers = api.token(external_id="from-token")
        created = api.call("POST", "/api/links/", auth=None, headers=headers, json={**LOGIN, **body}).json()
        assert created["external_id"] == expected


def test_resources_that_the_chosen_institution_lacks_are_left_out(api: Api) -> None:
    headers = api.token(fetch_resources=["ACCOUNTS", "BILLS", "INVOICES"])
    link = api.call("POST", "/api/links/", auth=None, headers=headers, json=LOGIN).json()
    assert link["fetch_resources"] == ["ACCOUNTS"]


def test_an_update_token_serves_its_own_link_and_no_other(api: Api) -> None:
    own, other = api.link()["id"], api.link("somebody", "pass")["id"]
    headers = api.token("read_institutions,write_links,read_links", link_id=own)
    assert _claims(headers)["link"] == {"id": own, "status": "valid", "institution": "erebor_mx_retail"}
    assert api.call("GET", f"/api/links/{own}/", auth=None, headers=headers).status_code == 200
    assert api.call("PATCH", f"/api/links/{own}/", auth=None, headers=headers, json={}).status_code == 200
    for method in ("GET", "PUT", "PATCH"):
        answer = api.call(method, f"/api/links/{other}/", auth=None, headers=headers, json={"password": "full"})
        assert (answer.status_code, errors(answer)) == (403, [("permission_denied", None)])
    new = api.call("POST", "/api/links/", auth=None, headers=headers, json=LOGIN)
    assert (new.status_code, errors(new)) == (403, [("permission_denied", None)])


def test_an_update_token_dies_with_its_success(api: Api) -> None:
    link = api.link()["id"]
    headers = api.token("write_links", link_id=link)
    wrong = api.call("PUT", f"/api/links/{link}/", auth=None, headers=headers, json={"password": "wrong"})
    right = api.call("PUT", f"/api/links/{link}/", auth=None, headers=headers, json={"password": "full"})
    again = api.call("PUT", f"/api/links/{link}/", auth=None, headers=headers, json={"password": "full"})
    assert (wrong.status_code, right.status_code, again.status_code) == (400, 200, 401)
    assert right.json()["id"] == link


def test_an_update_token_needs_a_link_that_is_there(api: Api) -> None:
    body = {
        "id": KEYS[0],
        "password": KEYS[1],
        "scopes": "write_links",
        "link_id": "8848bd0c-9c7e-4f53-a732-ec896b11d4c4",
    }
    answer = api.call("POST", "/api/token/", json=body)
    assert (answer.status_code, errors(answer)) == (400, [("does_not_exist", "link_id")])


BRANDING = {
    "company_name": "ACME",
    "company_icon": "https://acme.example/icon.svg",
    "company_logo": "https://acme.example/logo.svg",
    "company_terms_url": "https://acme.example/terms",
    "overlay_background_color": "#F0F2F4",
    "social_proof": True,
}
CALLBACKS = {"success": "acme://success", "exit": "acme://exit", "event": "acme://event"}
THEME = [{"css_key": "--color-primary-base", "value": "#907AD6"}]
PERSON = {"type": "CPF", "number": "76109277673", "name": "Ralph Bragg"}
COMPANY = {"type": "CNPJ", "number": "50685362006773", "name": "Raidiam"}
CONSENT: dict[str, object] = {
    "purpose": "Demo",
    "terms_and_conditions_url": "https://acme.example/consent",
    "permissions": ["REGISTER", "ACCOUNTS", "CREDIT_CARDS", "CREDIT_OPERATIONS"],
    "identification_info": [PERSON],
    "default_consent_duration_days": 183,
}
SCOPES = "read_institutions,write_links"
FISCAL = {"scopes": SCOPES, "fetch_resources": ["INVOICES"], "stale_in": "42d", "credentials_storage": "27d"}
WIDGET = {"callback_urls": CALLBACKS, "branding": BRANDING, "theme": THEME}


def _ask(api: Api, body: dict[str, object]) -> requests.Response:
    return api.call("POST", "/api/token/", auth=None, json={"id": KEYS[0], "password": KEYS[1], **body})


def _brazil(**consent: object) -> dict[str, object]:
    widget = {**WIDGET, "openfinance_feature": "consent_link_creation", "consent": {**CONSENT, **consent}}
    return {**OPEN_FINANCE, "widget": widget}


def _fiscal(**widget: object) -> dict[str, object]:
    return {**FISCAL, "widget": widget}


@pytest.fixture
def strict(host: Host, tmp_path: Path) -> Api:
    return host.start(tmp_path / "strict", strict=True)


@pytest.mark.parametrize(
    "body",
    [
        _fiscal(**WIDGET),
        {"scopes": SCOPES, "fetch_resources": ["EMPLOYMENTS", "OWNERS"], "stale_in": "42d", "widget": {}},
        _brazil(),
        _brazil(identification_info=[PERSON, COMPANY]),
        {
            "scopes": "read_consents,write_consents,write_consent_callback",
            "widget": {"openfinance_feature": "consent_management"},
        },
    ],
    ids=["fiscal", "employment", "open finance", "a company", "consent management"],
)
def test_whole_bodies_pass_strict_reading_and_reach_the_widget(strict: Api, body: dict[str, object]) -> None:
    answer = _ask(strict, body)
    assert answer.status_code == 200, answer.text
    assert _claims({"Authorization": f"Bearer {answer.json()['access']}"})["widget"] == body["widget"]


def test_strict_update_mode_needs_four_keys_only(strict: Api) -> None:
    assert _ask(strict, {"scopes": SCOPES, "link_id": strict.link()["id"]}).status_code == 200


@pytest.mark.parametrize(
    ("body", "faults"),
    [
        ({"scopes": SCOPES}, [("required", "fetch_resources"), ("required", "stale_in"), ("required", "widget")]),
        (
            _fiscal(openfinance_feature="consent_link_creation"),
            [("required", "callback_urls"), ("required", "branding"), ("required", "consent")],
        ),
        (_brazil(purpose="x" * 141), [("invalid", "purpose")]),
        (_brazil(identification_info=[COMPANY]), [("invalid", "identification_info")]),
        (_fiscal(branding={**BRANDING, "company_icon": "icon"}), [("invalid", "company_icon")]),
        (_fiscal(theme=[{"css_key": "color", "value": "#fff"}]), [("invalid", "css_key")]),
        (_fiscal(callback_urls={"success": "a://b", "exit": "a://c"}), [("required", "event")]),
        ({**_fiscal(), "scopes": "everything"}, [("invalid_choice", "scopes")]),
    ],
)
def test_what_only_strict_reading_refuses(
    strict: Api, api: Api, body: dict[str, object], faults: list[tuple[str, str]]
) -> None:
    answer = _ask(strict, body)
    assert (answer.status_code, errors(answer)) == (400, faults)
    assert _ask(api, body).status_code == 200


@pytest.mark.parametrize(
    ("body", "faults"),
    [
        (_brazil(default_consent_duration_days=90), [("invalid_choice", "default_consent_duration_days")]),
        (_brazil(permissions=["EVERYTHING"]), [("invalid_choice", "permissions")]),
        (_brazil(identification_info=[{**PERSON, "number": "76109277674"}]), [("invalid", "number")]),
        (_brazil(identification_info=[{**PERSON, "type": "CNPJ"}]), [("invalid", "number")]),
        (_brazil(identification_info=[{"type": "RG", "number": "1"}]), [("invalid_choice", "type")]),
        (_brazil(identification_info="76109277673"), [("not_a_list", "identification_info")]),
        (_brazil(identification_info=[PERSON, PERSON]), [("invalid", "identification_info")]),
        (_brazil(purpose="x" * 601), [("invalid", "purpose")]),
        (_fiscal(openfinance_feature="payments"), [("invalid_choice", "openfinance_feature")]),
        (_fiscal(color_scheme="PINK"), [("invalid_choice", "color_scheme")]),
        (_fiscal(callback_urls={"exit": "javascript:alert(1)"}), [("invalid", "exit")]),
        (_fiscal(theme={"css_key": "x"}), [("not_a_list", "theme")]),
        (_fiscal(branding={"social_proof": "perhaps"}), [("invalid", "social_proof")]),
    ],
)
def test_what_every_reading_refuses(api: Api, body: dict[str, object], faults: list[tuple[str, str]]) -> None:
    answer = _ask(api, body)
    assert (answer.status_code, errors(answer)) == (400, faults)


def test_a_purpose_beside_the_consent_is_the_consents(api: Api) -> None:
    headers = api.token(widget={"purpose": "Lending", "consent": {"identification_info": [PERSON]}})
    widget = _claims(headers)["widget"]
    assert isinstance(widget, dict)
    assert widget["consent"] == {"purpose": "Lending", "identification_info": [PERSON]}


def test_an_external_id_of_the_widget_block_reaches_the_link(api: Api) -> None:
    headers = api.token(widget={"external_id": "user-9"})
    assert api.call("POST", "/api/links/", auth=None, headers=headers, json=LOGIN).json()["external_id"] == "user-9"


def test_a_widget_sends_nothing_but_a_token_for_a_link_that_waits_for_one(api: Api) -> None:
    login = {"institution": "heimdall_mx_retail", "token": "111111"}
    link = api.link("mfa_always", "x", **login)["id"]
    headers = api.token("write_links", link_id=link)
    path = f"/api/links/{link}/"
    refused = api.call("PUT", path, auth=None, headers=headers, json={})
    assert (refused.status_code, errors(refused)) == (400, [("required", "password")])

    assert api.call("POST", f"{path}refresh/").status_code == 202
    assert api.get(path)["status"] == "token_required"
    keys = api.call("PUT", path, json={})
    assert (keys.status_code, errors(keys)) == (400, [("required", "password")])
    challenged = api.call("PUT", path, auth=None, headers=headers, json={})
    assert challenged.status_code == 428
    done = api.call("PUT", path, auth=None, headers=headers, json={"token": "111111"})
    assert (done.status_code, done.json()["status"]) == (200, "valid")


def test_a_link_that_waits_for_a_token_is_asked_for_the_password_too_once_that_is_forgotten(api: Api) -> None:
    login = {"institution": "heimdall_mx_retail", "token": "111111", "access_mode": "single"}
    link = api.link("mfa_always", "x", credentials_storage="1d", **login)["id"]
    assert api.call("POST", f"/api/links/{link}/refresh/").status_code == 202
    assert api.call("POST", "/control/clock/advance/", auth=None, json={"days": 2}).status_code == 200
    assert api.get(f"/api/links/{link}/")["status"] == "token_required"
    headers = api.token("write_links", link_id=link)
    answer = api.call("PUT", f"/api/links/{link}/", auth=None, headers=headers, json={})
    assert (answer.status_code, errors(answer)) == (400, [("required", "password")])
