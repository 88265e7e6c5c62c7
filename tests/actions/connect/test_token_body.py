from pathlib import Path

import pytest

from actions.connect.person import Person
from actions.connect.token_body import (
    BadChoice,
    Choices,
    browser_config,
    token_request,
)
from settings import Secret, Settings

RALPH = Person("76109277673", "Ralph Bragg")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(
        environment="sandbox",
        data_dir=tmp_path,
        secret_id="id",
        secret_password=Secret("password"),
        server_url="http://127.0.0.1:8501",
    )


def test_a_bank_asks_for_what_the_first_pull_reads(settings: Settings) -> None:
    body = token_request(settings, Choices(country="MX"), "n1").body()
    assert body == {
        "scopes": "read_institutions,write_links",
        "fetch_resources": ["ACCOUNTS", "TRANSACTIONS", "OWNERS"],
        "stale_in": "365d",
        "widget": {
            "callback_urls": {
                "success": "http://127.0.0.1:8501/connect/callback/success/n1",
                "exit": "http://127.0.0.1:8501/connect/callback/exit/n1",
                "event": "http://127.0.0.1:8501/connect/callback/event/n1",
            },
            "branding": {
                "company_name": "Linkdesk",
                "company_icon": "http://127.0.0.1:8501/app/static/favicon.svg",
                "company_logo": "http://127.0.0.1:8501/app/static/favicon.svg",
                "company_terms_url": "https://belvo.com/terms-service/",
            },
        },
    }


def test_a_brazilian_bank_asks_for_a_consent(settings: Settings) -> None:
    body = token_request(
        settings, Choices("open_finance", "BR", consent=Person("76109277673", "Ralph Bragg")), "n1"
    ).body()
    assert body["scopes"] == (
        "read_institutions,write_links,read_consents,write_consents,write_consent_callback,delete_consents"
    )
    assert body["widget"]["openfinance_feature"] == "consent_link_creation"
    consent = body["widget"]["consent"]
    assert consent["identification_info"] == [{"type": "CPF", "number": "76109277673", "name": "Ralph Bragg"}]
    assert consent["permissions"] == ["REGISTER", "ACCOUNTS", "CREDIT_CARDS", "CREDIT_OPERATIONS"]
    assert len(consent["purpose"]) <= 140
    assert consent["default_consent_duration_days"] in (92, 183, 275, 366)


def test_who_is_real_consents_to_no_test(settings: Settings, tmp_path: Path) -> None:
    choices = Choices("open_finance", "BR", consent=Person("76109277673", "Ralph Bragg"))
    real = Settings(environment="production", data_dir=tmp_path, secret_id="id", secret_password=Secret("password"))
    assert "Teste" in token_request(settings, choices, "n1").body()["widget"]["consent"]["purpose"]
    assert token_request(real, choices, "n1").body()["widget"]["consent"]["purpose"] == (
        "Leitura de contas, saldos e transações."
    )


def test_the_browser_gets_the_operators_choices() -> None:
    choices = Choices(country="BR", institution="erebor_br_retail", locale="pt", access_mode="single")
    assert browser_config(choices, "user-1") == {
        "locale": "pt",
        "access_mode": "single",
        "external_id": "user-1",
        "institution_types": ["retail", "business"],
        "show_abandon_survey": False,
        "country_codes": ["BR"],
        "institutions": ["erebor_br_retail"],
    }


def test_open_finance_speaks_portuguese_whatever_was_chosen() -> None:
    config = browser_config(
        Choices("open_finance", "BR", locale="en", consent=Person("76109277673", "Ralph Bragg")), "user-1"
    )
    assert (config["integration_type"], config["locale"]) == ("openfinance", "pt")


@pytest.mark.parametrize(
    ("product", "country", "types", "resources"),
    [
        ("fiscal", "MX", ["fiscal"], 6),
        ("fiscal", "CL", ["fiscal"], 3),
        ("employment", "MX", ["employment"], 2),
        ("employment", "BR", ["employment"], 2),
        ("bank", None, ["retail", "business"], 3),
    ],
)
def test_each_product_asks_for_its_own(
    settings: Settings, product: str, country: str | None, types: list[str], resources: int
) -> None:
    choices = Choices(product, country)
    assert browser_config(choices, "user-1")["institution_types"] == types
    asked = token_request(settings, choices, "n1").body()["fetch_resources"]
    assert len(asked) == resources
    assert {*asked} <= {*choices.kind.offers(country)}


def test_looks_and_storage_go_into_the_token(settings: Settings) -> None:
    choices = Choices(
        access_mode="single",
        resources=("ACCOUNTS",),
        stale_in="90d",
        credentials_storage="nostore",
        company_name="ACME",
        color="#907AD6",
        color_scheme="DARK",
    )
    body = token_request(settings, choices, "n1").body()
    assert (body["fetch_resources"], body["stale_in"], body["credentials_storage"]) == (["ACCOUNTS"], "90d", "nostore")
    assert body["widget"]["branding"]["company_name"] == "ACME"
    assert body["widget"]["theme"] == [{"css_key": "--color-primary-base", "value": "#907AD6"}]
    assert body["widget"]["color_scheme"] == "DARK"


@pytest.mark.parametrize(
    ("choices", "message"),
    [
        ({"color": "red"}, "#RRGGBB"),
        ({"stale_in": "soon"}, "365d"),
        ({"credentials_storage": "nostore"}, "have to be stored"),
        ({"product": "open_finance"}, "names its person"),
    ],
)
def test_what_belvo_would_refuse_is_refused_before(choices: dict[str, str], message: str) -> None:
    with pytest.raises(BadChoice, match=message):
        Choices(**choices)  # type: ignore[arg-type] # texts as people enter them


@pytest.mark.parametrize("external_id", ["ab", "maria@example.com", "user 42", "x" * 257])
def test_an_external_id_that_belvo_would_not_take_is_refused(external_id: str) -> None:
    with pytest.raises(BadChoice, match="3 to 256 letters"):
        Choices(external_id=external_id)


@pytest.mark.parametrize(
    ("cpf", "said"),
    [
        ("123", "A CPF has 11 digits."),
        ("52998224726", "This CPF is mistyped"),
        ("529.982.247-26", "This CPF is mistyped"),
        ("11111111111", "This CPF is mistyped"),
    ],
)
def test_a_cpf_that_is_none_is_refused_before_belvo_is_asked(cpf: str, said: str) -> None:
    with pytest.raises(BadChoice, match=f"^{said}"):
        Choices("open_finance", consent=Person(cpf, "Ralph Bragg"))
