-- What is on hold: nothing of it is deleted until somebody releases it.
CREATE TABLE holds (
    kind TEXT NOT NULL, target TEXT NOT NULL, reason TEXT NOT NULL, actor TEXT NOT NULL, since TEXT NOT NULL,
    PRIMARY KEY (kind, target)
) WITHOUT ROWID;
-- What erasing a person has come to, by a digest of who it was.
CREATE TABLE erased_people (mark TEXT NOT NULL PRIMARY KEY, at TEXT NOT NULL, report TEXT NOT NULL) WITHOUT ROWID;
-- What was deleted for its age, and from which day on rows of a resource are kept.
CREATE TABLE retention (at TEXT NOT NULL PRIMARY KEY, taken TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE kept_since (resource TEXT NOT NULL PRIMARY KEY, day TEXT NOT NULL) WITHOUT ROWID;
-- Copies of the store that this desk has made: they hold what was erased after them.
CREATE TABLE backups (file TEXT NOT NULL PRIMARY KEY, taken_at TEXT NOT NULL) WITHOUT ROWID;
