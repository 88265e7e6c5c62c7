"""Pages over rows as nobody should send them: none fails, and none takes its time."""

import re
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from belvo_client import BelvoClient
from belvo_sandbox import serve
from resources import RESOURCES
from store import Database
from store.write import institutions, links, rows
from tests.kit.bank import NOW
from tests.kit.local_belvo import client_of
from tests.pages.reading import OpenPage, figures, texts

Row = dict[str, Any]
Change = Callable[[str, Any], Any]

SECTIONS = ("invoices", "status", "returns_filed", "retentions", "compliance", "statements", "debts")
PAGES: dict[str, tuple[str, dict[str, str]]] = {
    **{
        name: (name, {})
        for name in ("overview", "accounts", "transactions", "cash_flow", "income", "employment", "links")
    },
    **{f"fiscal, {section}": ("fiscal", {"section": section}) for section in SECTIONS},
}
LOGINS = (
    ("gringotts_br_retail", "bnk102", "low"),
    ("tatooine_mx_fiscal", "fiscal102", "low"),
    ("arrakis_cl_fiscal", "fiscal102", "low"),
    ("planet_mx_employment", "BLPM951331IONVGR54", None),
    ("nostromo_br_employment", "user_valid", "pass_valid"),
)
MOST_SECONDS = 5.0
"""Of processor time: ten times what a page takes over good rows, whatever else the machine does."""

_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def days(day: str | None) -> Change:
    return lambda _, value: _DAY.sub(day or "", value) or None if _is_day(value) else value


def _is_day(value: object) -> bool:
    return isinstance(value, str) and bool(_DAY.match(value))


def numbers(number: object) -> Change:
    return lambda _, value: number if isinstance(value, int | float) and not isinstance(value, bool) else value


def currencies(currency: object) -> Change:
    return lambda name, value: currency if name.endswith("currency") else value


def directions(direction: object) -> Change:
    return lambda _, value: direction if value in ("INFLOW", "OUTFLOW") else value


def texts_gone(name: str, value: object) -> object:
    return value if name in ("id", "link", "name") or _is_day(value) or not isinstance(value, str) else None


CHANGES: dict[str, Change] = {
    "as they are": lambda _, value: value,
    "no currency": currencies(None),
    "the first day of all": days("0001-01-01"),
    "the last day of all": days("9999-12-31"),
    "a day of the next century": days("2206-05-05"),
    "a day that is none": days("2026-02-30"),
    "no day": days(None),
    "no direction": directions(None),
    "an unknown direction": directions("UNCATEGORIZED"),
    "immense amounts": numbers(900_000_000_000_000.0),
    "amounts that are none": numbers("NaN"),
    "no amount": numbers(None),
    "no text": texts_gone,
}
ABROAD = {"the last day of all": "Asia/Tokyo"}
"""Where the reader is, if not in Mexico: there the first day of all is a day earlier, here the last one a day later."""

CONSENT = {"status": "AUTHORISED", "created_at": "2026-01-05T10:00:00Z", "expired_at": "2027-01-05T10:00:00Z"}


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Row]]:
    """All rows of some links that have something of everything, by resource."""
    with serve(tmp_path_factory.mktemp("belvo"), now=NOW) as belvo, client_of(belvo.url) as client:
        made = [client.links.create(*login)["id"] for login in LOGINS]
        found = {name: [*_listed(client, name, made)] for name in RESOURCES if RESOURCES[name].per_link}
        found["consents"] = [{**CONSENT, "id": f"consent of {link}", "link": link} for link in made]
        return {**found, "links": _rows(client.links.list()), "institutions": _rows(client.institutions.list())}


def _rows(items: Iterable[Mapping[str, Any]]) -> list[Row]:
    return [dict(item) for item in items]


def _listed(client: BelvoClient, name: str, made: list[str]) -> Iterator[Row]:
    for link in made if name != "consents" else ():
        yield from ({**row, "link": link} for row in client.resource(name).list(link=link))


def _changed(value: Any, change: Change, name: str = "") -> Any:  # noqa: ANN401 - JSON
    if isinstance(value, dict):
        return {key: _changed(part, change, key) for key, part in value.items()}
    if isinstance(value, list):
        return [_changed(part, change, name) for part in value]
    return change(name, value)


def fill(db: Database, sent: dict[str, list[Row]], change: Change) -> None:
    with db.write() as connection:
        institutions.save(connection, sent["institutions"])
        for link in sent["links"]:
            links.save(connection, {**_changed(link, change), "institution": link["institution"]})
        for name, found in sent.items():
            for link in sent["links"] if RESOURCES[name].per_link else ():
                mine = [_changed(row, change) for row in found if row["link"] == link["id"]]
                rows.save_page(connection, name, link["id"], mine)


@pytest.mark.parametrize("name", CHANGES)
def test_no_page_fails_or_takes_its_time(
    db: Database, open_page: OpenPage, sent: dict[str, list[Row]], name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    zone = ZoneInfo(ABROAD.get(name, "America/Mexico_City"))
    monkeypatch.setattr("components.ui.time_format.reader_zone", lambda: zone)
    fill(db, sent, CHANGES[name])
    taken = {}
    for label, (page, query) in PAGES.items():
        began = time.process_time()
        app = open_page(page, **query)
        taken[label] = time.process_time() - began
        assert figures(app) or texts(app)
    link = sent["links"][-1]["id"]
    open_page("link", link=link)
    slow = {label: seconds for label, seconds in taken.items() if seconds > MOST_SECONDS}
    assert slow == {}
