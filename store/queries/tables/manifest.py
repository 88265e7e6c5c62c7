"""What a file says of itself: of whom and when its rows are, how far they can be trusted, and where they were seen."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from domain.quality.checks import Verdict
from resources import RESOURCES
from store.core.files.sheet import Manifest
from store.database import Database
from store.queries.links import overview
from store.queries.quality import findings
from store.queries.tables.table import Pairs, Wanted

MOST_LINKS = 5
"""How many links' data are checked for a file, as many as a person has."""

_OWN = ("csv", "page")
"""Parameters of the file and of the screen, which say nothing of the rows."""


@dataclass(frozen=True, slots=True)
class Source:
    """Which table was taken by which address, at which desk; `masked` says who is masked in it, empty for nobody.

    `page` is the page that it is on, of one that is not found by its name.
    """

    table: str
    pairs: Pairs
    desk: str
    masked: str = ""

    page: str = ""

    @property
    def asked(self) -> Pairs:
        return [(name, value) for name, value in self.pairs if name not in _OWN and value.strip()]

    @property
    def address(self) -> str:
        """Where the same rows are seen: their page's, or the file's own of those that no page has."""
        page = self.page or (self.table if self.table == "audit" else RESOURCES[self.table].page)
        path = page.replace("_", "-") if page else f"export/{self.table}.csv"
        return f"{self.desk}/{path}" + (f"?{urlencode(self.asked)}" if self.asked else "")


def of(db: Database, wanted: Wanted[Any], source: Source, now: datetime | None = None) -> Manifest:
    """All that can be said of a table before its rows are read."""
    is_pulled = source.table in RESOURCES
    links = [*getattr(wanted.matching, "links", ())]
    return _manifest(db, source, links, [source.table] if is_pulled else [], is_pulled, now or datetime.now(UTC))


def of_figures(db: Database, links: Sequence[str], source: Source, now: datetime | None = None) -> Manifest:
    """The same of what a page works out of these links' rows, of whichever resources."""
    return _manifest(db, source, links, [], True, now or datetime.now(UTC))


def _manifest(
    db: Database, source: Source, links: Sequence[str], resources: Sequence[str], is_pulled: bool, now: datetime
) -> Manifest:
    pulled = overview.oldest_listing(db, resources, links=links) if is_pulled else None
    return {
        "Table": source.table,
        "Filter": ", ".join(f"{name}={value}" for name, value in source.asked) or "none",
        "Written": _told(now),
        "Pulled": f"{_told(pulled)}, or later" if pulled else "not known",
        "Checks": _checks(db, links, now) if is_pulled else "none are made of this table",
        "People": f"masked: {source.masked}" if source.masked else "as they are",
        "Address": source.address,
    }


def _told(instant: datetime) -> str:
    return f"{instant.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _checks(db: Database, links: Sequence[str], now: datetime) -> str:
    """The verdicts that are not good, by the links that they are of."""
    if not 0 < len(links) <= MOST_LINKS:
        return f"made for a file of up to {MOST_LINKS} links; the page Quality has those of all"
    found = findings.of_links(db, links, now.date())
    bad = [one for one in found if one.verdict in (Verdict.FAILED, Verdict.DOUBTFUL)]
    told = [f"{one.check} {one.verdict} ({one.number:,} of {one.of:,}) of {one.link}" for one in bad]
    looked = len({one.check for one in found if one.verdict is not Verdict.UNCHECKED})
    return "; ".join(told) or f"{looked} made, nothing found"
