"""Rows of every resource as Belvo describes them, with a value of its own in each field that is personal.

A value is found again wherever it arrives by its marks, which nothing else has in it.
"""

import base64
import string
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from itertools import count
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints, is_typeddict

from domain.access import views
from domain.access.views import Cell, View
from resources import RESOURCES
from resources.personal import Mask, Personal
from store import Database
from store.engine import Connection
from store.ops import audit, calls, historical, jobs, runs, sessions, webhooks
from store.ops.calls import Bodies, Call
from store.ops.jobs import Failure
from store.ops.views import cells, saved
from store.write import institutions, links, rows
from store.write.batch import prepare
from tests.kit import bodies
from tests.kit.bank import uuid
from tests.store.known_schema import row_type

LINK, ACCOUNT = bodies.LINK, bodies.ACCOUNT
OTHER_LINK, OTHER_ACCOUNT = bodies.OTHER_LINK, bodies.OTHER_ACCOUNT

_ORDINARY: Mapping[str, Mapping[str, Any]] = {
    "accounts": {"id": ACCOUNT, "category": "CHECKING_ACCOUNT", "balance_type": "ASSET", "currency": "MXN"},
    "transactions": {"type": "INFLOW", "status": "PROCESSED", "currency": "MXN", "value_date": "2026-11-03"},
    "invoices": {"type": "OUTFLOW", "invoice_type": "Ingreso", "currency": "MXN", "invoice_date": "2026-11-03"},
    "cl_invoices": {"type": "OUTFLOW", "currency": "CLP", "issue_date": "2026-11-03", "document_code": 33},
    "br_investment_transactions": {"investment": {"id": uuid("br_investments")}},
    "consents": {"link_id": LINK, "status": "AUTHORISED"},
    "tax_returns": {"type": "yearly"},
}
"""What pages ask of a row to show it."""


@dataclass
class Planted:
    """The marks of all that was planted, and of which kind it is, by where."""

    marks: dict[str, tuple[str, ...]] = field(default_factory=dict)
    kinds: dict[str, Personal] = field(default_factory=dict)
    _number: Iterator[int] = field(default_factory=lambda: count(1))

    def value(self, where: str, kind: Personal) -> str:
        """A new value of the kind."""
        text, *marks = _VALUES[kind](next(self._number))
        self.marks[where] = tuple(mark.lower() for mark in marks)
        self.kinds[where] = kind
        return text

    @property
    def cards(self) -> set[str]:
        """Where the numbers of cards were planted."""
        return {where for where, kind in self.kinds.items() if kind is Personal.CARD}

    def found_in(self, text: str) -> set[str]:
        """Where what was planted comes from that stands in the text."""
        folded = text.lower()
        return {where for where, marks in self.marks.items() if any(mark in folded for mark in marks)}


def fill(db: Database) -> Planted:
    """Store a link of which everything is personal, with a row of each resource; tells what was planted."""
    planted = Planted()
    with db.write() as connection:
        institutions.save(connection, [bodies.institution()])
        links.save(connection, bodies.link(external_id=planted.value("links.external_id", Personal.EXTERNAL)))
        for name, resource in RESOURCES.items():
            if resource.per_link:
                rows.save_page(connection, name, LINK, [body_of(name, planted)])
    _fill_own_tables(db, planted)
    return planted


def fill_another(db: Database) -> Planted:
    """The same of somebody else, who has another link: nothing of theirs is the first one's."""
    planted = Planted(_number=count(500))
    with db.write() as connection:
        theirs = planted.value("links.external_id", Personal.EXTERNAL)
        links.save(connection, bodies.link(OTHER_LINK, external_id=theirs))
        for name, resource in RESOURCES.items():
            if resource.per_link:
                body = body_of(name, planted) | {"id": uuid(f"another {name}"), "link": OTHER_LINK}
                if "account" in body and isinstance(body["account"], dict):
                    body["account"] = {"id": OTHER_ACCOUNT, "link": OTHER_LINK}
                if name == "accounts":
                    body["id"] = OTHER_ACCOUNT
                if name == "consents":
                    body["link_id"] = OTHER_LINK
                rows.save_page(connection, name, OTHER_LINK, [body])
    return planted


def body_of(resource: str, planted: Planted) -> dict[str, Any]:
    """A row with every field that is described, planted where it is personal."""
    body: dict[str, Any] = _described(row_type(resource))
    body |= {"id": uuid(resource), "link": LINK, **_ORDINARY.get(resource, {})}
    if RESOURCES[resource].has_account:
        body["account"] = {"id": ACCOUNT, "link": LINK}
    if resource == "tax_returns":
        body["informacion_general"] = {"ejercicio": "2025", "periodo_declaracion": "Del Ejercicio"}
    for path, kind in RESOURCES[resource].fields.personal.items():
        mask = kind if isinstance(kind, Mask) else Mask(kind)
        _set(body, path.split("."), planted.value(f"{resource}.{path}", mask.kind))
    return body | {"not_described": planted.value(f"{resource}.not_described", Personal.NAME)}


def _set(holder: dict[str, Any], path: list[str], value: str) -> None:
    first, *rest = path
    if not rest:
        holder[first] = [value] if isinstance(holder.get(first), list) else value
        return
    inner = holder.get(first)
    inner = inner[0] if isinstance(inner, list) and inner else inner
    if not isinstance(inner, dict):
        inner = holder[first] = {}
    _set(inner, rest, value)


def _described(annotation: Any) -> Any:  # noqa: ANN401 - any annotation, any JSON
    """A value of the type."""
    origin = get_origin(annotation)
    if origin in (Union, UnionType):
        return _described(next(part for part in get_args(annotation) if part is not NoneType))
    if is_typeddict(annotation):
        return {name: _of_field(name, kind) for name, kind in get_type_hints(annotation).items()}
    if origin is list:
        return [_described(get_args(annotation)[0])]
    if origin is Literal:
        return next(value for value in get_args(annotation) if value is not None)
    return {str: "plain", int: 3, float: 12.5, bool: True}.get(annotation, {})


def _of_field(name: str, annotation: Any) -> Any:  # noqa: ANN401 - as above
    value = _described(annotation)
    if value != "plain":
        return value
    if name.endswith("_at"):
        return "2026-11-20T08:45:50.406032Z"
    if "date" in name:
        return "2026-11-03"
    return {"currency": "MXN", "year": "2025", "month": "2026-10"}.get(name, "plain")


def _fill_own_tables(db: Database, planted: Planted) -> None:
    """What the desk writes down itself: calls, webhooks, pulls, widget sessions, what people did."""
    name, document = planted.value("own.name", Personal.NAME), planted.value("own.document", Personal.TAX_ID)
    email, card = planted.value("own.email", Personal.EMAIL), planted.value("own.card", Personal.CARD)
    said = f"No account {card} of {email} with {document}."
    failure = Failure("fatal", "invalid", said, "3c9f2d1ab0e84c5f9d3e7a6b5c4d3e2f")
    with db.write() as connection:
        jobs.enqueue(connection, LINK, ["owners"], "operator")
        run = runs.start(connection, None, LINK, "owners")
        runs.finish(connection, run, "failed", error=failure)
        query = f"user_document={document}&page=1"
        call = Call("2026-11-24T09:00:00.000000Z", "GET", "/api/consents/", query=query, link=LINK, message=said)
        calls.record_many(connection, [call], [Bodies(f'{{"name":"{name}"}}', f'[{{"number":"{card}"}}]')])
        told = {"webhook_id": "w-1", "webhook_type": "OWNERS", "webhook_code": "historical_update", "link_id": LINK}
        webhooks.record(connection, "w-1", {**told, "external_id": document, "data": {"who": name}})
        sessions.open(connection, "nonce-1", "hash", document)
        sessions.record(connection, "nonce-1", 1, "success", {"who": name, "link": LINK})
        sessions.set_state(connection, "nonce-1", "connected", link=LINK)
        audit.record(connection, "operator", "retrieve", "", {"who": name}, did="retrieve started", link=LINK)
        historical.expect(connection, LINK, ["owners"])
        rows.save(connection, prepare("owners", LINK, [], [(f'{{"display_name":"{name}"', "no JSON")]))
        _keep_views(connection)


VIEW, BOARD = "view-of-planted", "board-of-planted"


def _keep_views(connection: Connection) -> None:
    """A view and a board, shared by somebody who sees people, that name whoever was planted wherever they can."""
    whom, document, person = connection.execute(
        "SELECT display_name, document_number, external_id FROM owners JOIN links ON links.id = owners.link"
        " WHERE display_name IS NOT NULL"
    ).fetchone()
    at = datetime(2026, 11, 24, tzinfo=UTC)
    view = View(VIEW, f"Debts of {whom}", "transactions", (("external_id", person),), "ana", "ana", True, False, at, at)
    saved.add(connection, view)
    searches = (("text", document), ("external_id", person))
    saved.add(connection, replace(view, id="view-that-searches", name=f"{whom}, {document}", pairs=searches))
    saved.add(connection, replace(view, id=BOARD, name=f"Board of {whom}", page=views.BOARD, pairs=()))
    asked = f"SELECT * FROM v_people WHERE name = '{whom}' -- {document}"
    there = (
        ("transactions", (("external_id", person),), "totals"),
        ("transactions", (("text", whom),), "rows"),
        ("query", (("sql", asked),), "rows"),
        ("query", (("sql", "SELECT * FROM v_people WHERE name = :name"), ("p_name", whom)), "rows"),
    )
    cells.put(
        connection,
        BOARD,
        [
            Cell(f"cell-{place}", BOARD, place, f"Of {whom}", page, pairs, part, False, False)
            for place, (page, pairs, part) in enumerate(there)
        ],
    )


def _word(number: int) -> str:
    letters = string.ascii_lowercase
    return f"Zq{letters[number // 676 % 26]}{letters[number // 26 % 26]}{letters[number % 26]}v"


def _luhn(digits: str) -> str:
    """The digits with their check behind them."""
    doubled = [int(digit) * (1 if place % 2 else 2) for place, digit in enumerate(reversed(digits))]
    return digits + str(-sum(number - 9 if number > 9 else number for number in doubled) % 10)


def _named(number: int) -> tuple[str, ...]:
    first, last = _word(number * 2), _word(number * 2 + 1)
    return f"{first} {last}", first, last


def _signs(template: str) -> Callable[[int], tuple[str, ...]]:
    def made(number: int) -> tuple[str, ...]:
        text = template.format(number)
        return text, text

    return made


def _around(template: str) -> Callable[[int], tuple[str, ...]]:
    """The word in a text, which alone tells it again."""
    return lambda number: (template.format(_word(number)), _word(number))


def _file(number: int) -> tuple[str, ...]:
    text = base64.b64encode(f"%PDF-1.4 {_word(number) * 3}".encode()).decode()
    return text, text


def _day(number: int) -> tuple[str, ...]:
    text = (date(1941, 1, 1) + timedelta(days=number)).isoformat()
    return text, text


def _card(number: int) -> tuple[str, ...]:
    text = _luhn(f"41110000{number:07d}")
    return text, text


_VALUES: Mapping[Personal, Callable[[int], tuple[str, ...]]] = {
    Personal.NAME: _named,
    Personal.TAX_ID: _signs("ZQXA800101{:03d}"),
    Personal.DOCUMENT: _signs("ZQXA800101HDFRRN{:03d}"),
    Personal.ACCOUNT: _signs("01218000{:010d}"),
    Personal.CARD: _card,
    Personal.EMAIL: _around("{}@plant.test"),
    Personal.PHONE: _signs("5590{:06d}"),
    Personal.ADDRESS: _around("Calle {} 17"),
    Personal.EMPLOYER: _around("{} Servicios SA de CV"),
    Personal.REFERENCE: _signs("RQ{:09d}"),
    Personal.TEXT: lambda number: (f"SPEI RECIBIDO {_named(number)[0]} 123", *_named(number)[1:]),
    Personal.EXTERNAL: _signs("ZQXE800101{:03d}"),
    Personal.FILE: _file,
    Personal.PRIVATE: _day,
}
