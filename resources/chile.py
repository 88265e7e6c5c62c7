"""What Chile's tax authority and its financial supervisor know."""

from resources.declaration import BY_LINK, Column, Kind, Resource

CL_INVOICES = Resource(
    name="cl_invoices",
    table="cl_invoices",
    is_bulky=True,
    times=("collected_at", "summary_invoice_details.updated_at"),
    columns=(
        Column("folio"),
        Column("document_code", Kind.INTEGER),
        Column("category"),
        Column("issue_date", Kind.DAY),
        Column("received_at", Kind.INSTANT),
        Column("claim_date", Kind.DAY),
        Column("status"),
        Column("type"),
        Column("sender_id"),
        Column("sender_name"),
        Column("receiver_id"),
        Column("receiver_name"),
        Column("currency"),
        Column("net_amount", Kind.MONEY),
        Column("vat_amount", Kind.MONEY),
        Column("total_amount", Kind.MONEY),
        Column("created_at", Kind.INSTANT),
    ),
    search=("sender_name", "receiver_name", "sender_id", "receiver_id", "folio"),
    indexes=(("link", "issue_date"), ("issue_date",)),
)

CL_TAX_STATUS = Resource(
    name="cl_tax_status",
    table="cl_tax_status",
    columns=(
        Column("name", path="entity_details.name"),
        Column("document_type", path="entity_details.document_id_type"),
        Column("document_number", path="entity_details.document_id_number"),
        Column("start_date", Kind.DAY, "entity_details.start_date"),
        Column("end_date", Kind.DAY, "entity_details.end_date"),
        Column("fiscal_office", path="fiscal_office.name"),
        Column("created_at", Kind.INSTANT),
        Column("collected_at", Kind.INSTANT),
    ),
    indexes=(BY_LINK,),
)

CL_DEBT_REPORTS = Resource(
    name="cl_debt_reports",
    table="cl_debt_reports",
    columns=(
        Column("full_name", path="personal_data.full_name"),
        Column("document_number", path="personal_data.document_id_number"),
        Column("debt_data_last_update", Kind.DAY),
        Column("currency"),
        Column("total", Kind.MONEY),
        Column("current", Kind.MONEY),
        Column("delinquent", Kind.MONEY),
        Column("severely_delinquent", Kind.MONEY),
        Column("defaulted", Kind.MONEY),
        Column("created_at", Kind.INSTANT),
        Column("collected_at", Kind.INSTANT),
    ),
    indexes=(BY_LINK,),
)
