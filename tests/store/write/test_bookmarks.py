"""A bookmark moves with a complete listing and remembers the last unfiltered one."""

from store import Database
from store.write import bookmarks
from store.write.bookmarks import Bookmark

FIRST, SECOND = "2026-11-24T05:00:00.000000Z", "2026-11-25T05:00:00.000000Z"


def test_a_bookmark_moves_and_keeps_when_everything_was_listed(db: Database) -> None:
    with db.write() as connection:
        assert bookmarks.get(connection, "link", "owners") is None
        assert bookmarks.last_full_at(connection, "link", "owners") is None
        bookmarks.set(connection, "link", "owners", "2026-11-20", full=True, now=FIRST)
        bookmarks.set(connection, "link", "owners", "2026-11-21", full=False, now=SECOND)
        bookmarks.set(connection, "link", "accounts", None, full=False, now=SECOND)
        assert bookmarks.get(connection, "link", "owners") == Bookmark("2026-11-21", SECOND, FIRST)
        assert bookmarks.get(connection, "link", "accounts") == Bookmark(None, SECOND, None)
        assert bookmarks.last_full_at(connection, "link", "owners") == FIRST
