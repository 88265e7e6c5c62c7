-- Marks of links that were erased, so that nothing about them comes in again.

CREATE TABLE erased_links (mark TEXT NOT NULL PRIMARY KEY, erased_at TEXT NOT NULL);
