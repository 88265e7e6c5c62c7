"""Which language somebody is spoken to in, and how its numbers are written."""

from datetime import date
from decimal import Decimal

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from components.ui import time_format
from languages import LANGUAGES, decimal, grouped, percent, say, say_as, say_many, speaking, spoken
from languages.kept import Frames
from languages.language import COOKIE, choose
from store.core.amounts import money
from web.language import Speaking


@pytest.mark.parametrize(
    ("asked", "browser", "tag"),
    [
        ((None,), "", "en"),
        (("es",), "", "es-MX"),
        (("pt",), "es-CO", "pt-BR"),
        (("es-CO",), "es-AR", "es-CO"),
        (("es-XX", "pt"), "", "es-MX"),
        (("esperanto",), "", "en"),
        (("es",), "es-CO,es;q=0.9", "es-CO"),
        ((None, "pt"), "de", "pt-BR"),
        (("xx", None), "de-DE,de;q=0.9", "en"),
        ((), "en;q=0.5,pt-BR;q=0.8", "pt-BR"),
        ((), "es-419", "es-MX"),
        ((), "es;q=0,pt", "pt-BR"),
        ((), "es;q=not a number, ,;;,pt", "pt-BR"),
        ((), "es" + "," * 100_000, "es-MX"),
        ((), "eñ-ES,🙂", "en"),
    ],
)
def test_the_first_that_is_ours_is_spoken(asked: tuple[str | None, ...], browser: str, tag: str) -> None:
    assert choose(*asked, browser=browser).tag == tag


@pytest.mark.parametrize(
    ("browser", "number", "share"),
    [
        ("en", "1,234,567", "12.5%"),
        ("es-MX", "1,234,567", "12.5%"),
        ("es-CL", "1.234.567", "12,5%"),
        ("pt-BR", "1.234.567", "12,5%"),
    ],
)
def test_numbers_are_written_as_in_the_country(browser: str, number: str, share: str) -> None:
    with speaking(choose(browser=browser)):
        assert (grouped(1_234_567), percent(0.125, 1)) == (number, share)


def test_money_and_days_are_written_in_the_language() -> None:
    told = {}
    for code in LANGUAGES:
        with speaking(choose(code)):
            told[code] = money(Decimal("-1234.5"), "BRL"), time_format.day(date(2026, 10, 3)), decimal(2.5, 2)
    assert told == {
        "en": ("\N{MINUS SIGN}R$\u00a01,234.50", "3 Oct 2026", "2.50"),
        "es": ("\N{MINUS SIGN}R$\u00a01,234.50", "3 oct 2026", "2.50"),
        "pt": ("\N{MINUS SIGN}R$\u00a01.234,50", "3 out. 2026", "2,50"),
    }


def test_a_text_is_said_with_what_it_names() -> None:
    with speaking(choose("es")):
        assert say("Since {day}", day="{day}") == "Desde el {day}"
        assert say_many("of {number} link", "of {number} links", 1_000) == "de 1,000 links"
        assert say("Somebody else's words {x}") == "Somebody else's words {x}"
        assert say_as("nothing", "is known of this") == "is known of this"
        assert say("") == ""  # gettext has the head of the catalogue there
    assert say_many("of {number} link", "of {number} links", 1) == "of 1 link"


def test_nobody_is_spoken_to_in_the_language_of_somebody_else() -> None:
    with speaking(choose("es")):
        assert spoken().code == "es"
    assert spoken().code == "en"


def test_a_kept_sentence_is_said_again_with_its_values() -> None:
    frames = Frames(["{text} is copied", "Since {day}"])
    with speaking(choose("pt")):
        assert frames.say("Since 3 Oct 2026") == "Desde 3 Oct 2026"
        assert frames.say("just now") == "agora mesmo"
        assert frames.say("What a bank wrote (Since") == "What a bank wrote (Since"
    assert frames.say("Since 3 Oct 2026") == "Since 3 Oct 2026"


@pytest.fixture
def asking() -> TestClient:
    def tell(_: Request) -> PlainTextResponse:
        return PlainTextResponse(spoken().tag)

    app = Starlette(routes=[Route("/export/links.csv", tell), Route("/api/v1/links", tell)])
    return TestClient(Speaking(app))


def test_a_plain_route_answers_in_the_language_that_is_asked_for(asking: TestClient) -> None:
    assert asking.get("/export/links.csv", headers={"accept-language": "es-CO"}).text == "es-CO"
    assert asking.get("/export/links.csv?lang=pt", headers={"cookie": f"{COOKIE}=es"}).text == "pt-BR"
    assert asking.get("/export/links.csv", headers={"cookie": f"{COOKIE}=es"}).text == "es-MX"
    assert asking.get("/export/links.csv").text == "en"


def test_a_program_is_answered_in_english(asking: TestClient) -> None:
    assert asking.get("/api/v1/links?lang=pt", headers={"accept-language": "es"}).text == "en"
