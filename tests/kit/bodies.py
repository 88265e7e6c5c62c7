"""Objects as Belvo sends them, small enough to read and true in shape; any field can be given."""

from collections.abc import Mapping
from typing import Any

LINK = "30cb4806-6e00-48a4-91c9-ca55968576c8"
OTHER_LINK = "f7a1b2c3-0000-4000-8000-000000000002"
ACCOUNT = "0d3ffb69-f83b-456e-ad8e-208d0998d71d"
CARD = "6f2d1c3e-98ab-4cde-8f01-223344556677"
OTHER_ACCOUNT = "c4d5e6f7-1111-4111-8111-0000000000aa"

INSTITUTION = "erebor_mx_retail"
COLLECTED = "2026-11-20T08:45:50.406032Z"


def link(identity: str = LINK, **fields: object) -> dict[str, Any]:
    return {
        "id": identity,
        "institution": INSTITUTION,
        "access_mode": "recurrent",
        "last_accessed_at": "2026-11-20T10:28:40.000Z",
        "created_at": "2026-10-01T08:45:50.406032Z",
        "external_id": "user-42",
        "institution_user_id": "sooE7XJWEKypZJR603ecaWYk-8Ap0oD8Nr1pBQ4eG9c=",
        "status": "valid",
        "created_by": "bcef7f35-67f2-4b19-b009-cb38795faf09",
        "refresh_rate": "7d",
        "credentials_storage": "365d",
        "fetch_resources": ["ACCOUNTS", "TRANSACTIONS"],
        "stale_in": "365d",
    } | fields


def institution(**fields: object) -> dict[str, Any]:
    return {
        "id": 1004,
        "name": INSTITUTION,
        "type": "bank",
        "website": "https://www.erebor.com/",
        "display_name": "Erebor Bank",
        "country_codes": ["MX"],
        "primary_color": "#056dae",
        "logo": "https://statics.example/erebor.svg",
        "icon_logo": "https://statics.example/erebor_sm.svg",
        "text_logo": None,
        "code": None,
        "form_fields": [{"name": "username", "type": "text", "label": "Client number", "validation": "^.{1,}$"}],
        "features": [],
        "resources": ["ACCOUNTS", "TRANSACTIONS", "OWNERS"],
        "integration_type": "credentials",
        "status": "healthy",
    } | fields


def account(identity: str = ACCOUNT, **fields: object) -> dict[str, Any]:
    return {
        "id": identity,
        "link": LINK,
        "institution": {"name": INSTITUTION, "type": "bank"},
        "collected_at": COLLECTED,
        "created_at": "2026-10-01T08:45:50.406032Z",
        "last_accessed_at": "2026-11-20T10:28:40.000Z",
        "category": "CHECKING_ACCOUNT",
        "balance_type": "ASSET",
        "type": "Cuenta de cheques",
        "subtype": None,
        "name": "Cuenta Perfiles",
        "number": "4057068115181",
        "agency": None,
        "balance": {"current": 5874.13, "available": 5621.12, "blocked": None},
        "currency": "MXN",
        "credit_data": None,
        "loan_data": None,
    } | fields


def card(identity: str = CARD, **fields: object) -> dict[str, Any]:
    credit = {"collected_at": COLLECTED, "credit_limit": 50000, "cutting_date": "2026-11-11"}
    return account(
        identity,
        **{
            "category": "CREDIT_CARD",
            "balance_type": "LIABILITY",
            "name": "Tarjeta Oro",
            "balance": {"current": 1200.5, "available": 48799.5},
            "credit_data": credit,
        }
        | fields,
    )


def transaction(number: int, *, of: Mapping[str, Any] | None = None, **fields: object) -> dict[str, Any]:
    """The transaction with this number; `of` is its account."""
    return {
        "id": f"{number:08x}-aaaa-4bbb-8ccc-000000000000",
        "internal_identification": f"INT{number}",
        "account": dict(of or account()),
        "collected_at": COLLECTED,
        "created_at": "2026-11-20T08:45:50.406032Z",
        "value_date": "2026-11-03",
        "transacted_at": "2026-11-03T12:29:03.374Z",
        "accounting_date": "2026-11-03",
        "amount": 245.5,
        "local_currency_amount": None,
        "balance": None,
        "currency": "MXN",
        "description": "PAGO EN CAFÉ PUNTA DEL CIELO",
        "observations": None,
        "merchant": {"logo": None, "website": None, "merchant_name": "Café Punta del Cielo"},
        "category": "Food & Groceries",
        "subcategory": "Bakery & Coffee",
        "reference": "7645",
        "type": "OUTFLOW",
        "status": "PROCESSED",
        "credit_card_data": None,
        "mcc": 5814,
    } | fields


def owner(identity: str = "9a8b7c6d-2222-4222-8222-0000000000bb", **fields: object) -> dict[str, Any]:
    return {
        "id": identity,
        "link": LINK,
        "internal_identification": "7e5838e4",
        "collected_at": COLLECTED,
        "created_at": "2026-10-01T08:45:50.406032Z",
        "display_name": "María José Núñez",
        "email": "maria@example.com",
        "phone_number": "+52-55-0000-0000",
        "address": "Carrer de la Llacuna, 162",
        "birth_date": "1988-07-15",
        "document_id": {"document_type": "CURP", "document_number": "NUMM880715MDFXRR09"},
    } | fields
