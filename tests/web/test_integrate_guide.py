"""What docs/integrate.md quotes is the code, and what it names is there."""

import re
from inspect import getmembers, isfunction
from pathlib import Path
from textwrap import dedent

import pytest

from belvo_client import TokenRequest
from web.demo import shop

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs" / "integrate.md").read_text(encoding="utf-8")
QUOTATIONS = re.findall(r"^```\w+ (\S+)\n(.*?)^```$", GUIDE, re.M | re.S)
CODE = [path for path in sorted((ROOT / "web" / "demo").rglob("*")) if path.suffix in (".py", ".js")]


def windows(text: str, length: int) -> list[str]:
    """Every run of so many lines, moved to the left."""
    lines = text.splitlines(keepends=True)
    return [dedent("".join(lines[start : start + length])) for start in range(len(lines) - length + 1)]


@pytest.mark.parametrize(("file", "quoted"), QUOTATIONS, ids=[f"{file}:{i}" for i, (file, _) in enumerate(QUOTATIONS)])
def test_what_is_quoted_is_the_code(file: str, quoted: str) -> None:
    assert quoted in windows((ROOT / file).read_text(encoding="utf-8"), quoted.count("\n"))


def test_nothing_is_quoted_without_its_file() -> None:
    fences = re.findall(r"^```(\S.*)$", GUIDE, re.M)
    assert [fence for fence in fences if fence != "mermaid"] == [
        fence for fence in fences if re.fullmatch(r"\w+ web/demo/\S+", fence)
    ]
    assert len(QUOTATIONS) == len(fences) - 2


def test_the_twelve_steps_are_in_the_code_once_and_in_the_guide_in_their_order() -> None:
    in_code = re.findall(r"\bStep (\d+):", "\n".join(path.read_text(encoding="utf-8") for path in CODE))
    in_guide = re.findall(r"^### Step (\d+):", GUIDE, re.M)
    steps = [str(number) for number in range(1, 13)]
    assert sorted(in_code, key=int) == steps
    assert in_guide == steps


@pytest.mark.parametrize("path", sorted({*re.findall(r"`(web/[\w./]+)`", GUIDE)}))
def test_the_files_that_it_names_are_there(path: str) -> None:
    assert (ROOT / path).exists()


def test_every_function_of_the_shop_that_it_tells_to_call_is_there() -> None:
    table = GUIDE.partition("## Carrying it over")[2]
    named = set(re.findall(r"`([a-z]+_[a-z_]+)`", table)) - {"refuse_foreign_pages"}
    assert named <= {name for name, _ in getmembers(shop, isfunction)}
    assert named == {
        "access_token",
        "widget_config",
        "repair_token",
        "claim_link",
        "link_data",
        "connected_link",
        "delete_link",
    }


@pytest.mark.parametrize("name", ["bank_brazil", "fiscal_mexico", "employment_mexico", "employment_brazil"])
def test_the_token_requests_that_it_names_can_be_made(name: str) -> None:
    assert name in GUIDE
    assert callable(getattr(TokenRequest, name))


def test_its_links_within_lead_somewhere() -> None:
    headings = {
        re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in re.findall(r"^#+ (.+)$", GUIDE, re.M)
    }
    assert set(re.findall(r"\]\(#([\w-]+)\)", GUIDE)) <= headings
