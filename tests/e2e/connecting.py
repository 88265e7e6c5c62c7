"""Going through the widget on the page Connect, as a person does, in the language that is spoken."""

import re

from playwright.sync_api import Locator, Page

from actions.products import PRODUCTS, Product
from languages import say
from tests.e2e.widget_words import word
from tests.kit.desk import Desk

LINK_PAGE = re.compile(r"/link\?link=[0-9a-f-]{36}$")


def widget(page: Page) -> Locator:
    return page.get_by_role("dialog", name=word(page, "dialog"))


def press(page: Page, name: str) -> None:
    """Click the widget's button that has this name in its texts."""
    widget(page).get_by_role("button", name=word(page, name), exact=True).click()


def name_of_adding(product: Product) -> str:
    """What the button is called that opens the widget for a product."""
    return say("Add {account}", account=say(product.account))


def add_account(page: Page, desk: Desk, product: Product = PRODUCTS["bank"]) -> None:
    page.goto(f"{desk.url}/connect")
    page.get_by_role("button", name=name_of_adding(product)).click()


def choose_erebor(page: Page) -> None:
    press(page, "welcome.next")
    widget(page).get_by_role("searchbox", name=word(page, "institutions.search")).fill("ereb")
    widget(page).get_by_role("button", name="Erebor Bank").click()


def sign_in(page: Page, user: str = "bnk100", password: str = "full") -> None:  # noqa: S107 - a made-up user
    """Fill in the form, whose labels are the institution's, and send it."""
    widget(page).get_by_label("Usuario").fill(user)
    widget(page).get_by_label("Contraseña", exact=True).fill(password)
    press(page, "credentials.submit")


def finish(page: Page) -> str:
    """End the widget and return the id of the link whose page has opened."""
    press(page, "success.done")
    page.wait_for_url(LINK_PAGE)
    return page.url.rpartition("=")[2]
