"""A Brazilian bank connected from the desk: the tab goes to the bank's page and comes back to the widget."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from settings import LOCAL_KEYS
from tests.e2e.test_connect import Traffic
from tests.kit.desk import Desk, running_desk

LINK_PAGE = re.compile(r"/link\?link=[0-9a-f-]{36}$")
KEPT = "sessionStorage.length"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with running_desk(tmp_path_factory.mktemp("desk") / "data") as running:
        yield running
    assert running.complaints == []


def widget(page: Page) -> Locator:
    return page.get_by_role("dialog", name="Conecte sua conta")


def go_to_bank(page: Page, desk: Desk) -> None:
    page.goto(f"{desk.url}/connect")
    page.get_by_role("combobox", name="Product").click()
    page.get_by_role("option", name="Bank, by consent").click()
    expect(page.get_by_role("textbox", name="CPF")).to_have_value("76109277673")
    page.get_by_role("button", name="Add a bank account").click()
    widget(page).get_by_role("button", name="Continuar").click()
    expect(widget(page)).to_contain_text("761.092.776-73 · Ralph Bragg")
    widget(page).get_by_role("button", name="Continuar").click()
    widget(page).get_by_role("link", name="Ir para a instituição").click()
    page.wait_for_url("**/sandbox/mock-bank/consents/**")


def test_a_consent_ends_in_the_page_of_its_link(page: Page, desk: Desk) -> None:
    traffic = Traffic(page)
    go_to_bank(page, desk)
    page.get_by_role("button", name="Autorizar").click()
    widget(page).get_by_role("button", name="Finalizar").click()
    page.wait_for_url(LINK_PAGE)
    link = page.url.rpartition("=")[2]
    with desk.belvo() as belvo, desk.store() as db:
        assert [made["id"] for made in belvo.links.list()] == [link]
        assert db.frame("SELECT state, link FROM widget_sessions").to_dict("records") == [
            {"state": "connected", "link": link}
        ]
    assert page.evaluate(KEPT) == 0
    assert [text for text in traffic.texts() for secret in (*LOCAL_KEYS, '"refresh"') if secret in text] == []
    (token,) = traffic.bearers()
    assert [request.url for request in traffic.requests if token in request.url] == []


def test_refusing_at_the_bank_comes_back_to_the_desk(page: Page, desk: Desk) -> None:
    go_to_bank(page, desk)
    page.get_by_role("button", name="Recusar").click()
    expect(widget(page).get_by_role("heading", name="Você não compartilhou seus dados")).to_be_visible()
    widget(page).get_by_role("button", name="Fechar").click()
    page.get_by_role("button", name="Sair", exact=True).click()
    expect(widget(page)).to_be_hidden()
    expect(page.get_by_text("access_denied")).to_be_visible()
    expect(page.get_by_role("button", name="Start again")).to_be_visible()
    assert page.evaluate(KEPT) == 0


def authorise(page: Page) -> None:
    page.get_by_role("button", name="Autorizar").click()


def finish(page: Page, desk: Desk) -> str:
    """End the widget, and return the link whose page has opened; its session has it, and the tab keeps nothing."""
    widget(page).get_by_role("button", name="Finalizar").click()
    page.wait_for_url(LINK_PAGE)
    link = page.url.rpartition("=")[2]
    with desk.store() as db:
        made = db.frame("SELECT state FROM widget_sessions WHERE link = :link", {"link": link})
        assert made["state"].tolist() == ["connected"]
    assert page.evaluate(KEPT) == 0
    return link


def turn_back(page: Page) -> None:
    page.go_back()
    expect(page.get_by_text("Finish on the bank's page, or start again.")).to_be_visible()


def external_ids(desk: Desk) -> list[str]:
    with desk.store() as db:
        return [*db.frame("SELECT external_id FROM widget_sessions ORDER BY opened_at")["external_id"]]


@pytest.mark.exam  # the first half of the way that the next test goes
def test_back_and_forward_at_the_bank_end_in_the_link(page: Page, desk: Desk) -> None:
    go_to_bank(page, desk)
    turn_back(page)
    page.go_forward()
    authorise(page)
    finish(page, desk)


def test_back_twice_and_forward_twice_end_in_the_link(page: Page, desk: Desk) -> None:
    go_to_bank(page, desk)
    for _ in range(2):
        turn_back(page)
        page.go_forward()
        expect(page.get_by_role("button", name="Autorizar")).to_be_visible()
    page.reload()
    authorise(page)
    finish(page, desk)


def test_who_turns_back_at_the_bank_starts_the_same_connection_again(page: Page, desk: Desk) -> None:
    go_to_bank(page, desk)
    turn_back(page)
    expect(page.get_by_role("combobox", name="Product")).to_have_value("Bank, by consent")
    page.get_by_role("button", name="Start again").click()
    widget(page).get_by_role("button", name="Continuar").click()
    expect(widget(page)).to_contain_text("761.092.776-73 · Ralph Bragg")
    widget(page).get_by_role("button", name="Continuar").click()
    widget(page).get_by_role("link", name="Ir para a instituição").click()
    page.wait_for_url("**/sandbox/mock-bank/consents/**")
    authorise(page)
    finish(page, desk)
    *_, turned, again = external_ids(desk)
    assert turned == again


@pytest.mark.parametrize(
    "is_gone_to_the_end", [False, pytest.param(True, marks=pytest.mark.exam)], ids=["offered", "done"]
)
def test_an_answer_for_a_tab_that_kept_nothing_says_to_start_again(
    page: Page,
    desk: Desk,
    is_gone_to_the_end: bool,
) -> None:
    go_to_bank(page, desk)
    page.evaluate("sessionStorage.clear()")
    authorise(page)
    expect(page.get_by_text("this tab no longer has the widget that asked it. Start again.")).to_be_visible()
    page.get_by_role("button", name="Start again").click()
    expect(widget(page).get_by_role("button", name="Continuar")).to_be_visible()
    assert "consent_id" not in page.evaluate("location.search")
    if not is_gone_to_the_end:
        return
    widget(page).get_by_role("button", name="Continuar").click()
    widget(page).get_by_role("button", name="Continuar").click()
    widget(page).get_by_role("link", name="Ir para a instituição").click()
    authorise(page)
    finish(page, desk)


def test_a_reload_on_the_way_back_finds_the_link(page: Page, desk: Desk) -> None:
    go_to_bank(page, desk)
    # The page is gone by the time that the widget gets its answer.
    page.route("**/callback/", lambda route: (route.fetch(), page.evaluate("location.reload()")))
    authorise(page)
    page.wait_for_url(LINK_PAGE)
