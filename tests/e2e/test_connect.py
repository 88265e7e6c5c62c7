"""The reason this desk exists, in a real browser: an account is connected, and its data are there."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, Request, expect

from belvo_client import BelvoClient
from settings import LOCAL_KEYS
from store import Database
from tests.e2e.desk import Desk, running_desk

LINK_PAGE = re.compile(r"/link\?link=[0-9a-f-]{36}$")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with running_desk(tmp_path / "data") as running:
        yield running
    assert running.complaints == []


def add_account(page: Page, desk: Desk) -> None:
    page.goto(f"{desk.url}/connect")
    page.get_by_role("button", name="Add a bank account").click()


def choose_erebor(page: Page) -> None:
    widget = page.get_by_role("dialog", name="Connect your account")
    widget.get_by_role("button", name="Continue").click()
    widget.get_by_role("searchbox", name="Search for your institution").fill("ereb")
    widget.get_by_role("button", name="Erebor Bank").click()


def sign_in(page: Page, user: str, password: str) -> None:
    widget = page.get_by_role("dialog", name="Connect your account")
    widget.get_by_label("Usuario").fill(user)
    widget.get_by_label("Contraseña", exact=True).fill(password)
    widget.get_by_role("button", name="Connect", exact=True).click()


def connect(page: Page, desk: Desk, user: str = "bnk100", password: str = "full") -> str:
    """Go the whole way and return the link's id."""
    add_account(page, desk)
    choose_erebor(page)
    sign_in(page, user, password)
    page.get_by_role("button", name="Done").click()
    page.wait_for_url(LINK_PAGE)
    return page.url.rpartition("=")[2]


def stored_links(db: Database) -> list[str]:
    return [row["id"] for row in db.frame("SELECT id FROM links WHERE gone_at IS NULL").to_dict("records")]


def stored(db: Database, table: str) -> set[str]:
    return {*db.frame(f"SELECT id FROM {table} WHERE gone_at IS NULL")["id"]}


def test_an_account_is_connected_and_its_data_are_the_banks(page: Page, desk: Desk) -> None:
    requests: list[Request] = []
    page.on("request", lambda request: requests.append(request))
    link = connect(page, desk)

    expect(page.get_by_text("Erebor Bank").first).to_be_visible()
    with desk.store() as db, desk.belvo() as belvo:
        assert stored_links(db) == [link]
        assert_equal_to_belvo(db, belvo, link)

    page.reload()
    expect(page.get_by_text("Erebor Bank").first).to_be_visible()
    assert_nothing_secret_was_sent(requests)
    assert_the_token_was_made_after_the_click(requests)


def assert_equal_to_belvo(db: Database, belvo: BelvoClient, link: str) -> None:
    transactions = list(belvo.transactions.list(link=link))
    assert len(transactions) > 500
    assert stored(db, "transactions") == {transaction["id"] for transaction in transactions}
    assert stored(db, "accounts") == {account["id"] for account in belvo.accounts.list(link=link)}
    assert stored(db, "owners") == {owner["id"] for owner in belvo.owners.list(link=link)}
    stored_sum = db.frame("SELECT sum(amount) AS total FROM transactions")["total"].item()
    assert stored_sum == sum(round(transaction["amount"] * 10_000) for transaction in transactions)


def assert_nothing_secret_was_sent(requests: list[Request]) -> None:
    secrets = (*LOCAL_KEYS, "refresh")
    for request in requests:
        text = json.dumps([request.url, request.all_headers(), request.post_data])
        assert [secret for secret in secrets if secret in text] == []


def assert_the_token_was_made_after_the_click(requests: list[Request]) -> None:
    """Its own time of issue lies after the page had been loaded."""
    bearers = {request.all_headers().get("authorization", "") for request in requests} - {""}
    assert len(bearers) == 1
    (bearer,) = bearers
    assert bearer.startswith("Bearer ")
