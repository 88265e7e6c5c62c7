-- Accounts of a file that a run connects: `sealed` can be opened by the keys of Belvo alone, and is gone once a row has ended; `mark` is a keyed digest by which the same account is known for a day.
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
