-- Every other resource of Belvo's API.

CREATE TABLE consents (
    key INTEGER PRIMARY KEY, id TEXT NOT NULL, link TEXT NOT NULL, institution TEXT, display_name TEXT,
    document_number TEXT, status TEXT, expired_at TEXT, consent_duration INTEGER,
    undefined_consent_expiration INTEGER, created_at TEXT, inexact INTEGER NOT NULL,
    fingerprint INTEGER NOT NULL, changed_at TEXT NOT NULL, gone_at TEXT
);
CREATE UNIQUE INDEX consents_id ON consents (id);
CREATE INDEX consents_link_gone_at ON consents (link, gone_at);
CREATE TABLE bodies_consents (key INTEGER PRIMARY KEY, body TEXT NOT NULL);
CREATE VIEW raw_consents AS SELECT id, body FROM consents JOIN bodies_consents USING (key);
CREATE TABLE versions_consents (
    key INTEGER NOT NULL, id TEXT NOT NULL, body TEXT NOT NULL, since TEXT NOT NULL, until TEXT NOT NULL
);
CREATE INDEX versions_consents_key ON versions_consents (key);

CREATE TABLE br_balances (
    key INTEGER PRIMARY KEY, id TEXT NOT NULL, link TEXT NOT NULL, account TEXT NOT NULL, currency TEXT,
    available INTEGER, blocked INTEGER, automatically_invested INTEGER, last_updated_at TEXT,
    created_at TEXT, collected_at TEXT, inexact INTEGER NOT NULL, fingerprint INTEGER NOT NULL,
    changed_at TEXT NOT NULL, gone_at TEXT
);
CREATE UNIQUE INDEX br_balances_id ON br_balances (id);
CREATE INDEX br_balances_link_gone_at ON br_balances (link, gone_at);
CREATE TABLE bodies_br_balances (key INTEGER PRIMARY KEY, body TEXT NOT NULL);
CREATE VIEW raw_br_balances AS SELECT id, body FROM br_balances JOIN bodies_br_balances USING (key);
CREATE TABLE versions_br_balances (
    key INTEGER NOT NULL, id TEXT NOT NULL, body TEXT NOT NULL, since TEXT NOT NULL, until TEXT NOT NULL
);
CREATE INDEX versions_br_balances_key ON versions_br_balances (key);

CREATE TABLE bills (
    key INTEGER PRIMARY KEY, id TEXT NOT NULL, link TEXT NOT NULL, account TEXT NOT NULL, bill_name TEXT,
    due_date TEXT, currency TEXT, total_amount INTEGER, minimum_amount INTEGER, is_installment INTEGER,
    created_at TEXT, collected_at TEXT, inexact INTEGER NOT NULL, fingerprint INTEGER NOT NULL,
    changed_at TEXT NOT NULL, gone_at TEXT
);
CREATE UNIQUE INDEX bills_id ON bills (id);
CREATE INDEX bills_link_gone_at ON bills (link, gone_at);
CREATE TABLE bodies_bills (key INTEGER PRIMARY KEY, body TEXT NOT NULL);
CREATE VIEW raw_bills AS SELECT id, body FROM bills JOIN bodies_bills USING (key);
CREATE TABLE versions_bills (
    key INTEGER NOT NULL, id TEXT NOT NULL, body TEXT NOT NULL, since TEXT NOT NULL, until TEXT NOT NULL
);
CREATE INDEX versions_bills_key ON versions_bills (key);

CREATE TABLE br_exchanges (
    key INTEGER PRIMARY KEY, id TEXT NOT NULL, link TEXT NOT NULL, operation_number TEXT,
    operation_type TEXT, operation_requested_at TEXT, operation_due_date TEXT, operation_category_code TEXT,
    settlement_method TEXT, authorized_institution_name TEXT, local_amount INTEGER, local_currency TEXT,
    foreign_amount INTEGER, foreign_currency TEXT, tax_amount INTEGER, tax_currency TEXT, created_at TEXT,
    collected_at TEXT, inexact INTEGER NOT NULL, fingerprint INTEGER NOT NULL, changed_at TEXT NOT NULL,
    gone_at TEXT
);
CREATE UNIQUE INDEX br_exchanges_id ON br_exchanges (id);
CREATE INDEX br_exchanges_link_gone_at ON br_exchanges (link, gone_at);
CREATE TABLE bodies_br_exchanges (key INTEGER PRIMARY KEY, body TEXT NOT NULL);
CREATE VIEW raw_br_exchanges AS SELECT id, body FROM br_exchanges JOIN bodies_br_exchanges USING (key);
CREATE TABLE versions_br_exchanges (
    key INTEGER NOT NULL, id TEXT NOT NULL, body TEXT NOT NULL, since TEXT NOT NULL, until TEXT NOT NULL
);
CREATE INDEX versions_br_exchanges_key ON versions_br_exchanges (key);

CREATE TABLE br_investments (
    key INTEGER PRIMARY KEY, id TEXT NOT NULL, link TEXT NOT NULL, type TEXT, product_name TEXT,
    isin_number TEXT, currency TEXT, gross_value INTEGER, net_value INTEGER, blocked_amount INTEGER,
    quantity REAL, reference_date TEXT, indexer TEXT, is_tax_exempt INTEGER, purchase_date TEXT,
    issue_date TEXT, due_date TEXT, inexact INTEGER NOT NULL, fingerprint INTEGER NOT NULL,
    changed_at TEXT NOT NULL, gone_at TEXT
);
CREATE UNIQUE INDEX br_investments_id ON br_investments (id);
CREATE INDEX br_investments_link_gone_at ON br_investments (link, gone_at);
CREATE TABLE bodies_br_investments (key INTEGER PRIMARY KEY, body TEXT NOT NULL);
CREATE VIEW raw_br_investments AS SELECT id, body FROM br_investments JOIN bodies_br_investments USING (key);
CREATE TABLE versions_br_investments (
    key INTEGER NOT NULL, id TEXT NOT NULL, body TEXT NOT NULL, since TEXT NOT NULL, until TEXT NOT NULL
);
CREATE INDEX versions_br_investments_key ON versions_br_investments (key);

CREATE TABLE br_investment_transactions (
    key INTEGER PRIMARY KEY, id TEXT NOT NULL, link TEXT NOT NULL, investment TEXT, product_name TEXT,
    currency TEXT, value_date TEXT, type TEXT, subtype TEXT, value INTEGER, gross_value INTEGER,
    net_value INTEGER, income_tax INTEGER, quantity REAL, created_at TEXT, collected_at TEXT,
    inexact INTEGER NOT NULL, fingerprint INTEGER NOT NULL, changed_at TEXT NOT NULL, gone_at TEXT
);
CREATE UNIQUE INDEX br_investment_transactions_id ON br_investment_transactions (id);
CREATE INDEX br_investment_transactions_link_gone_at ON br_investment_transactions (link, gone_at);
CREATE INDEX br_investment_transactions_investment_value_date ON br_investment_transactions (investment, value_date) WHERE gone_at IS NULL;
CREATE TABLE bodies_br_investment_transactions (key INTEGER PRIMARY KEY, body TEXT NOT NULL);
CREATE VIEW raw_br_investment_transactions AS SELECT id, body FROM br_investment_transactions JOIN bodies_br_investment_transactions USING (key);
CREATE TABLE versions_br_investment_transactions (
    key INTEGER NOT NULL, id TEXT NOT NULL, body TEXT NOT NULL, since TEXT NOT NULL, until TEXT NOT NULL
);
CREATE INDEX versions_br_investment_transactions_key ON versions_br_investment_transactions (key);

CREATE TABLE incomes (
    key INTEGER PRIMARY KEY, id TEXT NOT NULL, link TEXT NOT NULL, income_source_type TEXT,
    number_of_income_streams INTEGER, monthly_average INTEGER, monthly_average_regular INTEGER,
    monthly_average_irregular INTEGER, total_income_amount INTEGER, best_working_day_to_charge INTEGER,
    first_transaction_date TEXT, last_transaction_date TEXT, created_at TEXT, inexact INTEGER NOT NULL,
    fingerprint INTEGER NOT NULL, changed_at TEXT NOT NULL, gone_at TEXT
);
CREATE UNIQUE INDEX incomes_id ON incomes (id);
CREATE INDEX incomes_link_gone_at ON incomes (link, gone_at);
CREATE TABLE bodies_incomes (key INTEGER PRIMARY KEY, body TEXT NOT NULL);
CREATE VIEW raw_incomes AS SELECT id, body FROM incomes JOIN bodies_incomes USING (key);
CREATE TABLE versions_incomes (
    key INTEGER NOT NULL, id TEXT NOT NULL, body TEXT NOT NULL, since TEXT NOT NULL, until TEXT NOT NULL
);
CREATE INDEX versions_incomes_key ON versions_incomes (key);

CREATE TABLE recurring_expenses (
    key INTEGER PRIMARY KEY, id TEXT NOT NULL, link TEXT NOT NULL, account TEXT NOT NULL, name TEXT,
    category TEXT, payment_type TEXT, frequency TEXT, currency TEXT, average_amount INTEGER,
    median_amount INTEGER, days_since_last_transaction INTEGER, inexact INTEGER NOT NULL,
    fingerprint INTEGER NOT NULL, changed_at TEXT NOT NULL, gone_at TEXT
);
CREATE UNIQUE INDEX recurring_expenses_id ON recurring_expenses (id);
CREATE INDEX recurring_expenses_link_gone_at ON recurring_expenses (link, gone_at);
CREATE TABLE bodies_recurring_expenses (key INTEGER PRIMARY KEY, body TEXT NOT NULL);
CREATE VIEW raw_recurring_expenses AS SELECT id, body FROM recurring_expenses JOIN bodies_recurring_expenses USING (key);
CREATE TABLE versions_recurring_expenses (
    key INTEGER NOT NULL, id TEXT NOT NULL, body TEXT NOT NULL, since TEXT NOT NULL, until TEXT NOT NULL
);
CREATE INDEX versions_recurring_expenses_key ON versions_recurring_expenses (key);

CREATE TABLE risk_insights (
    key INTEGER PRIMARY KEY, id TEXT NOT NULL, link TEXT NOT NULL, accounts TEXT, closing_balance INTEGER,
    net_cashflow_3m INTEGER, credit_utilization REAL, loan_utilization REAL, days_history INTEGER,
    created_at TEXT, inexact INTEGER NOT NULL, fingerprint INTEGER NOT NULL, changed_at TEXT NOT NULL,
    gone_at TEXT
);
CREATE UNIQUE INDEX risk_insights_id ON risk_insights (id);
CREATE INDEX risk_insights_link_gone_at ON risk_insights (link, gone_at);
CREATE TABLE bodies_risk_insights (key INTEGER PRIMARY KEY, body TEXT NOT NULL);
CREATE VIEW raw_risk_insights AS SELECT id, body FROM risk_insights JOIN bodies_risk_insights USING (key);
CREATE TABLE versions_risk_insights (
    key INTEGER NOT NULL, id TEXT NOT NULL, body TEXT NOT NULL, since TEXT NOT NULL, until TEXT NOT NULL
);
CREATE INDEX versions_risk_insights_key ON versions_risk_insights (key);

CREATE TABLE employment_records (
    key INTEGER PRIMARY KEY, id TEXT NOT NULL, link TEXT NOT NULL, official_name TEXT, birth_date TEXT,
    status TEXT, internal_identification TEXT, weeks_contributed INTEGER, base_salary_estimate INTEGER,
    currency TEXT, report_date TEXT, created_at TEXT, collected_at TEXT, inexact INTEGER NOT NULL,
    fingerprint INTEGER NOT NULL, changed_at TEXT NOT NULL, gone_at TEXT
);
CREATE UNIQUE INDEX employment_records_id ON employment_records (id);
CREATE INDEX employment_records_link_gone_at ON employment_records (link, gone_at);
CREATE TABLE bodies_employment_records (key INTEGER PRIMARY KEY, body TEXT NOT NULL);
CREATE VIEW raw_employment_records AS SELECT id, body FROM employment_records JOIN bodies_employment_records USING (key);
CREATE TABLE versions_employment_records (
    key INTEGER NOT NULL, id TEXT NOT NULL, body TEXT NOT NULL, since TEXT NOT NULL, until TEXT NOT NULL
);
CREATE INDEX versions_employment_records_key ON versions_employment_records (key);

CREATE TABLE mx_current_employments (
    key INTEGER PRIMARY KEY, id TEXT NOT NULL, link TEXT NOT NULL, official_name TEXT, status TEXT,
    month TEXT, internal_identification TEXT, created_at TEXT, collected_at TEXT, inexact INTEGER NOT NULL,
    fingerprint INTEGER NOT NULL, changed_at TEXT NOT NULL, gone_at TEXT
);
CREATE UNIQUE INDEX mx_current_employments_id ON mx_current_employments (id);
CREATE INDEX mx_current_employments_link_gone_at ON mx_current_employments (link, gone_at);
CREATE TABLE bodies_mx_current_employments (key INTEGER PRIMARY KEY, body TEXT NOT NULL);
CREATE VIEW raw_mx_current_employments AS SELECT id, body FROM mx_current_employments JOIN bodies_mx_current_employments USING (key);
CREATE TABLE versions_mx_current_employments (
    key INTEGER NOT NULL, id TEXT NOT NULL, body TEXT NOT NULL, since TEXT NOT NULL, until TEXT NOT NULL
);
CREATE INDEX versions_mx_current_employments_key ON versions_mx_current_employments (key);

CREATE TABLE br_employments (
    key INTEGER PRIMARY KEY, id TEXT NOT NULL, link TEXT NOT NULL, employer TEXT, employer_code TEXT,
    economic_activity TEXT, start_date TEXT, end_date TEXT, created_at TEXT, collected_at TEXT,
    inexact INTEGER NOT NULL, fingerprint INTEGER NOT NULL, changed_at TEXT NOT NULL, gone_at TEXT
);
CREATE UNIQUE INDEX br_employments_id ON br_employments (id);
CREATE INDEX br_employments_link_gone_at ON br_employments (link, gone_at);
CREATE TABLE bodies_br_employments (key INTEGER PRIMARY KEY, body TEXT NOT NULL);
CREATE VIEW raw_br_employments AS SELECT id, body FROM br_employments JOIN bodies_br_employments USING (key);
CREATE TABLE versions_br_employments (
    key INTEGER NOT NULL, id TEXT NOT NULL, body TEXT NOT NULL, since TEXT NOT NULL, until TEXT NOT NULL
);
CREATE INDEX versions_br_employments_key ON versions_br_employments (key);

CREATE TABLE employment_metrics (
    key INTEGER PRIMARY KEY, id TEXT NOT NULL, link TEXT NOT NULL, reference_date TEXT, age INTEGER,
    current_status TEXT, current_employer_count INTEGER, employer_count INTEGER, base_salary_last INTEGER,
    weeks_employed_total REAL, weeks_since_last_job REAL, created_at TEXT, collected_at TEXT,
    inexact INTEGER NOT NULL, fingerprint INTEGER NOT NULL, changed_at TEXT NOT NULL, gone_at TEXT
);
CREATE UNIQUE INDEX employment_metrics_id ON employment_metrics (id);
CREATE INDEX employment_metrics_link_gone_at ON employment_metrics (link, gone_at);
CREATE TABLE bodies_employment_metrics (key INTEGER PRIMARY KEY, body TEXT NOT NULL);
CREATE VIEW raw_employment_metrics AS SELECT id, body FROM employment_metrics JOIN bodies_employment_metrics USING (key);
CREATE TABLE versions_employment_metrics (
    key INTEGER NOT NULL, id TEXT NOT NULL, body TEXT NOT NULL, since TEXT NOT NULL, until TEXT NOT NULL
);
CREATE INDEX versions_employment_metrics_key ON versions_employment_metrics (key);

CREATE TABLE financial_statements (
    key INTEGER PRIMARY KEY, id TEXT NOT NULL, link TEXT NOT NULL, year TEXT, currency TEXT, error TEXT,
    net_revenue INTEGER, operating_expenses INTEGER, net_income INTEGER, net_loss INTEGER,
    current_assets INTEGER, non_current_assets INTEGER, current_liabilities INTEGER,
    non_current_liabilities INTEGER, equity INTEGER, created_at TEXT, collected_at TEXT,
    inexact INTEGER NOT NULL, fingerprint INTEGER NOT NULL, changed_at TEXT NOT NULL, gone_at TEXT
);
CREATE UNIQUE INDEX financial_statements_id ON financial_statements (id);
CREATE INDEX financial_statements_link_gone_at ON financial_statements (link, gone_at);
CREATE TABLE bodies_financial_statements (key INTEGER PRIMARY KEY, body TEXT NOT NULL);
CREATE VIEW raw_financial_statements AS SELECT id, body FROM financial_statements JOIN bodies_financial_statements USING (key);
CREATE TABLE versions_financial_statements (
    key INTEGER NOT NULL, id TEXT NOT NULL, body TEXT NOT NULL, since TEXT NOT NULL, until TEXT NOT NULL
);
CREATE INDEX versions_financial_statements_key ON versions_financial_statements (key);

CREATE TABLE invoices (
    key INTEGER PRIMARY KEY, id TEXT NOT NULL, link TEXT NOT NULL, invoice_identification TEXT, series TEXT,
    folio TEXT, invoice_date TEXT, status TEXT, invoice_type TEXT, type TEXT, usage TEXT,
    payment_method TEXT, payment_type TEXT, sender_id TEXT, sender_name TEXT, receiver_id TEXT,
    receiver_name TEXT, currency TEXT, exchange_rate REAL, subtotal_amount INTEGER, discount_amount INTEGER,
    tax_amount INTEGER, total_amount INTEGER, created_at TEXT, inexact INTEGER NOT NULL,
    fingerprint INTEGER NOT NULL, changed_at TEXT NOT NULL, gone_at TEXT
);
CREATE UNIQUE INDEX invoices_id ON invoices (link, id);
CREATE INDEX invoices_link_invoice_date ON invoices (link, invoice_date) WHERE gone_at IS NULL;
CREATE INDEX invoices_link_gone_at_created_at ON invoices (link, gone_at, created_at);
CREATE INDEX invoices_invoice_date ON invoices (invoice_date) WHERE gone_at IS NULL;
CREATE TABLE bodies_invoices (key INTEGER PRIMARY KEY, body TEXT NOT NULL);
CREATE VIEW raw_invoices AS SELECT id, body FROM invoices JOIN bodies_invoices USING (key);
CREATE TABLE search_invoices (key INTEGER PRIMARY KEY, text TEXT NOT NULL);
CREATE TABLE versions_invoices (
    key INTEGER NOT NULL, id TEXT NOT NULL, body TEXT NOT NULL, since TEXT NOT NULL, until TEXT NOT NULL
);
CREATE INDEX versions_invoices_key ON versions_invoices (key);

CREATE TABLE tax_compliance_status (
    key INTEGER PRIMARY KEY, id TEXT NOT NULL, link TEXT NOT NULL, rfc TEXT, outcome TEXT,
    internal_identification TEXT, created_at TEXT, collected_at TEXT, inexact INTEGER NOT NULL,
    fingerprint INTEGER NOT NULL, changed_at TEXT NOT NULL, gone_at TEXT
);
CREATE UNIQUE INDEX tax_compliance_status_id ON tax_compliance_status (id);
CREATE INDEX tax_compliance_status_link_gone_at ON tax_compliance_status (link, gone_at);
CREATE TABLE bodies_tax_compliance_status (key INTEGER PRIMARY KEY, body TEXT NOT NULL);
CREATE VIEW raw_tax_compliance_status AS SELECT id, body FROM tax_compliance_status JOIN bodies_tax_compliance_status USING (key);
CREATE TABLE versions_tax_compliance_status (
    key INTEGER NOT NULL, id TEXT NOT NULL, body TEXT NOT NULL, since TEXT NOT NULL, until TEXT NOT NULL
);
CREATE INDEX versions_tax_compliance_status_key ON versions_tax_compliance_status (key);

CREATE TABLE tax_returns (
    key INTEGER PRIMARY KEY, id TEXT NOT NULL, link TEXT NOT NULL, type TEXT, year INTEGER, period TEXT,
    filing TEXT, filed_on TEXT, operation_number TEXT, rfc TEXT, created_at TEXT, collected_at TEXT,
    inexact INTEGER NOT NULL, fingerprint INTEGER NOT NULL, changed_at TEXT NOT NULL, gone_at TEXT
);
CREATE UNIQUE INDEX tax_returns_id ON tax_returns (id);
CREATE INDEX tax_returns_link_gone_at ON tax_returns (link, gone_at);
CREATE TABLE bodies_tax_returns (key INTEGER PRIMARY KEY, body TEXT NOT NULL);
CREATE VIEW raw_tax_returns AS SELECT id, body FROM tax_returns JOIN bodies_tax_returns USING (key);
CREATE TABLE versions_tax_returns (
    key INTEGER NOT NULL, id TEXT NOT NULL, body TEXT NOT NULL, since TEXT NOT NULL, until TEXT NOT NULL
);
CREATE INDEX versions_tax_returns_key ON versions_tax_returns (key);

CREATE TABLE tax_retentions (
    key INTEGER PRIMARY KEY, id TEXT NOT NULL, link TEXT NOT NULL, invoice_identification TEXT,
    code INTEGER, issued_at TEXT, certified_at TEXT, cancelled_at TEXT, sender_id TEXT, sender_name TEXT,
    receiver_id TEXT, receiver_name TEXT, receiver_nationality TEXT, total_invoice_amount INTEGER,
    total_exempt_amount INTEGER, total_taxable_amount INTEGER, total_retained_amount INTEGER,
    created_at TEXT, collected_at TEXT, inexact INTEGER NOT NULL, fingerprint INTEGER NOT NULL,
    changed_at TEXT NOT NULL, gone_at TEXT
);
CREATE UNIQUE INDEX tax_retentions_id ON tax_retentions (id);
CREATE INDEX tax_retentions_link_gone_at ON tax_retentions (link, gone_at);
CREATE TABLE bodies_tax_retentions (key INTEGER PRIMARY KEY, body TEXT NOT NULL);
CREATE VIEW raw_tax_retentions AS SELECT id, body FROM tax_retentions JOIN bodies_tax_retentions USING (key);
CREATE TABLE versions_tax_retentions (
    key INTEGER NOT NULL, id TEXT NOT NULL, body TEXT NOT NULL, since TEXT NOT NULL, until TEXT NOT NULL
);
CREATE INDEX versions_tax_retentions_key ON versions_tax_retentions (key);

CREATE TABLE tax_status (
    key INTEGER PRIMARY KEY, id TEXT NOT NULL, link TEXT NOT NULL, rfc TEXT, official_name TEXT,
    id_cif TEXT, status TEXT, start_operations_date TEXT, last_status_change_date TEXT, postal_code TEXT,
    created_at TEXT, collected_at TEXT, inexact INTEGER NOT NULL, fingerprint INTEGER NOT NULL,
    changed_at TEXT NOT NULL, gone_at TEXT
);
CREATE UNIQUE INDEX tax_status_id ON tax_status (id);
CREATE INDEX tax_status_link_gone_at ON tax_status (link, gone_at);
CREATE TABLE bodies_tax_status (key INTEGER PRIMARY KEY, body TEXT NOT NULL);
CREATE VIEW raw_tax_status AS SELECT id, body FROM tax_status JOIN bodies_tax_status USING (key);
CREATE TABLE versions_tax_status (
    key INTEGER NOT NULL, id TEXT NOT NULL, body TEXT NOT NULL, since TEXT NOT NULL, until TEXT NOT NULL
);
CREATE INDEX versions_tax_status_key ON versions_tax_status (key);

CREATE TABLE cl_invoices (
    key INTEGER PRIMARY KEY, id TEXT NOT NULL, link TEXT NOT NULL, folio TEXT, document_code INTEGER,
    category TEXT, issue_date TEXT, received_at TEXT, claim_date TEXT, status TEXT, type TEXT,
    sender_id TEXT, sender_name TEXT, receiver_id TEXT, receiver_name TEXT, currency TEXT,
    net_amount INTEGER, vat_amount INTEGER, total_amount INTEGER, created_at TEXT, inexact INTEGER NOT NULL,
    fingerprint INTEGER NOT NULL, changed_at TEXT NOT NULL, gone_at TEXT
);
CREATE UNIQUE INDEX cl_invoices_id ON cl_invoices (link, id);
CREATE INDEX cl_invoices_link_issue_date ON cl_invoices (link, issue_date) WHERE gone_at IS NULL;
CREATE INDEX cl_invoices_link_gone_at_created_at ON cl_invoices (link, gone_at, created_at);
CREATE INDEX cl_invoices_issue_date ON cl_invoices (issue_date) WHERE gone_at IS NULL;
CREATE TABLE bodies_cl_invoices (key INTEGER PRIMARY KEY, body TEXT NOT NULL);
CREATE VIEW raw_cl_invoices AS SELECT id, body FROM cl_invoices JOIN bodies_cl_invoices USING (key);
CREATE TABLE search_cl_invoices (key INTEGER PRIMARY KEY, text TEXT NOT NULL);
CREATE TABLE versions_cl_invoices (
    key INTEGER NOT NULL, id TEXT NOT NULL, body TEXT NOT NULL, since TEXT NOT NULL, until TEXT NOT NULL
);
CREATE INDEX versions_cl_invoices_key ON versions_cl_invoices (key);

CREATE TABLE cl_tax_status (
    key INTEGER PRIMARY KEY, id TEXT NOT NULL, link TEXT NOT NULL, name TEXT, document_type TEXT,
    document_number TEXT, start_date TEXT, end_date TEXT, fiscal_office TEXT, created_at TEXT,
    collected_at TEXT, inexact INTEGER NOT NULL, fingerprint INTEGER NOT NULL, changed_at TEXT NOT NULL,
    gone_at TEXT
);
CREATE UNIQUE INDEX cl_tax_status_id ON cl_tax_status (id);
CREATE INDEX cl_tax_status_link_gone_at ON cl_tax_status (link, gone_at);
CREATE TABLE bodies_cl_tax_status (key INTEGER PRIMARY KEY, body TEXT NOT NULL);
CREATE VIEW raw_cl_tax_status AS SELECT id, body FROM cl_tax_status JOIN bodies_cl_tax_status USING (key);
CREATE TABLE versions_cl_tax_status (
    key INTEGER NOT NULL, id TEXT NOT NULL, body TEXT NOT NULL, since TEXT NOT NULL, until TEXT NOT NULL
);
CREATE INDEX versions_cl_tax_status_key ON versions_cl_tax_status (key);

CREATE TABLE cl_debt_reports (
    key INTEGER PRIMARY KEY, id TEXT NOT NULL, link TEXT NOT NULL, full_name TEXT, document_number TEXT,
    debt_data_last_update TEXT, currency TEXT, total INTEGER, current INTEGER, delinquent INTEGER,
    severely_delinquent INTEGER, defaulted INTEGER, created_at TEXT, collected_at TEXT,
    inexact INTEGER NOT NULL, fingerprint INTEGER NOT NULL, changed_at TEXT NOT NULL, gone_at TEXT
);
CREATE UNIQUE INDEX cl_debt_reports_id ON cl_debt_reports (id);
CREATE INDEX cl_debt_reports_link_gone_at ON cl_debt_reports (link, gone_at);
CREATE TABLE bodies_cl_debt_reports (key INTEGER PRIMARY KEY, body TEXT NOT NULL);
CREATE VIEW raw_cl_debt_reports AS SELECT id, body FROM cl_debt_reports JOIN bodies_cl_debt_reports USING (key);
CREATE TABLE versions_cl_debt_reports (
    key INTEGER NOT NULL, id TEXT NOT NULL, body TEXT NOT NULL, since TEXT NOT NULL, until TEXT NOT NULL
);
CREATE INDEX versions_cl_debt_reports_key ON versions_cl_debt_reports (key);
