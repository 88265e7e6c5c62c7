"""Which file of a catalogue holds the texts of which part of the desk."""

from pathlib import Path, PurePosixPath

ROOT = Path(__file__).resolve().parent.parent

AREAS = {
    "frame": "dashboard.py components/account components/ui pages/overview.py",
    "words": "domain resources sign_in.py settings.py notice_settings.py context.py server_file.py store",
    "status": "components/status domain/link_state sync",
    "links": "components/link pages/link.py pages/links.py pages/institutions.py domain/erasure_report.py "
    "domain/assignment.py actions/operators actions/people.py actions/links.py",
    "connect": "components/connect components/sessions pages/connect.py pages/connect_many.py pages/sessions.py "
    "domain/connect domain/widget actions/connect",
    "banking": "components/banking pages/accounts.py pages/transactions.py pages/cash_flow.py domain/cash_flow",
    "people": "components/person components/employment pages/people.py pages/person.py pages/income.py "
    "pages/employment.py domain/person",
    "fiscal": "components/fiscal components/row components/changes components/quality pages/fiscal.py "
    "pages/quality.py domain/quality domain/invoice_sides.py domain/changes",
    "match": "components/match pages/match.py domain/match",
    "boards": "components/boards pages/board.py pages/views.py actions/boards.py actions/views.py",
    "queries": "components/explorer components/sql components/log components/inspector pages/explorer.py "
    "pages/query.py pages/api_log.py pages/inspector.py pages/webhooks.py pages/audit.py domain/explorer",
    "desk": "pages/health.py pages/notices.py pages/tokens.py actions web domain/notices",
    "demo": "components/lab components/widget_lab pages/lab.py pages/story.py pages/widget_lab.py actions/lab stories "
    "web/demo",
    "loan": "web/loan domain/loan_file",
}
"""By the file's name: folders and files, of which the longest that names a text's place holds it.

A text of several areas is kept in the first of them.
"""

_SUFFIXES = (".py", ".html", ".toml")


def area_of(place: str) -> str:
    """The area of a file, by its path from the root; empty where it has none."""
    named = {one: area for area, ones in AREAS.items() for one in ones.split()}
    parents = [place, *map(str, PurePosixPath(place).parents)]
    return next((named[one] for one in parents if one in named), "")


def files() -> list[Path]:
    """All in which there may be texts."""
    tops = sorted({one.partition("/")[0] for ones in AREAS.values() for one in ones.split()})
    found: list[Path] = []
    for top in tops:
        below = (ROOT / top).rglob("*") if (ROOT / top).is_dir() else [ROOT / top]
        found += sorted(file for file in below if file.suffix in _SUFFIXES)
    return found
