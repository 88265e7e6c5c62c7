"""Which language the person of a link reads: that of the widget as they last used it, or of their institution."""

from collections.abc import Sequence

import orjson

from domain.link_state.messages import language
from store import engine
from store.database import Database

LOCALE = "locale"
"""The option of a widget session that says its language."""


def of_links(db: Database, links: Sequence[str]) -> dict[str, str]:
    """The language of each of these links."""
    which = {"links": engine.array(links)}
    with db.read() as connection:
        chosen = {row["link"]: _locale(row["options"]) for row in connection.execute(_SESSIONS, which)}
        rows = connection.execute(_COUNTRIES, which).fetchall()
    return {row["link"]: language(chosen.get(row["link"]), row["country"]) for row in rows}


def _locale(options: str) -> str | None:
    found = orjson.loads(options or "{}").get(LOCALE)
    return found if isinstance(found, str) else None


# The last one that a row is read of stays.
_SESSIONS = f"""
    SELECT link, options FROM widget_sessions
    WHERE {engine.among("link", "links")} AND state = 'connected' ORDER BY opened_at, nonce
"""

_COUNTRIES = f"""
    SELECT links.id AS link, nullif(substr(i.country_codes, 3, 2), '') AS country FROM links
    LEFT JOIN institutions AS i ON i.name = links.institution AND i.deleted_at IS NULL
    WHERE {engine.among("links.id", "links")}
"""
