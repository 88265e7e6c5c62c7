-- What accounts held at each look, and what Belvo sends that nobody here knows.

CREATE TABLE balance_history (
    account TEXT NOT NULL, collected_at TEXT NOT NULL, link TEXT NOT NULL, currency TEXT, current INTEGER,
    available INTEGER, credit_limit INTEGER, PRIMARY KEY (account, collected_at)
) WITHOUT ROWID;
CREATE INDEX balance_history_link ON balance_history (link);
INSERT INTO balance_history (account, collected_at, link, currency, current, available, credit_limit)
SELECT id, coalesce(collected_at, changed_at), link, currency, current, available, credit_limit
FROM accounts WHERE current IS NOT NULL OR available IS NOT NULL;

CREATE TABLE unknown_values (
    resource TEXT NOT NULL, path TEXT NOT NULL, value TEXT NOT NULL, count INTEGER NOT NULL,
    first_seen TEXT NOT NULL, last_seen TEXT NOT NULL, link TEXT, last_row TEXT,
    PRIMARY KEY (resource, path, value)
) WITHOUT ROWID;
CREATE INDEX unknown_values_link ON unknown_values (link);
