"""What banks tell: what of it is personal."""

from resources.personal import Fields, Mask, Personal

ACCOUNTS = Fields(
    personal={
        "name": Personal.TEXT,
        "number": Personal.ACCOUNT,
        "internal_identification": Personal.REFERENCE,
        "public_identification_value": Personal.ACCOUNT,
        "credit_data.cards.identification_number": Personal.CARD,
        "credit_data.limits.identification_number": Personal.CARD,
        "credit_data.limits.line_name_additional_info": Personal.TEXT,
        "credit_data.network_additional_info": Personal.TEXT,
        "loan_data.contract_number": Personal.ACCOUNT,
        "loan_data.loan_code": Personal.ACCOUNT,
        "loan_data.consignee_id": Personal.EMPLOYER,
        "loan_data.amortization_schedule_info": Personal.TEXT,
        "loan_data.installment_frequency_info": Personal.TEXT,
        "loan_data.contracted_charges.info": Personal.TEXT,
        "loan_data.interest_rates.interest_rate_data.additional_info": Personal.TEXT,
        "loan_data.interest_rates.interest_rate_data.reference_index_info": Personal.TEXT,
    },
    clear={
        "": """
            agency balance_type category check_digit collected_at created_at currency funds_data id
            last_accessed_at link public_identification_name subtype type
        """,
        "credit_data": "collected_at cutting_date last_payment_date network next_payment_date",
        "credit_data.limits": "consolidation_type line_name type",
        "institution": "name type",
        "loan_data": """
            amortization_schedule collected_at contract_end_date contract_remaining_frequency
            contract_start_date cutting_date cutting_day disbursement_dates
            first_installment_due_date installment_frequency installments_contract_term_frequency
            last_payment_date limit_day loan_type payment_day settlement_date
        """,
        "loan_data.balloon_payments": "currency due_date",
        "loan_data.collaterals": "currency subtype type",
        "loan_data.contracted_charges": "type",
        "loan_data.fees": "code fee_charge fee_charge_type name type",
        "loan_data.interest_rates.interest_rate_data": """
            calculation_base rate_type reference_index_subtype reference_index_type tax_type type
        """,
        "loan_data.interest_rates": "name type",
    },
    numbers=(
        "balance",
        "credit_data",
        "loan_data",
        "overdraft",
    ),
)

TRANSACTIONS = Fields(
    personal={
        "description": Mask(Personal.TEXT, of="merchant.merchant_name"),
        "observations": Mask(Personal.TEXT, of="merchant.merchant_name"),
        "reference": Personal.TEXT,
        "internal_identification": Personal.REFERENCE,
        "operation_type_additional_info": Personal.TEXT,
        "counterparty.document_number": Personal.TAX_ID,
        "counterparty.number": Personal.ACCOUNT,
        "credit_card_data.card_number": Personal.CARD,
        "credit_card_data.bill_internal_identification": Personal.REFERENCE,
        "credit_card_data.credit_card_bill.internal_identification": Personal.REFERENCE,
        "credit_card_data.installment_identifier": Personal.REFERENCE,
        "credit_card_data.credits_type_additional_info": Personal.TEXT,
        "credit_card_data.fee_type_additional_info": Personal.TEXT,
        "loan_data.charges.info": Personal.TEXT,
        "loan_data.installment_id": Personal.REFERENCE,
    },
    clear={
        "": """
            accounting_date category collected_at created_at currency id inferred_accounting_date
            operation_type payment_type status subcategory transacted_at type value_date amount
            balance local_currency_amount mcc
        """,
        "counterparty": "agency check_digit clearing_code type",
        "credit_card_data": """
            bill_due_date bill_name bill_status collected_at credits_type fee_type
            previous_bill_total
        """,
        "credit_card_data.credit_card_bill": "id",
        "loan_data.charges": "type",
        "loan_data.fees": "code name",
        "merchant": "logo merchant_name website name",
    },
    numbers=(
        "credit_card_data",
        "loan_data.charges",
        "loan_data.fees",
    ),
)

OWNERS = Fields(
    personal={
        "display_name": Mask(Personal.NAME, of="document_id.document_number"),
        "business_name": Mask(Personal.NAME, of="document_id.document_number"),
        "company_name": Mask(Personal.NAME, of="document_id.document_number"),
        "trade_name": Mask(Personal.NAME, of="document_id.document_number"),
        "social_name": Mask(Personal.NAME, of="document_id.document_number"),
        "first_name": Mask(Personal.NAME, of="document_id.document_number"),
        "last_name": Mask(Personal.NAME, of="document_id.document_number"),
        "second_last_name": Mask(Personal.NAME, of="document_id.document_number"),
        "companies_id": Personal.TAX_ID,
        "document_id.document_number": Personal.TAX_ID,
        "email": Personal.EMAIL,
        "phone_number": Personal.PHONE,
        "address": Personal.ADDRESS,
        "birth_date": Personal.PRIVATE,
        "gender": Personal.PRIVATE,
        "marital_status": Personal.PRIVATE,
        "marital_status_additional_info": Personal.PRIVATE,
        "internal_identification": Personal.REFERENCE,
        "additional_documents.number": Personal.DOCUMENT,
        "additional_documents.check_digit": Personal.DOCUMENT,
        "additional_documents.additional_info": Personal.TEXT,
        "additional_documents.type_additional_info": Personal.TEXT,
        "addresses.additional_info": Personal.ADDRESS,
        "addresses.address": Personal.ADDRESS,
        "addresses.district_name": Personal.ADDRESS,
        "addresses.latitude": Personal.ADDRESS,
        "addresses.longitude": Personal.ADDRESS,
        "addresses.postcode": Personal.ADDRESS,
        "addresses.town": Personal.ADDRESS,
        "addresses.town_code": Personal.ADDRESS,
        "emails.email": Personal.EMAIL,
        "filiations.civil_name": Personal.NAME,
        "filiations.social_name": Personal.NAME,
        "financial_profile.company_id": Personal.EMPLOYER,
        "financial_profile.occupation_description": Personal.TEXT,
        "financial_profile.informed_revenue.frequency_additional_info": Personal.TEXT,
        "financial_relation.payroll_accounts.employer_id_number": Personal.EMPLOYER,
        "financial_relation.payroll_accounts.employer_name": Personal.EMPLOYER,
        "financial_relation.salary_portability_requests.employer_id_number": Personal.EMPLOYER,
        "financial_relation.salary_portability_requests.employer_name": Personal.EMPLOYER,
        "financial_relation.procurators.civil_name": Mask(Personal.NAME, of="document_number"),
        "financial_relation.procurators.social_name": Mask(Personal.NAME, of="document_number"),
        "financial_relation.procurators.document_number": Personal.TAX_ID,
        "financial_relation.product_services_additional_info": Personal.TEXT,
        "financial_relation.products.number": Personal.ACCOUNT,
        "nationalities.documents.number": Personal.DOCUMENT,
        "nationalities.documents.additional_info": Personal.TEXT,
        "nationalities.info": Personal.PRIVATE,
        "parties.company_name": Mask(Personal.NAME, of="document_number"),
        "parties.display_name": Mask(Personal.NAME, of="document_number"),
        "parties.social_name": Mask(Personal.NAME, of="document_number"),
        "parties.trade_name": Mask(Personal.NAME, of="document_number"),
        "parties.document_number": Personal.TAX_ID,
        "parties.document_additional_info": Personal.TEXT,
        "phone_numbers.number": Personal.PHONE,
        "phone_numbers.extension": Personal.PHONE,
        "phone_numbers.additional_info": Personal.TEXT,
    },
    clear={
        "additional_documents": "country_of_issuance expiration_date issue_date type",
        "addresses": "country_code country_name state",
        "": "collected_at created_at id incorporation_date link",
        "document_id": "document_type",
        "filiations": "type",
        "financial_profile.economic_activities": "code",
        "financial_profile.informed_income": "currency date frequency",
        "financial_profile.informed_revenue": "currency frequency",
        "financial_profile": "occupation_code",
        "financial_profile.patrimony": "currency date",
        "financial_relation.payroll_accounts": """
            account_opening_date employer_bank_code employer_bank_id_number
        """,
        "financial_relation.procurators": "type",
        "financial_relation": "product_services start_date",
        "financial_relation.products": "agency check_digit clearing_code subtype type",
        "financial_relation.salary_portability_requests": """
            employer_bank_code employer_bank_id_number portability_approval_date
        """,
        "nationalities.documents": "country_of_issuance expiration_date issue_date type",
        "parties": """
            document_country document_expiration_date document_issue_date document_type person_type
            start_date type
        """,
        "phone_numbers": "area_code country_code type",
    },
    numbers=(
        "financial_profile.informed_income",
        "financial_profile.informed_revenue",
        "financial_profile.patrimony",
        "parties",
    ),
)

BR_BALANCES = Fields(
    personal={
        "account_internal_identification": Personal.REFERENCE,
    },
    clear={
        "": """
            account_id collected_at created_at currency id last_updated_at link
            automatically_invested available blocked
        """,
    },
)

BILLS = Fields(
    personal={
        "internal_identification": Personal.REFERENCE,
        "finance_charges.additional_info": Personal.TEXT,
    },
    clear={
        "": "bill_name collected_at created_at currency due_date id minimum_amount total_amount",
        "finance_charges": "currency type",
        "payments": "currency payment_date payment_mode type",
    },
    numbers=(
        "finance_charges",
        "payments",
    ),
)

BR_EXCHANGES = Fields(
    clear={
        "": """
            authorized_institution_name collected_at created_at foreign_operation_value_currency id
            intermediary_institution_name link local_operation_tax_currency
            local_operation_value_currency operation_category_code operation_due_date
            operation_identifier operation_number operation_outstanding_balance_currency
            operation_requested_at operation_type settlement_method tev_amount_currency
            authorized_institution_identifier foreign_operation_value_amount
            intermediary_institution_identifier local_currency_advance_percentage
            local_operation_tax_amount local_operation_value_amount
            operation_outstanding_balance_amount tev_amount_amount
        """,
    },
)

BR_INVESTMENTS = Fields(
    personal={
        "debtor_details.name": Mask(Personal.NAME, of="id_document_number"),
        "debtor_details.id_document_number": Personal.TAX_ID,
        "issuer_id_number": Personal.TAX_ID,
        "remuneration.indexer_additional_info": Personal.TEXT,
        "voucher_payment_details.periodicity_additional_info": Personal.TEXT,
    },
    clear={
        "balance": "reference_date",
        "classification_details": "category class subclass",
        "": """
            clearing_code currency due_date grace_period_date id isin_number issue_date product_name
            purchase_date type issue_unit_price
        """,
        "remuneration": "calculation_base indexer rate_periodicity rate_type",
        "voucher_payment_details": "periodicity",
    },
    numbers=(
        "balance",
        "remuneration",
    ),
)

BR_INVESTMENT_TRANSACTIONS = Fields(
    personal={
        "internal_identification": Personal.REFERENCE,
        "subtype_additional_info": Personal.TEXT,
        "broker_note_details.broker_note_number": Personal.REFERENCE,
    },
    clear={
        "": """
            collected_at created_at id link subtype type value_date exit_fee gross_value income_tax
            indexer_percentage net_value price_factor quantity rate transaction_tax unit_price value
        """,
    },
    numbers=("broker_note_details",),
)
