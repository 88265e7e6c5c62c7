"""The shop speaks the language of its visitor: what its server draws, what its JavaScript is given, and the widget."""

import json
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient

from belvo_client import BelvoClient
from belvo_sandbox import Served
from languages import LANGUAGES, say, speaking
from languages.extraction import texts
from languages.language import Code
from tests.web.demo_shop import FULL, SCRIPT, Visit
from web import demo
from web.demo.customers import Customers
from web.demo.notices import NOTICES, notice_for
from web.demo.site import Site
from web.demo.statement import Statement
from web.language import Speaking

CODES: list[Code] = [code for code in LANGUAGES if code != "en"]
PAGES = ("/demo/", "/demo/terms", "/demo/async", "/demo/sync", "/demo/webview", "/demo/webview/exit", "/demo/nowhere")
MOST = 12
"""Letters of a text so short that other texts may have it."""


@pytest.fixture
def visit(client: BelvoClient, sandbox: Served, tmp_path: Path) -> Iterator[Visit]:
    app = Starlette(
        routes=demo.routes(lambda: client, data_dir=tmp_path, widget_script=SCRIPT),
        middleware=[Middleware(Speaking)],
    )
    made = Visit(app, sandbox)
    yield made
    made.close()


def shown(http: TestClient, path: str, code: Code) -> str:
    """The page as it is in this language, without the source that it quotes."""
    answer = http.get(path, headers={"accept": "text/html", "accept-language": code})
    page = re.sub(r'<aside class="source".*?<pre.*</aside>', "", answer.text, flags=re.S)
    return " ".join(unescape(page).split())


def english(code: Code) -> list[str]:
    """What the shop says in English, of a sentence the longest piece between what it names."""
    of_shop = {text.one for text in texts() if text.place.startswith("web/demo/")}
    with speaking(LANGUAGES[code][1]):
        changed = [text for text in of_shop if say(text) != text]
    return [piece for text in changed if len(piece := max(re.split(r"\{\w+\}", text), key=len)) > MOST]


@pytest.mark.parametrize("code", CODES)
def test_no_page_has_a_word_of_english(visit: Visit, code: Code) -> None:
    left = english(code)
    assert len(left) > 100
    for path in PAGES:
        page = shown(visit.http, path, code)
        assert [text for text in left if text in page] == [], path
        assert f'<html lang="{LANGUAGES[code][1].tag}">' in page
    totals: tuple[tuple[Code, str], ...] = (("pt", "17.280,00 MXN"), ("es", "17,280.00 MXN"), ("en", "17,280.00 MXN"))
    for of, total in totals:
        assert total in shown(visit.http, "/demo/async", of)


@pytest.mark.parametrize("code", CODES)
def test_a_statement_is_said_and_its_amounts_are_as_people_write_them_there(visit: Visit, code: Code) -> None:
    visit.http.headers["accept-language"] = code
    link = visit.connect(FULL)
    page = shown(visit.http, f"/demo/sync/{link}", code)
    data = visit.http.get(f"/demo/links/{link}/data").json()
    assert data["state"] == "ready"
    assert [text for text in english(code) if text in page] == []
    with speaking(LANGUAGES[code][1]):
        assert say("Balance") in page
        assert data["accounts"][0]["kind"] in page
    digits = re.findall(r"[\d.,]+(?= MXN)", page)
    assert digits
    assert all(re.fullmatch(r"[\d.]+,\d\d" if code == "pt" else r"[\d,]+\.\d\d", one) for one in digits)


@pytest.mark.parametrize("code", CODES)
def test_what_the_browser_says_by_itself_comes_in_its_language(visit: Visit, code: Code) -> None:
    page = visit.http.get("/demo/async", headers={"accept-language": code}).text
    notices, words = (
        json.loads(found[1])
        for name in ("notices", "words")
        if (found := re.search(f'<script type="application/json" id="{name}">(.*?)</script>', page, re.S))
    )
    with speaking(LANGUAGES[code][1]):
        assert notices == {each: [*notice_for(each)] for each in NOTICES}
        assert words == {"owed": say("Owed"), "balance": say("Balance"), "pending": say("{account}, pending")}
    assert [title for title, _ in notices.values() if title in {notice.title for notice in NOTICES.values()}] == []
    assert (
        visit.http.post("/demo/access-token", json={}, headers={"accept-language": code}).json()["config"]["locale"]
        == code
    )


def test_a_bank_that_is_called_like_html_stays_text(client: BelvoClient, tmp_path: Path) -> None:
    site = Site(lambda: client, Customers(tmp_path / "demo.db"), SCRIPT)
    named = "<i>{0}</i>"
    values: dict[str, object] = {"access_token": None, "config": {}, "widget_script": SCRIPT, "notice": None}
    for code in CODES:
        with speaking(LANGUAGES[code][1]):
            page = bytes(site.page("sync_link.html", {**values, "statement": Statement("waiting", "a", named)}).body)
        assert b"&lt;i&gt;{0}&lt;/i&gt;" in page
        assert b"<i>" not in page
