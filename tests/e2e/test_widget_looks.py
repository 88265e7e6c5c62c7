"""The local Belvo's widget as people see, hear and read it: every screen, both themes, phones, three languages."""

import re
from collections.abc import Iterator
from typing import Literal

import pytest
from playwright.sync_api import Locator, Page, expect

from belvo_sandbox import Served
from belvo_sandbox.routes.widget_files import FOLDER
from tests.e2e.widget_page import MEXICO, WidgetPage
from tests.e2e.widget_screens import SCREENS, Show, bank, welcome
from tests.kit.barriers import barriers

Scheme = Literal["light", "dark"]
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
# What reaches beyond the sides of the screen, and the buttons that would have to be scrolled to.
CUT_OFF = """() => {
  const { shadowRoot } = document.querySelector("belvo-sandbox-widget");
  const all = [...shadowRoot.querySelectorAll("dialog, dialog *:not(.hidden)")];
  return all
    .map((each) => [each, each.getBoundingClientRect()])
    .filter(([, box]) => box.left < 0 || box.right > innerWidth)
    .concat([...shadowRoot.querySelectorAll(".actions button")]
      .map((each) => [each, each.getBoundingClientRect()])
      .filter(([, box]) => box.top < 0 || box.bottom > innerHeight))
    .map(([each]) => each.outerHTML.slice(0, 80));
}"""


@pytest.fixture
def widget(page: Page, sandbox: Served) -> Iterator[WidgetPage]:
    page.emulate_media(reduced_motion="reduce")
    embedding = WidgetPage(page, sandbox)
    yield embedding
    assert embedding.violations == []


def colour(element: Locator, name: str) -> str:
    value: str = element.evaluate("(node, name) => getComputedStyle(node).getPropertyValue(name)", name)
    return value


@pytest.mark.parametrize("show", SCREENS.values(), ids=SCREENS)
def test_every_screen_is_free_of_barriers_and_fits_a_phone(widget: WidgetPage, show: Show) -> None:
    show(widget)
    for scheme in SCHEMES:
        widget.page.emulate_media(color_scheme=scheme)
        assert barriers(widget.page, colours_alone=scheme == "dark", having_seen="<h2") == []
    for width, height in ((390, 844), (360, 640)):
        widget.page.set_viewport_size({"width": width, "height": height})
        assert widget.page.evaluate(CUT_OFF) == []


def banks_page_that_is_over(widget: WidgetPage) -> None:
    bank(widget)
    widget.page.goto(widget.page.url.replace("request=", "request=un"))
    expect(widget.page.get_by_role("heading", name="This page can't be used any more")).to_be_visible()


def hosted_without_token(widget: WidgetPage) -> None:
    widget.page.goto(f"{widget.sandbox.url}/widget/?locale=en")
    expect(widget.page.get_by_role("heading", name="This address is not complete")).to_be_visible()


@pytest.mark.parametrize("show", [bank, banks_page_that_is_over, hosted_without_token], ids=lambda show: show.__name__)
def test_every_page_around_it_is_free_of_barriers_and_fits_a_phone(widget: WidgetPage, show: Show) -> None:
    show(widget)
    for scheme in SCHEMES:
        widget.page.emulate_media(color_scheme=scheme)
        assert barriers(widget.page, colours_alone=scheme == "dark", having_seen="<h1") == []
    widget.page.set_viewport_size({"width": 360, "height": 640})
    assert widget.page.evaluate("document.documentElement.scrollWidth") <= 360


def test_every_screen_has_its_picture_in_the_readme() -> None:
    readme = (FOLDER / "README.md").read_text(encoding="utf-8")
    pictures = [FOLDER / path for path in re.findall(r'<img src="([^"]+)"', readme)]
    assert {*SCREENS} <= {picture.stem for picture in pictures}
    assert [picture.name for picture in pictures if picture.stat().st_size > 40 * 1024] == []


def test_the_widget_fills_a_phone_and_floats_on_a_desk(widget: WidgetPage) -> None:
    widget.open()
    assert widget.dialog.bounding_box() == {"x": 504, "y": 106, "width": 432, "height": 688}
    widget.page.set_viewport_size({"width": 390, "height": 844})
    assert widget.dialog.bounding_box() == {"x": 0, "y": 0, "width": 390, "height": 844}


def test_nothing_moves_between_screens(widget: WidgetPage) -> None:
    widget.open(**MEXICO)
    box = widget.dialog.bounding_box()
    badge = widget.page.get_by_text("Local sandbox", exact=True)
    place = badge.bounding_box()
    widget.press("Continue")
    widget.press("Erebor Bank")
    widget.connect("user_invalid", "pass_invalid")
    expect(widget.page.get_by_role("alert")).to_be_visible()
    assert (widget.dialog.bounding_box(), badge.bounding_box()) == (box, place)
    widget.connect()
    expect(widget.page.get_by_role("button", name="Done")).to_be_visible()
    assert (widget.dialog.bounding_box(), badge.bounding_box()) == (box, place)


def test_both_themes_are_there(widget: WidgetPage) -> None:
    widget.open()
    backgrounds = []
    for scheme in SCHEMES:
        widget.page.emulate_media(color_scheme=scheme)
        backgrounds.append(colour(widget.dialog, "background-color"))
    assert backgrounds == ["rgb(255, 255, 255)", "rgb(23, 28, 27)"]


@pytest.mark.parametrize(
    ("css_key", "value", "expected"),
    [
        ("--color-primary-base", "#907AD6", "rgb(144, 122, 214)"),
        ("--color-primary-base", "#ffee88", "rgb(15, 118, 110)"),
        ("--color-primary-base", "url(https://elsewhere.example)", "rgb(15, 118, 110)"),
        ("--button-radius", "#907AD6", "rgb(15, 118, 110)"),
    ],
    ids=["readable", "too pale", "no colour", "another key"],
)
def test_the_token_may_set_the_accent(widget: WidgetPage, css_key: str, value: str, expected: str) -> None:
    widget.open(widget.token({"theme": [{"css_key": css_key, "value": value}]}))
    button = widget.page.get_by_role("button", name="Continue")
    assert colour(button, "background-color") == expected
    assert barriers(widget.page, having_seen="<h2") == []


def test_the_token_may_fix_scheme_and_overlay(widget: WidgetPage) -> None:
    branding = {"overlay_background_color": "#F0F2F4"}
    widget.open(widget.token({"color_scheme": "DARK", "branding": branding}))
    assert colour(widget.dialog, "background-color") == "rgb(23, 28, 27)"
    overlay = widget.dialog.evaluate("(dialog) => getComputedStyle(dialog, '::backdrop').backgroundColor")
    assert overlay == "color(srgb 0.941176 0.94902 0.956863 / 0.9)"


@pytest.mark.parametrize(
    ("locale", "dialog", "search", "words"),
    [
        ("en", "Connect your account", "Search for your institution", ["Continue", "Connect", "Done"]),
        ("es", "Conecta tu cuenta", "Busca tu institución", ["Continuar", "Conectar", "Listo"]),
        ("pt", "Conecte sua conta", "Busque sua instituição", ["Continuar", "Conectar", "Concluir"]),
    ],
)
def test_it_speaks_three_languages(widget: WidgetPage, locale: str, dialog: str, search: str, words: list[str]) -> None:
    go_on, connect, done = words
    widget.visit()
    widget.build(widget.token(), locale=locale, **MEXICO)
    shown = widget.page.get_by_role("dialog", name=dialog)
    expect(shown).to_contain_text("Local sandbox")
    widget.press(go_on)
    expect(widget.page.get_by_role("searchbox", name=search)).to_be_visible()
    widget.press("Erebor Bank")
    widget.page.get_by_label("Usuario").fill("user_valid")
    widget.page.get_by_label("Contraseña").fill("pass_valid")
    widget.press(connect)
    widget.press(done)
    expect(shown).to_have_count(0)


def test_all_languages_have_the_same_texts(widget: WidgetPage) -> None:
    widget.visit()
    en, es, pt = widget.page.evaluate(
        """async () => {
          const { TEXTS } = await import("/widget-assets/texts/index.js");
          const shape = (value) => typeof value === "object"
            ? Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, shape(inner)]))
            : typeof value;
          return Object.values(TEXTS).map(shape);
        }"""
    )
    assert en == es == pt


def test_an_unknown_language_is_spanish(widget: WidgetPage) -> None:
    widget.visit()
    widget.build(widget.token(), locale="xx")
    expect(widget.page.get_by_role("dialog", name="Conecta tu cuenta")).to_be_visible()


def test_the_company_is_named(widget: WidgetPage) -> None:
    welcome(widget)
    expect(widget.page.get_by_role("heading", name="Connect your account to Acme Lending")).to_be_visible()
    expect(widget.page.get_by_text("Shared: accounts, transactions, and your identity.")).to_be_visible()
    terms = widget.page.get_by_role("link", name="Terms of Acme Lending")
    expect(terms).to_have_attribute("href", "https://acme.example/terms")
    expect(terms).to_have_attribute("rel", "noopener noreferrer")


def test_no_screen_asks_another_host(widget: WidgetPage) -> None:
    branding = {"company_name": "Acme", "company_icon": "https://acme.example/icon.svg"}
    widget.open(widget.token({"branding": branding}))
    widget.press("Continue")
    expect(widget.page.get_by_role("button", name="Gringotts Bank").first).to_be_visible()
    hosts = [request.url for request in widget.requests if not request.url.startswith(("data:", widget.sandbox.url))]
    assert hosts == []
