-- Which links people follow, what is waited for of new ones, and links that are gone all at once.

ALTER TABLE links ADD COLUMN followed INTEGER NOT NULL DEFAULT 1;
CREATE TABLE historical (
    link TEXT NOT NULL, resource TEXT NOT NULL, since TEXT NOT NULL, announced_at TEXT, by_webhook INTEGER,
    polls INTEGER NOT NULL, next_at TEXT, seen INTEGER, ended_at TEXT, outcome TEXT,
    PRIMARY KEY (link, resource)
);
CREATE INDEX historical_open ON historical (next_at) WHERE ended_at IS NULL;
CREATE TABLE wiped_links (link TEXT NOT NULL PRIMARY KEY, noticed_at TEXT NOT NULL);
CREATE INDEX webhook_events_received ON webhook_events (received_at);
