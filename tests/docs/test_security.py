"""docs/security.md shows the roles as they are."""

import re

from domain.roles import TABLE, Role
from settings import ROOT

TEXT = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")


def test_the_table_is_that_of_the_code() -> None:
    shown = re.findall(r"^\| (.+?)" + r" \| (yes|\N{EN DASH})" * len(Role) + r" \|$", TEXT, re.M)
    assert shown == [(row.what, *("yes" if role in row.roles else "\N{EN DASH}" for role in Role)) for row in TABLE]
