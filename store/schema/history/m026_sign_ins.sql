-- Who has signed in, by a digest of the cookie that says so; what was ended is refused however well it is signed.
CREATE TABLE sign_ins (
    id TEXT PRIMARY KEY, person TEXT NOT NULL, actor TEXT NOT NULL, provider TEXT NOT NULL,
    began_at TEXT NOT NULL, seen_at TEXT NOT NULL, ended_at TEXT
);
CREATE INDEX sign_ins_by_person ON sign_ins (person);
