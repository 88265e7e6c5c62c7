"""Leaving the local Belvo's widget, at every point and by every way."""

from playwright.sync_api import expect

from tests.e2e.widget_page import LINK, WidgetPage, exit_of


def test_leaving_is_confirmed_and_explained(widget: WidgetPage) -> None:
    widget.open_form()
    widget.page.get_by_label("Usuario").fill("half")
    widget.page.keyboard.press("Escape")
    question = widget.page.get_by_role("alertdialog", name="Leave now?")
    expect(question.get_by_role("button", name="Stay")).to_be_focused()
    widget.press("Stay")
    expect(question).to_have_count(0)
    expect(widget.page.get_by_label("Usuario")).to_have_value("half")
    expect(widget.page.get_by_label("Usuario")).to_be_focused()

    widget.press("Close")
    widget.press("Leave")
    survey = widget.page.get_by_role("dialog", name="Why are you leaving?")
    survey.get_by_label("I only wanted to have a look").check()
    assert widget.told("onExit") == []
    widget.press("Send")
    expect(widget.dialog).to_have_count(0)
    assert widget.told("onExit") == [exit_of("erebor_mx_retail", "abandon-survey")]
    assert widget.sent("POST") == []


def test_leaving_without_survey_names_the_screen(widget: WidgetPage) -> None:
    widget.open(show_abandon_survey=False)
    widget.press("Close")
    widget.press("Leave")
    assert widget.told("onExit") == [exit_of("", "consent")]


def test_leaving_without_questions_is_one_key(widget: WidgetPage) -> None:
    widget.open(show_close_dialog=False, show_abandon_survey=False)
    widget.page.keyboard.press("Escape")
    expect(widget.dialog).to_have_count(0)
    assert widget.told("onExit") == [exit_of("", "consent")]


def test_waiting_can_be_left(widget: WidgetPage) -> None:
    widget.open_form(show_abandon_survey=False)
    widget.hold("links/")
    widget.connect()
    expect(widget.page.get_by_role("heading", name="Connecting to Erebor Bank")).to_be_visible()
    expect(widget.page.get_by_role("status")).to_contain_text("Connecting to Erebor Bank")
    widget.press("Close")
    expect(widget.page.get_by_role("alertdialog")).to_contain_text("may be connected all the same")
    widget.press("Leave")
    expect(widget.dialog).to_have_count(0)
    assert widget.told("onExit") == [exit_of("erebor_mx_retail", "waiting")]


def test_a_link_that_comes_while_leaving_is_in_question_ends_the_question(widget: WidgetPage) -> None:
    widget.open_form()
    widget.hold("links/")
    widget.connect()
    widget.press("Close")
    expect(widget.page.get_by_role("alertdialog")).to_be_visible()
    route = widget.the_held()
    route.fulfill(status=201, json=LINK)
    expect(widget.page.get_by_role("alertdialog")).to_have_count(0)
    widget.press("Done")
    assert widget.told("callback") == [[LINK["id"], LINK["institution"]]]
    assert widget.told("onExit") == []
