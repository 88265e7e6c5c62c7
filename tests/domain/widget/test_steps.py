"""What an event of the widget says of how far somebody has come, and of where."""

from typing import Any

import pytest

from domain.widget.devices import device_of
from domain.widget.steps import LABELS, Step, institution_of, named, step_of


def page(name: object, spelled: str = "meta_data") -> dict[str, Any]:
    return {"eventName": "PAGE_LOAD", spelled: {"page": name, "institution_name": "erebor_mx_retail"}}


@pytest.mark.parametrize(
    ("name", "payload", "step"),
    [
        ("opened", {}, Step.SHOWN),
        ("taken", {}, Step.SHOWN),
        ("event", page("/consent"), Step.SHOWN),
        ("event", page("/institutions", "metadata"), Step.INSTITUTIONS),
        ("event", page("/mx/Credentials/"), Step.LOGIN),
        ("event", page("/redirect"), Step.SENT),
        ("event", page("/token"), Step.TOKEN),
        ("event", page("/something-new"), Step.SHOWN),
        ("event", page(7), None),
        ("event", {"eventName": "PAGE_LOAD", "meta_data": "/token"}, None),
        ("event", {"eventName": "ERROR", "meta_data": {"page": "/token"}}, None),
        ("success", {"link": None}, Step.REPORTED),
        ("exit", {}, None),
        ("<script>", {}, None),
    ],
)
def test_an_event_shows_a_step(name: str, payload: dict[str, Any], step: Step | None) -> None:
    assert step_of(name, payload) is step


@pytest.mark.parametrize(
    ("payload", "institution"),
    [
        ({"institution": " erebor "}, "erebor"),
        ({"metadata": {"institution_name": "gringotts"}}, "gringotts"),
        ({"institution": "", "meta_data": {"institution_name": "gringotts"}}, "gringotts"),
        ({"institution": 7, "meta_data": {"institution_name": "  "}}, None),
        ({"meta_data": ["institution_name"]}, None),
    ],
)
def test_an_event_names_an_institution(payload: dict[str, Any], institution: str | None) -> None:
    assert institution_of(payload) == institution


def test_every_step_has_a_name_for_people_and_one_for_addresses() -> None:
    assert {*LABELS} == {*Step}
    assert [named(step.word) for step in Step] == [*Step]
    assert named("Shown") is None


@pytest.mark.parametrize(
    ("agent", "device"),
    [
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148", "phone"),
        ("Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 Chrome/126 Mobile Safari/537.36", "phone"),
        ("Mozilla/5.0 (Linux; Android 14; SM-X710) AppleWebKit/537.36 Chrome/126 Safari/537.36", "tablet"),
        ("Mozilla/5.0 (iPad; CPU OS 12_2 like Mac OS X) Mobile/15E148", "tablet"),
        ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 HeadlessChrome/126", "computer"),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0", "computer"),
        ("python-requests/2.32", None),
        ("x" * 100_000 + "iPhone", None),
        ("", None),
        (None, None),
    ],
)
def test_a_browser_says_what_it_is_on(agent: str | None, device: str | None) -> None:
    assert device_of(agent) == device
