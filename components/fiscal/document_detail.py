"""What each kind of a tax authority's documents says: its facts, and its lines as tables."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pandas as pd

from components.fiscal.document_tables import DEBTS, LATENESS, REGISTRATIONS, RETURN_AMOUNTS
from components.fiscal.invoice_detail import draw_chilean_invoice, draw_invoice, tell_parties
from components.fiscal.statement_tables import draw_lines
from components.ui.detail_fields import draw_amounts, draw_facts, draw_head, tell_amount, tell_day, tell_instant
from components.ui.tables import draw_table
from components.ui.text import one_line, words
from languages import say
from store import Database
from store.core.money import to_units
from store.queries.base import part, parts
from store.queries.fiscal import debts, statements, tax_filings, taxpayers

Body = Mapping[str, Any]


def _draw_status(db: Database, row: str, body: Body) -> None:
    links = [str(body.get("link") or "")]
    mine = taxpayers.status(db, links)
    for taxpayer in mine[mine["row"] == row].to_dict("records"):
        draw_head(str(taxpayer["name"] or ""), taxpayer["tax_id"])
        draw_facts(
            {
                say("Status"): words(taxpayer["status"] or ""),
                say("Since"): _date(taxpayer["since"]),
                say("Changed on"): _date(taxpayer["changed_on"]),
                say("Address"): _said(taxpayer["address"]),
                say("Email"): _said(taxpayer["email"]),
                say("Phone"): _said(taxpayer["phone"]),
                say("As of"): tell_instant(body.get("collected_at")),
            }
        )
    registered = taxpayers.registrations(db, links)
    draw_table(registered[registered["row"] == row], REGISTRATIONS, key="document_registrations", file="registrations")


def _draw_compliance(_db: Database, _row: str, body: Body) -> None:
    draw_head(words(body.get("outcome") or say("No opinion")), say("Opinion of compliance"))
    draw_facts(
        {
            "RFC": body.get("rfc"),
            say("Number"): body.get("internal_identification"),
            say("As of"): tell_instant(body.get("collected_at")),
        }
    )


def _draw_return(db: Database, row: str, body: Body) -> None:
    general = part(body, "informacion_general")
    kind = say("Monthly return") if body.get("type") == "monthly" else say("Yearly return")
    draw_head(f"{general.get('periodo_declaracion') or ''} {general.get('ejercicio') or ''}".strip(), kind)
    draw_facts(
        {
            say("Taxpayer"): general.get("denominacion_razon_social") or general.get("nombre"),
            "RFC": general.get("rfc"),
            say("Filing"): general.get("tipo_declaracion"),
            say("Filed on"): tell_day(general.get("fecha_hora_presentacion")),
            say("Number"): general.get("numero_operacion"),
            say("As of"): tell_instant(body.get("collected_at")),
        }
    )
    found = tax_filings.return_amounts(db, row)
    currency = found["field"].str.contains(_RATES).map({True: "", False: "MXN"})
    draw_table(found.assign(currency=currency), RETURN_AMOUNTS, key="document_amounts", file="tax_return_amounts")


def _draw_retention(_db: Database, _row: str, body: Body) -> None:
    draw_head(tell_amount(body.get("total_retained_amount"), "MXN"), say("Tax withheld"))
    draw_facts(
        {
            **tell_parties(body),
            say("Issued"): tell_instant(body.get("issued_at")),
            say("Cancelled"): tell_instant(body.get("cancelled_at")),
            say("Code"): body.get("code"),
            say("Fiscal folio"): body.get("invoice_identification"),
            say("Invoiced"): tell_amount(body.get("total_invoice_amount"), "MXN"),
            say("Taxable"): tell_amount(body.get("total_taxable_amount"), "MXN"),
            say("Exempt"): tell_amount(body.get("total_exempt_amount") or None, "MXN"),
            say("As of"): tell_instant(body.get("collected_at")),
        }
    )
    named = [
        (one_line(tax.get("tax_type") or say("Tax")), to_units(tax.get("retained_amount"))) for tax in _taxes(body)
    ]
    draw_amounts([(name, units) for name, units in named if units is not None], "MXN", alt=say("Taxes withheld"))


def _taxes(body: Body) -> Sequence[Body]:
    return parts(body, "retention_breakdown")


def _draw_statement(db: Database, row: str, body: Body) -> None:
    lines = statements.lines(db, [str(body.get("link") or "")], of=[str(body.get("year"))])
    draw_head(str(body.get("year") or ""), say("Financial statement"))
    draw_facts({say("Problem"): body.get("error"), say("As of"): tell_instant(body.get("collected_at"))})
    mine = lines[lines["row"] == row]
    is_income = mine["section"] == "income_statement"
    draw_lines(mine[is_income], say("Income statement"), key="document_income", file="income_statement")
    draw_lines(mine[~is_income], say("Balance sheet"), key="document_balance", file="balance_sheet")


def _draw_debt_report(db: Database, row: str, body: Body) -> None:
    person, currency = part(body, "personal_data"), body.get("currency")
    draw_head(tell_amount(body.get("total"), currency), say("Owed in all"))
    draw_facts(
        {
            say("Person"): person.get("full_name"),
            "RUT": person.get("document_id_number"),
            say("As of"): tell_day(body.get("debt_data_last_update")),
            **{words(name): tell_amount(body.get(name), currency) for name in LATENESS},
            say("Read"): tell_instant(body.get("collected_at")),
        }
    )
    owed = debts.debts(db, [str(body.get("link") or "")])
    draw_table(owed[owed["row"] == row], DEBTS, key="document_debts", file="debts")


def _date(value: Any) -> str | None:  # noqa: ANN401 - a Timestamp or NaT
    return None if pd.isna(value) else tell_day(value.date().isoformat())


def _said(value: Any) -> str | None:  # noqa: ANN401 - a text or NaN
    return value if isinstance(value, str) else None


_RATES = "tasa|coeficiente|porcentaje"
"""What is no amount among the fields of a return."""

DRAWN: dict[str, Callable[[Database, str, Body], None]] = {
    "invoices": draw_invoice,
    "cl_invoices": draw_chilean_invoice,
    "tax_status": _draw_status,
    "cl_tax_status": _draw_status,
    "tax_compliance_status": _draw_compliance,
    "tax_returns": _draw_return,
    "tax_retentions": _draw_retention,
    "financial_statements": _draw_statement,
    "cl_debt_reports": _draw_debt_report,
}
"""Draws a document of each resource: its store, its id and its body."""
