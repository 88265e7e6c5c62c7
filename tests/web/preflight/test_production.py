"""What production lacks, by what is set up."""

from pathlib import Path

import pytest

import settings
from web.preflight import lacking
from web.preflight.production import HTTPS, LEAST_AUTHORIZATION, SIGN_IN, WEAK_WEBHOOKS, WEBHOOKS

WHOLE = {
    "BELVO_ENV": "production",
    "LINKDESK_PUBLIC_URL": "https://desk.example",
    "BELVO_WEBHOOK_AUTHORIZATION": "Bearer agreed-on-with-belvo",
}


def lacks(
    given: dict[str, str], folder: Path, *, signs_in: bool = True, has_certificate: bool = False, file: str = ""
) -> list[str]:
    (folder / "secrets.toml").write_text(file)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(settings, "SECRETS_FILE", folder / "secrets.toml")
        for name, value in given.items():
            patch.setenv(name, value)
        return lacking(signs_in=signs_in, has_certificate=has_certificate)


def test_with_all_of_it_nothing_is_lacking_though_the_keys_are_missing(tmp_path: Path) -> None:
    assert lacks(WHOLE, tmp_path) == []


def test_each_that_is_missing_has_its_line(tmp_path: Path) -> None:
    assert lacks({"BELVO_ENV": "production"}, tmp_path, signs_in=False) == [SIGN_IN, HTTPS, WEBHOOKS]
    assert lacks({}, tmp_path, signs_in=False, file='BELVO_ENV = "production"') == [SIGN_IN, HTTPS, WEBHOOKS]


@pytest.mark.parametrize(("length", "told"), [(LEAST_AUTHORIZATION - 1, [WEAK_WEBHOOKS]), (LEAST_AUTHORIZATION, [])])
def test_an_authorization_that_can_be_guessed_has_its_line(tmp_path: Path, length: int, told: list[str]) -> None:
    assert lacks(WHOLE | {"BELVO_WEBHOOK_AUTHORIZATION": "x" * length}, tmp_path) == told


@pytest.mark.parametrize("environment", ["local", "sandbox"])
def test_elsewhere_nothing_of_it_is_needed(tmp_path: Path, environment: str) -> None:
    assert lacks({"BELVO_ENV": environment}, tmp_path, signs_in=False) == []


@pytest.mark.parametrize(
    ("public_url", "has_certificate", "is_enough"),
    [
        ("https://desk.example", False, True),
        ("", True, True),
        ("https://desk.example", True, True),
        ("http://desk.example", False, False),
        ("http://desk.example", True, False),
        ("", False, False),
    ],
)
def test_https_is_what_people_type(tmp_path: Path, public_url: str, has_certificate: bool, is_enough: bool) -> None:
    given = WHOLE | {"LINKDESK_PUBLIC_URL": public_url}
    assert (lacks(given, tmp_path, has_certificate=has_certificate) == []) == is_enough


def test_a_setting_that_can_not_be_meant_keeps_production_from_starting(tmp_path: Path) -> None:
    told = lacks(WHOLE | {"LINKDESK_PULLS": "often"}, tmp_path, signs_in=False)
    assert [line.partition(" ")[0] for line in told] == ["LINKDESK_PULLS", "BELVO_ENV=production"]


def test_where_no_file_can_say_which_environment_it_is_nothing_is_guessed(tmp_path: Path) -> None:
    assert lacks({}, tmp_path, signs_in=False, file="BELVO_ENV = production") == []
