"""docs/dependencies.md has every direct dependency, and no other."""

import re
import tomllib

import pytest

from settings import ROOT

TEXT = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("heading", "needs"),
    [("To run", PROJECT["project"]["dependencies"]), ("To work on it", PROJECT["dependency-groups"]["dev"])],
)
def test_every_direct_dependency_is_explained(heading: str, needs: list[str]) -> None:
    _, _, after = TEXT.partition(f"## {heading}\n")
    explained = re.findall(r"^\| ([a-z0-9-]+) \| (?:.+) \| (?:.+) \|$", after.partition("\n## ")[0], re.M)
    assert explained == ["package", *(re.split(r"[^\w-]", need)[0] for need in needs)]
