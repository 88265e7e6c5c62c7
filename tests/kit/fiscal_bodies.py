"""What tax authorities tell, as Belvo sends it: invoices, returns and who they are of, in Mexico and in Chile."""

from typing import Any

from tests.kit.bodies import COLLECTED

CLIENT, SHOP = ("CLI010203AB1", "Clientes SA"), ("TIE020304CD2", "Tienda =Sur")
MINE = ("NUMM880715XX1", "María Núñez")


def invoice(number: int, day: str, total: float, *, issued: bool = True, **fields: object) -> dict[str, Any]:
    sender, receiver = (MINE, CLIENT) if issued else (SHOP, MINE)
    return {
        "id": f"i{number}",
        "invoice_identification": f"UUID-{number}",
        "series": "A",
        "folio": str(number),
        "invoice_date": day,
        "status": "Vigente",
        "invoice_type": "Ingreso",
        "type": "OUTFLOW" if issued else "INFLOW",
        "sender_id": sender[0],
        "sender_name": sender[1],
        "receiver_id": receiver[0],
        "receiver_name": receiver[1],
        "currency": "MXN",
        "subtotal_amount": round(total / 1.16, 2),
        "tax_amount": round(total - total / 1.16, 2),
        "total_amount": total,
    } | fields


def payslip(number: int, day: str, earned: float, deducted: float, *, issued: bool = False) -> dict[str, Any]:
    """Somebody's wages; the person's own unless their firm issued it."""
    amounts = {"subtotal_amount": earned, "discount_amount": deducted, "tax_amount": 0.0}
    taxes = {"tax_details": {"total_tax_retained": 0.0}}
    return invoice(number, day, earned - deducted, issued=issued, invoice_type="Nómina", **amounts, **taxes)


def chilean(number: int, day: str, total: float, **fields: object) -> dict[str, Any]:
    return {
        "id": f"c{number}",
        "folio": f"9{number}",
        "issue_date": day,
        "status": "REGISTERED",
        "document_code": 33,
        "type": "INFLOW",
        "sender_id": "77422101-8",
        "sender_name": "Notas Fáciles",
        "receiver_id": "10428650-K",
        "receiver_name": "Constanza",
        "currency": "CLP",
        "net_amount": total,
        "vat_amount": 0,
        "total_amount": total,
    } | fields


def tax_return(number: int, year: int, period: str, **sections: object) -> dict[str, Any]:
    monthly = {} if period == "Del Ejercicio" else {"type": "monthly"}
    general = {
        "rfc": "NUMM",
        "ejercicio": year,
        "tipo_declaracion": "Normal",
        "periodo_declaracion": period,
        "fecha_hora_presentacion": "2026-11-17T12:00:00",
        "numero_operacion": "29",
    }
    return {"id": f"t{number}", "informacion_general": general, "pdf": None, **monthly, **sections}


def retention(number: int, issued_at: str, retained: float, **fields: object) -> dict[str, Any]:
    amounts = {
        "total_invoice_amount": retained * 10,
        "total_taxable_amount": retained * 10,
        "total_retained_amount": retained,
    }
    return {"id": f"r{number}", "issued_at": issued_at, "sender_name": "Volcanes", **amounts} | fields


MEXICAN_STATUS = {
    "id": "s1",
    "collected_at": COLLECTED,
    "official_name": "María Núñez",
    "place_and_date_of_issuance": "MONTERREY A 24 DE NOVIEMBRE",
    "tax_payer_information": {
        "rfc": "NUMM880715XX1",
        "start_operations_date": "2017-01-02",
        "status_padron": "ACTIVO",
        "last_status_change_date": "2018-03-04",
        "email": "maria@example.com",
        "phone": None,
    },
    "address": {"postal_code": "64000", "street": "OBSIDIANA", "exterior_number": "745", "state": "NL"},
    "regimes": [{"regimen": "Personas Físicas", "initial_date": "2017-01-02", "end_date": None}],
    "economic_activity": [
        {
            "economic_activity": "Consultoría",
            "percentage": "80",
            "initial_date": "2017-01-02",
            "end_date": "2020-12-31",
        },
        {"economic_activity": "Comercio", "percentage": "many", "initial_date": "2021-01-01"},
    ],
    "obligations": [
        {"obligation": "Pago de ISR", "expiration": "A más tardar el día 17", "initial_date": "2017-01-02"}
    ],
}
CHILEAN_STATUS = {
    "id": "s2",
    "collected_at": COLLECTED,
    "entity_details": {"name": "Constanza", "document_id_number": "10428650-K", "start_date": "2017-01-02"},
    "addresses": [{"address": "Calle Quillay 745"}],
    "emails": [],
    "economic_activities": [{"activity": "Gestión", "start_date": "2017-01-02"}],
    "regimes": None,
    "authorized_tax_documents": [{"type": "FACTURA", "authorization_date": "2018-01-02"}],
}
GOOD_YEAR = {
    "id": "f1",
    "year": "2025",
    "currency": "MXN",
    "balance_sheet": {
        "current_assets": {"cash_and_equivalents": 100.5, "inventory": None, "total": 100.5},
        "non_current_assets": {"total": 50},
        "current_liabilities": {"total": 30},
        "non_current_liabilities": None,
        "equity": {"total": 120.5},
    },
    "income_statement": {"net_revenue": 200, "operating_expenses": 60, "net_income": 107.41, "net_loss": None},
}
BAD_YEAR = {"id": "f2", "year": "2024", "currency": "MXN", "income_statement": {"net_income": None, "net_loss": 5}}
DEBT_REPORT = {
    "id": "d1",
    "personal_data": {"full_name": "Constanza", "document_id_number": "10428650-K"},
    "debt_data_last_update": "2026-09-30",
    "currency": "CLP",
    "total": 197707,
    "current": 190000,
    "delinquent": 7707,
    "direct_debts": [
        {"financial_institution": "Copihue", "credit_type": "Consumo", "amount": 197707, "current": 190000}
    ],
    "indirect_debts": None,
    "credit_lines": [{"financial_institution": "Copihue", "direct_amount": 3997292, "indirect_amount": 10}],
}
