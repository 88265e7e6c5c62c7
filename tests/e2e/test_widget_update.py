"""The local Belvo's widget in update mode: a link that stopped working works again, under its own id."""

import pytest
from playwright.sync_api import expect

from tests.e2e.widget_links import UPDATING, broken_link, open_update, status, waiting_link
from tests.e2e.widget_page import WidgetPage, institution, refusal


def test_a_link_with_a_wrong_password_gets_the_right_one(widget: WidgetPage) -> None:
    link = broken_link(widget, "erebor_mx_retail", "user_valid", "pass_valid")
    open_update(widget, link)
    expect(widget.page.get_by_role("heading", name="Log in to Erebor Bank again")).to_be_visible()
    expect(widget.page.get_by_label("Usuario")).to_have_count(0)
    expect(widget.page.get_by_role("button", name="Back")).to_be_hidden()
    password = widget.page.get_by_label("Contraseña")
    expect(password).to_be_focused()
    password.fill("pass_invalid")
    widget.press("Connect")
    expect(widget.page.get_by_role("alert")).to_contain_text("Erebor Bank refused this login.")
    expect(password).to_have_value("")
    assert status(widget, link) == "invalid"

    password.fill("pass_valid")
    widget.press("Connect")
    expect(widget.page.get_by_role("heading", name="Your connection works again")).to_be_visible()
    widget.press("Done")
    assert widget.told("callback") == [[link, "erebor_mx_retail"]]
    assert status(widget, link) == "valid"
    assert [request.post_data_json for request in widget.sent("PUT", f"/api/links/{link}/")] == [
        {"password": "pass_invalid"},
        {"password": "pass_valid"},
    ]
    assert widget.keys_sent() == []


def test_only_the_secrets_of_a_longer_form_are_asked_for_again(widget: WidgetPage) -> None:
    link = broken_link(widget, "ironbank_br_retail", "adv_valid", "pass_valid")
    open_update(widget, link)
    widget.page.get_by_label("Senha", exact=True).fill("pass_valid")
    widget.page.get_by_label("Segunda senha").fill("valid")
    expect(widget.page.get_by_label("Documento")).to_have_count(0)
    widget.press("Connect")
    widget.press("Done")
    assert widget.told("callback") == [[link, "ironbank_br_retail"]]
    assert status(widget, link) == "valid"


def test_a_link_that_waits_for_a_token_is_asked_for_nothing_else(widget: WidgetPage) -> None:
    link = waiting_link(widget)
    open_update(widget, link)
    token = widget.page.get_by_label("Token")
    expect(token).to_be_focused()
    expect(widget.page.get_by_label("Contraseña")).to_have_count(0)
    token.fill("999999")
    widget.press("Confirm")
    expect(token).to_have_accessible_description("This token was not accepted. Enter a new one.")
    assert status(widget, link) == "token_required"

    token.fill("111111")
    widget.press("Confirm")
    expect(widget.page.get_by_role("heading", name="Your connection works again")).to_be_visible()
    assert widget.told("callback") == [[link, "heimdall_mx_retail"]]
    assert status(widget, link) == "valid"
    assert [request.post_data_json for request in widget.sent("PUT", f"/api/links/{link}/")] == [{}]


@pytest.mark.exam
def test_a_token_that_comes_too_late_is_asked_for_anew(widget: WidgetPage) -> None:
    open_update(widget, waiting_link(widget))
    widget.page.get_by_label("Token").fill("111111")
    widget.answer("links/", (400, refusal("session_expired")))
    widget.press("Confirm")
    widget.press("Log in again")
    widget.page.get_by_label("Token").fill("111111")
    widget.press("Confirm")
    expect(widget.page.get_by_role("heading", name="Your connection works again")).to_be_visible()


def test_a_password_that_changed_meanwhile_is_asked_for(widget: WidgetPage) -> None:
    link = waiting_link(widget)
    widget.answer(
        f"links/{link}/",
        (200, {"id": link, "institution": "heimdall_mx_retail", "status": "token_required"}),
        (400, refusal("login_error")),
    )
    open_update(widget, link)
    expect(widget.page.get_by_role("alert")).to_contain_text("refused this login")
    widget.page.get_by_label("Contraseña").fill("new")
    widget.press("Connect")
    widget.page.get_by_label("Token").fill("111111")
    widget.press("Confirm")
    expect(widget.page.get_by_role("heading", name="Your connection works again")).to_be_visible()
    assert status(widget, link) == "valid"


def test_without_the_right_to_read_links_the_token_says_what_is_needed(widget: WidgetPage) -> None:
    link = waiting_link(widget)
    open_update(widget, link, scopes="read_institutions,write_links")
    expect(widget.page.get_by_label("Token")).to_be_visible()
    assert widget.sent("GET", f"/api/links/{link}/") == []


@pytest.mark.exam
def test_an_institution_that_is_down_can_be_tried_again(widget: WidgetPage) -> None:
    link = broken_link(widget, "gringotts_mx_retail", "user_valid", "pass_valid")
    down = institution("gringotts_mx_retail", "Gringotts Bank", status="down")
    widget.answer("institutions/*", (200, {"count": 1, "next": None, "previous": None, "results": [down]}))
    open_update(widget, link)
    expect(widget.page.get_by_role("heading", name="Gringotts Bank can't be reached")).to_be_visible()
    expect(widget.page.get_by_role("button", name="Use another institution")).to_have_count(0)
    widget.press("Try again")
    expect(widget.page.get_by_role("heading", name="Log in to Gringotts Bank again")).to_be_visible()


def test_a_consent_is_renewed_elsewhere(widget: WidgetPage) -> None:
    login = {"institution": "ofmockbank_br_retail", "username": "76109277673"}
    link = widget.api.call("POST", "/api/links/", json=login).json()["id"]
    open_update(widget, link)
    expect(widget.page.get_by_role("heading", name="This consent is renewed elsewhere")).to_be_visible()
    widget.press("Return to the application")
    expect(widget.dialog).to_have_count(0)


def test_hosted_it_leads_back_with_the_same_link(widget: WidgetPage) -> None:
    widget.page.route("https://app.example/**", lambda route: route.fulfill(body="<h1>The application</h1>"))
    link = waiting_link(widget)
    token = widget.token({"callback_urls": {"success": "https://app.example/success"}}, link_id=link, scopes=UPDATING)
    widget.page.goto(f"{widget.sandbox.url}/widget/?access_token={token}&locale=en")
    widget.page.get_by_label("Token").fill("111111")
    widget.press("Confirm")
    widget.press("Done")
    widget.page.wait_for_url(f"https://app.example/success?link={link}&institution=heimdall_mx_retail")
    assert status(widget, link) == "valid"


def test_a_link_that_is_gone_ends_the_update(widget: WidgetPage) -> None:
    link = waiting_link(widget)
    token = widget.token(link_id=link, scopes="read_institutions,write_links,read_links")
    assert widget.api.call("DELETE", f"/api/links/{link}/").status_code == 204
    widget.visit()
    widget.build(token)
    expect(widget.page.get_by_role("heading", name="Something went wrong")).to_be_visible()
    [event] = widget.events("ERROR")
    assert event["meta_data"]["error_code"] == "not_found"
