"""GET /healthz: whether this server can serve, for a program that watches it."""

from datetime import UTC, datetime

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from actions import troubles
from context import VERSION, Context
from server_file import SERVER_HEADER
from settings import SettingsError
from store import StoreError
from store.upkeep import integrity


def show_health(_request: Request, context: Context | None) -> Response:
    """Status, version, store and worker, in a header which server; 503 while settings or store can't be used."""
    store = _store(context)
    is_well = store == "ok"
    told = {
        "status": "ok" if is_well else "failed",
        "version": VERSION,
        "store": store,
        "worker": _worker(context),
    }
    headers = {"cache-control": "no-store"} | ({SERVER_HEADER: context.id} if context else {})
    return JSONResponse(told, 200 if is_well else 503, headers=headers)


def _store(context: Context | None) -> str:
    if context is None:
        return "The settings can't be used; the pages say why."
    try:
        db = context.database
        db.probe()
        damage = integrity.findings(db).get(integrity.PAGES)
    except (SettingsError, StoreError) as error:
        return str(error)
    return damage.problem if damage and damage.problem else "ok"


def _worker(context: Context | None) -> str:
    """Running, on this machine or another; still (not heard of though it is there) or none."""
    beside = bool(troubles.processes())
    if context is None:
        return "running" if beside else "none"
    now = datetime.now(UTC)
    try:
        is_there = beside or bool(troubles.elsewhere(context.database, now))
        unheard = troubles.unheard_for(context.database, now)
    except (SettingsError, StoreError):
        return "running" if beside else "none"
    return ("still" if unheard else "running") if is_there else "none"
