"""What a browser in presenter mode gets of our own routes."""

import pytest
from starlette.testclient import TestClient

from context import Context
from resources import pulled_resources
from store.sight import PRESENTER_COOKIE
from tests.kit import planted
from tests.kit.bank import uuid
from tests.kit.planted import Planted


@pytest.fixture
def found(context: Context) -> Planted:
    return planted.fill(context.database)


@pytest.fixture
def presenting(http: TestClient) -> TestClient:
    http.cookies.set(PRESENTER_COOKIE, "on")
    return http


def files(http: TestClient) -> str:
    """Every file that can be taken away, with its name."""
    answers = [http.get(f"/export/{name}.csv") for name in pulled_resources()]
    assert {answer.status_code for answer in answers} == {200}
    return "\n".join(f"{answer.headers['content-disposition']} {answer.text}" for answer in answers)


def test_files_tell_of_nobody_to_a_browser_that_presents(presenting: TestClient, found: Planted) -> None:
    assert found.found_in(files(presenting)) == set()


def test_files_tell_others_of_people_but_no_whole_card(http: TestClient, found: Planted) -> None:
    told = found.found_in(files(http))
    assert len(told) > 40
    assert told & found.cards == set()


def test_documents_are_refused_in_presenter_mode(http: TestClient, found: Planted) -> None:
    address = f"/documents/tax_status/{uuid('tax_status')}/pdf"
    assert http.get(address).status_code == 200
    assert found.marks
    http.cookies.set(PRESENTER_COOKIE, "on")
    answer = http.get(address)
    assert (answer.status_code, "presenter mode" in answer.text) == (403, True)


def test_no_search_confirms_a_name_in_presenter_mode(presenting: TestClient, found: Planted) -> None:
    for asked in ("text=spei", "text=spei&text=", "text=&text=spei"):
        assert presenting.get(f"/export/transactions.csv?{asked}").status_code == 403
    (name,) = (marks[0] for where, marks in found.marks.items() if where == "owners.display_name")
    by_name = presenting.get(f"/export/owners.csv?display_name={name}").text.strip().splitlines()
    assert len(by_name) == 1  # the names of the columns
