"""What Mexico's tax authority knows."""

from resources.declaration import BY_LINK, Column, Kind, Resource

FINANCIAL_STATEMENTS = Resource(
    name="financial_statements",
    table="financial_statements",
    columns=(
        Column("year"),
        Column("currency"),
        Column("error"),
        Column("net_revenue", Kind.MONEY, "income_statement.net_revenue"),
        Column("operating_expenses", Kind.MONEY, "income_statement.operating_expenses"),
        Column("net_income", Kind.MONEY, "income_statement.net_income"),
        Column("net_loss", Kind.MONEY, "income_statement.net_loss"),
        Column("current_assets", Kind.MONEY, "balance_sheet.current_assets.total"),
        Column("non_current_assets", Kind.MONEY, "balance_sheet.non_current_assets.total"),
        Column("current_liabilities", Kind.MONEY, "balance_sheet.current_liabilities.total"),
        Column("non_current_liabilities", Kind.MONEY, "balance_sheet.non_current_liabilities.total"),
        Column("equity", Kind.MONEY, "balance_sheet.equity.total"),
        Column("created_at", Kind.INSTANT),
        Column("collected_at", Kind.INSTANT),
    ),
    indexes=(BY_LINK,),
)

INVOICES = Resource(
    name="invoices",
    table="invoices",
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
        Column("invoice_date", Kind.DAY),
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
        Column("exchange_rate", Kind.NUMBER),
        Column("subtotal_amount", Kind.MONEY),
        Column("discount_amount", Kind.MONEY),
        Column("tax_amount", Kind.MONEY),
        Column("total_amount", Kind.MONEY),
        Column("created_at", Kind.INSTANT),
    ),
    search=("sender_name", "receiver_name", "sender_id", "receiver_id", "invoice_identification", "folio"),
    indexes=(("link", "invoice_date"), ("invoice_date",)),
)

TAX_COMPLIANCE_STATUS = Resource(
    name="tax_compliance_status",
    table="tax_compliance_status",
    columns=(
        Column("rfc"),
        Column("outcome"),
        Column("internal_identification"),
        Column("created_at", Kind.INSTANT),
        Column("collected_at", Kind.INSTANT),
    ),
    indexes=(BY_LINK,),
)

TAX_RETURNS = Resource(
    name="tax_returns",
    table="tax_returns",
    columns=(
        Column("type"),
        Column("year", Kind.INTEGER, "informacion_general.ejercicio"),
        Column("period", path="informacion_general.periodo_declaracion"),
        Column("filing", path="informacion_general.tipo_declaracion"),
        Column("filed_on", Kind.DAY, "informacion_general.fecha_hora_presentacion"),
        Column("operation_number", path="informacion_general.numero_operacion"),
        Column("rfc", path="informacion_general.rfc"),
        Column("created_at", Kind.INSTANT),
        Column("collected_at", Kind.INSTANT),
    ),
    indexes=(BY_LINK,),
)

TAX_RETENTIONS = Resource(
    name="tax_retentions",
    table="tax_retentions",
    columns=(
        Column("invoice_identification"),
        Column("code", Kind.INTEGER),
        Column("issued_at", Kind.INSTANT),
        Column("certified_at", Kind.INSTANT),
        Column("cancelled_at", Kind.INSTANT),
        Column("sender_id"),
        Column("sender_name"),
        Column("receiver_id"),
        Column("receiver_name"),
        Column("receiver_nationality"),
        Column("total_invoice_amount", Kind.MONEY),
        Column("total_exempt_amount", Kind.MONEY),
        Column("total_taxable_amount", Kind.MONEY),
        Column("total_retained_amount", Kind.MONEY),
        Column("created_at", Kind.INSTANT),
        Column("collected_at", Kind.INSTANT),
    ),
    indexes=(BY_LINK,),
)

TAX_STATUS = Resource(
    name="tax_status",
    table="tax_status",
    # The certificate is issued anew, with a stamp of that day, each time somebody looks.
    times=("collected_at", "place_and_date_of_issuance", "digital_stamp", "digital_stamp_chain"),
    columns=(
        Column("rfc", path="tax_payer_information.rfc"),
        Column("official_name"),
        Column("id_cif"),
        Column("status", path="tax_payer_information.status_padron"),
        Column("start_operations_date", Kind.DAY, "tax_payer_information.start_operations_date"),
        Column("last_status_change_date", Kind.DAY, "tax_payer_information.last_status_change_date"),
        Column("postal_code", path="address.postal_code"),
        Column("created_at", Kind.INSTANT),
        Column("collected_at", Kind.INSTANT),
    ),
    indexes=(BY_LINK,),
)
