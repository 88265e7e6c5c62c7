"""What should come to a person's banks: sales that were invoiced, payslips, and the last income of Belvo's streams."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import orjson

from domain.invoice_sides import CHILEAN_KINDS, CREDIT_NOTES, PAYSLIPS, Side, is_sender, side
from domain.match.claims import Claim, Kind, Payment, numbers
from store import engine
from store.core import instants
from store.core.money import to_units
from store.engine import Connection
from store.queries.base import JSON, bodies, live, part, parts

RECEIPT = "Pago"
_LATER = "PPD"

Row = Mapping[str, Any]


def of_links(connection: Connection, links: Sequence[str], since: date) -> list[Claim]:
    """Those of invoices issued, and incomes received, since a day; the order of their ids in the store."""
    parameters = {"links": engine.array(links), "since": since.isoformat()}
    documents = connection.execute(_MEXICAN, parameters).fetchall()
    told = _told(connection, documents)
    found = [claim for row in documents if (claim := _of_invoice(row, told))]
    found += [claim for row in connection.execute(_CHILEAN, parameters) if (claim := _of_chilean(row))]
    return [*found, *_of_streams(connection, links, since)]


@dataclass(slots=True)
class _Told:
    """What bodies say of other documents, by the UUIDs of these, and of payslips by their own."""

    payments: dict[str, dict[str, Payment]] = field(default_factory=lambda: defaultdict(dict))
    credited: Counter[str] = field(default_factory=Counter)
    payslips: dict[str, JSON] = field(default_factory=dict)


def _told(connection: Connection, documents: Iterable[Row]) -> _Told:
    """Of documents whose bodies say more than their columns: complements, credit notes, payslips, what is on credit."""
    told = _Told()
    needed = {row["key"]: row for row in documents if _says_more(row)}
    sql = f"SELECT key, body FROM bodies_invoices WHERE {engine.among('key', 'keys')}"
    for key, body in connection.execute(sql, {"keys": engine.array(needed)}):
        row, item = needed[key], orjson.loads(body)
        if row["invoice_type"] in PAYSLIPS:
            told.payslips[row["id"]] = part(item, "payroll")
        elif not _is_cancelled(row):
            _note_payments(told, item)
            _note_credit(told, row, item)
    return told


def _says_more(row: Row) -> bool:
    return row["invoice_type"] in (RECEIPT, *CREDIT_NOTES, *PAYSLIPS) or row["payment_method"] == _LATER


def _note_payments(told: _Told, item: JSON) -> None:
    """A payment stands on its receipt and on the invoice as well: it is one by its day, amount and number."""
    for payment in parts(item, "payments"):
        day, of = instants.parse_day(payment.get("date")), to_units(payment.get("amount"))
        for related in parts(payment, "related_documents"):
            amount, uuid = to_units(related.get("amount_paid")), _uuid(related.get("invoice_identification"))
            if day and uuid and amount and amount > 0:
                name = f"{day} {of or amount} {payment.get('operation_number') or ''}"
                ordinal = date.fromisoformat(day).toordinal()
                told.payments[uuid].setdefault(name, Payment(name, ordinal, amount, of or amount))


def _note_credit(told: _Told, row: Row, item: JSON) -> None:
    if row["invoice_type"] in CREDIT_NOTES:
        related = [uuid for one in parts(item, "related_invoices") if (uuid := _uuid(one.get(_RELATED)))]
        for uuid in related[:1]:  # what a note for several takes from which, nothing says
            told.credited[uuid] += row["total_amount"] or 0


_RELATED = "related_invoice_identification"


def _uuid(value: object) -> str:
    return value.casefold() if isinstance(value, str) else ""


def _of_invoice(row: Row, told: _Told) -> Claim | None:
    sends = is_sender(row["own"], row["sender_id"], row["receiver_id"], direction=row["type"])
    counts_as = side(row["invoice_type"], is_sender=sends)
    if row["invoice_type"] in CREDIT_NOTES or counts_as not in (Side.SALE, Side.PAY):
        return None
    is_pay, uuid = counts_as is Side.PAY, _uuid(row["invoice_identification"])
    payroll = told.payslips.get(row["id"], {}) if is_pay else {}
    paid_on = instants.parse_day(payroll.get("payment_date")) or row["invoice_date"]
    amount = to_units(payroll.get("amount")) or row["total_amount"]
    if not amount or amount < 0:
        return None
    return Claim(
        f"invoices {row['id']}",
        row["link"],
        Kind.PAYSLIP if is_pay else Kind.INVOICE,
        date.fromisoformat(paid_on).toordinal(),
        amount,
        row["currency"] or "",
        (row["sender_name"] if is_pay else row["receiver_name"]) or "",
        numbers(row["folio"], row["invoice_identification"]),
        tuple(told.payments[uuid].values()) if uuid in told.payments else (),
        told.credited[uuid],
        _is_cancelled(row),
    )


def _is_cancelled(row: Row) -> bool:
    return (row["status"] or "").casefold().startswith("cancel")


def _of_chilean(row: Row) -> Claim | None:
    kind = CHILEAN_KINDS.get(row["document_code"], "")
    is_sale = side(kind, is_sender={"OUTFLOW": True, "INFLOW": False}.get(row["type"] or "")) is Side.SALE
    if not is_sale or kind in CREDIT_NOTES or (row["total_amount"] or 0) <= 0:
        return None
    return Claim(
        f"cl_invoices {row['id']}",
        row["link"],
        Kind.INVOICE,
        date.fromisoformat(row["issue_date"]).toordinal(),
        row["total_amount"],
        row["currency"] or "",
        row["receiver_name"] or "",
        numbers(row["folio"]),
        is_cancelled=_is_cancelled(row),
    )


def _of_streams(connection: Connection, links: Sequence[str], since: date) -> Iterator[Claim]:
    for item in bodies(connection, "incomes", live(links)):
        for number, stream in enumerate(parts(item, "income_streams")):
            day, amount = instants.parse_day(stream.get("last_income_date")), to_units(stream.get("last_income_amount"))
            if day and amount and amount > 0 and day >= since.isoformat():
                yield Claim(
                    f"incomes {item['id']} {number}",
                    item["link"],
                    Kind.INCOME,
                    date.fromisoformat(day).toordinal(),
                    amount,
                    str(stream.get("currency") or ""),
                    str(stream.get("last_income_description") or ""),
                )


_MEXICAN = f"""
    SELECT invoices.key, invoices.id, invoices.link, invoice_date, invoice_type, type, invoices.status, currency,
        total_amount, folio, invoice_identification, payment_method, sender_id, receiver_id, sender_name,
        receiver_name, own
    FROM invoices LEFT JOIN (
        SELECT link AS of_link, max(rfc) AS own FROM tax_status
        WHERE deleted_at IS NULL AND {engine.among("link", "links")} GROUP BY link
    ) AS taxpayers ON of_link = invoices.link
    WHERE {engine.among("invoices.link", "links")} AND invoices.deleted_at IS NULL AND invoice_date >= :since
        AND length(invoice_date) = 10
    ORDER BY invoices.key
"""
_CHILEAN = f"""
    SELECT id, link, issue_date, document_code, type, status, currency, total_amount, folio, receiver_name
    FROM cl_invoices
    WHERE {engine.among("link", "links")} AND deleted_at IS NULL AND issue_date >= :since AND length(issue_date) = 10
    ORDER BY key
"""
