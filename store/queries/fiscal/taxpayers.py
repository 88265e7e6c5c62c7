"""Taxpayers as the authorities of Mexico and Chile know them: status, registrations, compliance."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from store.core import frames
from store.database import Database
from store.queries.base import JSON, frame, live, objects, part, parts, table

if TYPE_CHECKING:
    from pandas import DataFrame


def status(db: Database, links: Sequence[str] = ()) -> "DataFrame":
    """One row a taxpayer, by name; columns as in `_STATUS`. `row` and `resource` open it."""
    mexican = map(_mexican_status, objects(db, "tax_status", links))
    chilean = map(_chilean_status, objects(db, "cl_tax_status", links))
    return frame(sorted([*mexican, *chilean], key=lambda row: row["name"] or ""), _STATUS)


def registrations(db: Database, links: Sequence[str] = ()) -> "DataFrame":
    """One row a regime, activity, obligation or authorized document of a taxpayer; columns as in `_REGISTRATIONS`.

    What has an `until` before today has ended; `share` is the percentage of an activity.
    """
    mexican = (row for item in objects(db, "tax_status", links) for row in _mexican_registrations(item))
    chilean = (row for item in objects(db, "cl_tax_status", links) for row in _chilean_registrations(item))
    return frame([*mexican, *chilean], _REGISTRATIONS)


def compliance(db: Database, links: Sequence[str] = ()) -> "DataFrame":
    """One row an opinion of Mexico's authority, the newest first: outcome is POSITIVE, NEGATIVE or NO_OBLIGATIONS."""
    sources = {"number": "internal_identification"}
    return table(
        db, "tax_compliance_status", _COMPLIANCE, live(links), order="collected_at DESC NULLS LAST", sources=sources
    )


def _mexican_status(item: JSON) -> dict[str, Any]:
    payer, address = part(item, "tax_payer_information"), part(item, "address")
    street = " ".join(filter(None, (address.get(name) for name in ("street", "exterior_number", "suburb"))))
    place = ", ".join(filter(None, (address.get(name) for name in ("municipality", "state", "postal_code"))))
    return {
        **_common("MX", "tax_status", item),
        "tax_id": payer.get("rfc"),
        "name": item.get("official_name") or payer.get("social_name"),
        "status": payer.get("status_padron"),
        "since": payer.get("start_operations_date"),
        "changed_on": payer.get("last_status_change_date"),
        "address": ", ".join(filter(None, (street, place))),
        "email": payer.get("email"),
        "phone": payer.get("phone"),
    }


def _chilean_status(item: JSON) -> dict[str, Any]:
    entity = part(item, "entity_details")
    first = {name: next(iter(parts(item, name)), {}) for name in ("addresses", "emails", "phone_numbers")}
    return {
        **_common("CL", "cl_tax_status", item),
        "tax_id": entity.get("document_id_number"),
        "name": entity.get("name"),
        "status": "ENDED" if entity.get("end_date") else "ACTIVE",
        "since": entity.get("start_date"),
        "changed_on": entity.get("end_date"),
        "address": first["addresses"].get("address"),
        "email": first["emails"].get("email"),
        "phone": first["phone_numbers"].get("number"),
    }


def _common(country: str, resource: str, item: JSON) -> dict[str, Any]:
    return {
        "country": country,
        "link": item.get("link"),
        "row": item.get("id"),
        "resource": resource,
        "collected_at": item.get("collected_at"),
    }


def _mexican_registrations(item: JSON) -> Iterator[dict[str, Any]]:
    for kind, field, name in (
        ("regime", "regimes", "regimen"),
        ("activity", "economic_activity", "economic_activity"),
        ("obligation", "obligations", "obligation"),
    ):
        for entry in parts(item, field):
            yield {
                **_common("MX", "tax_status", item),
                "kind": kind,
                "name": entry.get(name),
                "due": entry.get("expiration"),
                "share": _percent(entry.get("percentage")),
                "since": entry.get("initial_date"),
                "until": entry.get("end_date"),
            }


def _chilean_registrations(item: JSON) -> Iterator[dict[str, Any]]:
    for kind, field, name, since in (
        ("regime", "regimes", "type", "start_date"),
        ("activity", "economic_activities", "activity", "start_date"),
        ("document", "authorized_tax_documents", "type", "authorization_date"),
    ):
        for entry in parts(item, field):
            yield {
                **_common("CL", "cl_tax_status", item),
                "kind": kind,
                "name": entry.get(name),
                "since": entry.get(since),
            }


def _percent(value: object) -> float | None:
    """Belvo writes percentages as text."""
    try:
        return float(value) if isinstance(value, str | int | float) else None
    except ValueError:
        return None


_STATUS = {
    "country": frames.TEXT,
    "link": frames.TEXT,
    "row": frames.TEXT,
    "resource": frames.TEXT,
    "tax_id": frames.TEXT,
    "name": frames.TEXT,
    "status": frames.TEXT,
    "since": frames.DAY,
    "changed_on": frames.DAY,
    "address": frames.TEXT,
    "email": frames.TEXT,
    "phone": frames.TEXT,
    "collected_at": frames.INSTANT,
}

_REGISTRATIONS = {
    "country": frames.TEXT,
    "link": frames.TEXT,
    "row": frames.TEXT,
    "kind": frames.TEXT,
    "name": frames.TEXT,
    "due": frames.TEXT,
    "share": frames.NUMBER,
    "since": frames.DAY,
    "until": frames.DAY,
}

_COMPLIANCE = {
    "link": frames.TEXT,
    "row": frames.TEXT,
    "rfc": frames.TEXT,
    "outcome": frames.TEXT,
    "number": frames.TEXT,
    "created_at": frames.INSTANT,
    "collected_at": frames.INSTANT,
}
