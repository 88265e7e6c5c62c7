"""What Chile's authorities tell: what of it is personal."""

from resources.personal import Fields, Mask, Personal

CL_INVOICES = Fields(
    personal={
        "sender_id": Personal.TAX_ID,
        "sender_name": Mask(Personal.NAME, of="sender_id"),
        "receiver_id": Personal.TAX_ID,
        "receiver_name": Mask(Personal.NAME, of="receiver_id"),
        "sales_invoice_details.foreign_recipient_id": Personal.TAX_ID,
        "sales_invoice_details.invoice_settlement_sender_id": Personal.TAX_ID,
    },
    clear={
        "": """
            acknowledged_at category claim_date collected_at created_at currency folio id issue_date
            link received_at status type document_code net_amount total_amount vat_amount
        """,
        "purchase_invoice_details": "additional_tax_rate",
        "sales_invoice_details": """
            additional_tax_rate foreign_recipient_nationality reference_document_folio
            reference_document_type
        """,
        "summary_invoice_details": "month updated_at",
    },
    numbers=(
        "purchase_invoice_details",
        "sales_invoice_details",
        "summary_invoice_details",
    ),
)

CL_TAX_STATUS = Fields(
    personal={
        "addresses.address": Personal.ADDRESS,
        "emails.email": Personal.EMAIL,
        "phone_numbers.number": Personal.PHONE,
        "company_partnership_stakes.name": Mask(Personal.NAME, of="document_id_number"),
        "company_partnership_stakes.document_id_number": Personal.TAX_ID,
        "entity_details.name": Mask(Personal.NAME, of="document_id_number"),
        "entity_details.document_id_number": Personal.TAX_ID,
        "equity_holders.name": Mask(Personal.NAME, of="document_id_number"),
        "equity_holders.document_id_number": Personal.TAX_ID,
        "legal_representative.name": Mask(Personal.NAME, of="document_id_number"),
        "legal_representative.document_id_number": Personal.TAX_ID,
        "property_tax_liabilities.address": Personal.ADDRESS,
        "property_tax_liabilities.district": Personal.ADDRESS,
        "property_tax_liabilities.property_id": Personal.REFERENCE,
    },
    clear={
        "addresses": "date type",
        "authorized_tax_documents": "authorization_date type",
        "": "collected_at created_at id link",
        "company_partnership_stakes": "document_id_type end_date start_date",
        "economic_activities": "activity code start_date type",
        "emails": "type",
        "entity_details": "document_id_type end_date incorporation_date start_date",
        "equity_holders": "document_id_type end_date start_date",
        "fiscal_office": "address name",
        "legal_representative": "document_id_type end_date start_date",
        "phone_numbers": "type",
        "property_tax_liabilities.overdue_tax_payments": "due_date",
        "property_tax_liabilities.scheduled_tax_payments": "due_date",
        "property_tax_liabilities": "type",
        "regimes": "start_date type",
    },
    numbers=(
        "authorized_tax_documents",
        "company_partnership_stakes",
        "economic_activities",
        "equity_holders",
        "property_tax_liabilities.overdue_tax_payments",
        "property_tax_liabilities.scheduled_tax_payments",
    ),
)

CL_DEBT_REPORTS = Fields(
    personal={
        "personal_data.full_name": Mask(Personal.NAME, of="document_id_number"),
        "personal_data.document_id_number": Personal.TAX_ID,
    },
    clear={
        "": """
            collected_at created_at currency debt_data_last_update id link current defaulted
            delinquent severely_delinquent total
        """,
        "credit_lines": "financial_institution",
        "direct_debts": "credit_type financial_institution",
        "indirect_debts": "credit_type financial_institution",
        "other_credits": "financial_institution",
        "personal_data": "document_id_type",
    },
    numbers=(
        "credit_lines",
        "direct_debts",
        "indirect_debts",
        "other_credits",
    ),
)
