-- Whose a link is that Belvo has no external id of, as somebody here said; a pull leaves it as it is.
CREATE TABLE assignments (
    link TEXT NOT NULL PRIMARY KEY, external_id TEXT NOT NULL CHECK (external_id <> ''), actor TEXT NOT NULL,
    at TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX assignments_external_id ON assignments (external_id);
-- Of deleted links too, since erasing a person asks for all of theirs.
CREATE INDEX links_every_external_id ON links (external_id);
