"""The second step of a login: the API answers 428 and the local Belvo's widget resumes."""

from playwright.sync_api import expect

from tests.e2e.widget_page import LINK, WidgetPage, challenge, refusal


def test_a_token_is_asked_for_and_sent(widget: WidgetPage) -> None:
    widget.open_form()
    widget.answer(
        "links/", (428, challenge(type="numeric", value="12345")), (428, challenge(type="numeric")), (200, LINK)
    )
    widget.connect()
    token = widget.page.get_by_label("Token")
    expect(token).to_be_focused()
    expect(widget.dialog).to_contain_text("12345")
    expect(widget.dialog).to_contain_text("The token is accepted for 12 minutes.")
    assert widget.told("callback") == []
    token.fill("999999")
    widget.press("Confirm")
    expect(token).to_have_accessible_description("This token was not accepted. Enter a new one.")
    token.fill("111111")
    widget.press("Confirm")
    expect(widget.page.get_by_role("button", name="Done")).to_be_visible()

    assert widget.told("callback") == [[LINK["id"], LINK["institution"]]]
    assert [request.post_data_json for request in widget.sent("PATCH")] == [
        {"session": "d" * 32, "link": LINK["id"], "token": token, "save_data": True} for token in ("999999", "111111")
    ]


def test_a_login_that_is_confirmed_elsewhere_needs_no_token(widget: WidgetPage) -> None:
    widget.open_form()
    dot = "data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA="
    widget.answer("links/", (428, challenge(type="qr", value=dot, expects_user_input=False)), (200, LINK))
    widget.connect()
    expect(widget.page.get_by_role("img", name="QR code to scan")).to_be_visible()
    expect(widget.page.get_by_label("Token")).to_have_count(0)
    widget.press("I have confirmed")
    expect(widget.page.get_by_role("button", name="Done")).to_be_visible()
    assert [request.post_data_json for request in widget.sent("PATCH")] == [
        {"session": "d" * 32, "link": LINK["id"], "save_data": True}
    ]


def test_a_token_that_comes_too_late_leads_back_to_the_form(widget: WidgetPage) -> None:
    widget.open_form()
    widget.answer("links/", (428, challenge()), (400, refusal("session_expired")))
    widget.connect()
    widget.page.get_by_label("Token").fill("111111")
    widget.press("Confirm")
    expect(widget.page.get_by_role("heading", name="The time for the token is over")).to_be_visible()
    widget.press("Log in again")
    expect(widget.page.get_by_label("Usuario")).to_have_value("user_valid")
