"""The pictures of the README, which `make pictures` takes anew, in the language that is spoken.

A desk of its own over an empty folder, with a few people of the local Belvo: two connected in the widget, two whose
links are broken. Each picture is a whole window in light.
"""

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from playwright.sync_api import Page, expect

from actions.lab.stories import stories
from actions.products import PRODUCTS
from languages import say, spoken
from languages.language import Code
from store.ops import jobs
from store.write import links
from tests.e2e.connecting import add_account, choose_erebor, finish, name_of_adding, press, sign_in, widget
from tests.e2e.pictures import LOCALES, place_of, write
from tests.e2e.widget_words import word
from tests.kit.browser import chromium, page_of
from tests.kit.desk import Desk, running_desk
from tests.kit.local_belvo import Api
from tests.kit.waiting import until

LIMIT = 150 * 1024  # bytes of a picture
COLOURS = 256
PEOPLE = (
    ("erebor_mx_retail", "family"),
    ("gringotts_br_retail", "gig_driver"),
    ("gotham_mx_business", "company"),
    ("tatooine_mx_fiscal", "company"),
)
AUTHORITY, PERSON = "tatooine_mx_fiscal", "PFIS010101000"
SOMEBODYS: dict[Code, tuple[str, str]] = {
    "en": ("Acme Lending", "Faster approvals"),
    "es": ("Acme Créditos", "Aprobación más rápida"),
    "pt": ("Acme Crédito", "Aprovação mais rápida"),
}
"""The company in the picture of the widget lab, and what it promises."""
TOLD = ("webhook", "pull", "status", "action")
"""The kinds of entries in the picture of a time line."""
STEP = 4
"""Of the story, in its picture."""
STILL, MOST = 3, 60
"""So many screenshots in a row that are the same have no chart in motion; so many are taken in all."""

Show = Callable[[Page, Desk], None]


def take_all(language: Code) -> Iterator[Path]:
    """Every picture, as it is written."""
    looks: dict[str, Any] = {
        "locale": LOCALES[language],
        "viewport": {"width": 1440, "height": 900},
        "color_scheme": "light",
        "reduced_motion": "reduce",
    }
    with tempfile.TemporaryDirectory() as data, running_desk(Path(data) / "data") as desk, chromium() as browser:
        people_connect(desk)
        with page_of(browser, **looks) as page:
            for show in (connect, link, overview, transactions, fiscal, person, widget_lab, lab, story):
                show(page, desk)
                shot = _shot(page)
                if desk.complaints:
                    raise RuntimeError("".join(desk.complaints))
                yield write(place_of(language, f"{show.__name__}.png"), shot, colours=COLOURS, limit=LIMIT)


def connect(page: Page, desk: Desk) -> None:
    """The widget over the page, with the bank's form."""
    add_account(page, desk)
    choose_erebor(page)
    widget(page).get_by_label("Usuario").fill("salaried")


def link(page: Page, desk: Desk) -> None:
    """Why a person's data are no longer read: what came to their link, and what was done with it."""
    sign_in(page, "salaried")
    finish(page)
    page.goto(f"{desk.url}/connect?institution={AUTHORITY}")
    page.get_by_role("button", name=name_of_adding(PRODUCTS["fiscal"])).click()
    press(page, "welcome.next")
    widget(page).get_by_label("RFC", exact=True).fill(PERSON)
    widget(page).get_by_label("Contraseña", exact=True).fill("individual")
    press(page, "credentials.submit")
    made = finish(page)
    until(lambda: _is_idle(desk))
    Api(desk.belvo_url).break_link(PERSON, AUTHORITY)
    until(lambda: _status(desk, made) == "invalid")
    page.goto(f"{desk.url}/link?link={made}&{'&'.join(f'kinds={kind}' for kind in TOLD)}")


def overview(page: Page, desk: Desk) -> None:
    """Two links that need their user, and how all are."""
    page.goto(desk.url)


def transactions(page: Page, desk: Desk) -> None:
    """All there are, in several currencies."""
    page.goto(f"{desk.url}/transactions")


def fiscal(page: Page, desk: Desk) -> None:
    """Invoices of a company and of a person."""
    page.goto(f"{desk.url}/fiscal")


def person(page: Page, desk: Desk) -> None:
    """A company's owner over all of their links."""
    page.goto(f"{desk.url}/person?external_id={_external_id('gotham_mx_business', 'company')}")


def widget_lab(page: Page, desk: Desk) -> None:
    """The widget in somebody's colours and words, beside what is set."""
    company, benefit = SOMEBODYS[spoken().code]
    asked = {"colour": "#7c3aed", "company": company, "benefit": benefit, "section": "looks"}
    page.goto(f"{desk.url}/widget-lab?{urlencode({**asked, 'language': spoken().code})}")
    frame = page.locator(".stage iframe").content_frame
    expect(frame.get_by_role("button", name=word(page, "welcome.next"))).to_be_visible()


def lab(page: Page, desk: Desk) -> None:
    """The local Belvo's people, its clock, and what goes wrong on purpose."""
    page.goto(f"{desk.url}/lab?who=salaried")


def story(page: Page, desk: Desk) -> None:
    """A story on its way, with a ring around what to click."""
    told = stories()[0]
    page.goto(f"{desk.url}/story?id={told.id}")
    page.get_by_role("button", name=say("Begin"), exact=True).click()
    for number in range(1, STEP):
        expect(page.locator("[data-story-mark]").first).to_be_visible()  # the keys are heard from then on
        page.keyboard.press("ArrowRight")
        expect(page.locator(".st-key-story_bar").first).to_contain_text(
            say("{step} of {steps}", step=number + 1, steps=len(told.steps))
        )
        desk.rest()
    expect(page.locator("[data-story-mark]").first).to_be_visible()


def people_connect(desk: Desk) -> None:
    """People connect elsewhere, the desk finds and pulls their links, and one of the links comes to want a token."""
    for institution, user in PEOPLE:
        _create(desk, institution, user)
    wants_token = _create(desk, "heimdall_mx_retail", "mfa_always", token="111111")
    until(lambda: _pulled(desk) == len(PEOPLE) + 1 and _is_idle(desk))
    Api(desk.belvo_url).want_token(wants_token)
    until(lambda: _status(desk, wants_token) == "token_required")


def _is_idle(desk: Desk) -> bool:
    """Whether the worker has nothing left to do."""
    with desk.store() as db:
        return not jobs.active(db)


def _create(desk: Desk, institution: str, user: str, **more: str) -> str:
    external_id = _external_id(institution, user)
    return str(Api(desk.belvo_url).link(user, institution=institution, external_id=external_id, **more)["id"])


def _external_id(institution: str, user: str) -> str:
    """The same for all of the company's links, so that they are of one person."""
    return "small-company" if user == "company" else f"{user}-{institution[:8]}"


def _pulled(desk: Desk) -> int:
    with desk.store() as db:
        return int(links.table(db)["last_pull_at"].notna().sum())


def _status(desk: Desk, link_id: str) -> str | None:
    with desk.store() as db:
        found = links.find(db, link_id)
        return found.status if found else None


def _shot(page: Page) -> bytes:
    """The window, once nothing moves in it any more; raises TimeoutError where that never is."""
    _settle(page)
    page.add_style_tag(content="[data-testid=stStatusWidget] { display: none }")  # it comes and goes with live parts
    shots: list[bytes] = []
    while len(shots) < MOST:
        shots.append(page.screenshot(animations="disabled", caret="hide"))
        if len(shots) >= STILL and len(set(shots[-STILL:])) == 1:
            return shots[-1]
    raise TimeoutError(f"{page.url} is still moving")


def _settle(page: Page) -> None:
    """Wait until the page and its tables have been drawn."""
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
    expect(page.get_by_test_id("stSkeleton")).to_have_count(0)
    page.mouse.move(0, 0)
    if page.locator("iframe").count() == 0:  # a widget in a frame goes on asking
        page.wait_for_load_state("networkidle")
