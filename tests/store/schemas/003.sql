CREATE TABLE "accounts" (
   "key" INTEGER PRIMARY KEY,
   "id" TEXT NOT NULL,
   "link" TEXT NOT NULL,
   "institution" TEXT,
   "category" TEXT,
   "type" TEXT,
   "subtype" TEXT,
   "name" TEXT,
   "number" TEXT,
   "agency" TEXT,
   "currency" TEXT,
   "balance_type" TEXT,
   "current" INTEGER,
   "available" INTEGER,
   "credit_limit" INTEGER,
   "created_at" TEXT,
   "collected_at" TEXT,
   "last_accessed_at" TEXT,
   "inexact" INTEGER NOT NULL,
   "changed_at" TEXT NOT NULL,
   "gone_at" TEXT
);
INSERT INTO "accounts" VALUES(1,'0d3ffb69-f83b-456e-ad8e-208d0998d71d','30cb4806-6e00-48a4-91c9-ca55968576c8','erebor_mx_retail','CHECKING_ACCOUNT','Cuenta de cheques',NULL,'Cuenta Perfiles','4057068115181',NULL,'MXN','ASSET',58741300,56211200,NULL,'2026-10-01T08:45:50.406032Z','2026-11-20T08:45:50.406032Z','2026-11-20T10:28:40.000000Z',0,'2026-11-24T05:21:08.000000Z',NULL);
INSERT INTO "accounts" VALUES(2,'6f2d1c3e-98ab-4cde-8f01-223344556677','30cb4806-6e00-48a4-91c9-ca55968576c8','erebor_mx_retail','CREDIT_CARD','Cuenta de cheques',NULL,'Tarjeta Oro','4057068115181',NULL,'MXN','LIABILITY',12005000,487995000,500000000,'2026-10-01T08:45:50.406032Z','2026-11-20T08:45:50.406032Z','2026-11-20T10:28:40.000000Z',0,'2026-11-24T05:21:08.000000Z',NULL);
CREATE TABLE api_calls (
        id INTEGER PRIMARY KEY, at TEXT NOT NULL, method TEXT NOT NULL, path TEXT NOT NULL, query TEXT,
        status INTEGER, milliseconds INTEGER, size INTEGER, request_id TEXT, code TEXT, message TEXT,
        link TEXT, job INTEGER
    );
CREATE TABLE audit (
        id INTEGER PRIMARY KEY, at TEXT NOT NULL, actor TEXT NOT NULL, action TEXT NOT NULL,
        subject TEXT NOT NULL, details TEXT NOT NULL
    );
CREATE TABLE "bills" (
   "key" INTEGER PRIMARY KEY,
   "id" TEXT NOT NULL,
   "link" TEXT NOT NULL,
   "account" TEXT NOT NULL,
   "bill_name" TEXT,
   "due_date" TEXT,
   "currency" TEXT,
   "total_amount" INTEGER,
   "minimum_amount" INTEGER,
   "is_installment" INTEGER,
   "created_at" TEXT,
   "collected_at" TEXT,
   "inexact" INTEGER NOT NULL,
   "changed_at" TEXT NOT NULL,
   "gone_at" TEXT
);
CREATE TABLE "bodies_accounts" (
   "key" INTEGER PRIMARY KEY,
   "body" TEXT NOT NULL
);
INSERT INTO "bodies_accounts" VALUES(1,'{"id":"0d3ffb69-f83b-456e-ad8e-208d0998d71d","link":"30cb4806-6e00-48a4-91c9-ca55968576c8","institution":{"name":"erebor_mx_retail","type":"bank"},"collected_at":"2026-11-20T08:45:50.406032Z","created_at":"2026-10-01T08:45:50.406032Z","last_accessed_at":"2026-11-20T10:28:40.000Z","category":"CHECKING_ACCOUNT","balance_type":"ASSET","type":"Cuenta de cheques","subtype":null,"name":"Cuenta Perfiles","number":"4057068115181","agency":null,"balance":{"current":5874.13,"available":5621.12,"blocked":null},"currency":"MXN","credit_data":null,"loan_data":null}');
INSERT INTO "bodies_accounts" VALUES(2,'{"id":"6f2d1c3e-98ab-4cde-8f01-223344556677","link":"30cb4806-6e00-48a4-91c9-ca55968576c8","institution":{"name":"erebor_mx_retail","type":"bank"},"collected_at":"2026-11-20T08:45:50.406032Z","created_at":"2026-10-01T08:45:50.406032Z","last_accessed_at":"2026-11-20T10:28:40.000Z","category":"CREDIT_CARD","balance_type":"LIABILITY","type":"Cuenta de cheques","subtype":null,"name":"Tarjeta Oro","number":"4057068115181","agency":null,"balance":{"current":1200.5,"available":48799.5},"currency":"MXN","credit_data":{"collected_at":"2026-11-20T08:45:50.406032Z","credit_limit":50000,"cutting_date":"2026-11-11"},"loan_data":null}');
CREATE TABLE "bodies_bills" (
   "key" INTEGER PRIMARY KEY,
   "body" TEXT NOT NULL
);
CREATE TABLE "bodies_br_balances" (
   "key" INTEGER PRIMARY KEY,
   "body" TEXT NOT NULL
);
CREATE TABLE "bodies_br_employments" (
   "key" INTEGER PRIMARY KEY,
   "body" TEXT NOT NULL
);
CREATE TABLE "bodies_br_exchanges" (
   "key" INTEGER PRIMARY KEY,
   "body" TEXT NOT NULL
);
CREATE TABLE "bodies_br_investment_transactions" (
   "key" INTEGER PRIMARY KEY,
   "body" TEXT NOT NULL
);
CREATE TABLE "bodies_br_investments" (
   "key" INTEGER PRIMARY KEY,
   "body" TEXT NOT NULL
);
CREATE TABLE "bodies_cl_debt_reports" (
   "key" INTEGER PRIMARY KEY,
   "body" TEXT NOT NULL
);
CREATE TABLE "bodies_cl_invoices" (
   "key" INTEGER PRIMARY KEY,
   "body" TEXT NOT NULL
);
CREATE TABLE "bodies_cl_tax_status" (
   "key" INTEGER PRIMARY KEY,
   "body" TEXT NOT NULL
);
CREATE TABLE "bodies_consents" (
   "key" INTEGER PRIMARY KEY,
   "body" TEXT NOT NULL
);
CREATE TABLE "bodies_employment_metrics" (
   "key" INTEGER PRIMARY KEY,
   "body" TEXT NOT NULL
);
CREATE TABLE "bodies_employment_records" (
   "key" INTEGER PRIMARY KEY,
   "body" TEXT NOT NULL
);
CREATE TABLE "bodies_financial_statements" (
   "key" INTEGER PRIMARY KEY,
   "body" TEXT NOT NULL
);
CREATE TABLE "bodies_incomes" (
   "key" INTEGER PRIMARY KEY,
   "body" TEXT NOT NULL
);
CREATE TABLE "bodies_institutions" (
   "key" INTEGER PRIMARY KEY,
   "body" TEXT NOT NULL
);
INSERT INTO "bodies_institutions" VALUES(1,'{"id":1004,"name":"erebor_mx_retail","type":"bank","website":"https://www.erebor.com/","display_name":"Erebor Bank","country_codes":["MX"],"primary_color":"#056dae","logo":"https://statics.example/erebor.svg","icon_logo":"https://statics.example/erebor_sm.svg","text_logo":null,"code":null,"form_fields":[{"name":"username","type":"text","label":"Client number","validation":"^.{1,}$"}],"features":[],"resources":["ACCOUNTS","TRANSACTIONS","OWNERS"],"integration_type":"credentials","status":"healthy"}');
CREATE TABLE "bodies_invoices" (
   "key" INTEGER PRIMARY KEY,
   "body" TEXT NOT NULL
);
CREATE TABLE "bodies_links" (
   "key" INTEGER PRIMARY KEY,
   "body" TEXT NOT NULL
);
INSERT INTO "bodies_links" VALUES(1,'{"id":"30cb4806-6e00-48a4-91c9-ca55968576c8","institution":"erebor_mx_retail","access_mode":"recurrent","last_accessed_at":"2026-11-20T10:28:40.000Z","created_at":"2026-10-01T08:45:50.406032Z","external_id":"user-42","institution_user_id":"sooE7XJWEKypZJR603ecaWYk-8Ap0oD8Nr1pBQ4eG9c=","status":"valid","created_by":"bcef7f35-67f2-4b19-b009-cb38795faf09","refresh_rate":"7d","credentials_storage":"365d","fetch_resources":["ACCOUNTS","TRANSACTIONS"],"stale_in":"365d"}');
CREATE TABLE "bodies_mx_current_employments" (
   "key" INTEGER PRIMARY KEY,
   "body" TEXT NOT NULL
);
CREATE TABLE "bodies_owners" (
   "key" INTEGER PRIMARY KEY,
   "body" TEXT NOT NULL
);
INSERT INTO "bodies_owners" VALUES(1,'{"id":"9a8b7c6d-2222-4222-8222-0000000000bb","link":"30cb4806-6e00-48a4-91c9-ca55968576c8","internal_identification":"7e5838e4","collected_at":"2026-11-20T08:45:50.406032Z","created_at":"2026-10-01T08:45:50.406032Z","display_name":"María José Núñez","email":"maria@example.com","phone_number":"+52-55-0000-0000","address":"Carrer de la Llacuna, 162","birth_date":"1988-07-15","document_id":{"document_type":"CURP","document_number":"NUMM880715MDFXRR09"}}');
CREATE TABLE "bodies_recurring_expenses" (
   "key" INTEGER PRIMARY KEY,
   "body" TEXT NOT NULL
);
CREATE TABLE "bodies_risk_insights" (
   "key" INTEGER PRIMARY KEY,
   "body" TEXT NOT NULL
);
CREATE TABLE "bodies_tax_compliance_status" (
   "key" INTEGER PRIMARY KEY,
   "body" TEXT NOT NULL
);
CREATE TABLE "bodies_tax_retentions" (
   "key" INTEGER PRIMARY KEY,
   "body" TEXT NOT NULL
);
CREATE TABLE "bodies_tax_returns" (
   "key" INTEGER PRIMARY KEY,
   "body" TEXT NOT NULL
);
CREATE TABLE "bodies_tax_status" (
   "key" INTEGER PRIMARY KEY,
   "body" TEXT NOT NULL
);
CREATE TABLE "bodies_transactions" (
   "key" INTEGER PRIMARY KEY,
   "body" TEXT NOT NULL
);
INSERT INTO "bodies_transactions" VALUES(1,'{"id":"00000001-aaaa-4bbb-8ccc-000000000000","internal_identification":"INT1","account":{"id":"0d3ffb69-f83b-456e-ad8e-208d0998d71d"},"collected_at":"2026-11-20T08:45:50.406032Z","created_at":"2026-11-20T08:45:50.406032Z","value_date":"2026-11-03","transacted_at":"2026-11-03T12:29:03.374Z","accounting_date":"2026-11-03","amount":250,"local_currency_amount":null,"balance":null,"currency":"MXN","description":"PAGO EN CAFÉ PUNTA DEL CIELO","observations":null,"merchant":{"logo":null,"website":null,"merchant_name":"Café Punta del Cielo"},"category":"Food & Groceries","subcategory":"Bakery & Coffee","reference":"7645","type":"OUTFLOW","status":"PROCESSED","credit_card_data":null,"mcc":5814}');
INSERT INTO "bodies_transactions" VALUES(2,'{"id":"00000002-aaaa-4bbb-8ccc-000000000000","internal_identification":"INT2","account":{"id":"0d3ffb69-f83b-456e-ad8e-208d0998d71d"},"collected_at":"2026-11-20T08:45:50.406032Z","created_at":"2026-11-20T08:45:50.406032Z","value_date":"2026-11-03","transacted_at":"2026-11-03T12:29:03.374Z","accounting_date":"2026-11-03","amount":99.9,"local_currency_amount":null,"balance":null,"currency":"MXN","description":"PAGO EN CAFÉ PUNTA DEL CIELO","observations":null,"merchant":{"logo":null,"website":null,"merchant_name":"Café Punta del Cielo"},"category":"Food & Groceries","subcategory":"Bakery & Coffee","reference":"7645","type":"INFLOW","status":"PROCESSED","credit_card_data":null,"mcc":5814}');
CREATE TABLE bookmarks (
        link TEXT NOT NULL, resource TEXT NOT NULL, created_at TEXT, listed_at TEXT NOT NULL, full_at TEXT,
        PRIMARY KEY (link, resource)
    );
INSERT INTO "bookmarks" VALUES('30cb4806-6e00-48a4-91c9-ca55968576c8','transactions','2026-11-20T08:45:50.406032Z','2026-11-24T18:00:00.000000Z','2026-11-24T18:00:00.000000Z');
CREATE TABLE "br_balances" (
   "key" INTEGER PRIMARY KEY,
   "id" TEXT NOT NULL,
   "link" TEXT NOT NULL,
   "account" TEXT NOT NULL,
   "currency" TEXT,
   "available" INTEGER,
   "blocked" INTEGER,
   "automatically_invested" INTEGER,
   "last_updated_at" TEXT,
   "created_at" TEXT,
   "collected_at" TEXT,
   "inexact" INTEGER NOT NULL,
   "changed_at" TEXT NOT NULL,
   "gone_at" TEXT
);
CREATE TABLE "br_employments" (
   "key" INTEGER PRIMARY KEY,
   "id" TEXT NOT NULL,
   "link" TEXT NOT NULL,
   "employer" TEXT,
   "employer_code" TEXT,
   "economic_activity" TEXT,
   "start_date" TEXT,
   "end_date" TEXT,
   "created_at" TEXT,
   "collected_at" TEXT,
   "inexact" INTEGER NOT NULL,
   "changed_at" TEXT NOT NULL,
   "gone_at" TEXT
);
CREATE TABLE "br_exchanges" (
   "key" INTEGER PRIMARY KEY,
   "id" TEXT NOT NULL,
   "link" TEXT NOT NULL,
   "operation_number" TEXT,
   "operation_type" TEXT,
   "operation_requested_at" TEXT,
   "operation_due_date" TEXT,
   "operation_category_code" TEXT,
   "settlement_method" TEXT,
   "authorized_institution_name" TEXT,
   "local_amount" INTEGER,
   "local_currency" TEXT,
   "foreign_amount" INTEGER,
   "foreign_currency" TEXT,
   "tax_amount" INTEGER,
   "tax_currency" TEXT,
   "created_at" TEXT,
   "collected_at" TEXT,
   "inexact" INTEGER NOT NULL,
   "changed_at" TEXT NOT NULL,
   "gone_at" TEXT
);
CREATE TABLE "br_investment_transactions" (
   "key" INTEGER PRIMARY KEY,
   "id" TEXT NOT NULL,
   "link" TEXT NOT NULL,
   "investment" TEXT,
   "product_name" TEXT,
   "currency" TEXT,
   "value_date" TEXT,
   "type" TEXT,
   "subtype" TEXT,
   "value" INTEGER,
   "gross_value" INTEGER,
   "net_value" INTEGER,
   "income_tax" INTEGER,
   "quantity" REAL,
   "created_at" TEXT,
   "collected_at" TEXT,
   "inexact" INTEGER NOT NULL,
   "changed_at" TEXT NOT NULL,
   "gone_at" TEXT
);
CREATE TABLE "br_investments" (
   "key" INTEGER PRIMARY KEY,
   "id" TEXT NOT NULL,
   "link" TEXT NOT NULL,
   "type" TEXT,
   "product_name" TEXT,
   "isin_number" TEXT,
   "currency" TEXT,
   "gross_value" INTEGER,
   "net_value" INTEGER,
   "blocked_amount" INTEGER,
   "quantity" REAL,
   "reference_date" TEXT,
   "indexer" TEXT,
   "is_tax_exempt" INTEGER,
   "purchase_date" TEXT,
   "issue_date" TEXT,
   "due_date" TEXT,
   "inexact" INTEGER NOT NULL,
   "changed_at" TEXT NOT NULL,
   "gone_at" TEXT
);
CREATE TABLE "cl_debt_reports" (
   "key" INTEGER PRIMARY KEY,
   "id" TEXT NOT NULL,
   "link" TEXT NOT NULL,
   "full_name" TEXT,
   "document_number" TEXT,
   "debt_data_last_update" TEXT,
   "currency" TEXT,
   "total" INTEGER,
   "current" INTEGER,
   "delinquent" INTEGER,
   "severely_delinquent" INTEGER,
   "defaulted" INTEGER,
   "created_at" TEXT,
   "collected_at" TEXT,
   "inexact" INTEGER NOT NULL,
   "changed_at" TEXT NOT NULL,
   "gone_at" TEXT
);
CREATE TABLE "cl_invoices" (
   "key" INTEGER PRIMARY KEY,
   "id" TEXT NOT NULL,
   "link" TEXT NOT NULL,
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
   "gone_at" TEXT
);
CREATE TABLE "cl_tax_status" (
   "key" INTEGER PRIMARY KEY,
   "id" TEXT NOT NULL,
   "link" TEXT NOT NULL,
   "name" TEXT,
   "document_type" TEXT,
   "document_number" TEXT,
   "start_date" TEXT,
   "end_date" TEXT,
   "fiscal_office" TEXT,
   "created_at" TEXT,
   "collected_at" TEXT,
   "inexact" INTEGER NOT NULL,
   "changed_at" TEXT NOT NULL,
   "gone_at" TEXT
);
CREATE TABLE "consents" (
   "key" INTEGER PRIMARY KEY,
   "id" TEXT NOT NULL,
   "link" TEXT NOT NULL,
   "institution" TEXT,
   "display_name" TEXT,
   "document_number" TEXT,
   "status" TEXT,
   "expired_at" TEXT,
   "consent_duration" INTEGER,
   "undefined_consent_expiration" INTEGER,
   "created_at" TEXT,
   "inexact" INTEGER NOT NULL,
   "changed_at" TEXT NOT NULL,
   "gone_at" TEXT
);
CREATE TABLE "employment_metrics" (
   "key" INTEGER PRIMARY KEY,
   "id" TEXT NOT NULL,
   "link" TEXT NOT NULL,
   "reference_date" TEXT,
   "age" INTEGER,
   "current_status" TEXT,
   "current_employer_count" INTEGER,
   "employer_count" INTEGER,
   "base_salary_last" INTEGER,
   "weeks_employed_total" REAL,
   "weeks_since_last_job" REAL,
   "created_at" TEXT,
   "collected_at" TEXT,
   "inexact" INTEGER NOT NULL,
   "changed_at" TEXT NOT NULL,
   "gone_at" TEXT
);
CREATE TABLE "employment_records" (
   "key" INTEGER PRIMARY KEY,
   "id" TEXT NOT NULL,
   "link" TEXT NOT NULL,
   "official_name" TEXT,
   "birth_date" TEXT,
   "status" TEXT,
   "internal_identification" TEXT,
   "weeks_contributed" INTEGER,
   "base_salary_estimate" INTEGER,
   "currency" TEXT,
   "report_date" TEXT,
   "created_at" TEXT,
   "collected_at" TEXT,
   "inexact" INTEGER NOT NULL,
   "changed_at" TEXT NOT NULL,
   "gone_at" TEXT
);
CREATE TABLE "financial_statements" (
   "key" INTEGER PRIMARY KEY,
   "id" TEXT NOT NULL,
   "link" TEXT NOT NULL,
   "year" TEXT,
   "currency" TEXT,
   "error" TEXT,
   "net_revenue" INTEGER,
   "operating_expenses" INTEGER,
   "net_income" INTEGER,
   "net_loss" INTEGER,
   "current_assets" INTEGER,
   "non_current_assets" INTEGER,
   "current_liabilities" INTEGER,
   "non_current_liabilities" INTEGER,
   "equity" INTEGER,
   "created_at" TEXT,
   "collected_at" TEXT,
   "inexact" INTEGER NOT NULL,
   "changed_at" TEXT NOT NULL,
   "gone_at" TEXT
);
CREATE TABLE flows (
        link TEXT NOT NULL, account TEXT NOT NULL, day TEXT NOT NULL, type TEXT NOT NULL, category TEXT NOT NULL,
        status TEXT NOT NULL, currency TEXT NOT NULL, amount INTEGER NOT NULL, count INTEGER NOT NULL,
        PRIMARY KEY (link, account, day, type, category, status, currency)
    ) WITHOUT ROWID
    ;
INSERT INTO "flows" VALUES('30cb4806-6e00-48a4-91c9-ca55968576c8','0d3ffb69-f83b-456e-ad8e-208d0998d71d','2026-11-03','OUTFLOW','Food & Groceries','PROCESSED','MXN',2500000,1);
CREATE TABLE flows_by_day (
        day TEXT NOT NULL, type TEXT NOT NULL, category TEXT NOT NULL, status TEXT NOT NULL,
        currency TEXT NOT NULL, amount INTEGER NOT NULL, count INTEGER NOT NULL,
        PRIMARY KEY (day, type, category, status, currency)
    ) WITHOUT ROWID
    ;
INSERT INTO "flows_by_day" VALUES('2026-11-03','OUTFLOW','Food & Groceries','PROCESSED','MXN',2500000,1);
CREATE TABLE "incomes" (
   "key" INTEGER PRIMARY KEY,
   "id" TEXT NOT NULL,
   "link" TEXT NOT NULL,
   "income_source_type" TEXT,
   "number_of_income_streams" INTEGER,
   "monthly_average" INTEGER,
   "monthly_average_regular" INTEGER,
   "monthly_average_irregular" INTEGER,
   "total_income_amount" INTEGER,
   "best_working_day_to_charge" INTEGER,
   "first_transaction_date" TEXT,
   "last_transaction_date" TEXT,
   "created_at" TEXT,
   "inexact" INTEGER NOT NULL,
   "changed_at" TEXT NOT NULL,
   "gone_at" TEXT
);
CREATE TABLE "institutions" (
   "key" INTEGER PRIMARY KEY,
   "id" TEXT NOT NULL,
   "name" TEXT,
   "display_name" TEXT,
   "type" TEXT,
   "status" TEXT,
   "integration_type" TEXT,
   "website" TEXT,
   "primary_color" TEXT,
   "logo" TEXT,
   "icon_logo" TEXT,
   "text_logo" TEXT,
   "country_codes" TEXT,
   "resources" TEXT,
   "inexact" INTEGER NOT NULL,
   "changed_at" TEXT NOT NULL,
   "gone_at" TEXT
);
INSERT INTO "institutions" VALUES(1,'1004','erebor_mx_retail','Erebor Bank','bank','healthy','credentials','https://www.erebor.com/','#056dae','https://statics.example/erebor.svg','https://statics.example/erebor_sm.svg',NULL,'["MX"]','["ACCOUNTS","TRANSACTIONS","OWNERS"]',0,'2026-11-24T05:21:08.000000Z',NULL);
CREATE TABLE "invoices" (
   "key" INTEGER PRIMARY KEY,
   "id" TEXT NOT NULL,
   "link" TEXT NOT NULL,
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
   "gone_at" TEXT
);
CREATE TABLE jobs (
        id INTEGER PRIMARY KEY, link TEXT NOT NULL, resources TEXT NOT NULL, reason TEXT NOT NULL,
        priority INTEGER NOT NULL, whole INTEGER NOT NULL, state TEXT NOT NULL, attempts INTEGER NOT NULL,
        not_before TEXT NOT NULL, created_at TEXT NOT NULL, started_at TEXT, finished_at TEXT,
        owner TEXT, fence INTEGER NOT NULL, lease_seconds REAL, lease_until TEXT,
        error_kind TEXT, error_code TEXT, error_message TEXT, request_id TEXT
    );
CREATE TABLE link_statuses (
        id INTEGER PRIMARY KEY, link TEXT NOT NULL, status TEXT NOT NULL, since TEXT NOT NULL
    );
INSERT INTO "link_statuses" VALUES(1,'30cb4806-6e00-48a4-91c9-ca55968576c8','valid','2026-11-24T05:21:08.000000Z');
CREATE TABLE "links" (
   "key" INTEGER PRIMARY KEY,
   "id" TEXT NOT NULL,
   "institution" TEXT,
   "status" TEXT,
   "access_mode" TEXT,
   "external_id" TEXT,
   "institution_user_id" TEXT,
   "refresh_rate" TEXT,
   "stale_in" TEXT,
   "credentials_storage" TEXT,
   "fetch_resources" TEXT,
   "created_by" TEXT,
   "created_at" TEXT,
   "last_accessed_at" TEXT,
   "inexact" INTEGER NOT NULL,
   "changed_at" TEXT NOT NULL,
   "gone_at" TEXT
);
INSERT INTO "links" VALUES(1,'30cb4806-6e00-48a4-91c9-ca55968576c8','erebor_mx_retail','valid','recurrent','user-42','sooE7XJWEKypZJR603ecaWYk-8Ap0oD8Nr1pBQ4eG9c=','7d','365d','365d','["ACCOUNTS","TRANSACTIONS"]','bcef7f35-67f2-4b19-b009-cb38795faf09','2026-10-01T08:45:50.406032Z','2026-11-20T10:28:40.000000Z',0,'2026-11-24T05:21:08.000000Z',NULL);
CREATE TABLE "mx_current_employments" (
   "key" INTEGER PRIMARY KEY,
   "id" TEXT NOT NULL,
   "link" TEXT NOT NULL,
   "official_name" TEXT,
   "status" TEXT,
   "month" TEXT,
   "internal_identification" TEXT,
   "created_at" TEXT,
   "collected_at" TEXT,
   "inexact" INTEGER NOT NULL,
   "changed_at" TEXT NOT NULL,
   "gone_at" TEXT
);
CREATE TABLE "owners" (
   "key" INTEGER PRIMARY KEY,
   "id" TEXT NOT NULL,
   "link" TEXT NOT NULL,
   "display_name" TEXT,
   "email" TEXT,
   "phone_number" TEXT,
   "address" TEXT,
   "document_type" TEXT,
   "document_number" TEXT,
   "birth_date" TEXT,
   "created_at" TEXT,
   "collected_at" TEXT,
   "inexact" INTEGER NOT NULL,
   "changed_at" TEXT NOT NULL,
   "gone_at" TEXT
);
INSERT INTO "owners" VALUES(1,'9a8b7c6d-2222-4222-8222-0000000000bb','30cb4806-6e00-48a4-91c9-ca55968576c8','María José Núñez','maria@example.com','+52-55-0000-0000','Carrer de la Llacuna, 162','CURP','NUMM880715MDFXRR09','1988-07-15','2026-10-01T08:45:50.406032Z','2026-11-20T08:45:50.406032Z',0,'2026-11-24T05:21:08.000000Z',NULL);
CREATE TABLE "recurring_expenses" (
   "key" INTEGER PRIMARY KEY,
   "id" TEXT NOT NULL,
   "link" TEXT NOT NULL,
   "account" TEXT NOT NULL,
   "name" TEXT,
   "category" TEXT,
   "payment_type" TEXT,
   "frequency" TEXT,
   "currency" TEXT,
   "average_amount" INTEGER,
   "median_amount" INTEGER,
   "days_since_last_transaction" INTEGER,
   "inexact" INTEGER NOT NULL,
   "changed_at" TEXT NOT NULL,
   "gone_at" TEXT
);
CREATE TABLE "risk_insights" (
   "key" INTEGER PRIMARY KEY,
   "id" TEXT NOT NULL,
   "link" TEXT NOT NULL,
   "accounts" TEXT,
   "closing_balance" INTEGER,
   "net_cashflow_3m" INTEGER,
   "credit_utilization" REAL,
   "loan_utilization" REAL,
   "days_history" INTEGER,
   "created_at" TEXT,
   "inexact" INTEGER NOT NULL,
   "changed_at" TEXT NOT NULL,
   "gone_at" TEXT
);
CREATE TABLE row_counts (
        resource TEXT NOT NULL, link TEXT NOT NULL, account TEXT NOT NULL, live INTEGER NOT NULL,
        PRIMARY KEY (resource, link, account)
    ) WITHOUT ROWID
    ;
INSERT INTO "row_counts" VALUES('accounts','30cb4806-6e00-48a4-91c9-ca55968576c8','',2);
INSERT INTO "row_counts" VALUES('institutions','','',1);
INSERT INTO "row_counts" VALUES('links','','',1);
INSERT INTO "row_counts" VALUES('owners','30cb4806-6e00-48a4-91c9-ca55968576c8','',1);
INSERT INTO "row_counts" VALUES('transactions','30cb4806-6e00-48a4-91c9-ca55968576c8','0d3ffb69-f83b-456e-ad8e-208d0998d71d',1);
CREATE TABLE schema_migrations (number INTEGER PRIMARY KEY, name TEXT NOT NULL, applied_at TEXT NOT NULL);
INSERT INTO "schema_migrations" VALUES(1,'m001_first_tables','2026-11-24T05:21:08.000000Z');
INSERT INTO "schema_migrations" VALUES(2,'m002_all_resources','2026-11-24T05:21:08.000000Z');
INSERT INTO "schema_migrations" VALUES(3,'m003_bodies_tell_changes','2026-11-24T05:21:08.000000Z');
CREATE TABLE "search_cl_invoices" (
   "key" INTEGER PRIMARY KEY,
   "text" TEXT NOT NULL
);
CREATE TABLE "search_invoices" (
   "key" INTEGER PRIMARY KEY,
   "text" TEXT NOT NULL
);
CREATE TABLE "search_transactions" (
   "key" INTEGER PRIMARY KEY,
   "text" TEXT NOT NULL
);
INSERT INTO "search_transactions" VALUES(1,'pago en cafe punta del cielo
cafe punta del cielo
7645');
INSERT INTO "search_transactions" VALUES(2,'pago en cafe punta del cielo
cafe punta del cielo
7645');
CREATE TABLE store_identity (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        host TEXT NOT NULL, key TEXT NOT NULL, instance TEXT NOT NULL, recorded_at TEXT NOT NULL
    );
INSERT INTO "store_identity" VALUES(1,'http://127.0.0.1:8900','abababababababababababababababababababababababababababababababab','1','2026-11-24T05:21:08.000000Z');
CREATE TABLE sync_runs (
        id INTEGER PRIMARY KEY, job INTEGER, link TEXT NOT NULL, resource TEXT NOT NULL, reason TEXT,
        state TEXT NOT NULL, started_at TEXT NOT NULL, finished_at TEXT, fetched INTEGER NOT NULL, total INTEGER,
        page INTEGER NOT NULL, added INTEGER NOT NULL, changed INTEGER NOT NULL, unchanged INTEGER NOT NULL,
        gone INTEGER NOT NULL, error_kind TEXT, error_code TEXT, error_message TEXT, request_id TEXT
    );
CREATE TABLE "tax_compliance_status" (
   "key" INTEGER PRIMARY KEY,
   "id" TEXT NOT NULL,
   "link" TEXT NOT NULL,
   "rfc" TEXT,
   "outcome" TEXT,
   "internal_identification" TEXT,
   "created_at" TEXT,
   "collected_at" TEXT,
   "inexact" INTEGER NOT NULL,
   "changed_at" TEXT NOT NULL,
   "gone_at" TEXT
);
CREATE TABLE "tax_retentions" (
   "key" INTEGER PRIMARY KEY,
   "id" TEXT NOT NULL,
   "link" TEXT NOT NULL,
   "invoice_identification" TEXT,
   "code" INTEGER,
   "issued_at" TEXT,
   "certified_at" TEXT,
   "cancelled_at" TEXT,
   "sender_id" TEXT,
   "sender_name" TEXT,
   "receiver_id" TEXT,
   "receiver_name" TEXT,
   "receiver_nationality" TEXT,
   "total_invoice_amount" INTEGER,
   "total_exempt_amount" INTEGER,
   "total_taxable_amount" INTEGER,
   "total_retained_amount" INTEGER,
   "created_at" TEXT,
   "collected_at" TEXT,
   "inexact" INTEGER NOT NULL,
   "changed_at" TEXT NOT NULL,
   "gone_at" TEXT
);
CREATE TABLE "tax_returns" (
   "key" INTEGER PRIMARY KEY,
   "id" TEXT NOT NULL,
   "link" TEXT NOT NULL,
   "type" TEXT,
   "year" INTEGER,
   "period" TEXT,
   "filing" TEXT,
   "filed_on" TEXT,
   "operation_number" TEXT,
   "rfc" TEXT,
   "created_at" TEXT,
   "collected_at" TEXT,
   "inexact" INTEGER NOT NULL,
   "changed_at" TEXT NOT NULL,
   "gone_at" TEXT
);
CREATE TABLE "tax_status" (
   "key" INTEGER PRIMARY KEY,
   "id" TEXT NOT NULL,
   "link" TEXT NOT NULL,
   "rfc" TEXT,
   "official_name" TEXT,
   "id_cif" TEXT,
   "status" TEXT,
   "start_operations_date" TEXT,
   "last_status_change_date" TEXT,
   "postal_code" TEXT,
   "created_at" TEXT,
   "collected_at" TEXT,
   "inexact" INTEGER NOT NULL,
   "changed_at" TEXT NOT NULL,
   "gone_at" TEXT
);
CREATE TABLE "transactions" (
   "key" INTEGER PRIMARY KEY,
   "id" TEXT NOT NULL,
   "link" TEXT NOT NULL,
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
   "inexact" INTEGER NOT NULL,
   "changed_at" TEXT NOT NULL,
   "gone_at" TEXT
);
INSERT INTO "transactions" VALUES(1,'00000001-aaaa-4bbb-8ccc-000000000000','30cb4806-6e00-48a4-91c9-ca55968576c8','0d3ffb69-f83b-456e-ad8e-208d0998d71d','2026-11-03',2500000,'MXN','OUTFLOW','PROCESSED','Food & Groceries','Bakery & Coffee','PAGO EN CAFÉ PUNTA DEL CIELO','Café Punta del Cielo','7645',NULL,'2026-11-20T08:45:50.406032Z',-2500000,0,'2026-11-24T18:00:00.000000Z',NULL);
INSERT INTO "transactions" VALUES(2,'00000002-aaaa-4bbb-8ccc-000000000000','30cb4806-6e00-48a4-91c9-ca55968576c8','0d3ffb69-f83b-456e-ad8e-208d0998d71d','2026-11-03',999000,'MXN','INFLOW','PROCESSED','Food & Groceries','Bakery & Coffee','PAGO EN CAFÉ PUNTA DEL CIELO','Café Punta del Cielo','7645',NULL,'2026-11-20T08:45:50.406032Z',999000,0,'2026-11-24T05:21:08.000000Z','2026-11-24T18:00:00.000000Z');
CREATE TABLE "versions_accounts" (
   "key" INTEGER NOT NULL,
   "id" TEXT NOT NULL,
   "body" TEXT NOT NULL,
   "since" TEXT NOT NULL,
   "until" TEXT NOT NULL
);
CREATE TABLE "versions_bills" (
   "key" INTEGER NOT NULL,
   "id" TEXT NOT NULL,
   "body" TEXT NOT NULL,
   "since" TEXT NOT NULL,
   "until" TEXT NOT NULL
);
CREATE TABLE "versions_br_balances" (
   "key" INTEGER NOT NULL,
   "id" TEXT NOT NULL,
   "body" TEXT NOT NULL,
   "since" TEXT NOT NULL,
   "until" TEXT NOT NULL
);
CREATE TABLE "versions_br_employments" (
   "key" INTEGER NOT NULL,
   "id" TEXT NOT NULL,
   "body" TEXT NOT NULL,
   "since" TEXT NOT NULL,
   "until" TEXT NOT NULL
);
CREATE TABLE "versions_br_exchanges" (
   "key" INTEGER NOT NULL,
   "id" TEXT NOT NULL,
   "body" TEXT NOT NULL,
   "since" TEXT NOT NULL,
   "until" TEXT NOT NULL
);
CREATE TABLE "versions_br_investment_transactions" (
   "key" INTEGER NOT NULL,
   "id" TEXT NOT NULL,
   "body" TEXT NOT NULL,
   "since" TEXT NOT NULL,
   "until" TEXT NOT NULL
);
CREATE TABLE "versions_br_investments" (
   "key" INTEGER NOT NULL,
   "id" TEXT NOT NULL,
   "body" TEXT NOT NULL,
   "since" TEXT NOT NULL,
   "until" TEXT NOT NULL
);
CREATE TABLE "versions_cl_debt_reports" (
   "key" INTEGER NOT NULL,
   "id" TEXT NOT NULL,
   "body" TEXT NOT NULL,
   "since" TEXT NOT NULL,
   "until" TEXT NOT NULL
);
CREATE TABLE "versions_cl_invoices" (
   "key" INTEGER NOT NULL,
   "id" TEXT NOT NULL,
   "body" TEXT NOT NULL,
   "since" TEXT NOT NULL,
   "until" TEXT NOT NULL
);
CREATE TABLE "versions_cl_tax_status" (
   "key" INTEGER NOT NULL,
   "id" TEXT NOT NULL,
   "body" TEXT NOT NULL,
   "since" TEXT NOT NULL,
   "until" TEXT NOT NULL
);
CREATE TABLE "versions_consents" (
   "key" INTEGER NOT NULL,
   "id" TEXT NOT NULL,
   "body" TEXT NOT NULL,
   "since" TEXT NOT NULL,
   "until" TEXT NOT NULL
);
CREATE TABLE "versions_employment_metrics" (
   "key" INTEGER NOT NULL,
   "id" TEXT NOT NULL,
   "body" TEXT NOT NULL,
   "since" TEXT NOT NULL,
   "until" TEXT NOT NULL
);
CREATE TABLE "versions_employment_records" (
   "key" INTEGER NOT NULL,
   "id" TEXT NOT NULL,
   "body" TEXT NOT NULL,
   "since" TEXT NOT NULL,
   "until" TEXT NOT NULL
);
CREATE TABLE "versions_financial_statements" (
   "key" INTEGER NOT NULL,
   "id" TEXT NOT NULL,
   "body" TEXT NOT NULL,
   "since" TEXT NOT NULL,
   "until" TEXT NOT NULL
);
CREATE TABLE "versions_incomes" (
   "key" INTEGER NOT NULL,
   "id" TEXT NOT NULL,
   "body" TEXT NOT NULL,
   "since" TEXT NOT NULL,
   "until" TEXT NOT NULL
);
CREATE TABLE "versions_institutions" (
   "key" INTEGER NOT NULL,
   "id" TEXT NOT NULL,
   "body" TEXT NOT NULL,
   "since" TEXT NOT NULL,
   "until" TEXT NOT NULL
);
CREATE TABLE "versions_invoices" (
   "key" INTEGER NOT NULL,
   "id" TEXT NOT NULL,
   "body" TEXT NOT NULL,
   "since" TEXT NOT NULL,
   "until" TEXT NOT NULL
);
CREATE TABLE "versions_links" (
   "key" INTEGER NOT NULL,
   "id" TEXT NOT NULL,
   "body" TEXT NOT NULL,
   "since" TEXT NOT NULL,
   "until" TEXT NOT NULL
);
CREATE TABLE "versions_mx_current_employments" (
   "key" INTEGER NOT NULL,
   "id" TEXT NOT NULL,
   "body" TEXT NOT NULL,
   "since" TEXT NOT NULL,
   "until" TEXT NOT NULL
);
CREATE TABLE "versions_owners" (
   "key" INTEGER NOT NULL,
   "id" TEXT NOT NULL,
   "body" TEXT NOT NULL,
   "since" TEXT NOT NULL,
   "until" TEXT NOT NULL
);
CREATE TABLE "versions_recurring_expenses" (
   "key" INTEGER NOT NULL,
   "id" TEXT NOT NULL,
   "body" TEXT NOT NULL,
   "since" TEXT NOT NULL,
   "until" TEXT NOT NULL
);
CREATE TABLE "versions_risk_insights" (
   "key" INTEGER NOT NULL,
   "id" TEXT NOT NULL,
   "body" TEXT NOT NULL,
   "since" TEXT NOT NULL,
   "until" TEXT NOT NULL
);
CREATE TABLE "versions_tax_compliance_status" (
   "key" INTEGER NOT NULL,
   "id" TEXT NOT NULL,
   "body" TEXT NOT NULL,
   "since" TEXT NOT NULL,
   "until" TEXT NOT NULL
);
CREATE TABLE "versions_tax_retentions" (
   "key" INTEGER NOT NULL,
   "id" TEXT NOT NULL,
   "body" TEXT NOT NULL,
   "since" TEXT NOT NULL,
   "until" TEXT NOT NULL
);
CREATE TABLE "versions_tax_returns" (
   "key" INTEGER NOT NULL,
   "id" TEXT NOT NULL,
   "body" TEXT NOT NULL,
   "since" TEXT NOT NULL,
   "until" TEXT NOT NULL
);
CREATE TABLE "versions_tax_status" (
   "key" INTEGER NOT NULL,
   "id" TEXT NOT NULL,
   "body" TEXT NOT NULL,
   "since" TEXT NOT NULL,
   "until" TEXT NOT NULL
);
CREATE TABLE "versions_transactions" (
   "key" INTEGER NOT NULL,
   "id" TEXT NOT NULL,
   "body" TEXT NOT NULL,
   "since" TEXT NOT NULL,
   "until" TEXT NOT NULL
);
INSERT INTO "versions_transactions" VALUES(1,'00000001-aaaa-4bbb-8ccc-000000000000','{"id":"00000001-aaaa-4bbb-8ccc-000000000000","internal_identification":"INT1","account":{"id":"0d3ffb69-f83b-456e-ad8e-208d0998d71d"},"collected_at":"2026-11-20T08:45:50.406032Z","created_at":"2026-11-20T08:45:50.406032Z","value_date":"2026-11-03","transacted_at":"2026-11-03T12:29:03.374Z","accounting_date":"2026-11-03","amount":245.5,"local_currency_amount":null,"balance":null,"currency":"MXN","description":"PAGO EN CAFÉ PUNTA DEL CIELO","observations":null,"merchant":{"logo":null,"website":null,"merchant_name":"Café Punta del Cielo"},"category":"Food & Groceries","subcategory":"Bakery & Coffee","reference":"7645","type":"OUTFLOW","status":"PROCESSED","credit_card_data":null,"mcc":5814}','2026-11-24T05:21:08.000000Z','2026-11-24T18:00:00.000000Z');
CREATE TABLE webhook_events (
        id INTEGER PRIMARY KEY, webhook_id TEXT NOT NULL UNIQUE, type TEXT, code TEXT, process_type TEXT,
        link TEXT, external_id TEXT, request_id TEXT, body TEXT NOT NULL, received_at TEXT NOT NULL,
        handled_at TEXT, job INTEGER, outcome TEXT
    );
CREATE TABLE widget_events (
        nonce TEXT NOT NULL REFERENCES widget_sessions (nonce) ON DELETE CASCADE,
        seq INTEGER NOT NULL, name TEXT NOT NULL, payload TEXT NOT NULL, at TEXT NOT NULL,
        PRIMARY KEY (nonce, seq)
    );
CREATE TABLE widget_sessions (
        nonce TEXT PRIMARY KEY, token_hash TEXT NOT NULL, state TEXT NOT NULL, mode TEXT NOT NULL,
        external_id TEXT, product TEXT, country TEXT, institution TEXT, options TEXT NOT NULL, link TEXT,
        error_code TEXT, error_message TEXT, request_id TEXT,
        opened_at TEXT NOT NULL, changed_at TEXT NOT NULL
    );
CREATE UNIQUE INDEX links_id ON links (id);
CREATE INDEX links_external_id ON links (external_id) WHERE gone_at IS NULL;
CREATE VIEW "raw_links" AS SELECT id, body FROM links JOIN bodies_links USING (key);
CREATE INDEX versions_links_key ON versions_links (key);
CREATE UNIQUE INDEX institutions_id ON institutions (id);
CREATE INDEX institutions_name ON institutions (name) WHERE gone_at IS NULL;
CREATE VIEW "raw_institutions" AS SELECT id, body FROM institutions JOIN bodies_institutions USING (key);
CREATE INDEX versions_institutions_key ON versions_institutions (key);
CREATE UNIQUE INDEX accounts_id ON accounts (id);
CREATE INDEX accounts_link_gone_at ON accounts (link, gone_at);
CREATE VIEW "raw_accounts" AS SELECT id, body FROM accounts JOIN bodies_accounts USING (key);
CREATE INDEX versions_accounts_key ON versions_accounts (key);
CREATE UNIQUE INDEX transactions_id ON transactions (link, id);
CREATE INDEX transactions_account_value_date ON transactions (account, value_date) WHERE gone_at IS NULL;
CREATE INDEX transactions_link_gone_at_created_at ON transactions (link, gone_at, created_at);
CREATE INDEX transactions_signed_amount ON transactions (signed_amount) WHERE gone_at IS NULL;
CREATE VIEW "raw_transactions" AS SELECT id, body FROM transactions JOIN bodies_transactions USING (key);
CREATE INDEX versions_transactions_key ON versions_transactions (key);
CREATE UNIQUE INDEX owners_id ON owners (id);
CREATE INDEX owners_link_gone_at ON owners (link, gone_at);
CREATE VIEW "raw_owners" AS SELECT id, body FROM owners JOIN bodies_owners USING (key);
CREATE INDEX versions_owners_key ON versions_owners (key);
CREATE INDEX link_statuses_link ON link_statuses (link, id);
CREATE UNIQUE INDEX jobs_one_running ON jobs (link) WHERE state = 'running';
CREATE UNIQUE INDEX jobs_one_queued ON jobs (link, resources) WHERE state = 'queued';
CREATE INDEX jobs_waiting ON jobs (priority, not_before) WHERE state = 'queued';
CREATE INDEX jobs_link ON jobs (link, id);
CREATE INDEX jobs_fence ON jobs (fence);
CREATE INDEX sync_runs_link ON sync_runs (link, resource, id);
CREATE INDEX sync_runs_job ON sync_runs (job);
CREATE INDEX webhook_events_link ON webhook_events (link, received_at);
CREATE INDEX api_calls_at ON api_calls (at);
CREATE INDEX api_calls_link ON api_calls (link, at);
CREATE INDEX api_calls_request_id ON api_calls (request_id);
CREATE INDEX widget_sessions_external_id ON widget_sessions (external_id);
CREATE INDEX widget_sessions_link ON widget_sessions (link);
CREATE INDEX widget_sessions_state ON widget_sessions (state, opened_at);
CREATE INDEX audit_subject ON audit (subject, id);
CREATE UNIQUE INDEX consents_id ON consents (id);
CREATE INDEX consents_link_gone_at ON consents (link, gone_at);
CREATE VIEW "raw_consents" AS SELECT id, body FROM consents JOIN bodies_consents USING (key);
CREATE INDEX versions_consents_key ON versions_consents (key);
CREATE UNIQUE INDEX br_balances_id ON br_balances (id);
CREATE INDEX br_balances_link_gone_at ON br_balances (link, gone_at);
CREATE VIEW "raw_br_balances" AS SELECT id, body FROM br_balances JOIN bodies_br_balances USING (key);
CREATE INDEX versions_br_balances_key ON versions_br_balances (key);
CREATE UNIQUE INDEX bills_id ON bills (id);
CREATE INDEX bills_link_gone_at ON bills (link, gone_at);
CREATE VIEW "raw_bills" AS SELECT id, body FROM bills JOIN bodies_bills USING (key);
CREATE INDEX versions_bills_key ON versions_bills (key);
CREATE UNIQUE INDEX br_exchanges_id ON br_exchanges (id);
CREATE INDEX br_exchanges_link_gone_at ON br_exchanges (link, gone_at);
CREATE VIEW "raw_br_exchanges" AS SELECT id, body FROM br_exchanges JOIN bodies_br_exchanges USING (key);
CREATE INDEX versions_br_exchanges_key ON versions_br_exchanges (key);
CREATE UNIQUE INDEX br_investments_id ON br_investments (id);
CREATE INDEX br_investments_link_gone_at ON br_investments (link, gone_at);
CREATE VIEW "raw_br_investments" AS SELECT id, body FROM br_investments JOIN bodies_br_investments USING (key);
CREATE INDEX versions_br_investments_key ON versions_br_investments (key);
CREATE UNIQUE INDEX br_investment_transactions_id ON br_investment_transactions (id);
CREATE INDEX br_investment_transactions_link_gone_at ON br_investment_transactions (link, gone_at);
CREATE INDEX br_investment_transactions_investment_value_date ON br_investment_transactions (investment, value_date) WHERE gone_at IS NULL;
CREATE VIEW "raw_br_investment_transactions" AS SELECT id, body FROM br_investment_transactions JOIN bodies_br_investment_transactions USING (key);
CREATE INDEX versions_br_investment_transactions_key ON versions_br_investment_transactions (key);
CREATE UNIQUE INDEX incomes_id ON incomes (id);
CREATE INDEX incomes_link_gone_at ON incomes (link, gone_at);
CREATE VIEW "raw_incomes" AS SELECT id, body FROM incomes JOIN bodies_incomes USING (key);
CREATE INDEX versions_incomes_key ON versions_incomes (key);
CREATE UNIQUE INDEX recurring_expenses_id ON recurring_expenses (id);
CREATE INDEX recurring_expenses_link_gone_at ON recurring_expenses (link, gone_at);
CREATE VIEW "raw_recurring_expenses" AS SELECT id, body FROM recurring_expenses JOIN bodies_recurring_expenses USING (key);
CREATE INDEX versions_recurring_expenses_key ON versions_recurring_expenses (key);
CREATE UNIQUE INDEX risk_insights_id ON risk_insights (id);
CREATE INDEX risk_insights_link_gone_at ON risk_insights (link, gone_at);
CREATE VIEW "raw_risk_insights" AS SELECT id, body FROM risk_insights JOIN bodies_risk_insights USING (key);
CREATE INDEX versions_risk_insights_key ON versions_risk_insights (key);
CREATE UNIQUE INDEX employment_records_id ON employment_records (id);
CREATE INDEX employment_records_link_gone_at ON employment_records (link, gone_at);
CREATE VIEW "raw_employment_records" AS SELECT id, body FROM employment_records JOIN bodies_employment_records USING (key);
CREATE INDEX versions_employment_records_key ON versions_employment_records (key);
CREATE UNIQUE INDEX mx_current_employments_id ON mx_current_employments (id);
CREATE INDEX mx_current_employments_link_gone_at ON mx_current_employments (link, gone_at);
CREATE VIEW "raw_mx_current_employments" AS SELECT id, body FROM mx_current_employments JOIN bodies_mx_current_employments USING (key);
CREATE INDEX versions_mx_current_employments_key ON versions_mx_current_employments (key);
CREATE UNIQUE INDEX br_employments_id ON br_employments (id);
CREATE INDEX br_employments_link_gone_at ON br_employments (link, gone_at);
CREATE VIEW "raw_br_employments" AS SELECT id, body FROM br_employments JOIN bodies_br_employments USING (key);
CREATE INDEX versions_br_employments_key ON versions_br_employments (key);
CREATE UNIQUE INDEX employment_metrics_id ON employment_metrics (id);
CREATE INDEX employment_metrics_link_gone_at ON employment_metrics (link, gone_at);
CREATE VIEW "raw_employment_metrics" AS SELECT id, body FROM employment_metrics JOIN bodies_employment_metrics USING (key);
CREATE INDEX versions_employment_metrics_key ON versions_employment_metrics (key);
CREATE UNIQUE INDEX financial_statements_id ON financial_statements (id);
CREATE INDEX financial_statements_link_gone_at ON financial_statements (link, gone_at);
CREATE VIEW "raw_financial_statements" AS SELECT id, body FROM financial_statements JOIN bodies_financial_statements USING (key);
CREATE INDEX versions_financial_statements_key ON versions_financial_statements (key);
CREATE UNIQUE INDEX invoices_id ON invoices (link, id);
CREATE INDEX invoices_link_invoice_date ON invoices (link, invoice_date) WHERE gone_at IS NULL;
CREATE INDEX invoices_link_gone_at_created_at ON invoices (link, gone_at, created_at);
CREATE INDEX invoices_invoice_date ON invoices (invoice_date) WHERE gone_at IS NULL;
CREATE VIEW "raw_invoices" AS SELECT id, body FROM invoices JOIN bodies_invoices USING (key);
CREATE INDEX versions_invoices_key ON versions_invoices (key);
CREATE UNIQUE INDEX tax_compliance_status_id ON tax_compliance_status (id);
CREATE INDEX tax_compliance_status_link_gone_at ON tax_compliance_status (link, gone_at);
CREATE VIEW "raw_tax_compliance_status" AS SELECT id, body FROM tax_compliance_status JOIN bodies_tax_compliance_status USING (key);
CREATE INDEX versions_tax_compliance_status_key ON versions_tax_compliance_status (key);
CREATE UNIQUE INDEX tax_returns_id ON tax_returns (id);
CREATE INDEX tax_returns_link_gone_at ON tax_returns (link, gone_at);
CREATE VIEW "raw_tax_returns" AS SELECT id, body FROM tax_returns JOIN bodies_tax_returns USING (key);
CREATE INDEX versions_tax_returns_key ON versions_tax_returns (key);
CREATE UNIQUE INDEX tax_retentions_id ON tax_retentions (id);
CREATE INDEX tax_retentions_link_gone_at ON tax_retentions (link, gone_at);
CREATE VIEW "raw_tax_retentions" AS SELECT id, body FROM tax_retentions JOIN bodies_tax_retentions USING (key);
CREATE INDEX versions_tax_retentions_key ON versions_tax_retentions (key);
CREATE UNIQUE INDEX tax_status_id ON tax_status (id);
CREATE INDEX tax_status_link_gone_at ON tax_status (link, gone_at);
CREATE VIEW "raw_tax_status" AS SELECT id, body FROM tax_status JOIN bodies_tax_status USING (key);
CREATE INDEX versions_tax_status_key ON versions_tax_status (key);
CREATE UNIQUE INDEX cl_invoices_id ON cl_invoices (link, id);
CREATE INDEX cl_invoices_link_issue_date ON cl_invoices (link, issue_date) WHERE gone_at IS NULL;
CREATE INDEX cl_invoices_link_gone_at_created_at ON cl_invoices (link, gone_at, created_at);
CREATE INDEX cl_invoices_issue_date ON cl_invoices (issue_date) WHERE gone_at IS NULL;
CREATE VIEW "raw_cl_invoices" AS SELECT id, body FROM cl_invoices JOIN bodies_cl_invoices USING (key);
CREATE INDEX versions_cl_invoices_key ON versions_cl_invoices (key);
CREATE UNIQUE INDEX cl_tax_status_id ON cl_tax_status (id);
CREATE INDEX cl_tax_status_link_gone_at ON cl_tax_status (link, gone_at);
CREATE VIEW "raw_cl_tax_status" AS SELECT id, body FROM cl_tax_status JOIN bodies_cl_tax_status USING (key);
CREATE INDEX versions_cl_tax_status_key ON versions_cl_tax_status (key);
CREATE UNIQUE INDEX cl_debt_reports_id ON cl_debt_reports (id);
CREATE INDEX cl_debt_reports_link_gone_at ON cl_debt_reports (link, gone_at);
CREATE VIEW "raw_cl_debt_reports" AS SELECT id, body FROM cl_debt_reports JOIN bodies_cl_debt_reports USING (key);
CREATE INDEX versions_cl_debt_reports_key ON versions_cl_debt_reports (key);
