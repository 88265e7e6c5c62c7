"""What Mexico's tax authority knows."""

from languages import msg
from resources.columns import Column, ColumnKind
from resources.declaration import Declaration
from resources.fields import fiscal as fields
from resources.offers import Countries, Family, Offer
from resources.policies import Continuation, Policy

_MEXICO: Countries = {"fiscal": ("MX",)}

FINANCIAL_STATEMENTS = Declaration(
    name="financial_statements",
    fields=fields.FINANCIAL_STATEMENTS,
    label=msg("Financial statements"),
    family=Family.FISCAL,
    offer=Offer("FINANCIAL_STATEMENTS", _MEXICO, usual=True),
    columns=(
        Column("year"),
        Column("currency"),
        Column("error"),
        Column("net_revenue", ColumnKind.MONEY, "income_statement.net_revenue"),
        Column("operating_expenses", ColumnKind.MONEY, "income_statement.operating_expenses"),
        Column("net_income", ColumnKind.MONEY, "income_statement.net_income"),
        Column("net_loss", ColumnKind.MONEY, "income_statement.net_loss"),
        Column("current_assets", ColumnKind.MONEY, "balance_sheet.current_assets.total"),
        Column("non_current_assets", ColumnKind.MONEY, "balance_sheet.non_current_assets.total"),
        Column("current_liabilities", ColumnKind.MONEY, "balance_sheet.current_liabilities.total"),
        Column("non_current_liabilities", ColumnKind.MONEY, "balance_sheet.non_current_liabilities.total"),
        Column("equity", ColumnKind.MONEY, "balance_sheet.equity.total"),
        Column("created_at", ColumnKind.INSTANT),
        Column("collected_at", ColumnKind.INSTANT),
    ),
)

INVOICES = Declaration(
    name="invoices",
    fields=fields.INVOICES,
    label=msg("Invoices"),
    family=Family.FISCAL,
    offer=Offer("INVOICES", _MEXICO, usual=True, country="MX"),
    policy=Policy(Continuation()),
    retrieve_types=("INFLOW", "OUTFLOW"),
    page="fiscal",
    day="invoice_date",
    is_bulky=True,
    times=(
        "collected_at",
        "invoice_details.collected_at",
        "invoice_details.retained_taxes.collected_at",
        "invoice_details.transferred_taxes.collected_at",
        "payroll.collected_at",
    ),
    columns=(
        Column("invoice_identification"),
        Column("series"),
        Column("folio"),
        Column("invoice_date", ColumnKind.DAY),
        Column("status"),
        Column("invoice_type"),
        Column("type"),
        Column("usage"),
        Column("payment_method"),
        Column("payment_type"),
        Column("sender_id"),
        Column("sender_name"),
        Column("receiver_id"),
        Column("receiver_name"),
        Column("currency"),
        Column("exchange_rate", ColumnKind.NUMBER),
        Column("subtotal_amount", ColumnKind.MONEY),
        Column("discount_amount", ColumnKind.MONEY),
        Column("tax_amount", ColumnKind.MONEY),
        Column("retained_amount", ColumnKind.MONEY, "tax_details.total_tax_retained"),
        Column("total_amount", ColumnKind.MONEY),
        Column("created_at", ColumnKind.INSTANT),
    ),
    search=("sender_name", "receiver_name", "sender_id", "receiver_id", "invoice_identification", "folio"),
    indexes=(("link", "invoice_date"), ("invoice_date",)),
)

TAX_COMPLIANCE_STATUS = Declaration(
    name="tax_compliance_status",
    fields=fields.TAX_COMPLIANCE_STATUS,
    label=msg("Tax compliance status"),
    family=Family.FISCAL,
    offer=Offer("TAX_COMPLIANCE_STATUS", _MEXICO, usual=True),
    columns=(
        Column("rfc"),
        Column("outcome"),
        Column("internal_identification"),
        Column("created_at", ColumnKind.INSTANT),
        Column("collected_at", ColumnKind.INSTANT),
    ),
)

TAX_RETURNS = Declaration(
    name="tax_returns",
    fields=fields.TAX_RETURNS,
    label=msg("Tax returns"),
    family=Family.FISCAL,
    offer=Offer("TAX_RETURNS", _MEXICO, usual=True),
    retrieve_types=("yearly", "monthly"),
    day="filed_on",
    columns=(
        Column("type"),
        Column("year", ColumnKind.INTEGER, "informacion_general.ejercicio"),
        Column("period", path="informacion_general.periodo_declaracion"),
        Column("filing", path="informacion_general.tipo_declaracion"),
        Column("filed_on", ColumnKind.DAY, "informacion_general.fecha_hora_presentacion"),
        Column("operation_number", path="informacion_general.numero_operacion"),
        Column("rfc", path="informacion_general.rfc"),
        Column("created_at", ColumnKind.INSTANT),
        Column("collected_at", ColumnKind.INSTANT),
    ),
)

TAX_RETENTIONS = Declaration(
    name="tax_retentions",
    fields=fields.TAX_RETENTIONS,
    label=msg("Tax retentions"),
    family=Family.FISCAL,
    offer=Offer("TAX_RETENTIONS", _MEXICO, usual=True),
    retrieve_types=("INFLOW", "OUTFLOW"),
    day="issued_at",
    columns=(
        Column("invoice_identification"),
        Column("code", ColumnKind.INTEGER),
        Column("issued_at", ColumnKind.INSTANT),
        Column("certified_at", ColumnKind.INSTANT),
        Column("cancelled_at", ColumnKind.INSTANT),
        Column("sender_id"),
        Column("sender_name"),
        Column("receiver_id"),
        Column("receiver_name"),
        Column("receiver_nationality"),
        Column("total_invoice_amount", ColumnKind.MONEY),
        Column("total_exempt_amount", ColumnKind.MONEY),
        Column("total_taxable_amount", ColumnKind.MONEY),
        Column("total_retained_amount", ColumnKind.MONEY),
        Column("created_at", ColumnKind.INSTANT),
        Column("collected_at", ColumnKind.INSTANT),
    ),
)

TAX_STATUS = Declaration(
    name="tax_status",
    fields=fields.TAX_STATUS,
    label=msg("Tax status"),
    family=Family.FISCAL,
    offer=Offer("TAX_STATUS", _MEXICO, usual=True, country="MX"),
    page="fiscal",
    # The certificate is issued anew, with a stamp of that day, each time somebody looks.
    times=("collected_at", "place_and_date_of_issuance", "digital_stamp", "digital_stamp_chain"),
    columns=(
        Column("rfc", path="tax_payer_information.rfc"),
        Column("official_name"),
        Column("id_cif"),
        Column("status", path="tax_payer_information.status_padron"),
        Column("start_operations_date", ColumnKind.DAY, "tax_payer_information.start_operations_date"),
        Column("last_status_change_date", ColumnKind.DAY, "tax_payer_information.last_status_change_date"),
        Column("postal_code", path="address.postal_code"),
        Column("created_at", ColumnKind.INSTANT),
        Column("collected_at", ColumnKind.INSTANT),
    ),
)
