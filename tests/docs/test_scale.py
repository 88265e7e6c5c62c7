"""The table of docs/scale.md is what its own figures come to."""

import re

import pytest

from settings import ROOT

TEXT = (ROOT / "docs" / "scale.md").read_text(encoding="utf-8")
LINKS = (1_000, 10_000, 100_000, 1_000_000)
DAY = 24 * 3600  # seconds

CALLS_OF_ADDRESS = 216_000  # a day
CALLS, FIRST_CALLS = 4.2, 10  # of a link: a day; for its first pull
ROWS = 5_000  # of a link, in two years
IN_SQLITE, IN_POSTGRESQL = 1_232, 1_500  # bytes of a row
PULL = 4  # seconds
WEBHOOKS = 12  # of a link, a day

RECKONED = {
    "GB in SQLite": lambda links: links * ROWS * IN_SQLITE / 1e9,
    "GB in PostgreSQL": lambda links: links * ROWS * IN_POSTGRESQL / 1e9,
    "calls a day": lambda links: links * CALLS,
    "addresses that this takes": lambda links: links * CALLS / CALLS_OF_ADDRESS,
    "hours until all are filled for the first time, from one address": lambda links: (
        links * FIRST_CALLS / CALLS_OF_ADDRESS * 24
    ),
    "pulls at once, of 4 s each, one a link and day": lambda links: links * PULL / DAY,
    "new rows a second": lambda links: links * ROWS / (2 * 365 * DAY),
    "webhooks a second, 12 a link and day; at ten times that for a while": lambda links: links * WEBHOOKS / DAY,
}


def cells(name: str) -> list[str]:
    return re.findall(rf"^\| {re.escape(name)} \| (.*) \|$", TEXT, re.M)[0].split(" | ")


@pytest.mark.parametrize("name", RECKONED)
def test_a_row_is_what_it_comes_to(name: str) -> None:
    said = [float(cell.split(";")[0].replace(",", "")) for cell in cells(name)]
    assert said == pytest.approx([RECKONED[name](links) for links in LINKS], rel=0.1, abs=0.05)


def test_its_columns_are_these_links() -> None:
    assert [int(cell.replace(",", "")) for cell in cells("links")] == [*LINKS]


def test_one_address_carries_as_many_links_as_it_says() -> None:
    (said,) = re.findall(r"\*\*([\d,]+) links are what one address carries", TEXT)
    assert int(said.replace(",", "")) == pytest.approx(CALLS_OF_ADDRESS / CALLS, rel=0.02)
