"""The table of docs/scale.md is what its own figures come to, and its roles are what PostgreSQL takes."""

import re

import psycopg
import pytest

from settings import ROOT
from store import Database
from store_address import Address
from sync import accept_webhook
from tests.kit.postgresql import Cluster
from tests.kit.stores import migrate

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
    (line,) = re.findall(rf"^\| {re.escape(name)} \| (.*) \|$", TEXT, re.M)
    return str(line).split(" | ")


@pytest.mark.parametrize("name", RECKONED)
def test_a_row_is_what_it_comes_to(name: str) -> None:
    said = [float(cell.split(";")[0].replace(",", "")) for cell in cells(name)]
    assert said == pytest.approx([RECKONED[name](links) for links in LINKS], rel=0.1, abs=0.05)


def test_its_columns_are_these_links() -> None:
    assert [int(cell.replace(",", "")) for cell in cells("links")] == [*LINKS]


def test_one_address_carries_as_many_links_as_it_says() -> None:
    (said,) = re.findall(r"\*\*([\d,]+) links are what one address carries", TEXT)
    assert int(said.replace(",", "")) == pytest.approx(CALLS_OF_ADDRESS / CALLS, rel=0.02)


def statements() -> list[str]:
    """What is said of roles, in its order, under names that the tests' own cluster does not have."""
    _, _, section = TEXT.partition("\n## Roles in the database\n")
    lines = re.findall(r"^    (.*;)$", section.partition("\n## ")[0], re.M)
    assert len(lines) > 8
    return [line.replace("linkdesk", "documented") for line in lines]


def execute(address: str, *lines: str) -> None:
    with psycopg.connect(address, autocommit=True) as connection:
        for line in lines:
            connection.execute(line.encode())


def test_its_roles_let_a_reader_read_what_the_desk_makes_and_change_nothing(postgresql: Cluster) -> None:
    start = next(number for number, line in enumerate(statements()) if "EXTENSION" in line)
    desk = postgresql.address("documented").replace("//linkdesk@", "//documented@")
    reader = desk.replace("//documented@", "//documented_reader@")
    execute(postgresql.address("postgres"), *statements()[:start])
    execute(desk, *statements()[start:])
    migrate(desk)
    with Database.open(Address(None, desk)) as db:
        accept_webhook(db, {"webhook_id": "one", "webhook_type": "ACCOUNTS", "webhook_code": "new_accounts_available"})
    with psycopg.connect(reader, autocommit=True) as connection:
        assert connection.execute("SELECT webhook_id FROM webhook_events").fetchall() == [("one",)]
        for change in (
            "DELETE FROM webhook_events",
            "SET default_transaction_read_only = off; DELETE FROM webhook_events",
        ):
            with pytest.raises(psycopg.Error, match=r"read-only|permission denied"):
                connection.execute(change.encode())
