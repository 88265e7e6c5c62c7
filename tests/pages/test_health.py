"""Health: is everything there that the desk needs?"""

import pytest

from tests.pages.reading import OpenPage, run, texts

pytestmark = pytest.mark.usefixtures("unreachable")


def test_what_is_wrong_comes_first_with_its_cure(open_page: OpenPage) -> None:
    said = texts(open_page("health"))
    named = [text.strip("*") for text in said if text.startswith("**")]
    assert named[:2] == ["Belvo", "Widget"]
    assert {*named[-5:]} == {"Store", "Disk", "Processes", "Rows", "Versions"}
    assert "Check the network, a proxy or firewall, and BELVO_BASE_URL if it is set." in said
    assert "6 of 13 checks need a look." in said


def test_the_checks_are_run_again_by_a_click(open_page: OpenPage) -> None:
    app = run(open_page("health").button(key="check_again").click())
    assert "6 of 13 checks need a look." in texts(app)
