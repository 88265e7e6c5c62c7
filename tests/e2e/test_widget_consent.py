"""Open finance in the local Belvo's widget: who shares what, the trip to the bank's page, and the way back."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.e2e.widget_page import WidgetPage, exit_of, refusal
from tests.e2e.widget_screens import BANK, CONSENT, CONSENTING, consenting

NAME = "OF Mock Bank by Raidiam"
QUIET = {"show_close_dialog": False, "show_abandon_survey": False}
STORED = "Object.entries({...sessionStorage, ...localStorage})"


def identify(widget: WidgetPage, access: str | None = None, /, **config: object) -> None:
    """Go as far as the page that says what is shared."""
    widget.open(access or consenting(widget), institutions=[BANK], **config)
    widget.press("Continue")
    expect(widget.page.get_by_role("heading", name=f"Share your data from {NAME}")).to_be_visible()


def go_to_bank(widget: WidgetPage) -> None:
    widget.press("Continue")
    widget.page.get_by_role("link", name="Go to the institution").click()
    widget.page.wait_for_url("**/mock-bank/consents/**")


def come_back(widget: WidgetPage, button: str = "I consent") -> None:
    """Decide at the bank; the page is another one then, and builds its widget again."""
    widget.press(button)
    widget.page.wait_for_url("**/shop?**")


def build_again(widget: WidgetPage, **config: object) -> None:
    widget.build(widget.token(), **config)


def test_a_consent_is_given_at_the_bank_and_ends_in_the_page_that_it_began_in(widget: WidgetPage) -> None:
    access = consenting(widget)
    identify(widget, access, external_id="open-finance", access_mode="single")
    for text in (
        "761.092.776-73 · Ralph Bragg",
        "whether a loan fits you",
        "Who you are",
        "Accounts",
        "Credit cards",
        "Loans",
    ):
        expect(widget.dialog).to_contain_text(text)
    expect(widget.page.get_by_label("CPF")).to_have_count(0)
    duration = widget.page.get_by_label("For how long")
    expect(duration).to_have_value("183")
    expect(duration.locator("option")).to_have_text(["Choose…", "3 months", "6 months", "9 months", "12 months"])
    terms = widget.page.get_by_role("link", name="Terms and conditions")
    expect(terms).to_have_attribute("href", "https://acme.example/terms")
    duration.select_option("12 months")
    address = widget.page.url

    go_to_bank(widget)
    assert access not in widget.page.url
    expect(widget.page.get_by_text("Acme Lending asks to read the data of Ralph Bragg")).to_be_visible()
    expect(widget.page.get_by_text("366 days")).to_be_visible()
    come_back(widget)
    build_again(widget)
    expect(widget.page.get_by_role("heading", name="Your account is connected")).to_be_visible()
    widget.press("Finish")
    expect(widget.dialog).to_have_count(0)

    [link] = widget.links("open-finance")
    assert widget.told("callback") == [[link["id"], BANK]]
    assert (link["status"], link["access_mode"]) == ("valid", "single")
    assert widget.page.url == address
    assert widget.page.evaluate(STORED) == []
    headers = [one.all_headers().get("authorization") for one in widget.requests if "/callback/" in one.url]
    assert headers == [f"Bearer {access}"]
    assert widget.keys_sent() == []


def test_who_is_not_named_by_the_token_says_who_they_are(widget: WidgetPage) -> None:
    access = consenting(widget, identification_info=None, default_consent_duration_days=None, permissions=["ACCOUNTS"])
    identify(widget, access, external_id="typed")
    cpf, name = widget.page.get_by_label("CPF"), widget.page.get_by_label("Name")
    expect(cpf).to_be_focused()
    expect(widget.page.get_by_label("For how long")).to_have_value("endless")
    expect(widget.dialog).not_to_contain_text("Credit cards")
    widget.press("Continue")
    expect(cpf).to_have_accessible_description("Fill this in")
    cpf.fill("7610927767")
    widget.press("Continue")
    expect(cpf).to_have_accessible_description("A CPF has 11 digits")
    cpf.fill("76109277674")
    name.fill("Somebody")
    widget.press("Continue")
    expect(widget.page.get_by_role("alert")).to_contain_text("can't accept these details")
    expect(cpf).to_have_accessible_description("A CPF has 11 digits")
    cpf.fill("761.092.776-73")
    go_to_bank(widget)
    expect(widget.page.get_by_text("The consent has no end date.")).to_be_visible()
    expect(widget.page.get_by_text("Somebody")).to_be_visible()
    come_back(widget)
    build_again(widget)
    widget.press("Finish")
    assert len(widget.links("typed")) == 1


@pytest.mark.exam
def test_a_company_is_named_beside_the_person_who_decides_for_it(widget: WidgetPage) -> None:
    people = [
        {"type": "CPF", "number": "76109277673", "name": "Ralph Bragg"},
        {"type": "CNPJ", "number": "50685362006773", "name": "Acme Ltda"},
    ]
    identify(widget, consenting(widget, identification_info=people))
    expect(widget.dialog).to_contain_text("761.092.776-73 · Ralph Bragg")
    expect(widget.dialog).to_contain_text("50.685.362/0067-73 · Acme Ltda")


def test_refusing_at_the_bank_connects_nothing_and_can_be_thought_over(widget: WidgetPage) -> None:
    identify(widget, external_id="refused")
    go_to_bank(widget)
    come_back(widget, "Refuse")
    build_again(widget, **QUIET)
    expect(widget.page.get_by_role("heading", name="You did not share your data")).to_be_visible()
    [event] = widget.events("ERROR")
    assert event["meta_data"]["error_code"] == "access_denied"
    assert widget.page.evaluate(STORED) == []
    widget.press("Try again")
    go_to_bank(widget)
    come_back(widget)
    build_again(widget)
    widget.press("Finish")
    assert len(widget.links("refused")) == 1


@pytest.mark.exam
def test_a_consent_without_accounts_connects_nothing(widget: WidgetPage) -> None:
    identify(widget)
    go_to_bank(widget)
    for account in widget.page.get_by_role("checkbox").all():
        account.uncheck()
    come_back(widget)
    build_again(widget, **QUIET)
    expect(widget.page.get_by_role("heading", name="No account was shared")).to_be_visible()
    widget.press("Close")
    [[exited]] = widget.told("onExit")
    assert exited["last_encountered_error"]["code"] == "consent_without_accounts"


def test_coming_back_after_the_minute_connects_nothing(widget: WidgetPage) -> None:
    identify(widget, external_id="late")
    go_to_bank(widget)
    come_back(widget)
    with widget.sandbox.app.state.sandbox.state.write() as connection:
        connection.execute("UPDATE consents SET decided_at = '2026-01-01T00:00:00.000000Z' WHERE code IS NOT NULL")
    build_again(widget)
    expect(widget.page.get_by_role("heading", name="The minute is over")).to_be_visible()
    [event] = widget.events("ERROR")
    assert event["meta_data"]["error_code"] == "session_expired_ob"
    assert widget.links("late") == []
    widget.press("Try again")
    expect(widget.page.get_by_role("heading", name=f"Share your data from {NAME}")).to_be_visible()


def test_the_way_to_the_bank_is_open_for_a_minute(widget: WidgetPage) -> None:
    widget.page.clock.install()
    identify(widget, **QUIET)
    widget.press("Continue")
    widget.page.clock.run_for(1_000)
    expect(widget.page.get_by_role("link", name="Go to the institution")).to_be_visible()
    widget.page.clock.run_for(60_000)
    expect(widget.page.get_by_role("heading", name="The minute is over")).to_be_visible()
    widget.press("Close")
    late = {"code": "session_expired_ob", "message": "The page was left open too long"}
    assert widget.told("onExit") == [exit_of(BANK, "error", late)]


def test_two_widgets_on_the_way_back_make_one_link(widget: WidgetPage) -> None:
    identify(widget, external_id="twice")
    go_to_bank(widget)
    come_back(widget)
    build_again(widget)
    build_again(widget)
    widget.press("Finish")
    assert len(widget.links("twice")) == len(widget.told("callback")) == 1


@pytest.mark.exam
def test_a_lost_network_on_the_way_back_can_be_tried_again(widget: WidgetPage) -> None:
    identify(widget, external_id="lost")
    go_to_bank(widget)
    come_back(widget)
    widget.page.route("**/callback/", lambda route: route.abort(), times=1)
    build_again(widget)
    expect(widget.page.get_by_role("heading", name="The connection was lost")).to_be_visible()
    widget.press("Try again")
    widget.press("Finish")
    assert len(widget.links("lost")) == 1


def test_who_turns_back_at_the_bank_begins_anew(widget: WidgetPage) -> None:
    identify(widget)
    go_to_bank(widget)
    widget.page.goto(widget.page.url.partition("/mock-bank")[0] + "/shop?style=&belvo=&place=<div id=belvo></div>")
    build_again(widget)
    expect(widget.page.get_by_role("heading", name="Connect your account")).to_be_visible()
    assert widget.page.evaluate(STORED) == []


def test_a_bank_that_is_down_is_said(widget: WidgetPage) -> None:
    identify(widget)
    widget.answer("consents/", (400, refusal("institution_down")))
    widget.press("Continue")
    expect(widget.page.get_by_role("heading", name=f"{NAME} can't be reached")).to_be_visible()


def test_without_its_scopes_open_finance_is_not_offered(widget: WidgetPage) -> None:
    widget.open(country_codes=["BR"])
    widget.press("Continue")
    expect(widget.page.get_by_role("button", name="Gringotts Bank")).to_be_visible()
    expect(widget.page.get_by_role("button", name=NAME)).to_have_count(0)


def test_hosted_the_trip_leads_back_to_the_application(widget: WidgetPage) -> None:
    widget.page.route("https://app.example/**", lambda route: route.fulfill(body="<h1>The application</h1>"))
    urls = {name: f"https://app.example/{name}" for name in ("success", "exit", "event")}
    access = widget.token({"callback_urls": urls, "consent": CONSENT}, scopes=CONSENTING)
    query = f"locale=pt&integration_type=openfinance&external_id=hosted&institution={BANK}"
    widget.page.goto(f"{widget.sandbox.url}/widget/?access_token={access}&{query}")
    widget.press("Continuar")
    widget.press("Continuar")
    widget.page.get_by_role("link", name="Ir para a instituição").click()
    assert access not in widget.page.url
    [asked] = widget.sent("POST", "/api/consents/")
    assert (asked.post_data_json or {})["return_url"] == f"{widget.sandbox.url}/widget/?{query}"
    widget.press("Autorizar")
    widget.press("Finalizar")
    widget.page.wait_for_url("https://app.example/success?**")
    [link] = widget.links("hosted")
    assert urlsplit(widget.page.url).query == f"link={link['id']}&institution={BANK}"


@pytest.mark.exam
def test_hosted_in_a_frame_the_trip_leaves_the_frame(widget: WidgetPage) -> None:
    access = widget.token({"consent": CONSENT}, scopes=CONSENTING)
    widget.visit(place=f'<iframe src="/widget/?access_token={access}&locale=en&institution={BANK}"></iframe>')
    frame = widget.page.frame_locator("iframe")
    frame.get_by_role("button", name="Continue").click()
    frame.get_by_role("button", name="Continue").click()
    frame.get_by_role("link", name="Go to the institution").click()
    widget.page.wait_for_url("**/mock-bank/consents/**")
    widget.press("I consent")
    widget.press("Finish")
    expect(widget.page.get_by_role("heading", name="Your account is connected")).to_be_visible()
