"""Connecting an account through the local Belvo's widget: what the API gets and what the page is told."""

import re

from playwright.sync_api import expect

from tests.e2e.widget_page import MEXICO, RESOURCES, WidgetPage

HEX_32 = re.compile(r"[0-9a-f]{32}")


def test_an_account_is_connected(widget: WidgetPage) -> None:
    widget.open(external_id="whole-way", **MEXICO)
    widget.press("Continue")
    widget.page.get_by_role("searchbox", name="Search for your institution").fill("ereb")
    widget.press("Erebor Bank")
    widget.connect()
    expect(widget.page.get_by_role("heading", name="Your account is connected")).to_be_visible()
    widget.press("Done")
    expect(widget.dialog).to_have_count(0)

    [link] = widget.links("whole-way")
    assert widget.told("callback") == [[link["id"], "erebor_mx_retail"]]
    assert widget.told("onExit") == []
    assert link["status"] == "valid"


def test_the_api_gets_what_page_token_and_person_have_said(widget: WidgetPage) -> None:
    widget.open_form(external_id="what-is-sent", access_mode="single")
    widget.connect(user=" bnk102 ", password="low")
    expect(widget.page.get_by_role("button", name="Done")).to_be_visible()

    [request] = widget.sent("POST")
    assert request.post_data_json == {
        "institution": "erebor_mx_retail",
        "username": "bnk102",
        "password": "low",
        "external_id": "what-is-sent",
        "access_mode": "single",
        "fetch_resources": RESOURCES,
        "stale_in": "365d",
    }


def test_the_page_learns_of_the_link_before_done_is_pressed(widget: WidgetPage) -> None:
    widget.open_form(external_id="at-once")
    widget.connect()
    expect(widget.page.get_by_role("button", name="Done")).to_be_visible()
    names = widget.page.evaluate("told.map(([name, value]) => value?.metadata?.page ?? name)")
    assert names == ["/consent", "/credentials", "/waiting", "callback", "/success"]


def test_the_browser_never_carries_keys(widget: WidgetPage) -> None:
    widget.open_form()
    widget.connect()
    expect(widget.page.get_by_role("button", name="Done")).to_be_visible()

    assert any("authorization" in request.all_headers() for request in widget.requests)
    assert widget.keys_sent() == []


def test_a_double_click_makes_one_link_however_slow_the_network(widget: WidgetPage) -> None:
    widget.open_form(external_id="one-link")
    widget.hold("links/")
    widget.page.get_by_label("Usuario").fill("bnk100")
    widget.page.get_by_label("Contraseña").fill("full")
    widget.page.get_by_label("Contraseña").press("Enter")
    widget.page.keyboard.press("Enter")
    connect = widget.page.get_by_role("button", name="Connect", exact=True)
    expect(connect).to_have_count(0)
    widget.page.keyboard.press("Enter")
    route = widget.the_held()
    route.continue_()

    expect(widget.page.get_by_role("button", name="Done")).to_be_visible()
    assert len(widget.sent("POST")) == 1
    assert len(widget.told("callback")) == len(widget.links("one-link")) == 1


def test_two_clicks_in_one_instant_make_one_link(widget: WidgetPage) -> None:
    widget.open_form(external_id="two-clicks")
    widget.page.get_by_label("Usuario").fill("bnk100")
    widget.page.get_by_label("Contraseña").fill("full")
    widget.page.get_by_role("button", name="Connect", exact=True).evaluate(
        "(button) => { const { form } = button; form.requestSubmit(); form.dispatchEvent(new Event('submit')); }"
    )
    expect(widget.page.get_by_role("button", name="Done")).to_be_visible()
    assert len(widget.sent("POST")) == len(widget.links("two-clicks")) == 1


def test_what_was_typed_is_gone_after_the_success(widget: WidgetPage) -> None:
    widget.open_form()
    form = widget.page.get_by_label("Usuario").evaluate_handle("(input) => input.form")
    widget.connect()
    expect(widget.page.get_by_role("button", name="Done")).to_be_visible()
    assert form.evaluate("(form) => Object.fromEntries(new FormData(form))") == {"username": "", "password": ""}


def test_each_page_is_reported_in_both_published_spellings(widget: WidgetPage) -> None:
    with widget.page.expect_response(lambda answer: "/api/institutions/" in answer.url):
        widget.open(institutions=["erebor_mx_retail"])  # whoever goes on before it has come sees a list first
    widget.press("Continue")
    widget.connect("user_invalid", "pass_invalid")
    expect(widget.page.get_by_role("alert")).to_be_visible()
    widget.connect()
    expect(widget.page.get_by_role("button", name="Done")).to_be_visible()

    events = widget.events("PAGE_LOAD")
    erebor = "erebor_mx_retail"
    pages = [("/consent", ""), ("/credentials", erebor), ("/waiting", erebor), ("/credentials", erebor)]
    pages += [("/waiting", erebor), ("/success", erebor)]
    before = ["", *(page for page, _ in pages)]
    expected = [
        {"page": page, "from": previous, "institution_name": institution}
        for (page, institution), previous in zip(pages, before, strict=False)
    ]
    assert [event["metadata"] for event in events] == expected
    assert [event["meta_data"] for event in events] == expected
    assert {tuple(sorted(event)) for event in events} == {("eventName", "meta_data", "metadata", "request_id")}
    assert all(HEX_32.fullmatch(event["request_id"]) for event in events)


def test_a_page_whose_functions_throw_still_gets_its_link(widget: WidgetPage) -> None:
    thrown: list[str] = []
    widget.page.on("pageerror", lambda error: thrown.append(str(error)))
    widget.visit()
    widget.page.evaluate(
        """(token) => {
          const fail = () => { throw new Error("the page's own fault"); };
          const config = { locale: "en", institution: "erebor_mx_retail", external_id: "throwing" };
          belvoSDK.createWidget(token, { ...config, callback: fail, onExit: fail, onEvent: fail }).build();
        }""",
        widget.token(),
    )
    widget.press("Continue")
    widget.connect()
    widget.press("Done")
    expect(widget.dialog).to_have_count(0)
    assert len(widget.links("throwing")) == 1
    assert set(thrown) == {"the page's own fault"}


def test_the_whole_way_is_possible_by_keyboard(widget: WidgetPage) -> None:
    keyboard = widget.page.keyboard
    widget.open(external_id="keyboard", institutions=["erebor_mx_retail", "gringotts_mx_retail"])
    keyboard.press("Enter")
    expect(widget.page.get_by_role("searchbox")).to_be_focused()
    keyboard.type("bank")
    expect(widget.page.get_by_role("button", name="Gringotts Bank")).to_be_visible()
    keyboard.press("ArrowDown")
    keyboard.press("ArrowDown")
    expect(widget.page.get_by_role("button", name="Gringotts Bank")).to_be_focused()
    keyboard.press("ArrowUp")
    keyboard.press("Enter")
    expect(widget.page.get_by_label("Usuario")).to_be_focused()
    keyboard.type("bnk100")
    keyboard.press("Tab")
    keyboard.type("full")
    keyboard.press("Enter")
    expect(widget.page.get_by_role("button", name="Done")).to_be_focused()
    keyboard.press("Enter")
    expect(widget.dialog).to_have_count(0)
    [link] = widget.links("keyboard")
    assert link["institution"] == "erebor_mx_retail"
