-- Programs that read through the API, each known by the digest of its token; names are never given twice.
CREATE TABLE tokens (
    name TEXT PRIMARY KEY, digest TEXT NOT NULL UNIQUE, role TEXT NOT NULL, owner TEXT NOT NULL, person TEXT NOT NULL,
    rate INTEGER NOT NULL, made_at TEXT NOT NULL, expires_at TEXT NOT NULL, revoked_at TEXT, used_at TEXT
);
