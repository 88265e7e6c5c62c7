-- m047_spoken_notices
CREATE TABLE links (
    key INTEGER PRIMARY KEY, id TEXT NOT NULL, institution TEXT, status TEXT, access_mode TEXT,
    external_id TEXT, institution_user_id TEXT, refresh_rate TEXT, stale_in TEXT, credentials_storage TEXT,
    fetch_resources TEXT, created_by TEXT, created_at TEXT, last_accessed_at TEXT, inexact INTEGER NOT NULL,
    changed_at TEXT NOT NULL, deleted_at TEXT
, followed INTEGER NOT NULL DEFAULT 1);
CREATE UNIQUE INDEX links_id ON links (id);
CREATE INDEX links_external_id ON links (external_id) WHERE deleted_at IS NULL;
CREATE TABLE bodies_links (key INTEGER PRIMARY KEY, body TEXT NOT NULL);
CREATE VIEW raw_links AS SELECT id, body FROM links JOIN bodies_links USING (key);
CREATE TABLE versions_links (
    key INTEGER NOT NULL, id TEXT NOT NULL, body TEXT NOT NULL, since TEXT NOT NULL, until TEXT NOT NULL
);
CREATE INDEX versions_links_key ON versions_links (key);
CREATE TABLE institutions (
    key INTEGER PRIMARY KEY, id TEXT NOT NULL, name TEXT, display_name TEXT, type TEXT, status TEXT,
    integration_type TEXT, website TEXT, primary_color TEXT, logo TEXT, icon_logo TEXT, text_logo TEXT,
    country_codes TEXT, resources TEXT, inexact INTEGER NOT NULL, changed_at TEXT NOT NULL, deleted_at TEXT
);
CREATE UNIQUE INDEX institutions_id ON institutions (id);
CREATE INDEX institutions_name ON institutions (name) WHERE deleted_at IS NULL;
CREATE TABLE bodies_institutions (key INTEGER PRIMARY KEY, body TEXT NOT NULL);
CREATE VIEW raw_institutions AS SELECT id, body FROM institutions JOIN bodies_institutions USING (key);
CREATE TABLE versions_institutions (
    key INTEGER NOT NULL, id TEXT NOT NULL, body TEXT NOT NULL, since TEXT NOT NULL, until TEXT NOT NULL
);
CREATE INDEX versions_institutions_key ON versions_institutions (key);
CREATE TABLE accounts (
    key INTEGER PRIMARY KEY, id TEXT NOT NULL, link TEXT NOT NULL, institution TEXT, category TEXT,
    type TEXT, subtype TEXT, name TEXT, number TEXT, agency TEXT, currency TEXT, balance_type TEXT,
    current INTEGER, available INTEGER, credit_limit INTEGER, created_at TEXT, collected_at TEXT,
    last_accessed_at TEXT, inexact INTEGER NOT NULL, changed_at TEXT NOT NULL,
    deleted_at TEXT
, is_embedded INTEGER NOT NULL DEFAULT 0);
CREATE TABLE bodies_accounts (key INTEGER PRIMARY KEY, body TEXT NOT NULL);
CREATE VIEW raw_accounts AS SELECT id, body FROM accounts JOIN bodies_accounts USING (key);
CREATE TABLE versions_accounts (
    key INTEGER NOT NULL, id TEXT NOT NULL, body TEXT NOT NULL, since TEXT NOT NULL, until TEXT NOT NULL
);
CREATE INDEX versions_accounts_key ON versions_accounts (key);
CREATE TABLE "packed_transactions" (key INTEGER PRIMARY KEY, packed TEXT NOT NULL);
CREATE TABLE search_transactions (key INTEGER PRIMARY KEY, text TEXT NOT NULL);
CREATE TABLE versions_transactions (
    key INTEGER NOT NULL, id TEXT NOT NULL, body TEXT NOT NULL, since TEXT NOT NULL, until TEXT NOT NULL
);
CREATE INDEX versions_transactions_key ON versions_transactions (key);
CREATE TABLE owners (
    key INTEGER PRIMARY KEY, id TEXT NOT NULL, link TEXT NOT NULL, display_name TEXT, email TEXT,
    phone_number TEXT, address TEXT, document_type TEXT, document_number TEXT, birth_date TEXT,
    created_at TEXT, collected_at TEXT, inexact INTEGER NOT NULL, changed_at TEXT NOT NULL, deleted_at TEXT
);
CREATE TABLE bodies_owners (key INTEGER PRIMARY KEY, body TEXT NOT NULL);
CREATE VIEW raw_owners AS SELECT id, body FROM owners JOIN bodies_owners USING (key);
CREATE TABLE versions_owners (
    key INTEGER NOT NULL, id TEXT NOT NULL, body TEXT NOT NULL, since TEXT NOT NULL, until TEXT NOT NULL
);
CREATE INDEX versions_owners_key ON versions_owners (key);
CREATE TABLE store_identity (
    id INTEGER PRIMARY KEY CHECK (id = 1), host TEXT NOT NULL, key TEXT NOT NULL, instance TEXT NOT NULL,
    recorded_at TEXT NOT NULL
);
CREATE TABLE flows_by_day (
    day TEXT NOT NULL, type TEXT NOT NULL, category TEXT NOT NULL, status TEXT NOT NULL,
    currency TEXT NOT NULL, amount INTEGER NOT NULL, count INTEGER NOT NULL,
    PRIMARY KEY (day, type, category, status, currency)
) WITHOUT ROWID;
CREATE TABLE row_counts (
    resource TEXT NOT NULL, link TEXT NOT NULL, account TEXT NOT NULL, live INTEGER NOT NULL,
    PRIMARY KEY (resource, link, account)
) WITHOUT ROWID;
CREATE TABLE link_statuses (
    id INTEGER PRIMARY KEY, link TEXT NOT NULL, status TEXT NOT NULL, since TEXT NOT NULL
, cause TEXT);
CREATE INDEX link_statuses_link ON link_statuses (link, id);
CREATE TABLE jobs (
    id INTEGER PRIMARY KEY, link TEXT NOT NULL, resources TEXT NOT NULL, reason TEXT NOT NULL,
    priority INTEGER NOT NULL, is_full INTEGER NOT NULL, state TEXT NOT NULL, attempts INTEGER NOT NULL,
    not_before TEXT NOT NULL, created_at TEXT NOT NULL, started_at TEXT, finished_at TEXT, owner TEXT,
    fence INTEGER NOT NULL, lease_seconds REAL, lease_until TEXT, error_kind TEXT, error_code TEXT,
    error_message TEXT, request_id TEXT
, traceparent TEXT);
CREATE UNIQUE INDEX jobs_one_running ON jobs (link) WHERE state = 'running';
CREATE UNIQUE INDEX jobs_one_queued ON jobs (link, resources) WHERE state = 'queued';
CREATE INDEX jobs_waiting ON jobs (priority, not_before) WHERE state = 'queued';
CREATE INDEX jobs_link ON jobs (link, id);
CREATE INDEX jobs_fence ON jobs (fence);
CREATE TABLE sync_runs (
    id INTEGER PRIMARY KEY, job INTEGER, link TEXT NOT NULL, resource TEXT NOT NULL, reason TEXT,
    state TEXT NOT NULL, started_at TEXT NOT NULL, finished_at TEXT, fetched INTEGER NOT NULL,
    total INTEGER, page INTEGER NOT NULL, added INTEGER NOT NULL, changed INTEGER NOT NULL,
    unchanged INTEGER NOT NULL, deleted INTEGER NOT NULL, error_kind TEXT, error_code TEXT, error_message TEXT,
    request_id TEXT
);
CREATE INDEX sync_runs_link ON sync_runs (link, resource, id);
CREATE INDEX sync_runs_job ON sync_runs (job);
CREATE TABLE bookmarks (
    link TEXT NOT NULL, resource TEXT NOT NULL, created_at TEXT, listed_at TEXT NOT NULL, full_at TEXT,
    PRIMARY KEY (link, resource)
);
CREATE TABLE webhook_events (
    id INTEGER PRIMARY KEY, webhook_id TEXT NOT NULL UNIQUE, type TEXT, code TEXT, process_type TEXT,
    link TEXT, external_id TEXT, request_id TEXT, body TEXT NOT NULL, received_at TEXT NOT NULL,
    handled_at TEXT, job INTEGER, outcome TEXT
, attempts INTEGER NOT NULL DEFAULT 1, milliseconds INTEGER, replay_of TEXT);
CREATE INDEX webhook_events_link ON webhook_events (link, received_at);
CREATE TABLE api_calls (
    id INTEGER PRIMARY KEY, at TEXT NOT NULL, method TEXT NOT NULL, path TEXT NOT NULL, query TEXT,
    status INTEGER, milliseconds INTEGER, size INTEGER, request_id TEXT, code TEXT, message TEXT, link TEXT,
    job INTEGER
);
CREATE INDEX api_calls_at ON api_calls (at);
CREATE INDEX api_calls_link ON api_calls (link, at);
CREATE INDEX api_calls_request_id ON api_calls (request_id);
CREATE TABLE widget_sessions (
    nonce TEXT PRIMARY KEY, token_hash TEXT NOT NULL, state TEXT NOT NULL, mode TEXT NOT NULL,
    external_id TEXT, product TEXT, country TEXT, institution TEXT, options TEXT NOT NULL, link TEXT,
    error_code TEXT, error_message TEXT, request_id TEXT, opened_at TEXT NOT NULL, changed_at TEXT NOT NULL
, device TEXT, told_institution TEXT, hosted INTEGER NOT NULL DEFAULT 0);
CREATE INDEX widget_sessions_external_id ON widget_sessions (external_id);
CREATE INDEX widget_sessions_link ON widget_sessions (link);
CREATE INDEX widget_sessions_state ON widget_sessions (state, opened_at);
CREATE TABLE widget_events (
    nonce TEXT NOT NULL REFERENCES widget_sessions (nonce) ON DELETE CASCADE, seq INTEGER NOT NULL,
    name TEXT NOT NULL, payload TEXT NOT NULL, at TEXT NOT NULL, step INTEGER, PRIMARY KEY (nonce, seq)
);
CREATE TABLE consents (
    key INTEGER PRIMARY KEY, id TEXT NOT NULL, link TEXT NOT NULL, institution TEXT, display_name TEXT,
    document_number TEXT, status TEXT, expired_at TEXT, consent_duration INTEGER,
    undefined_consent_expiration INTEGER, created_at TEXT, inexact INTEGER NOT NULL,
    changed_at TEXT NOT NULL, deleted_at TEXT
);
CREATE TABLE bodies_consents (key INTEGER PRIMARY KEY, body TEXT NOT NULL);
CREATE VIEW raw_consents AS SELECT id, body FROM consents JOIN bodies_consents USING (key);
CREATE TABLE versions_consents (
    key INTEGER NOT NULL, id TEXT NOT NULL, body TEXT NOT NULL, since TEXT NOT NULL, until TEXT NOT NULL
);
CREATE INDEX versions_consents_key ON versions_consents (key);
CREATE TABLE bodies_br_balances (key INTEGER PRIMARY KEY, body TEXT NOT NULL);
CREATE VIEW raw_br_balances AS SELECT id, body FROM br_balances JOIN bodies_br_balances USING (key);
CREATE TABLE versions_br_balances (
    key INTEGER NOT NULL, id TEXT NOT NULL, body TEXT NOT NULL, since TEXT NOT NULL, until TEXT NOT NULL
);
CREATE INDEX versions_br_balances_key ON versions_br_balances (key);
CREATE TABLE bills (
    key INTEGER PRIMARY KEY, id TEXT NOT NULL, link TEXT NOT NULL, account TEXT NOT NULL, bill_name TEXT,
    due_date TEXT, currency TEXT, total_amount INTEGER, minimum_amount INTEGER, is_installment INTEGER,
    created_at TEXT, collected_at TEXT, inexact INTEGER NOT NULL, changed_at TEXT NOT NULL, deleted_at TEXT
);
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
    collected_at TEXT, inexact INTEGER NOT NULL, changed_at TEXT NOT NULL,
    deleted_at TEXT
);
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
    issue_date TEXT, due_date TEXT, inexact INTEGER NOT NULL, changed_at TEXT NOT NULL, deleted_at TEXT
);
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
    inexact INTEGER NOT NULL, changed_at TEXT NOT NULL, deleted_at TEXT
);
CREATE INDEX br_investment_transactions_investment_value_date ON br_investment_transactions (investment, value_date) WHERE deleted_at IS NULL;
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
    changed_at TEXT NOT NULL, deleted_at TEXT
);
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
    changed_at TEXT NOT NULL, deleted_at TEXT
);
CREATE TABLE bodies_recurring_expenses (key INTEGER PRIMARY KEY, body TEXT NOT NULL);
CREATE VIEW raw_recurring_expenses AS SELECT id, body FROM recurring_expenses JOIN bodies_recurring_expenses USING (key);
CREATE TABLE versions_recurring_expenses (
    key INTEGER NOT NULL, id TEXT NOT NULL, body TEXT NOT NULL, since TEXT NOT NULL, until TEXT NOT NULL
);
CREATE INDEX versions_recurring_expenses_key ON versions_recurring_expenses (key);
CREATE TABLE risk_insights (
    key INTEGER PRIMARY KEY, id TEXT NOT NULL, link TEXT NOT NULL, accounts TEXT, closing_balance INTEGER,
    net_cashflow_3m INTEGER, credit_utilization REAL, loan_utilization REAL, days_history INTEGER,
    created_at TEXT, inexact INTEGER NOT NULL, changed_at TEXT NOT NULL,
    deleted_at TEXT
);
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
    changed_at TEXT NOT NULL, deleted_at TEXT
);
CREATE TABLE bodies_employment_records (key INTEGER PRIMARY KEY, body TEXT NOT NULL);
CREATE VIEW raw_employment_records AS SELECT id, body FROM employment_records JOIN bodies_employment_records USING (key);
CREATE TABLE versions_employment_records (
    key INTEGER NOT NULL, id TEXT NOT NULL, body TEXT NOT NULL, since TEXT NOT NULL, until TEXT NOT NULL
);
CREATE INDEX versions_employment_records_key ON versions_employment_records (key);
CREATE TABLE mx_current_employments (
    key INTEGER PRIMARY KEY, id TEXT NOT NULL, link TEXT NOT NULL, official_name TEXT, status TEXT,
    month TEXT, internal_identification TEXT, created_at TEXT, collected_at TEXT, inexact INTEGER NOT NULL,
    changed_at TEXT NOT NULL, deleted_at TEXT
);
CREATE TABLE bodies_mx_current_employments (key INTEGER PRIMARY KEY, body TEXT NOT NULL);
CREATE VIEW raw_mx_current_employments AS SELECT id, body FROM mx_current_employments JOIN bodies_mx_current_employments USING (key);
CREATE TABLE versions_mx_current_employments (
    key INTEGER NOT NULL, id TEXT NOT NULL, body TEXT NOT NULL, since TEXT NOT NULL, until TEXT NOT NULL
);
CREATE INDEX versions_mx_current_employments_key ON versions_mx_current_employments (key);
CREATE TABLE br_employments (
    key INTEGER PRIMARY KEY, id TEXT NOT NULL, link TEXT NOT NULL, employer TEXT, employer_code TEXT,
    economic_activity TEXT, start_date TEXT, end_date TEXT, created_at TEXT, collected_at TEXT,
    inexact INTEGER NOT NULL, changed_at TEXT NOT NULL, deleted_at TEXT
);
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
    inexact INTEGER NOT NULL, changed_at TEXT NOT NULL, deleted_at TEXT
);
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
    inexact INTEGER NOT NULL, changed_at TEXT NOT NULL, deleted_at TEXT
);
CREATE TABLE bodies_financial_statements (key INTEGER PRIMARY KEY, body TEXT NOT NULL);
CREATE VIEW raw_financial_statements AS SELECT id, body FROM financial_statements JOIN bodies_financial_statements USING (key);
CREATE TABLE versions_financial_statements (
    key INTEGER NOT NULL, id TEXT NOT NULL, body TEXT NOT NULL, since TEXT NOT NULL, until TEXT NOT NULL
);
CREATE INDEX versions_financial_statements_key ON versions_financial_statements (key);
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
    changed_at TEXT NOT NULL, deleted_at TEXT
);
CREATE TABLE bodies_tax_compliance_status (key INTEGER PRIMARY KEY, body TEXT NOT NULL);
CREATE VIEW raw_tax_compliance_status AS SELECT id, body FROM tax_compliance_status JOIN bodies_tax_compliance_status USING (key);
CREATE TABLE versions_tax_compliance_status (
    key INTEGER NOT NULL, id TEXT NOT NULL, body TEXT NOT NULL, since TEXT NOT NULL, until TEXT NOT NULL
);
CREATE INDEX versions_tax_compliance_status_key ON versions_tax_compliance_status (key);
CREATE TABLE tax_returns (
    key INTEGER PRIMARY KEY, id TEXT NOT NULL, link TEXT NOT NULL, type TEXT, year INTEGER, period TEXT,
    filing TEXT, filed_on TEXT, operation_number TEXT, rfc TEXT, created_at TEXT, collected_at TEXT,
    inexact INTEGER NOT NULL, changed_at TEXT NOT NULL, deleted_at TEXT
);
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
    created_at TEXT, collected_at TEXT, inexact INTEGER NOT NULL, changed_at TEXT NOT NULL, deleted_at TEXT
);
CREATE TABLE bodies_tax_retentions (key INTEGER PRIMARY KEY, body TEXT NOT NULL);
CREATE VIEW raw_tax_retentions AS SELECT id, body FROM tax_retentions JOIN bodies_tax_retentions USING (key);
CREATE TABLE versions_tax_retentions (
    key INTEGER NOT NULL, id TEXT NOT NULL, body TEXT NOT NULL, since TEXT NOT NULL, until TEXT NOT NULL
);
CREATE INDEX versions_tax_retentions_key ON versions_tax_retentions (key);
CREATE TABLE tax_status (
    key INTEGER PRIMARY KEY, id TEXT NOT NULL, link TEXT NOT NULL, rfc TEXT, official_name TEXT,
    id_cif TEXT, status TEXT, start_operations_date TEXT, last_status_change_date TEXT, postal_code TEXT,
    created_at TEXT, collected_at TEXT, inexact INTEGER NOT NULL, changed_at TEXT NOT NULL, deleted_at TEXT
);
CREATE TABLE bodies_tax_status (key INTEGER PRIMARY KEY, body TEXT NOT NULL);
CREATE VIEW raw_tax_status AS SELECT id, body FROM tax_status JOIN bodies_tax_status USING (key);
CREATE TABLE versions_tax_status (
    key INTEGER NOT NULL, id TEXT NOT NULL, body TEXT NOT NULL, since TEXT NOT NULL, until TEXT NOT NULL
);
CREATE INDEX versions_tax_status_key ON versions_tax_status (key);
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
    collected_at TEXT, inexact INTEGER NOT NULL, changed_at TEXT NOT NULL,
    deleted_at TEXT
);
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
    inexact INTEGER NOT NULL, changed_at TEXT NOT NULL, deleted_at TEXT
);
CREATE TABLE bodies_cl_debt_reports (key INTEGER PRIMARY KEY, body TEXT NOT NULL);
CREATE VIEW raw_cl_debt_reports AS SELECT id, body FROM cl_debt_reports JOIN bodies_cl_debt_reports USING (key);
CREATE TABLE versions_cl_debt_reports (
    key INTEGER NOT NULL, id TEXT NOT NULL, body TEXT NOT NULL, since TEXT NOT NULL, until TEXT NOT NULL
);
CREATE INDEX versions_cl_debt_reports_key ON versions_cl_debt_reports (key);
CREATE TABLE unknown_values (
    resource TEXT NOT NULL, path TEXT NOT NULL, value TEXT NOT NULL, count INTEGER NOT NULL,
    first_seen TEXT NOT NULL, last_seen TEXT NOT NULL, link TEXT, last_row TEXT,
    PRIMARY KEY (resource, path, value)
) WITHOUT ROWID;
CREATE INDEX unknown_values_link ON unknown_values (link);
CREATE TABLE historical (
    link TEXT NOT NULL, resource TEXT NOT NULL, since TEXT NOT NULL, announced_at TEXT, by_webhook INTEGER,
    polls INTEGER NOT NULL, next_at TEXT, seen INTEGER, ended_at TEXT, outcome TEXT,
    PRIMARY KEY (link, resource)
);
CREATE INDEX historical_open ON historical (next_at) WHERE ended_at IS NULL;
CREATE TABLE "reset_links" (link TEXT NOT NULL PRIMARY KEY, noticed_at TEXT NOT NULL);
CREATE INDEX webhook_events_received ON webhook_events (received_at);
CREATE TABLE erased_links (mark TEXT NOT NULL PRIMARY KEY, erased_at TEXT NOT NULL, proved_at TEXT, person TEXT);
CREATE TABLE "slots_transactions" (
    slot INTEGER NOT NULL, key INTEGER NOT NULL, PRIMARY KEY (slot, key)
) WITHOUT ROWID;
CREATE TABLE "recent_slots_transactions" (
    slot INTEGER NOT NULL, key INTEGER NOT NULL, PRIMARY KEY (slot, key)
) WITHOUT ROWID;
CREATE TABLE "slots_invoices" (
    slot INTEGER NOT NULL, key INTEGER NOT NULL, PRIMARY KEY (slot, key)
) WITHOUT ROWID;
CREATE TABLE "recent_slots_invoices" (
    slot INTEGER NOT NULL, key INTEGER NOT NULL, PRIMARY KEY (slot, key)
) WITHOUT ROWID;
CREATE TABLE "slots_cl_invoices" (
    slot INTEGER NOT NULL, key INTEGER NOT NULL, PRIMARY KEY (slot, key)
) WITHOUT ROWID;
CREATE TABLE "recent_slots_cl_invoices" (
    slot INTEGER NOT NULL, key INTEGER NOT NULL, PRIMARY KEY (slot, key)
) WITHOUT ROWID;
CREATE TABLE "transactions" (
   "key" INTEGER PRIMARY KEY,
   "id" TEXT NOT NULL,
   "link" TEXT NOT NULL,
   "slot" INTEGER NOT NULL,
   "account" TEXT NOT NULL,
   "value_date" TEXT,
   "amount" INTEGER,
   "currency" TEXT,
   "type" TEXT,
   "status" TEXT,
   "category" TEXT,
   "subcategory" TEXT,
   "description" TEXT,
   "merchant" TEXT,
   "reference" TEXT,
   "balance" INTEGER,
   "created_at" TEXT,
   "signed_amount" INTEGER,
   "amount_bucket" INTEGER,
   "inexact" INTEGER NOT NULL,
   "changed_at" TEXT NOT NULL,
   "deleted_at" TEXT
);
CREATE TABLE "invoices" (
   "key" INTEGER PRIMARY KEY,
   "id" TEXT NOT NULL,
   "link" TEXT NOT NULL,
   "slot" INTEGER NOT NULL,
   "invoice_identification" TEXT,
   "series" TEXT,
   "folio" TEXT,
   "invoice_date" TEXT,
   "status" TEXT,
   "invoice_type" TEXT,
   "type" TEXT,
   "usage" TEXT,
   "payment_method" TEXT,
   "payment_type" TEXT,
   "sender_id" TEXT,
   "sender_name" TEXT,
   "receiver_id" TEXT,
   "receiver_name" TEXT,
   "currency" TEXT,
   "exchange_rate" REAL,
   "subtotal_amount" INTEGER,
   "discount_amount" INTEGER,
   "tax_amount" INTEGER,
   "total_amount" INTEGER,
   "created_at" TEXT,
   "inexact" INTEGER NOT NULL,
   "changed_at" TEXT NOT NULL,
   "deleted_at" TEXT
, retained_amount INTEGER);
CREATE INDEX invoices_invoice_date ON invoices (invoice_date) WHERE deleted_at IS NULL;
CREATE INDEX invoices_link_invoice_date ON invoices (link, invoice_date) WHERE deleted_at IS NULL;
CREATE TABLE "cl_invoices" (
   "key" INTEGER PRIMARY KEY,
   "id" TEXT NOT NULL,
   "link" TEXT NOT NULL,
   "slot" INTEGER NOT NULL,
   "folio" TEXT,
   "document_code" INTEGER,
   "category" TEXT,
   "issue_date" TEXT,
   "received_at" TEXT,
   "claim_date" TEXT,
   "status" TEXT,
   "type" TEXT,
   "sender_id" TEXT,
   "sender_name" TEXT,
   "receiver_id" TEXT,
   "receiver_name" TEXT,
   "currency" TEXT,
   "net_amount" INTEGER,
   "vat_amount" INTEGER,
   "total_amount" INTEGER,
   "created_at" TEXT,
   "inexact" INTEGER NOT NULL,
   "changed_at" TEXT NOT NULL,
   "deleted_at" TEXT
);
CREATE INDEX cl_invoices_issue_date ON cl_invoices (issue_date) WHERE deleted_at IS NULL;
CREATE INDEX cl_invoices_link_issue_date ON cl_invoices (link, issue_date) WHERE deleted_at IS NULL;
CREATE TABLE "br_balances" (
   "key" INTEGER PRIMARY KEY,
   "id" TEXT NOT NULL,
   "link" TEXT NOT NULL,
   "account" TEXT,
   "currency" TEXT,
   "available" INTEGER,
   "blocked" INTEGER,
   "automatically_invested" INTEGER,
   "last_updated_at" TEXT,
   "created_at" TEXT,
   "collected_at" TEXT,
   "inexact" INTEGER NOT NULL,
   "changed_at" TEXT NOT NULL,
   "deleted_at" TEXT
);
CREATE INDEX accounts_link_deleted_at ON accounts (link, deleted_at);
CREATE INDEX owners_link_deleted_at ON owners (link, deleted_at);
CREATE INDEX consents_link_deleted_at ON consents (link, deleted_at);
CREATE INDEX br_balances_link_deleted_at ON br_balances (link, deleted_at);
CREATE INDEX bills_link_deleted_at ON bills (link, deleted_at);
CREATE INDEX br_exchanges_link_deleted_at ON br_exchanges (link, deleted_at);
CREATE INDEX br_investments_link_deleted_at ON br_investments (link, deleted_at);
CREATE INDEX br_investment_transactions_link_deleted_at ON br_investment_transactions (link, deleted_at);
CREATE INDEX incomes_link_deleted_at ON incomes (link, deleted_at);
CREATE INDEX recurring_expenses_link_deleted_at ON recurring_expenses (link, deleted_at);
CREATE INDEX risk_insights_link_deleted_at ON risk_insights (link, deleted_at);
CREATE INDEX employment_records_link_deleted_at ON employment_records (link, deleted_at);
CREATE INDEX mx_current_employments_link_deleted_at ON mx_current_employments (link, deleted_at);
CREATE INDEX br_employments_link_deleted_at ON br_employments (link, deleted_at);
CREATE INDEX employment_metrics_link_deleted_at ON employment_metrics (link, deleted_at);
CREATE INDEX financial_statements_link_deleted_at ON financial_statements (link, deleted_at);
CREATE INDEX tax_compliance_status_link_deleted_at ON tax_compliance_status (link, deleted_at);
CREATE INDEX tax_returns_link_deleted_at ON tax_returns (link, deleted_at);
CREATE INDEX tax_retentions_link_deleted_at ON tax_retentions (link, deleted_at);
CREATE INDEX tax_status_link_deleted_at ON tax_status (link, deleted_at);
CREATE INDEX cl_tax_status_link_deleted_at ON cl_tax_status (link, deleted_at);
CREATE INDEX cl_debt_reports_link_deleted_at ON cl_debt_reports (link, deleted_at);
CREATE INDEX transactions_amount_bucket ON transactions (amount_bucket) WHERE deleted_at IS NULL;
CREATE TABLE revisions (link TEXT NOT NULL PRIMARY KEY, number INTEGER NOT NULL, judged INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID;
CREATE TABLE irregular_rows (
            link TEXT NOT NULL, resource TEXT NOT NULL, row_id TEXT NOT NULL, is_stored INTEGER NOT NULL,
            reasons TEXT NOT NULL, body TEXT NOT NULL, first_seen TEXT NOT NULL, last_seen TEXT NOT NULL,
            PRIMARY KEY (link, resource, row_id)
        );
CREATE TABLE store_checks (
    name TEXT NOT NULL PRIMARY KEY, checked_at TEXT NOT NULL, problem TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX widget_sessions_token_hash ON widget_sessions (token_hash);
CREATE TABLE call_bodies (
    call INTEGER PRIMARY KEY, at TEXT NOT NULL, link TEXT, request TEXT, answer TEXT
);
CREATE INDEX call_bodies_at ON call_bodies (at);
CREATE TABLE refused_webhooks (
    minute TEXT NOT NULL, status INTEGER NOT NULL, reason TEXT NOT NULL, times INTEGER NOT NULL, last_at TEXT NOT NULL,
    PRIMARY KEY (minute, status, reason)
) WITHOUT ROWID;
CREATE TABLE breakers (
    institution TEXT PRIMARY KEY, since TEXT NOT NULL, last_at TEXT NOT NULL, pulls INTEGER NOT NULL,
    resources TEXT NOT NULL, opened_at TEXT
);
CREATE TABLE call_budgets (
    host TEXT NOT NULL, address TEXT NOT NULL, next_at TEXT NOT NULL, held_until TEXT, slowed_at TEXT,
    PRIMARY KEY (host, address)
);
CREATE TABLE rounds (link TEXT PRIMARY KEY, ended_at TEXT NOT NULL, accessed_at TEXT, accessed_since TEXT);
CREATE TABLE desk_lists (name TEXT PRIMARY KEY, listed_at TEXT NOT NULL);
CREATE TABLE shared_lists (resource TEXT PRIMARY KEY, is_shared INTEGER NOT NULL, noted_at TEXT NOT NULL);
CREATE TABLE flows_by_month (
    link TEXT NOT NULL, account TEXT NOT NULL, month TEXT NOT NULL, type TEXT NOT NULL,
    category TEXT NOT NULL, status TEXT NOT NULL, currency TEXT NOT NULL, amount INTEGER NOT NULL,
    count INTEGER NOT NULL, PRIMARY KEY (link, account, month, type, category, status, currency)
) WITHOUT ROWID;
CREATE INDEX transactions_account_value_date ON transactions (account, value_date DESC) WHERE deleted_at IS NULL;
CREATE TABLE masking_key (id INTEGER PRIMARY KEY CHECK (id = 1), key BLOB NOT NULL);
CREATE TABLE sign_ins (
    id TEXT PRIMARY KEY, person TEXT NOT NULL, actor TEXT NOT NULL, provider TEXT NOT NULL,
    began_at TEXT NOT NULL, seen_at TEXT NOT NULL, ended_at TEXT
);
CREATE INDEX sign_ins_by_person ON sign_ins (person);
CREATE TABLE audit (
    id INTEGER PRIMARY KEY, at TEXT NOT NULL, actor TEXT NOT NULL, action TEXT NOT NULL, did TEXT NOT NULL,
    target TEXT NOT NULL, link TEXT NOT NULL, person TEXT NOT NULL, outcome TEXT NOT NULL, address TEXT NOT NULL,
    details TEXT NOT NULL, hash TEXT NOT NULL
);
CREATE INDEX audit_link ON audit (link, id);
CREATE INDEX audit_person ON audit (person, id);
CREATE INDEX audit_actor ON audit (actor, id);
CREATE INDEX audit_target ON audit (target, id);
CREATE INDEX audit_action ON audit (action, id);
CREATE TABLE audit_chain (
    id INTEGER PRIMARY KEY CHECK (id = 1), cut INTEGER NOT NULL, cut_hash TEXT NOT NULL, head INTEGER NOT NULL,
    head_hash TEXT NOT NULL
);
CREATE TABLE reveals (
    id INTEGER PRIMARY KEY, by TEXT NOT NULL, link TEXT NOT NULL, until TEXT NOT NULL, ended_at TEXT,
    reason TEXT NOT NULL, salt TEXT NOT NULL, digest TEXT NOT NULL
);
CREATE INDEX reveals_by ON reveals (by, until);
CREATE UNIQUE INDEX reveals_digest ON reveals (digest);
CREATE INDEX reveals_link ON reveals (link);
CREATE TABLE seen_settings (name TEXT PRIMARY KEY, digest TEXT NOT NULL) WITHOUT ROWID;
CREATE TRIGGER audit_comes_in_order BEFORE INSERT ON audit
WHEN NEW.id <> coalesce((SELECT head FROM audit_chain), 0) + 1
BEGIN SELECT RAISE(ABORT, 'rows of the audit come one behind the other'); END;
CREATE TRIGGER audit_has_a_head AFTER INSERT ON audit
BEGIN
    INSERT INTO audit_chain (id, cut, cut_hash, head, head_hash)
    VALUES (1, 0, '0000000000000000000000000000000000000000000000000000000000000000', NEW.id, NEW.hash)
    ON CONFLICT (id) DO UPDATE SET head = excluded.head, head_hash = excluded.head_hash;
END;
CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'rows of the audit are not changed'); END;
CREATE TRIGGER audit_is_not_deleted BEFORE DELETE ON audit
WHEN OLD.id > coalesce((SELECT cut FROM audit_chain), 0)
BEGIN SELECT RAISE(ABORT, 'rows of the audit go for their age alone'); END;
CREATE TRIGGER audit_chain_goes_on BEFORE UPDATE ON audit_chain
WHEN NEW.cut < OLD.cut OR NEW.head < OLD.head OR NEW.cut > NEW.head
BEGIN SELECT RAISE(ABORT, 'the audit does not go back'); END;
CREATE TRIGGER audit_chain_stays BEFORE DELETE ON audit_chain
BEGIN SELECT RAISE(ABORT, 'the ends of the audit stay'); END;
CREATE TABLE holds (
    kind TEXT NOT NULL, target TEXT NOT NULL, reason TEXT NOT NULL, actor TEXT NOT NULL, since TEXT NOT NULL,
    PRIMARY KEY (kind, target)
) WITHOUT ROWID;
CREATE TABLE erased_people (mark TEXT NOT NULL PRIMARY KEY, at TEXT NOT NULL, report TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE retention (at TEXT NOT NULL PRIMARY KEY, taken TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE kept_since (resource TEXT NOT NULL PRIMARY KEY, day TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE backups (file TEXT NOT NULL PRIMARY KEY, taken_at TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE processes (
    name TEXT NOT NULL PRIMARY KEY, kind TEXT NOT NULL, host TEXT NOT NULL, version TEXT NOT NULL,
    started_at TEXT NOT NULL, heard_at TEXT NOT NULL, pulls INTEGER NOT NULL DEFAULT 0,
    ended INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;
CREATE TABLE match_decisions (
    claim TEXT NOT NULL, inflow TEXT NOT NULL, link TEXT NOT NULL, other_link TEXT NOT NULL, is_right INTEGER NOT NULL,
    basis TEXT NOT NULL, actor TEXT NOT NULL, at TEXT NOT NULL, PRIMARY KEY (claim, inflow)
) WITHOUT ROWID;
CREATE INDEX match_decisions_link ON match_decisions (link);
CREATE INDEX match_decisions_other_link ON match_decisions (other_link);
CREATE UNIQUE INDEX accounts_id ON accounts (id, link);
CREATE UNIQUE INDEX owners_id ON owners (id, link);
CREATE UNIQUE INDEX consents_id ON consents (id, link);
CREATE UNIQUE INDEX bills_id ON bills (id, link);
CREATE UNIQUE INDEX br_exchanges_id ON br_exchanges (id, link);
CREATE UNIQUE INDEX br_investments_id ON br_investments (id, link);
CREATE UNIQUE INDEX br_investment_transactions_id ON br_investment_transactions (id, link);
CREATE UNIQUE INDEX incomes_id ON incomes (id, link);
CREATE UNIQUE INDEX recurring_expenses_id ON recurring_expenses (id, link);
CREATE UNIQUE INDEX risk_insights_id ON risk_insights (id, link);
CREATE UNIQUE INDEX employment_records_id ON employment_records (id, link);
CREATE UNIQUE INDEX mx_current_employments_id ON mx_current_employments (id, link);
CREATE UNIQUE INDEX br_employments_id ON br_employments (id, link);
CREATE UNIQUE INDEX employment_metrics_id ON employment_metrics (id, link);
CREATE UNIQUE INDEX financial_statements_id ON financial_statements (id, link);
CREATE UNIQUE INDEX tax_compliance_status_id ON tax_compliance_status (id, link);
CREATE UNIQUE INDEX tax_returns_id ON tax_returns (id, link);
CREATE UNIQUE INDEX tax_retentions_id ON tax_retentions (id, link);
CREATE UNIQUE INDEX tax_status_id ON tax_status (id, link);
CREATE UNIQUE INDEX cl_tax_status_id ON cl_tax_status (id, link);
CREATE UNIQUE INDEX cl_debt_reports_id ON cl_debt_reports (id, link);
CREATE UNIQUE INDEX br_balances_id ON br_balances (id, link);
CREATE TABLE "balance_history" (
    link TEXT NOT NULL, account TEXT NOT NULL, collected_at TEXT NOT NULL, currency TEXT, current INTEGER,
    available INTEGER, credit_limit INTEGER, PRIMARY KEY (link, account, collected_at)
) WITHOUT ROWID;
CREATE TABLE assignments (
    link TEXT NOT NULL PRIMARY KEY, external_id TEXT NOT NULL CHECK (external_id <> ''), actor TEXT NOT NULL,
    at TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX assignments_external_id ON assignments (external_id);
CREATE INDEX links_every_external_id ON links (external_id);
CREATE TABLE tokens (
    name TEXT PRIMARY KEY, digest TEXT NOT NULL UNIQUE, role TEXT NOT NULL, owner TEXT NOT NULL, person TEXT NOT NULL,
    rate INTEGER NOT NULL, made_at TEXT NOT NULL, expires_at TEXT NOT NULL, revoked_at TEXT, used_at TEXT
);
CREATE TABLE saved_views (
    id TEXT PRIMARY KEY, name TEXT NOT NULL, page TEXT NOT NULL, query TEXT NOT NULL, owner TEXT NOT NULL,
    person TEXT NOT NULL, shared INTEGER NOT NULL, masked INTEGER NOT NULL, made_at TEXT NOT NULL,
    changed_at TEXT NOT NULL
);
CREATE TABLE board_cells (
    id TEXT PRIMARY KEY, board TEXT NOT NULL, place INTEGER NOT NULL, title TEXT NOT NULL, page TEXT NOT NULL,
    query TEXT NOT NULL, part TEXT NOT NULL, wide INTEGER NOT NULL, masked INTEGER NOT NULL
);
CREATE INDEX board_cells_by_board ON board_cells (board, place);
CREATE TABLE view_looks (
    view TEXT NOT NULL, person TEXT NOT NULL, at TEXT NOT NULL, PRIMARY KEY (view, person)
);
CREATE TABLE body_fields (
    shape INTEGER NOT NULL, place INTEGER NOT NULL, name TEXT NOT NULL, stored INTEGER NOT NULL,
    PRIMARY KEY (shape, place)
) WITHOUT ROWID;
CREATE VIEW bodies_transactions AS
SELECT key, CASE WHEN substr(packed, 1, 1) = '{' THEN packed ELSE (
    SELECT '{' || group_concat(field, ',') || '}' FROM (
        SELECT '"' || name || '":' || (packed -> stored) AS field FROM body_fields
        WHERE shape = json_extract(packed, '$[0]') ORDER BY place
    )
) END AS body FROM packed_transactions;
CREATE VIEW raw_transactions AS SELECT id, body FROM transactions JOIN bodies_transactions USING (key);
CREATE TABLE stored_pages (
    id INTEGER PRIMARY KEY, run INTEGER NOT NULL, link TEXT NOT NULL, resource TEXT NOT NULL, at TEXT NOT NULL,
    asked_at TEXT NOT NULL
);
CREATE INDEX stored_pages_link ON stored_pages (link, at);
CREATE INDEX stored_pages_asked_at ON stored_pages (asked_at);
CREATE TABLE answer_drift (
    operation TEXT NOT NULL, kind TEXT NOT NULL, path TEXT NOT NULL, calls INTEGER NOT NULL, objects INTEGER NOT NULL,
    first_at TEXT NOT NULL, last_at TEXT NOT NULL, PRIMARY KEY (operation, kind, path)
);
CREATE TABLE notice_channels (
    id TEXT PRIMARY KEY, way TEXT NOT NULL, target TEXT NOT NULL, kinds TEXT NOT NULL, gather INTEGER NOT NULL,
    quiet_from TEXT, quiet_until TEXT, zone TEXT NOT NULL, urgent_passes INTEGER NOT NULL, made_at TEXT NOT NULL,
    on_since TEXT, removed_at TEXT
, language TEXT NOT NULL DEFAULT 'en');
CREATE TABLE notices (
    id INTEGER PRIMARY KEY, kind TEXT NOT NULL, subject TEXT NOT NULL, mark TEXT NOT NULL, institution TEXT,
    link TEXT, detail TEXT NOT NULL, noticed_at TEXT NOT NULL, ended_at TEXT
);
CREATE UNIQUE INDEX notices_once ON notices (kind, subject, mark);
CREATE INDEX notices_open ON notices (kind, subject) WHERE ended_at IS NULL;
CREATE INDEX notices_link ON notices (link);
CREATE TABLE notice_items (
    notice INTEGER NOT NULL, channel TEXT NOT NULL, is_end INTEGER NOT NULL, at TEXT NOT NULL, delivery TEXT,
    PRIMARY KEY (notice, channel, is_end)
);
CREATE INDEX notice_items_pending ON notice_items (channel) WHERE delivery IS NULL;
CREATE INDEX notice_items_delivery ON notice_items (delivery);
CREATE TABLE notice_deliveries (
    id TEXT PRIMARY KEY, channel TEXT NOT NULL, way TEXT NOT NULL, made_at TEXT NOT NULL, items INTEGER NOT NULL,
    state TEXT NOT NULL, attempts INTEGER NOT NULL, next_at TEXT NOT NULL, claimed_until TEXT, ended_at TEXT
);
CREATE INDEX notice_deliveries_waiting ON notice_deliveries (next_at) WHERE state = 'waiting';
CREATE INDEX notice_deliveries_made ON notice_deliveries (made_at);
CREATE TABLE notice_attempts (
    id INTEGER PRIMARY KEY, delivery TEXT NOT NULL, channel TEXT NOT NULL, way TEXT NOT NULL, at TEXT NOT NULL,
    outcome TEXT NOT NULL, status INTEGER, told TEXT NOT NULL, milliseconds INTEGER NOT NULL
);
CREATE INDEX notice_attempts_delivery ON notice_attempts (delivery);
CREATE INDEX jobs_failed ON jobs (finished_at) WHERE state = 'failed';
CREATE INDEX widget_events_step ON widget_events (nonce, step, at) WHERE step IS NOT NULL;
CREATE INDEX widget_sessions_opened_at ON widget_sessions (opened_at, nonce);
CREATE TABLE link_states (
    link TEXT NOT NULL PRIMARY KEY, revision INTEGER NOT NULL, due_at TEXT, institution TEXT,
    badge TEXT NOT NULL, trouble TEXT NOT NULL, reason TEXT NOT NULL, place INTEGER NOT NULL, since TEXT NOT NULL,
    turn TEXT NOT NULL, whose TEXT NOT NULL, step TEXT NOT NULL, is_the_banks INTEGER NOT NULL, is_broken INTEGER NOT NULL,
    tells_of_bank INTEGER NOT NULL, is_queued INTEGER NOT NULL, has_failed INTEGER NOT NULL, pulled_at TEXT NOT NULL, read_at TEXT NOT NULL,
    came_at TEXT NOT NULL, external_id TEXT, names TEXT NOT NULL, documents TEXT NOT NULL, account_numbers TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX link_states_order ON link_states (place, since, came_at DESC, link, badge);
CREATE INDEX link_states_due_at ON link_states (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX link_states_facets ON link_states (
    institution, badge, trouble, read_at, pulled_at, tells_of_bank, is_broken
);
CREATE INDEX link_states_queued ON link_states (badge) WHERE is_queued = 1;
CREATE INDEX link_states_pulls ON link_states (badge, pulled_at, has_failed);
CREATE INDEX links_status ON links (status) WHERE deleted_at IS NULL;
CREATE INDEX links_twins ON links (institution, institution_user_id) WHERE deleted_at IS NULL;
CREATE INDEX link_states_whose ON link_states (
    whose, institution, trouble, place, since, external_id, read_at, came_at, link
) WHERE whose <> '';
CREATE INDEX link_states_external_id ON link_states (external_id, badge, trouble, institution, read_at);
CREATE TABLE bank_states (
    institution TEXT NOT NULL PRIMARY KEY, rows_there INTEGER NOT NULL, links INTEGER NOT NULL,
    troubled INTEGER NOT NULL, unpulled INTEGER NOT NULL, latest TEXT NOT NULL, is_down INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE link_money (
    link TEXT NOT NULL, currency TEXT NOT NULL, amount INTEGER NOT NULL, PRIMARY KEY (link, currency)
) WITHOUT ROWID;
CREATE INDEX link_money_currency ON link_money (currency, amount);
CREATE TABLE states_kept (name TEXT NOT NULL PRIMARY KEY, revision INTEGER NOT NULL, ahead INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE cases (
    id INTEGER PRIMARY KEY, link TEXT NOT NULL, institution TEXT NOT NULL, reason TEXT NOT NULL, since TEXT NOT NULL,
    opened_at TEXT NOT NULL, links INTEGER NOT NULL, people INTEGER NOT NULL, taken_by TEXT, taken_at TEXT,
    snoozed_until TEXT, note TEXT, noted_by TEXT, noted_at TEXT, ended_at TEXT, outcome TEXT
);
CREATE UNIQUE INDEX cases_open ON cases (link, institution) WHERE ended_at IS NULL;
CREATE INDEX cases_link ON cases (link, id);
CREATE INDEX cases_institution ON cases (institution, id) WHERE link = '';
CREATE TABLE bulk_runs (
    id INTEGER PRIMARY KEY, kind TEXT NOT NULL, state TEXT NOT NULL, actor TEXT NOT NULL, role TEXT NOT NULL,
    options TEXT NOT NULL, undoes INTEGER, made_at TEXT NOT NULL, ended_at TEXT, total INTEGER NOT NULL,
    done INTEGER NOT NULL, failed INTEGER NOT NULL, skipped INTEGER NOT NULL
);
CREATE TABLE bulk_links (
    bulk INTEGER NOT NULL, place INTEGER NOT NULL, link TEXT NOT NULL, state TEXT NOT NULL, at TEXT,
    result TEXT, job INTEGER, error_kind TEXT, error_code TEXT, error_message TEXT, request_id TEXT,
    PRIMARY KEY (bulk, place)
) WITHOUT ROWID;
CREATE INDEX bulk_links_state ON bulk_links (bulk, state, place);
CREATE INDEX bulk_links_link ON bulk_links (link);
CREATE TABLE update_links (
    code TEXT NOT NULL PRIMARY KEY, link TEXT NOT NULL, way TEXT NOT NULL, locale TEXT NOT NULL, actor TEXT NOT NULL,
    made_at TEXT NOT NULL, expires_at TEXT NOT NULL, opened_at TEXT, opened INTEGER NOT NULL, revoked_at TEXT
) WITHOUT ROWID;
CREATE INDEX update_links_link ON update_links (link, made_at);
CREATE TABLE story_plays (
    id INTEGER PRIMARY KEY CHECK (id = 1), story TEXT NOT NULL, step INTEGER NOT NULL, links TEXT NOT NULL,
    began_at TEXT NOT NULL, step_at TEXT NOT NULL
);
CREATE INDEX webhook_events_request_id ON webhook_events (request_id) WHERE request_id IS NOT NULL;
CREATE INDEX widget_sessions_request_id ON widget_sessions (request_id) WHERE request_id IS NOT NULL;
CREATE INDEX jobs_request_id ON jobs (request_id) WHERE request_id IS NOT NULL;
CREATE INDEX sync_runs_request_id ON sync_runs (request_id) WHERE request_id IS NOT NULL;
CREATE INDEX owners_document ON owners (
    replace(replace(replace(replace(upper(document_number), '.', ''), '-', ''), '/', ''), ' ', ''));
CREATE INDEX tax_status_document ON tax_status (
    replace(replace(replace(replace(upper(rfc), '.', ''), '-', ''), '/', ''), ' ', ''));
CREATE INDEX cl_tax_status_document ON cl_tax_status (
    replace(replace(replace(replace(upper(document_number), '.', ''), '-', ''), '/', ''), ' ', ''));
CREATE INDEX cl_debt_reports_document ON cl_debt_reports (
    replace(replace(replace(replace(upper(document_number), '.', ''), '-', ''), '/', ''), ' ', ''));
CREATE INDEX employment_records_document ON employment_records (
    replace(replace(replace(replace(upper(internal_identification), '.', ''), '-', ''), '/', ''), ' ', ''));
CREATE INDEX mx_current_employments_document ON mx_current_employments (
    replace(replace(replace(replace(upper(internal_identification), '.', ''), '-', ''), '/', ''), ' ', ''));
CREATE INDEX revisions_moved ON revisions (link) WHERE number <> judged;
CREATE TABLE bulk_accounts (
    bulk INTEGER NOT NULL, place INTEGER NOT NULL, institution TEXT NOT NULL, external_id TEXT, state TEXT NOT NULL,
    at TEXT NOT NULL, link TEXT, mark TEXT, sealed TEXT, sealed_at TEXT, taken_at TEXT, tries INTEGER NOT NULL,
    error_kind TEXT, error_code TEXT, error_message TEXT, request_id TEXT, PRIMARY KEY (bulk, place)
) WITHOUT ROWID;
CREATE INDEX bulk_accounts_state ON bulk_accounts (bulk, state, place);
CREATE INDEX bulk_accounts_link ON bulk_accounts (link) WHERE link IS NOT NULL;
CREATE INDEX bulk_accounts_external_id ON bulk_accounts (external_id) WHERE external_id IS NOT NULL;
CREATE INDEX bulk_accounts_mark ON bulk_accounts (mark) WHERE mark IS NOT NULL;
CREATE INDEX bulk_accounts_sealed_at ON bulk_accounts (sealed_at) WHERE sealed_at IS NOT NULL;
CREATE INDEX bulk_accounts_at ON bulk_accounts (at) WHERE state IN ('done', 'failed', 'skipped');
