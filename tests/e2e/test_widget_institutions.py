"""Choosing an institution in the local Belvo's widget."""

import pytest
from playwright.sync_api import expect

from tests.e2e.widget_page import MEXICO, WidgetPage, institution, refusal

OFFERED = [
    institution("erebor_mx_retail", "Erebor Bank"),
    # as Belvo wrote a country before
    institution("gringotts_co_retail", "Gringotts Bank", country_codes=None, country_code="CO"),
    institution("gotham_br_business", "Gotham Business Bank", country_codes=["BR"], resources=["ACCOUNTS"]),
    institution("tatooine_mx_fiscal", "Tatooine Fiscal", type="fiscal", resources=["INVOICES"]),
    institution("planet_mx_employment", "Planet Express", type="employment", resources=["OWNERS"]),
    institution("ofmockbank_br_retail", "Open Bank", country_codes=["BR"], integration_type="openfinance"),
]


def names(widget: WidgetPage) -> list[str]:
    """The display names in the list, top down; each button reads initials, name, details."""
    buttons = widget.dialog.get_by_role("list").get_by_role("button")
    expect(buttons).not_to_have_count(0)
    return [text.splitlines()[-2] for text in buttons.all_inner_texts()]


def listing(results: list[dict[str, object]], following: str | None = None) -> tuple[int, object]:
    return 200, {"count": len(results), "next": following, "previous": None, "results": results}


@pytest.mark.parametrize(
    ("config", "expected"),
    [
        ({}, ["Erebor Bank", "Gotham Business Bank", "Gringotts Bank", "Planet Express", "Tatooine Fiscal"]),
        ({"country_codes": ["CO", "BR"]}, ["Gotham Business Bank", "Gringotts Bank"]),
        ({"institutions": ["erebor_mx_retail", "tatooine_mx_fiscal"]}, ["Erebor Bank", "Tatooine Fiscal"]),
        ({"institution_types": ["business", "employment"]}, ["Gotham Business Bank", "Planet Express"]),
        ({"resources": ["ACCOUNTS"]}, ["Erebor Bank", "Gotham Business Bank", "Gringotts Bank"]),
        ({"integration_type": "credentials", "country_codes": "CO,MX", "resources": ["ACCOUNTS", "OWNERS"]},
         ["Erebor Bank", "Gringotts Bank"]),
    ],
    ids=["everything", "countries", "names", "types", "resources", "several"],
)  # fmt: skip
def test_what_the_page_asks_for_is_offered(widget: WidgetPage, config: dict[str, object], expected: list[str]) -> None:
    widget.answer("institutions/*", listing(OFFERED))
    widget.open(**config)
    widget.press("Continue")
    assert names(widget) == expected


def test_all_pages_of_the_list_are_read(widget: WidgetPage) -> None:
    following = "https://elsewhere.example/api/institutions/?page=2&page_size=1000"
    widget.answer("institutions/*", listing(OFFERED[:2], following), listing(OFFERED[2:4]))
    widget.open()
    widget.press("Continue")
    assert names(widget) == ["Erebor Bank", "Gotham Business Bank", "Gringotts Bank", "Tatooine Fiscal"]
    lists = [request.url for request in widget.requests if "/api/institutions/" in request.url]
    own = f"{widget.sandbox.url}/api/institutions/"
    assert lists == [f"{own}?page_size=1000", f"{own}?page=2&page_size=1000"]


@pytest.mark.parametrize("config", [{"institutions": ["erebor_mx_retail"]}, {"institution": "erebor_mx_retail"}])
def test_a_single_institution_needs_no_choice(widget: WidgetPage, config: dict[str, object]) -> None:
    widget.open(**config)
    widget.press("Continue")
    expect(widget.page.get_by_role("heading", name="Log in to Erebor Bank")).to_be_visible()
    widget.press("Back")
    expect(widget.page.get_by_role("button", name="Continue")).to_be_visible()


def test_the_search_forgives_case_accents_and_order(widget: WidgetPage) -> None:
    widget.answer("institutions/*", listing([*OFFERED, institution("sao_br_retail", "Banco São João")]))
    widget.open()
    widget.press("Continue")
    search = widget.page.get_by_role("searchbox", name="Search for your institution")
    search.fill("joao BANCO")
    expect(widget.page.get_by_role("status")).to_have_text("1 institution")
    assert names(widget) == ["Banco São João"]
    search.fill("nowhere")
    expect(widget.dialog).to_contain_text("Nothing found for “nowhere”")
    search.fill("joao")
    search.press("Enter")
    expect(widget.page.get_by_role("heading", name="Log in to Banco São João")).to_be_visible()


def test_nothing_to_offer_is_said(widget: WidgetPage) -> None:
    widget.open(country_codes=["AR"])
    widget.press("Continue")
    expect(widget.dialog).to_contain_text("No institution to choose")


def test_a_list_that_takes_time_shows_that_it_comes(widget: WidgetPage) -> None:
    widget.hold("institutions/*")
    widget.open(**MEXICO)
    widget.press("Continue")
    expect(widget.page.get_by_role("list", name="Loading the institutions")).to_be_visible()
    widget.page.get_by_role("searchbox").fill("gring")
    expect(widget.page.get_by_role("list", name="Loading the institutions")).to_be_visible()
    route = widget.the_held()
    route.continue_()
    expect(widget.page.get_by_role("button", name="Gringotts Bank")).to_be_visible()
    assert names(widget) == ["Gringotts Bank"]


def test_a_list_that_can_not_be_had_can_be_asked_for_again(widget: WidgetPage) -> None:
    widget.answer("institutions/*", (500, refusal("unexpected_error")))
    widget.open(**MEXICO)
    widget.press("Continue")
    expect(widget.page.get_by_role("status")).to_contain_text("The list could not be loaded")
    widget.press("Try again")
    expect(widget.page.get_by_role("button", name="Erebor Bank")).to_be_visible()
    [event] = widget.events("ERROR")
    assert event["request_id"] == "c" * 32


def test_an_institution_that_is_down_is_a_warning(widget: WidgetPage) -> None:
    widget.answer("institutions/*", listing([*OFFERED, institution("iron_mx_retail", "Iron Bank", status="down")]))
    widget.open()
    widget.press("Continue")
    expect(widget.page.get_by_role("button", name="Iron Bank")).to_have_accessible_description(
        "Mexico · Not available now"
    )
    widget.press("Iron Bank")
    expect(widget.page.get_by_role("heading", name="Iron Bank can't be reached")).to_be_visible()
    [event] = widget.events("WARNING")
    assert event["meta_data"] == {"warning_code": "institution_disabled", "warning_message": "iron_mx_retail is down"}
    widget.press("Use another institution")
    assert "Erebor Bank" in names(widget)


def test_names_from_the_api_are_only_text(widget: WidgetPage) -> None:
    name = "<img src=x onerror=told.push(['run'])><b>Bank</b>"
    widget.answer("institutions/*", listing([institution("a_mx_retail", name), *OFFERED]))
    widget.open()
    widget.press("Continue")
    widget.press(name)
    expect(widget.page.get_by_role("heading", name=f"Log in to {name}")).to_be_visible()
    assert widget.told("run") == []
