"""What Mexico's tax authority tells: what of it is personal."""

from resources.personal import Fields, Mask, Personal

_PAYSLIPS = ("Nómina", "Nomina")
"""Invoices by which an employer pays: the company that sends them is one."""

FINANCIAL_STATEMENTS = Fields(
    personal={
        "error": Personal.TEXT,
    },
    clear={
        "": "collected_at created_at currency id link year",
    },
    numbers=(
        "balance_sheet.current_assets",
        "balance_sheet.current_liabilities",
        "balance_sheet.equity",
        "balance_sheet.non_current_assets",
        "balance_sheet.non_current_liabilities",
        "income_statement",
    ),
)

INVOICES = Fields(
    personal={
        "sender_id": Mask(Personal.TAX_ID, hides="invoice_type", on=_PAYSLIPS),
        "sender_name": Mask(Personal.NAME, of="sender_id", hides="invoice_type", on=_PAYSLIPS),
        "receiver_id": Personal.TAX_ID,
        "receiver_name": Mask(Personal.NAME, of="receiver_id"),
        "receiver_postal_code": Personal.ADDRESS,
        "place_of_issue": Personal.ADDRESS,
        "xml": Personal.FILE,
        "invoice_details.description": Personal.TEXT,
        "invoice_details.identifier_number": Personal.REFERENCE,
        "payments.beneficiary_account_number": Personal.ACCOUNT,
        "payments.beneficiary_rfc": Personal.TAX_ID,
        "payments.payer_account_number": Personal.ACCOUNT,
        "payments.payer_rfc": Personal.TAX_ID,
        "payments.operation_number": Personal.REFERENCE,
        "warnings.message": Personal.TEXT,
    },
    clear={
        "": """
            cancelation_status cancelation_update_date certification_authority certification_date
            collected_at created_at currency export_type folio id invoice_date
            invoice_identification invoice_type link payment_method payment_method_description
            payment_type payment_type_description receiver_blacklist_status receiver_fiscal_regime
            receiver_tax_fraud_status sender_blacklist_status sender_fiscal_regime
            sender_tax_fraud_status series status type usage version discount_amount exchange_rate
            subtotal_amount tax_amount total_amount
        """,
        "invoice_details": "collected_at product_identification tax_subject_code unit_code unit_description",
        "invoice_details.retained_taxes": "collected_at tax tax_type",
        "invoice_details.transferred_taxes": "collected_at tax tax_type",
        "payments": "currency date exchange_rate payer_bank_name payment_type",
        "payments.related_documents": "currency invoice_identification payment_method",
        "payroll": "collected_at date_from date_to payment_date periodicity type version",
        "payroll.earnings_breakdown": "type",
        "payroll.other_payments": "type",
        "payroll.tax_deductions": "type",
        "related_invoices": "related_invoice_identification relationship_type",
        "tax_details.retained_taxes": "tax tax_type",
        "tax_details.transferred_taxes": "tax tax_type",
        "warnings": "code",
    },
    numbers=(
        "invoice_details",
        "payments",
        "payroll",
        "tax_details",
    ),
)

TAX_COMPLIANCE_STATUS = Fields(
    personal={
        "rfc": Personal.TAX_ID,
        "internal_identification": Personal.REFERENCE,
        "pdf": Personal.FILE,
    },
    clear={
        "": "collected_at created_at id outcome",
    },
)

TAX_RETURNS = Fields(
    personal={
        "informacion_general.rfc": Personal.TAX_ID,
        "informacion_general.curp": Personal.DOCUMENT,
        "informacion_general.nombre": Mask(Personal.NAME, of="rfc"),
        "informacion_general.apellido_paterno": Mask(Personal.NAME, of="rfc"),
        "informacion_general.apellido_materno": Mask(Personal.NAME, of="rfc"),
        "informacion_general.denominacion_razon_social": Mask(Personal.NAME, of="rfc"),
        "pdf": Personal.FILE,
        "receipt_pdf": Personal.FILE,
    },
    clear={
        "": "collected_at created_at id link type",
        "informacion_general": """
            ejercicio periodo_declaracion tipo_declaracion fecha_hora_presentacion numero_operacion
            tipo_complementaria
        """,
    },
    numbers=(
        "cifras_cierre_ejercicio",
        "conciliacion_entre_resultado_contable_fiscal",
        "datos_adicionales",
        "datos_informativos",
        "deducciones_autorizadas",
        "deducciones_personales",
        "detalle_pago_isr",
        "detalle_pago_iva",
        "detalle_pago_r1_isr_personas_morales",
        "determinacion",
        "determinacion_del_impuesto_sobre_la_renta",
        "determinacion_impuesto",
        "determinacion_isr",
        "determinacion_iva",
        "dividendos",
        "dividendos_o_utilidades_distribuidos",
        "estado_posicion_financiera_balance",
        "estado_resultados",
        "informacion_general",
        "ingressos",
        "isr",
        "iva",
        "retenciones",
        "servicios_profesionales",
        "sueldos_salarios",
    ),
)

TAX_RETENTIONS = Fields(
    personal={
        "sender_id": Personal.TAX_ID,
        "sender_name": Mask(Personal.NAME, of="sender_id"),
        "receiver_id": Personal.TAX_ID,
        "receiver_name": Mask(Personal.NAME, of="receiver_id"),
        "xml": Personal.FILE,
    },
    clear={
        "": """
            cancelled_at certified_at collected_at created_at id invoice_identification issued_at
            link receiver_nationality version code total_exempt_amount total_invoice_amount
            total_retained_amount total_taxable_amount
        """,
        "retention_breakdown": "payment_status tax_type",
    },
    numbers=("retention_breakdown",),
)

TAX_STATUS = Fields(
    personal={
        "official_name": Mask(Personal.NAME, of="tax_payer_information.rfc"),
        "tax_payer_information.name": Mask(Personal.NAME, of="rfc"),
        "tax_payer_information.first_last_name": Mask(Personal.NAME, of="rfc"),
        "tax_payer_information.second_last_name": Mask(Personal.NAME, of="rfc"),
        "tax_payer_information.social_name": Mask(Personal.NAME, of="rfc"),
        "tax_payer_information.commercial_name": Mask(Personal.NAME, of="rfc"),
        "tax_payer_information.curp": Personal.DOCUMENT,
        "tax_payer_information.rfc": Personal.TAX_ID,
        "tax_payer_information.email": Personal.EMAIL,
        "tax_payer_information.phone": Personal.PHONE,
        "address.exterior_number": Personal.ADDRESS,
        "address.interior_number": Personal.ADDRESS,
        "address.locality": Personal.ADDRESS,
        "address.municipality": Personal.ADDRESS,
        "address.postal_code": Personal.ADDRESS,
        "address.street": Personal.ADDRESS,
        "address.street_type": Personal.ADDRESS,
        "address.suburb": Personal.ADDRESS,
        "address.between_street.street_one": Personal.ADDRESS,
        "address.between_street.street_two": Personal.ADDRESS,
        "digital_stamp": Personal.FILE,
        "digital_stamp_chain": Personal.FILE,
        "id_cif": Personal.REFERENCE,
        "pdf": Personal.FILE,
        "place_and_date_of_issuance": Personal.ADDRESS,
    },
    clear={
        "address": "state",
        "": "collected_at created_at id link",
        "economic_activity": "economic_activity end_date initial_date order percentage",
        "obligations": "end_date expiration initial_date obligation",
        "regimes": "end_date initial_date regimen",
        "tax_payer_information": "last_status_change_date start_operations_date status_padron",
    },
)
