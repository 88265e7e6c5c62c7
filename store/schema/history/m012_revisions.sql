-- What tells pages that something about a link, or about any, has changed since they looked.

CREATE TABLE revisions (link TEXT NOT NULL PRIMARY KEY, number INTEGER NOT NULL) WITHOUT ROWID;
