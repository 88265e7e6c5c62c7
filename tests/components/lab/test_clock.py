"""The lab's clock: how many links are of a status, in words that agree with the number."""

import pytest

from components.lab.clock import by_status
from languages import LANGUAGES, speaking
from languages.language import Code


@pytest.mark.parametrize(
    ("code", "number", "written", "said"),
    [
        ("en", 1, "+1", "+1 wants a token"),
        ("en", 1_234, "1,234", "1,234 want a token"),
        ("es", -1, "-1", "-1 pide un token"),
        ("es", 2, "+2", "+2 piden un token"),
        ("pt", -3, "-3", "-3 pedem um token"),
    ],
)
def test_it_agrees_with_the_number_and_keeps_its_sign(code: Code, number: int, written: str, said: str) -> None:
    with speaking(LANGUAGES[code][1]):
        assert by_status("token_required", number, written) == said


def test_a_status_that_nobody_knows_yet_is_told_as_well() -> None:
    assert by_status("on_hold", 2, "+2") == "On hold: +2"
