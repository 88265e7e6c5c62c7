-- Which call brought the rows that were stored at an instant: of pages with news alone.
CREATE TABLE stored_pages (
    id INTEGER PRIMARY KEY, run INTEGER NOT NULL, link TEXT NOT NULL, resource TEXT NOT NULL, at TEXT NOT NULL,
    asked_at TEXT NOT NULL
);
CREATE INDEX stored_pages_link ON stored_pages (link, at);
CREATE INDEX stored_pages_asked_at ON stored_pages (asked_at);
