-- Everything the desk starts with.

CREATE TABLE links (
    key INTEGER PRIMARY KEY, id TEXT NOT NULL, institution TEXT, status TEXT, access_mode TEXT,
    external_id TEXT, institution_user_id TEXT, refresh_rate TEXT, stale_in TEXT, credentials_storage TEXT,
    fetch_resources TEXT, created_by TEXT, created_at TEXT, last_accessed_at TEXT, inexact INTEGER NOT NULL,
    fingerprint INTEGER NOT NULL, changed_at TEXT NOT NULL, gone_at TEXT
);
CREATE UNIQUE INDEX links_id ON links (id);
CREATE INDEX links_external_id ON links (external_id) WHERE gone_at IS NULL;
CREATE TABLE bodies_links (key INTEGER PRIMARY KEY, body TEXT NOT NULL);
CREATE VIEW raw_links AS SELECT id, body FROM links JOIN bodies_links USING (key);
CREATE TABLE versions_links (
    key INTEGER NOT NULL, id TEXT NOT NULL, body TEXT NOT NULL, since TEXT NOT NULL, until TEXT NOT NULL
);
CREATE INDEX versions_links_key ON versions_links (key);

CREATE TABLE institutions (
    key INTEGER PRIMARY KEY, id TEXT NOT NULL, name TEXT, display_name TEXT, type TEXT, status TEXT,
    integration_type TEXT, website TEXT, primary_color TEXT, logo TEXT, icon_logo TEXT, text_logo TEXT,
    country_codes TEXT, resources TEXT, inexact INTEGER NOT NULL, fingerprint INTEGER NOT NULL,
    changed_at TEXT NOT NULL, gone_at TEXT
);
CREATE UNIQUE INDEX institutions_id ON institutions (id);
CREATE INDEX institutions_name ON institutions (name) WHERE gone_at IS NULL;
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
    last_accessed_at TEXT, inexact INTEGER NOT NULL, fingerprint INTEGER NOT NULL, changed_at TEXT NOT NULL,
    gone_at TEXT
);
CREATE UNIQUE INDEX accounts_id ON accounts (id);
CREATE INDEX accounts_link_gone_at ON accounts (link, gone_at);
CREATE TABLE bodies_accounts (key INTEGER PRIMARY KEY, body TEXT NOT NULL);
CREATE VIEW raw_accounts AS SELECT id, body FROM accounts JOIN bodies_accounts USING (key);
CREATE TABLE versions_accounts (
    key INTEGER NOT NULL, id TEXT NOT NULL, body TEXT NOT NULL, since TEXT NOT NULL, until TEXT NOT NULL
);
CREATE INDEX versions_accounts_key ON versions_accounts (key);

CREATE TABLE transactions (
    key INTEGER PRIMARY KEY, id TEXT NOT NULL, link TEXT NOT NULL, account TEXT NOT NULL, value_date TEXT,
    amount INTEGER, currency TEXT, type TEXT, status TEXT, category TEXT, subcategory TEXT,
    description TEXT, merchant TEXT, reference TEXT, balance INTEGER, created_at TEXT,
    signed_amount INTEGER, inexact INTEGER NOT NULL, fingerprint INTEGER NOT NULL, changed_at TEXT NOT NULL,
    gone_at TEXT
);
CREATE UNIQUE INDEX transactions_id ON transactions (link, id);
CREATE INDEX transactions_account_value_date ON transactions (account, value_date) WHERE gone_at IS NULL;
CREATE INDEX transactions_link_gone_at_created_at ON transactions (link, gone_at, created_at);
CREATE INDEX transactions_signed_amount ON transactions (signed_amount) WHERE gone_at IS NULL;
CREATE TABLE bodies_transactions (key INTEGER PRIMARY KEY, body TEXT NOT NULL);
CREATE VIEW raw_transactions AS SELECT id, body FROM transactions JOIN bodies_transactions USING (key);
CREATE TABLE search_transactions (key INTEGER PRIMARY KEY, text TEXT NOT NULL);
CREATE TABLE versions_transactions (
    key INTEGER NOT NULL, id TEXT NOT NULL, body TEXT NOT NULL, since TEXT NOT NULL, until TEXT NOT NULL
);
CREATE INDEX versions_transactions_key ON versions_transactions (key);

CREATE TABLE owners (
    key INTEGER PRIMARY KEY, id TEXT NOT NULL, link TEXT NOT NULL, display_name TEXT, email TEXT,
    phone_number TEXT, address TEXT, document_type TEXT, document_number TEXT, birth_date TEXT,
    created_at TEXT, collected_at TEXT, inexact INTEGER NOT NULL, fingerprint INTEGER NOT NULL,
    changed_at TEXT NOT NULL, gone_at TEXT
);
CREATE UNIQUE INDEX owners_id ON owners (id);
CREATE INDEX owners_link_gone_at ON owners (link, gone_at);
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

CREATE TABLE flows (
    link TEXT NOT NULL, account TEXT NOT NULL, day TEXT NOT NULL, type TEXT NOT NULL,
    category TEXT NOT NULL, status TEXT NOT NULL, currency TEXT NOT NULL, amount INTEGER NOT NULL,
    count INTEGER NOT NULL, PRIMARY KEY (link, account, day, type, category, status, currency)
) WITHOUT ROWID;

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
);
CREATE INDEX link_statuses_link ON link_statuses (link, id);

CREATE TABLE jobs (
    id INTEGER PRIMARY KEY, link TEXT NOT NULL, resources TEXT NOT NULL, reason TEXT NOT NULL,
    priority INTEGER NOT NULL, whole INTEGER NOT NULL, state TEXT NOT NULL, attempts INTEGER NOT NULL,
    not_before TEXT NOT NULL, created_at TEXT NOT NULL, started_at TEXT, finished_at TEXT, owner TEXT,
    fence INTEGER NOT NULL, lease_seconds REAL, lease_until TEXT, error_kind TEXT, error_code TEXT,
    error_message TEXT, request_id TEXT
);
CREATE UNIQUE INDEX jobs_one_running ON jobs (link) WHERE state = 'running';
CREATE UNIQUE INDEX jobs_one_queued ON jobs (link, resources) WHERE state = 'queued';
CREATE INDEX jobs_waiting ON jobs (priority, not_before) WHERE state = 'queued';
CREATE INDEX jobs_link ON jobs (link, id);
CREATE INDEX jobs_fence ON jobs (fence);

CREATE TABLE sync_runs (
    id INTEGER PRIMARY KEY, job INTEGER, link TEXT NOT NULL, resource TEXT NOT NULL, reason TEXT,
    state TEXT NOT NULL, started_at TEXT NOT NULL, finished_at TEXT, fetched INTEGER NOT NULL,
    total INTEGER, page INTEGER NOT NULL, added INTEGER NOT NULL, changed INTEGER NOT NULL,
    unchanged INTEGER NOT NULL, gone INTEGER NOT NULL, error_kind TEXT, error_code TEXT, error_message TEXT,
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
);
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
);
CREATE INDEX widget_sessions_external_id ON widget_sessions (external_id);
CREATE INDEX widget_sessions_link ON widget_sessions (link);
CREATE INDEX widget_sessions_state ON widget_sessions (state, opened_at);

CREATE TABLE widget_events (
    nonce TEXT NOT NULL REFERENCES widget_sessions (nonce) ON DELETE CASCADE, seq INTEGER NOT NULL,
    name TEXT NOT NULL, payload TEXT NOT NULL, at TEXT NOT NULL, PRIMARY KEY (nonce, seq)
);

CREATE TABLE audit (
    id INTEGER PRIMARY KEY, at TEXT NOT NULL, actor TEXT NOT NULL, action TEXT NOT NULL,
    subject TEXT NOT NULL, details TEXT NOT NULL
);
CREATE INDEX audit_subject ON audit (subject, id);
