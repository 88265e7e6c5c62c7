"""The README has every setting that is read, and no other."""

import re

from settings import ROOT, SERVER_URL

README = (ROOT / "README.md").read_text(encoding="utf-8")
NAME = r"\b((?:BELVO|LINKDESK)_[A-Z_]+[A-Z])\b"


def test_the_settings_are_those_that_are_read() -> None:
    source = (ROOT / "settings.py").read_text(encoding="utf-8")
    company = {f"LINKDESK_COMPANY_{name}" for name in re.findall(r'given_company\.get\("(\w+)"', source)}
    read = set(re.findall(rf'"{NAME}"', source)) | company
    assert set(re.findall(NAME, README)) == read - {SERVER_URL}
    assert "| `PORT` |" in README
