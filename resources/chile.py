"""What Chile's tax authority and its financial supervisor know."""

from languages import msg
from resources.columns import Column, ColumnKind
from resources.declaration import Declaration
from resources.fields import chile as fields
from resources.offers import Countries, Family, Offer

_CHILE: Countries = {"fiscal": ("CL",)}

CL_INVOICES = Declaration(
    name="cl_invoices",
    fields=fields.CL_INVOICES,
    label=msg("Invoices"),
    family=Family.FISCAL,
    offer=Offer("INVOICES", _CHILE, usual=True, country="CL"),
    retrieve_types=("INFLOW", "OUTFLOW"),
    page="fiscal",
    day="issue_date",
    is_bulky=True,
    times=("collected_at", "summary_invoice_details.updated_at"),
    columns=(
        Column("folio"),
        Column("document_code", ColumnKind.INTEGER),
        Column("category"),
        Column("issue_date", ColumnKind.DAY),
        Column("received_at", ColumnKind.INSTANT),
        Column("claim_date", ColumnKind.DAY),
        Column("status"),
        Column("type"),
        Column("sender_id"),
        Column("sender_name"),
        Column("receiver_id"),
        Column("receiver_name"),
        Column("currency"),
        Column("net_amount", ColumnKind.MONEY),
        Column("vat_amount", ColumnKind.MONEY),
        Column("total_amount", ColumnKind.MONEY),
        Column("created_at", ColumnKind.INSTANT),
    ),
    search=("sender_name", "receiver_name", "sender_id", "receiver_id", "folio"),
    indexes=(("link", "issue_date"), ("issue_date",)),
)

CL_TAX_STATUS = Declaration(
    name="cl_tax_status",
    fields=fields.CL_TAX_STATUS,
    label=msg("Tax status"),
    family=Family.FISCAL,
    offer=Offer("TAX_STATUS", _CHILE, usual=True, country="CL"),
    page="fiscal",
    columns=(
        Column("name", path="entity_details.name"),
        Column("document_type", path="entity_details.document_id_type"),
        Column("document_number", path="entity_details.document_id_number"),
        Column("start_date", ColumnKind.DAY, "entity_details.start_date"),
        Column("end_date", ColumnKind.DAY, "entity_details.end_date"),
        Column("fiscal_office", path="fiscal_office.name"),
        Column("created_at", ColumnKind.INSTANT),
        Column("collected_at", ColumnKind.INSTANT),
    ),
)

CL_DEBT_REPORTS = Declaration(
    name="cl_debt_reports",
    fields=fields.CL_DEBT_REPORTS,
    label=msg("Debt reports"),
    family=Family.FISCAL,
    offer=Offer("DEBT_REPORTS", _CHILE, usual=True, country="CL"),
    columns=(
        Column("full_name", path="personal_data.full_name"),
        Column("document_number", path="personal_data.document_id_number"),
        Column("debt_data_last_update", ColumnKind.DAY),
        Column("currency"),
        Column("total", ColumnKind.MONEY),
        Column("current", ColumnKind.MONEY),
        Column("delinquent", ColumnKind.MONEY),
        Column("severely_delinquent", ColumnKind.MONEY),
        Column("defaulted", ColumnKind.MONEY),
        Column("created_at", ColumnKind.INSTANT),
        Column("collected_at", ColumnKind.INSTANT),
    ),
)
