-- What the last looks at the file and at the sums have found, and a way to a session by its token.

CREATE TABLE store_checks (
    name TEXT NOT NULL PRIMARY KEY, checked_at TEXT NOT NULL, problem TEXT NOT NULL
) WITHOUT ROWID;

CREATE INDEX widget_sessions_token_hash ON widget_sessions (token_hash);
