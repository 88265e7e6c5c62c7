"""The shop's own rows: its visitors, and the links that are theirs. Your application has tables like these already."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlite_utils import Database
from sqlite_utils.db import NotFoundError

_FORGOTTEN_AFTER = timedelta(days=30)


@dataclass(frozen=True)
class Visitor:
    """Somebody in the shop; Belvo knows them by `external_id` only."""

    id: str
    external_id: str
    has_opened: bool = False


@dataclass(frozen=True)
class CustomerLink:
    """A link of a visitor's, with its institution's name as people know it; `connected_at` is UTC in ISO 8601."""

    id: str
    visitor: str
    institution: str
    connected_at: str

    @property
    def age(self) -> timedelta:
        """How long ago it was connected."""
        return datetime.now(UTC) - datetime.fromisoformat(self.connected_at)


class Customers:
    """A small SQLite file that only its owner can read; any thread may use it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
        with self._open() as db:
            visitor = {"id": str, "external_id": str, "has_opened": bool, "since": str}
            db.table("visitors").create(visitor, pk="id", if_not_exists=True)
            db.table("links").create(
                {"id": str, "visitor": str, "institution": str, "connected_at": str}, pk="id", if_not_exists=True
            )

    def add(self, visitor: Visitor) -> None:
        """Keep a new visitor, and forget those who connected nothing for a month."""
        now = datetime.now(UTC)
        with self._open() as db:
            db.table("visitors").delete_where(
                "since < :limit and id not in (select visitor from links)",
                {"limit": (now - _FORGOTTEN_AFTER).isoformat()},
            )
            db.table("visitors").insert({**asdict(visitor), "since": now.isoformat()})

    def find(self, visitor_id: str) -> Visitor | None:
        """The visitor of this id."""
        with self._open() as db:
            try:
                row = db.table("visitors").get(visitor_id)
            except NotFoundError:
                return None
        return Visitor(row["id"], row["external_id"], bool(row["has_opened"]))

    def note_opening(self, visitor: Visitor) -> None:
        """Remember that the visitor was given a token, so that a link may exist that nobody has reported."""
        with self._open() as db:
            db.table("visitors").update(visitor.id, {"has_opened": True})

    def keep_link(self, link: CustomerLink) -> None:
        """Keep a link; one that is kept already stays as it is."""
        with self._open() as db:
            db.table("links").insert(asdict(link), ignore=True)

    def links_of(self, visitor: Visitor) -> list[CustomerLink]:
        """The visitor's links, the newest first."""
        with self._open() as db:
            rows = db.table("links").rows_where("visitor = ?", [visitor.id], order_by="connected_at desc")
            return [CustomerLink(**row) for row in rows]

    def drop_link(self, link_id: str) -> None:
        """Forget a link."""
        with self._open() as db:
            db.table("links").delete_where("id = ?", [link_id])

    @contextmanager
    def _open(self) -> Iterator[Database]:
        db = Database(self._path)
        try:
            yield db
        finally:
            db.close()
