"""How long the pages for operators take over many links: Overview, and Links in its ways, on a store of so many.

    python -m benchmarks.link_lists [LINKS …] [--rounds N] [--keep FOLDER] [--json FILE]

Per number of links (500 and 50,000 if none is named) a store is filled with links at 120 institutions in four
countries, a tenth of them broken in every way, with a pull, an account and an owner each, and every page is opened as
often as there are rounds. `cpu` is the median of the milliseconds of processor that the script's thread took, `changed`
those of one run after something of a link has changed. The goal is 200 at 50,000.
"""

import logging
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

from belvo_sandbox import serve
from benchmarks import report
from benchmarks.desk import VIEWS, measure, over
from store import Database
from store.core import instants
from store.engine import insert_many
from store.queries.links import judged
from store.write import institutions, links, rows

BANKS = 120
COUNTRIES = ("MX", "BR", "CO", "CL")
CURRENCIES = {"MX": "MXN", "BR": "BRL", "CO": "COP", "CL": "CLP"}
TYPES = ("bank", "bank", "bank", "bank", "fiscal", "employment")
BATCH = 1_000

NAMES = ("Ana", "Bruno", "Carla", "Diego", "Elena", "Fábio", "Gloria", "Hugo", "Inés", "João", "Karla", "Luis")
SURNAMES = ("Almeida", "Barrios", "Castro", "Díaz", "Espinosa", "Ferreira", "Gómez", "Herrera", "Ibáñez", "Juárez")


def link_id(number: int) -> str:
    return str(uuid5(NAMESPACE_URL, f"link/{number}"))


def bank(number: int) -> dict[str, object]:
    """One of `BANKS` institutions; every fortieth is down."""
    number %= BANKS
    country = COUNTRIES[number % len(COUNTRIES)]
    return {
        "id": number + 1,
        "name": f"bank_{number:03}_{country.lower()}",
        "display_name": f"Bank {number:03}",
        "type": TYPES[number % len(TYPES)],
        "status": "down" if number % 40 == 7 else "healthy",
        "integration_type": "credentials",
        "country_codes": [country],
        "resources": ["ACCOUNTS", "TRANSACTIONS", "OWNERS"],
    }


def status_of(number: int) -> str:
    return {3: "token_required", 7: "invalid"}.get(number % 50, "unconfirmed" if number % 200 == 11 else "valid")


def fill(db: Database, count: int, now: datetime | None = None) -> None:
    """So many links, a person having two now and then."""
    now = now or datetime.now(UTC)
    with db.write() as connection:
        institutions.save(connection, [bank(number) for number in range(BANKS)])
    for first in range(0, count, BATCH):
        with db.write() as connection:
            numbers = range(first, min(first + BATCH, count))
            rows.save_page(connection, "links", None, [_link(number, now) for number in numbers])
            for number in numbers:
                whose = link_id(number)
                rows.save_page(connection, "accounts", whose, [_account(number, now)])
                rows.save_page(connection, "owners", whose, [_owner(number)])
            insert_many(connection, "jobs", _JOB, (job for number in numbers for job in _jobs(number, now)))
            insert_many(connection, "bookmarks", _BOOKMARK, (_bookmark(number, now) for number in numbers))
            links.set_followed(connection, link_id(first), followed=False)


def _link(number: int, now: datetime) -> dict[str, object]:
    return {
        "id": link_id(number),
        "institution": bank(number)["name"],
        "status": status_of(number),
        "access_mode": "recurrent",
        "refresh_rate": "24h",
        "external_id": f"user-{number - number % 9 % 2:06}" if number % 13 else None,
        "created_at": instants.encode(now - timedelta(days=40, minutes=number)),
        "last_accessed_at": instants.encode(now - timedelta(hours=number % 30)),
    }


def _account(number: int, now: datetime) -> dict[str, object]:
    country = COUNTRIES[number % BANKS % len(COUNTRIES)]
    return {
        "id": str(uuid5(NAMESPACE_URL, f"account/{number}")),
        "link": link_id(number),
        "category": "CHECKING_ACCOUNT",
        "balance_type": "ASSET",
        "name": "Current",
        "number": f"{10_000_000 + number}",
        "currency": CURRENCIES[country],
        "balance": {"current": 100.0 + number % 9_000, "available": 100.0 + number % 9_000},
        "collected_at": instants.encode(now),
    }


def _owner(number: int) -> dict[str, object]:
    name = f"{NAMES[number % len(NAMES)]} {SURNAMES[number // 7 % len(SURNAMES)]} {number}"
    return {
        "id": str(uuid5(NAMESPACE_URL, f"owner/{number}")),
        "link": link_id(number),
        "display_name": name,
        "email": f"user{number}@example.com",
        "document_id": {"document_type": "RFC", "document_number": f"XAXX{number:09}"},
    }


def _pulled(number: int, now: datetime) -> datetime:
    return now - timedelta(hours=number % 40, days=30 if number % 97 == 5 else 0)


_JOB = (
    *("link", "resources", "reason", "priority", "is_full", "state", "attempts", "not_before", "created_at"),
    *("started_at", "finished_at", "fence", "error_kind", "error_code", "error_message"),
)


def _jobs(number: int, now: datetime) -> Iterator[tuple[object, ...]]:
    at = instants.encode(_pulled(number, now))
    failed = ("retriable", "institution_down", "It is down") if number % 60 == 17 else (None, None, None)
    state = "failed" if failed[0] else "done"
    if number % 11:
        yield link_id(number), "accounts owners", "schedule", 2, 0, state, 1, at, at, at, at, number + 1, *failed
    if number % 500 == 1:
        soon = instants.encode(now + timedelta(hours=1))
        yield (
            link_id(number),
            "accounts owners",
            "schedule",
            2,
            0,
            "queued",
            0,
            soon,
            at,
            None,
            None,
            0,
            None,
            None,
            None,
        )


_BOOKMARK = ("link", "resource", "listed_at")


def _bookmark(number: int, now: datetime) -> tuple[object, ...]:
    return link_id(number), "accounts", instants.encode(_pulled(number, now))


PAGES = {
    "overview": ("overview", {}),
    "links": ("links", {}),
    "links: broken": ("links", {"status": ["token_required", "invalid"]}),
    "links: found": ("links", {"find": "gómez 1"}),
    "links: of a country": ("links", {"country": ["BR"], "freshness": ["week"]}),
    "links: of a product": ("links", {"product": ["fiscal"]}),
    "links: of a person": ("links", {"external_id": ["user-000020"]}),
    "links: the last page": ("links", {"page": "1900"}),
    "links: newest first": ("links", {"sort": "newest"}),
}


def main() -> None:
    """Measure, print, write."""
    parser = report.parser(__doc__, rows=(500, 50_000), rounds=5, what="links")
    parser.add_argument("--keep", type=Path, help="where the stores are kept, and found the next time")
    asked = parser.parse_args()
    logging.getLogger("streamlit").setLevel(logging.ERROR)
    figures: dict[str, dict[str, object]] = {}
    VIEWS.update(PAGES)  # type: ignore[arg-type]
    with tempfile.TemporaryDirectory() as folder, serve((asked.keep or Path(folder)) / "belvo") as server:
        for size in asked.rows:
            data = (asked.keep or Path(folder)) / f"{size}"
            with Database.open(data / "local.db") as db:
                if not links.are_there(db):
                    fill(db, size)
                judged.renew(db, datetime.now(UTC))
            with over(data, server.url):
                for name, times in measure([*PAGES], asked.rounds).items():
                    shown = map(round, times) if times else ("failed",) * 3
                    line = zip((f"{what} at {size:,}" for what in ("cpu", "wall", "changed")), shown, strict=True)
                    figures[name] = figures.get(name, {}) | dict(line)
    report.table("Pages, milliseconds of a run of the script", figures)
    report.write(asked.json, "link_lists", figures)


if __name__ == "__main__":
    main()
