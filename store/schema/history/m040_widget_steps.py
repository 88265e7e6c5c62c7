"""How far each event of a widget shows somebody to be, where they wanted to connect, on what, and in which browser.

`step` is a number of domain/widget/steps.py; events that are there already get it from what they say.
"""

import json
from typing import Any

from store import engine
from store.engine import Connection

NEEDS_CODE = 37

_COLUMNS = """
ALTER TABLE widget_sessions ADD COLUMN device TEXT;
ALTER TABLE widget_sessions ADD COLUMN told_institution TEXT;
ALTER TABLE widget_sessions ADD COLUMN hosted INTEGER NOT NULL DEFAULT 0;
ALTER TABLE widget_events ADD COLUMN step INTEGER;
CREATE INDEX widget_events_step ON widget_events (nonce, step, at) WHERE step IS NOT NULL;
CREATE INDEX widget_sessions_opened_at ON widget_sessions (opened_at, nonce);
"""

_SHOWN, _REPORTED = 10, 60
_PAGES = {
    "institution": 20,
    "institutions": 20,
    "credentials": 30,
    "identification": 30,
    "login": 30,
    "loading": 40,
    "redirect": 40,
    "waiting": 40,
    "mfa": 50,
    "token": 50,
    "success": 60,
}


def migrate(connection: Connection) -> None:
    """Add the columns, and fill them from the events that are kept."""
    engine.run_script(connection, _COLUMNS)
    for row in connection.execute("SELECT nonce, options FROM widget_sessions").fetchall():
        if _told(row["options"]).get("hosted"):
            sql = "UPDATE widget_sessions SET hosted = 1 WHERE nonce = :nonce"
            connection.execute(sql, {"nonce": row["nonce"]})
    rows = connection.execute("SELECT nonce, seq, name, payload FROM widget_events ORDER BY nonce, seq").fetchall()
    for row in rows:
        told = _told(row["payload"])
        step, institution = _step(row["name"], told), _institution(told)
        if step is not None:
            connection.execute(
                "UPDATE widget_events SET step = :step WHERE nonce = :nonce AND seq = :seq",
                {"step": step, "nonce": row["nonce"], "seq": row["seq"]},
            )
        if institution:
            connection.execute(
                "UPDATE widget_sessions SET told_institution = :institution WHERE nonce = :nonce",
                {"institution": institution[:100], "nonce": row["nonce"]},
            )


def _told(payload: str) -> dict[str, Any]:
    try:
        found = json.loads(payload)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _step(name: str, told: dict[str, Any]) -> int | None:
    if name in ("opened", "success"):
        return _SHOWN if name == "opened" else _REPORTED
    page = _details(told).get("page")
    if name != "event" or told.get("eventName") != "PAGE_LOAD" or not isinstance(page, str):
        return None
    return _PAGES.get(page.strip("/").rpartition("/")[2].lower(), _SHOWN)


def _institution(told: dict[str, Any]) -> str:
    names = (told.get("institution"), _details(told).get("institution_name"))
    return next((name.strip() for name in names if isinstance(name, str) and name.strip()), "")


def _details(told: dict[str, Any]) -> dict[str, Any]:
    found = told.get("meta_data") or told.get("metadata")
    return found if isinstance(found, dict) else {}
