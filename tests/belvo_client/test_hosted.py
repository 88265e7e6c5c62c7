"""Addresses of the hosted widget and of the consent portal."""

from urllib.parse import parse_qs, urlsplit

from belvo_client.hosted import portal_url, widget_url


def query(url: str) -> dict[str, str]:
    return {name: ",".join(values) for name, values in parse_qs(urlsplit(url).query).items()}


def test_the_widget_needs_only_a_token() -> None:
    assert widget_url("acc") == "https://widget.belvo.io/?access_token=acc"


def test_the_widget_takes_all_that_is_documented() -> None:
    url = widget_url(
        "a&c",
        locale="pt",
        access_mode="single",
        external_id="user-42",
        country_codes=["br", "MX"],
        institutions=["erebor_br_retail", "gotham_br_business"],
        institution_types=["retail"],
        resources=["ACCOUNTS"],
        integration_type="openfinance",
        show_close_dialog=False,
        show_abandon_survey=True,
        base="http://127.0.0.1:8501/sandbox/widget/",
    )
    assert url.startswith("http://127.0.0.1:8501/sandbox/widget/?access_token=a%26c&locale=pt&")
    assert query(url) == {
        "access_token": "a&c",
        "locale": "pt",
        "access_mode": "single",
        "external_id": "user-42",
        "country_codes": "BR,MX",
        "institutions": "erebor_br_retail,gotham_br_business",
        "institution_types": "retail",
        "resources": "ACCOUNTS",
        "integration_type": "openfinance",
        "show_close_dialog": "false",
        "show_abandon_survey": "true",
    }


def test_the_portal_renews_with_what_the_webhook_brought() -> None:
    url = portal_url("acc", renewal={"link_id": "1", "consent_id": "2", "action": "renew"})
    assert url == "https://meuportal.belvo.com/?access_token=acc&link_id=1&consent_id=2&action=renew"
