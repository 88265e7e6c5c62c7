"""The local Belvo's widget in pages of other people: how it comes, how it goes, and what it leaves alone."""

import pytest
from playwright.sync_api import Error, expect

from tests.e2e.widget_page import PLACE, WidgetPage

HOSTILE = """
  * { all: unset !important; color: red !important; font: 9px fantasy !important; }
  div, dialog, button, input, h2, p, ul { display: none !important; visibility: hidden !important; }
  html { font-size: 3px; }
  ::backdrop { background: magenta !important; }
"""


def test_the_script_may_be_loaded_twice(widget: WidgetPage) -> None:
    widget.visit(place=f'{PLACE}<script src="/belvo-widget-1-stable.js"></script>')
    widget.page.evaluate("window.first = belvoSDK")
    widget.page.evaluate(
        """() => new Promise((resolve) => {
          const script = document.createElement("script");
          script.src = "/belvo-widget-1-stable.js";
          script.onload = resolve;
          document.head.append(script);
        })"""
    )
    assert widget.page.evaluate("window.first === belvoSDK")
    widget.build(widget.token())
    expect(widget.dialog).to_have_count(1)


def test_a_page_without_the_div_is_told(widget: WidgetPage) -> None:
    widget.visit(place="")
    with pytest.raises(Error, match='the page has no <div id="belvo"></div> for the widget'):
        widget.build("token")


@pytest.mark.parametrize("token", ["undefined", "null", "''", "{ locale: 'en' }"])
def test_a_missing_token_is_told(widget: WidgetPage, token: str) -> None:
    widget.visit()
    with pytest.raises(Error, match="the access token is missing"):
        widget.page.evaluate(f"belvoSDK.createWidget({token})")


def test_the_config_may_be_left_out(widget: WidgetPage) -> None:
    widget.visit()
    widget.page.evaluate("(token) => belvoSDK.createWidget(token).build()", widget.token())
    expect(widget.page.get_by_role("dialog", name="Conecta tu cuenta")).to_be_visible()


def test_building_twice_shows_one_widget(widget: WidgetPage) -> None:
    widget.visit()
    widget.page.evaluate(
        """(token) => {
          const widget = belvoSDK.createWidget(token, { locale: "en" });
          widget.build();
          widget.build();
        }""",
        widget.token(),
    )
    expect(widget.dialog).to_have_count(1)


def test_a_newer_widget_takes_the_place_of_the_one_that_is_open(widget: WidgetPage) -> None:
    widget.open()
    widget.press("Continue")
    widget.build(widget.token())
    expect(widget.page.get_by_role("button", name="Continue")).to_be_visible()
    expect(widget.dialog).to_have_count(1)
    assert widget.told("onExit") == []


@pytest.mark.parametrize("removal", ["remove()", "replaceChildren()", "parentElement.remove()"])
def test_taking_the_div_away_takes_everything_away(widget: WidgetPage, removal: str) -> None:
    widget.visit(place=f"<div>{PLACE}</div>")
    widget.page.get_by_role("button", name="Pay").focus()
    widget.build(widget.token(), institutions=["erebor_mx_retail"])
    widget.press("Continue")
    widget.hold("links/")
    widget.connect()
    expect(widget.page.get_by_role("heading", name="Connecting to Erebor Bank")).to_be_visible()
    assert widget.page.evaluate("getComputedStyle(document.documentElement).overflow") == "hidden"

    widget.page.evaluate(f"document.getElementById('belvo').{removal}")
    expect(widget.page.get_by_role("button", name="Pay")).to_be_focused()
    expect(widget.dialog).to_have_count(0)
    route = widget.the_held()
    route.abort()
    assert widget.page.evaluate("document.documentElement.getAttribute('style') || ''") == ""
    assert widget.told("callback") == widget.told("onExit") == widget.events("ERROR") == []


def test_the_widget_can_be_opened_again(widget: WidgetPage) -> None:
    widget.open(show_close_dialog=False, show_abandon_survey=False)
    widget.press("Close")
    expect(widget.dialog).to_have_count(0)
    widget.build(widget.token())
    expect(widget.dialog).to_be_visible()


def test_focus_stays_inside_and_comes_back(widget: WidgetPage) -> None:
    widget.visit()
    pay = widget.page.get_by_role("button", name="Pay")
    pay.focus()
    widget.build(widget.token(), show_close_dialog=False, show_abandon_survey=False)
    expect(widget.page.get_by_role("button", name="Continue")).to_be_focused()
    for _ in range(6):
        widget.page.keyboard.press("Tab")
        expect(pay).not_to_be_focused()
    widget.page.keyboard.press("Escape")
    expect(pay).to_be_focused()


def test_the_styles_of_the_page_stay_outside(widget: WidgetPage) -> None:
    widget.open()
    box = widget.dialog.bounding_box()
    title = widget.page.get_by_role("heading", name="Connect your account")
    look = "(element) => JSON.stringify(Object.entries(getComputedStyle(element)))"
    expected = title.evaluate(look)

    widget.visit(style=HOSTILE, place=f"<div><div>{PLACE}</div></div>")
    widget.build(widget.token(), country_codes=["MX"])
    expect(title).to_be_visible()
    assert widget.dialog.bounding_box() == box
    assert title.evaluate(look) == expected
    widget.press("Continue")
    widget.press("Gringotts Bank")
    widget.connect()
    widget.press("Done")
    expect(widget.dialog).to_have_count(0)


def test_the_styles_of_the_widget_stay_inside(widget: WidgetPage) -> None:
    widget.visit()
    look = "JSON.stringify([...document.querySelectorAll('*')].map((each) => ({...getComputedStyle(each)})))"
    before = widget.page.evaluate(look)
    widget.build(widget.token(), show_close_dialog=False, show_abandon_survey=False)
    expect(widget.dialog).to_be_visible()
    widget.press("Close")
    expect(widget.dialog).to_have_count(0)
    assert widget.page.evaluate(look) == before


def test_a_hidden_place_shows_a_widget_that_goes_with_it(widget: WidgetPage) -> None:
    widget.visit(place=f"<div hidden>{PLACE}</div>")
    widget.build(widget.token())
    expect(widget.dialog).to_be_visible()
    widget.page.evaluate("document.getElementById('belvo').parentElement.remove()")
    expect(widget.dialog).to_have_count(0)


def test_typing_sets_off_no_shortcut_of_the_page(widget: WidgetPage) -> None:
    widget.visit()
    widget.page.evaluate(
        """["keydown", "keypress", "keyup"].forEach((type) =>
          addEventListener(type, (event) => told.push(["shortcut", event.key])))"""
    )
    widget.build(widget.token(), country_codes=["MX"])
    widget.press("Continue")
    expect(widget.page.get_by_role("searchbox")).to_be_focused()
    widget.page.keyboard.type("rc")
    expect(widget.page.get_by_role("searchbox")).to_have_value("rc")
    assert widget.told("shortcut") == []


def test_a_widget_that_can_not_be_loaded_tells_the_page(widget: WidgetPage) -> None:
    widget.page.route("**/widget-assets/**", lambda route: route.abort())
    widget.visit()
    with widget.page.expect_event("pageerror") as thrown:
        widget.build("token")
    assert str(thrown.value) == "belvoSDK: The widget could not be loaded"
    error = {"code": "unexpected_error", "message": "The widget could not be loaded"}
    assert widget.told("onExit") == [
        [{"last_encountered_error": error, "meta_data": {"institution_name": "", "step": "loading"}}]
    ]
    assert [event["meta_data"]["error_code"] for event in widget.events("ERROR")] == ["unexpected_error"]


@pytest.mark.parametrize("file", ["widget.js", "flow.js", "styles.css"])
def test_a_widget_that_failed_to_load_ahead_loads_when_it_is_wanted(widget: WidgetPage, file: str) -> None:
    widget.page.route(f"**/widget-assets/{file}", lambda route: route.abort(), times=1)
    with widget.page.expect_event("requestfailed"):
        widget.visit()
    widget.build(widget.token())
    expect(widget.dialog).to_be_visible()
