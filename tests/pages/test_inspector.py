"""Inspector: any id, pasted as it stands somewhere, with all that is around it."""

import pytest

from store import Database
from store.ops import calls
from store.ops.calls import Call
from tests.pages.conftest import Stored
from tests.pages.reading import OpenPage, table, texts, verbatim, ways

REQUEST, AT = "e" * 32, "2026-11-20T08:00:00.000000Z"


def test_an_empty_field_says_what_it_finds_and_which_key_opens_it(open_page: OpenPage) -> None:
    said = texts(open_page("inspector"))
    assert any("F8 opens this from every page." in text for text in said)


def test_the_button_of_the_frame_has_the_key(open_page: OpenPage) -> None:
    (button,) = [button for button in open_page().sidebar.button if button.key == "inspect"]
    assert button.proto.shortcut.casefold() == "f8"


def test_a_link_is_told_with_all_around_it(stored: Stored, open_page: OpenPage) -> None:
    app = open_page("inspector", find=f"  {stored['well'].upper()} ")
    assert "Status at Belvo: Valid" in texts(app)
    assert verbatim(app)[0] == stored["well"]
    assert len(table(app, "Everything that happened to the link, newest first")) > 0
    assert len(table(app, "Accounts of the link")) > 0
    told = ways(app)
    assert ("Its link", f"/link?link={stored['well']}") in told
    assert any(label == "Their page" for label, _ in told)


def test_a_request_leads_to_its_call_and_link(db: Database, stored: Stored, open_page: OpenPage) -> None:
    with db.write() as connection:
        calls.record_many(
            connection,
            [
                Call(
                    "2026-11-20T08:00:00.000000Z",
                    "GET",
                    "/api/<b>x</b>/",
                    None,
                    400,
                    5,
                    5,
                    REQUEST,
                    link=stored["well"],
                )
            ],
        )
    app = open_page("inspector", find=f'{{"request_id":"{REQUEST}"}}')
    assert "Call: GET /api/<b>x</b>/" in texts(app)
    assert ("Open", f"/api_log?find={REQUEST}") in ways(app)
    assert any(text.startswith("Around it: ") for text in texts(app))


@pytest.mark.usefixtures("stored")
@pytest.mark.parametrize("typed", ["nobody-at-all", "**bold** <b>x</b> :red[x] =1+1 😀", "x" * 400])
def test_nothing_found_says_what_was_looked_for(typed: str, open_page: OpenPage) -> None:
    app = open_page("inspector", find=typed)
    assert any(text.startswith("Nothing here is called “") for text in texts(app))
    assert typed in verbatim(app)[0] or typed.lower() in verbatim(app)[0]
    assert ways(app) == []


@pytest.mark.usefixtures("stored")
def test_signs_alone_are_no_id(open_page: OpenPage) -> None:
    assert "There is no ID in it." in texts(open_page("inspector", find='"","'))
    assert any(
        "longer than 500" in text or "can't be read" in text for text in texts(open_page("inspector", find="é" * 600))
    )
