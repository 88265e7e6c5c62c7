"""docs/security.md shows the roles as they are, and names tests that are there."""

import re

from domain.roles import TABLE, Role
from settings import ROOT

TEXT = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")


def test_the_table_is_that_of_the_code() -> None:
    shown = re.findall(r"^\| (.+?)" + r" \| (yes|\N{EN DASH})" * len(Role) + r" \|$", TEXT, re.M)
    assert shown == [(row.what, *("yes" if role in row.roles else "\N{EN DASH}" for role in Role)) for row in TABLE]


def test_each_threat_names_tests_that_are_there() -> None:
    rows = re.findall(r"^\| .+ \| (.+?) \|$", TEXT.partition("## Threats")[2].partition("\n## ")[0], re.M)[1:]
    assert len(rows) > 10
    for row in rows:
        named = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", row)
        assert named, row
        for file, name in named:
            assert f"\ndef {name}(" in (ROOT / file).read_text(encoding="utf-8"), f"{file}::{name}"
