-- A row is one of its link: what two links have under one id is there twice.
DROP INDEX accounts_id;
CREATE UNIQUE INDEX accounts_id ON accounts (id, link);
DROP INDEX owners_id;
CREATE UNIQUE INDEX owners_id ON owners (id, link);
DROP INDEX consents_id;
CREATE UNIQUE INDEX consents_id ON consents (id, link);
DROP INDEX bills_id;
CREATE UNIQUE INDEX bills_id ON bills (id, link);
DROP INDEX br_exchanges_id;
CREATE UNIQUE INDEX br_exchanges_id ON br_exchanges (id, link);
DROP INDEX br_investments_id;
CREATE UNIQUE INDEX br_investments_id ON br_investments (id, link);
DROP INDEX br_investment_transactions_id;
CREATE UNIQUE INDEX br_investment_transactions_id ON br_investment_transactions (id, link);
DROP INDEX incomes_id;
CREATE UNIQUE INDEX incomes_id ON incomes (id, link);
DROP INDEX recurring_expenses_id;
CREATE UNIQUE INDEX recurring_expenses_id ON recurring_expenses (id, link);
DROP INDEX risk_insights_id;
CREATE UNIQUE INDEX risk_insights_id ON risk_insights (id, link);
DROP INDEX employment_records_id;
CREATE UNIQUE INDEX employment_records_id ON employment_records (id, link);
DROP INDEX mx_current_employments_id;
CREATE UNIQUE INDEX mx_current_employments_id ON mx_current_employments (id, link);
DROP INDEX br_employments_id;
CREATE UNIQUE INDEX br_employments_id ON br_employments (id, link);
DROP INDEX employment_metrics_id;
CREATE UNIQUE INDEX employment_metrics_id ON employment_metrics (id, link);
DROP INDEX financial_statements_id;
CREATE UNIQUE INDEX financial_statements_id ON financial_statements (id, link);
DROP INDEX tax_compliance_status_id;
CREATE UNIQUE INDEX tax_compliance_status_id ON tax_compliance_status (id, link);
DROP INDEX tax_returns_id;
CREATE UNIQUE INDEX tax_returns_id ON tax_returns (id, link);
DROP INDEX tax_retentions_id;
CREATE UNIQUE INDEX tax_retentions_id ON tax_retentions (id, link);
DROP INDEX tax_status_id;
CREATE UNIQUE INDEX tax_status_id ON tax_status (id, link);
DROP INDEX cl_tax_status_id;
CREATE UNIQUE INDEX cl_tax_status_id ON cl_tax_status (id, link);
DROP INDEX cl_debt_reports_id;
CREATE UNIQUE INDEX cl_debt_reports_id ON cl_debt_reports (id, link);
DROP INDEX br_balances_id;
CREATE UNIQUE INDEX br_balances_id ON br_balances (id, link);
CREATE TABLE balance_history_of_links (
    link TEXT NOT NULL, account TEXT NOT NULL, collected_at TEXT NOT NULL, currency TEXT, current INTEGER,
    available INTEGER, credit_limit INTEGER, PRIMARY KEY (link, account, collected_at)
) WITHOUT ROWID;
INSERT INTO balance_history_of_links (link, account, collected_at, currency, current, available, credit_limit)
SELECT link, account, collected_at, currency, current, available, credit_limit FROM balance_history;
DROP TABLE balance_history;
ALTER TABLE balance_history_of_links RENAME TO balance_history;
