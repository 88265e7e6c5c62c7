"""The way to a person's loan file: of them, of the day that the page is of, and masked where the page is."""

from streamlit.testing.v1 import AppTest

from components.person.loan_file import MASKED
from tests.pages.conftest import Stored
from tests.pages.reading import OpenPage, run

WELL = "user-well"


def addresses(app: AppTest) -> list[str]:
    return [one.proto.url for one in app.get("link_button") if "loan-file" in one.proto.url]


def says(app: AppTest) -> list[str]:
    return [caption.value for caption in app.caption]


def test_both_files_are_of_the_person_that_is_shown(stored: Stored, open_page: OpenPage) -> None:
    app = open_page("person", link=stored["well"])
    assert addresses(app) == [f"/export/loan-file.{one}?external_id={WELL}" for one in ("zip", "pdf")]
    assert MASKED not in says(app)
    run(app.toggle(key="presenter_mode").set_value(True))
    assert len(addresses(app)) == 2
    assert MASKED in says(app)


def test_of_an_earlier_day_they_are_of_that_day(stored: Stored, open_page: OpenPage) -> None:
    app = open_page("person", link=stored["well"], as_known_on="2026-11-24")
    assert addresses(app) == [
        f"/export/loan-file.{one}?external_id={WELL}&as_known_on=2026-11-24" for one in ("zip", "pdf")
    ]
