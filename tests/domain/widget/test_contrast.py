"""Contrast of the widget's colours, by the examples that WCAG and its checkers agree on."""

import pytest

from domain.widget.contrast import Pair, luminance, pairs_of, ratio


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("#000000", "#FFFFFF", 21.0),
        ("#ffffff", "#FFFFFF", 1.0),
        ("#777777", "#FFFFFF", 4.48),
        ("#767676", "#FFFFFF", 4.54),
        ("#0000FF", "#FFFFFF", 8.59),
    ],
)
def test_the_ratio_is_that_of_wcag(one: str, other: str, expected: float) -> None:
    assert round(ratio(one, other), 2) == round(ratio(other, one), 2) == expected


def test_a_ratio_that_only_rounding_would_lift_fails() -> None:
    pair = Pair("words", "light", "#777777", "#FFFFFF", 4.5)
    assert f"{pair.ratio:.1f}" == "4.5"
    assert pair.verdict == "fails"
    assert Pair("words", "light", "#000000", "#FFFFFF", 4.5).verdict == "AAA"
    assert Pair("a button", "light", "#767676", "#FFFFFF", 3.0).verdict == "AA"


def test_luminance_runs_from_black_to_white() -> None:
    assert (luminance("#000000"), round(luminance("#FFFFFF"), 6)) == (0, 1)


def test_a_scheme_has_its_own_colours_where_the_theme_has_them() -> None:
    theme = {
        "--color-primary-base": "#112233",
        "--color-primary-base-dark": "#AABBCC",
        "--nav-bar-icon-color": "#445566",
    }
    found = {(pair.what, pair.scheme): pair.front for pair in pairs_of(theme, "#000000")}
    assert found["A button on the widget", "light"] == "#112233"
    assert found["A button on the widget", "dark"] == "#AABBCC"
    assert found["The icons of the top bar", "dark"] == "#445566"
    assert found["The widget on what is behind it", "light"] == "#FFFFFF"
    assert {scheme for _, scheme in found} == {"light", "dark"}


def test_where_the_scheme_is_laid_down_the_other_is_not_told() -> None:
    assert {pair.scheme for pair in pairs_of({}, scheme="DARK")} == {"dark"}
    assert [pair.what for pair in pairs_of({}, scheme="LIGHT")] == [
        "White words on a button",
        "A button on the widget",
        "Words in the main colour",
    ]
