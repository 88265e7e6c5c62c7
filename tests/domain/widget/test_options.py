"""What of the widget can be set: read from an address, checked, and put where Belvo wants it."""

import pytest

from domain.widget import options
from domain.widget.options import OPTIONS, given, of_place, problem_of, theme_of


def test_what_is_as_usual_or_empty_is_not_set() -> None:
    pairs = [("colour", "#0663f9"), ("survey", "no"), ("close_dialog", "no"), ("company", " "), ("other", "x")]
    assert given([*pairs, ("loss", "one"), ("loss", "two")]) == {"close_dialog": "no", "loss": "one"}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("colour", "#12345"),
        ("colour", "red"),
        ("overlay", "#GGGGGG"),
        ("icon", "javascript:alert(1)"),
        ("logo", "https://"),
        ("terms", "https://a b"),
        ("terms", "https://[::1"),
        ("look", "BLUE"),
        ("proof", "maybe"),
        ("company", "a" * 61),
        ("purpose", "a" * 141),
        ("theme", "--button: red"),
        ("theme", "color: #112233"),
    ],
)
def test_what_belvo_would_not_take_is_named(name: str, value: str) -> None:
    assert problem_of({name: value}).startswith(OPTIONS[name].label)


def test_what_belvo_takes_has_no_problem() -> None:
    values = {
        "colour": "#aAbBcC",
        "icon": "https://x.example/icon.svg",
        "look": "DARK",
        "proof": "no",
        "benefit": "🚀 =1+1 <b>",
        "theme": "--button-background-color #112233\n\n --tab-color: #445566;",
    }
    assert problem_of(values) == ""
    assert theme_of(values) == {
        "--button-background-color": "#112233",
        "--tab-color": "#445566",
        "--color-primary-base": "#aAbBcC",
    }
    assert of_place(values, "branding") == {
        "company_icon": "https://x.example/icon.svg",
        "company_benefit_header": "🚀 =1+1 <b>",
        "social_proof": False,
    }


def test_a_field_goes_before_a_further_line_of_its_key() -> None:
    assert theme_of({"theme": "--nav-bar-icon-color #000000", "nav_icon": "#FFFFFF"}) == {
        "--nav-bar-icon-color": "#FFFFFF"
    }


def test_every_option_has_a_name_of_its_own() -> None:
    assert len(OPTIONS) == len([*options.LOOKS, *options.TEXTS, *options.BEHAVIOUR])
