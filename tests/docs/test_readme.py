"""The README has every setting that is read, and no other."""

import re

from settings import ROOT, SERVER_URL, Settings

README = (ROOT / "README.md").read_text(encoding="utf-8")
NAME = r"\b((?:BELVO|LINKDESK|OTEL)_[A-Z_]+[A-Z])\b"


def test_the_settings_are_those_that_are_read() -> None:
    read = {str(field.validation_alias) for field in Settings.model_fields.values()}
    assert set(re.findall(NAME, README)) == read - {SERVER_URL}
    assert "| `PORT` |" in README
