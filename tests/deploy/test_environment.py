"""deploy/environment names settings that are read, and holds no secret."""

import pytest

from settings import ROOT, Settings

FILES = sorted((ROOT / "deploy" / "environment").glob("*.env"))
READ = {str(field.validation_alias) for field in Settings.model_fields.values()}
OF_OTHERS = {"FORWARDED_ALLOW_IPS"}  # uvicorn's
SECRET = {"BELVO_SECRET_ID", "BELVO_SECRET_PASSWORD", "BELVO_WEBHOOK_AUTHORIZATION", "LINKDESK_KEYS", "LINKDESK_STORE"}


def given() -> list[tuple[str, str]]:
    lines = [line for file in FILES for line in file.read_text().split("\n") if line and not line.startswith("#")]
    return [(line.partition("=")[0], line.partition("=")[2]) for line in lines]


def test_every_name_is_a_settings() -> None:
    assert {name for name, _ in given()} - READ - OF_OTHERS == set()


@pytest.mark.parametrize("name", sorted(SECRET))
def test_a_secret_is_named_and_left_empty(name: str) -> None:
    assert [value for given_name, value in given() if given_name == name] == [""]
