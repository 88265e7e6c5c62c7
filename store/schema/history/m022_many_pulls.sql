-- How many links each worker pulls at once.
ALTER TABLE workers ADD COLUMN pulls INTEGER NOT NULL DEFAULT 0;
-- Institutions whose calls time out; opened_at is since when each is tried by one pull at a time.
CREATE TABLE breakers (
    institution TEXT PRIMARY KEY, since TEXT NOT NULL, last_at TEXT NOT NULL, pulls INTEGER NOT NULL,
    resources TEXT NOT NULL, opened_at TEXT
);
-- The one rate of all who call Belvo from here, by its host and the address that it sees.
CREATE TABLE call_budgets (
    host TEXT NOT NULL, address TEXT NOT NULL, next_at TEXT NOT NULL, held_until TEXT, slowed_at TEXT,
    PRIMARY KEY (host, address)
);
