-- What reaches people who are not looking: where it goes, what was noticed, what was sent of it, and how that went.
CREATE TABLE notice_channels (
    id TEXT PRIMARY KEY, way TEXT NOT NULL, target TEXT NOT NULL, kinds TEXT NOT NULL, gather INTEGER NOT NULL,
    quiet_from TEXT, quiet_until TEXT, zone TEXT NOT NULL, urgent_passes INTEGER NOT NULL, made_at TEXT NOT NULL,
    on_since TEXT, removed_at TEXT
);
CREATE TABLE notices (
    id INTEGER PRIMARY KEY, kind TEXT NOT NULL, subject TEXT NOT NULL, mark TEXT NOT NULL, institution TEXT,
    link TEXT, detail TEXT NOT NULL, noticed_at TEXT NOT NULL, ended_at TEXT
);
CREATE UNIQUE INDEX notices_once ON notices (kind, subject, mark);
CREATE INDEX notices_open ON notices (kind, subject) WHERE ended_at IS NULL;
CREATE INDEX notices_link ON notices (link);
-- What a channel is to say of a notice: that it began, or that it is over; in which delivery, once there is one.
CREATE TABLE notice_items (
    notice INTEGER NOT NULL, channel TEXT NOT NULL, is_end INTEGER NOT NULL, at TEXT NOT NULL, delivery TEXT,
    PRIMARY KEY (notice, channel, is_end)
);
CREATE INDEX notice_items_pending ON notice_items (channel) WHERE delivery IS NULL;
CREATE INDEX notice_items_delivery ON notice_items (delivery);
CREATE TABLE notice_deliveries (
    id TEXT PRIMARY KEY, channel TEXT NOT NULL, way TEXT NOT NULL, made_at TEXT NOT NULL, items INTEGER NOT NULL,
    state TEXT NOT NULL, attempts INTEGER NOT NULL, next_at TEXT NOT NULL, claimed_until TEXT, ended_at TEXT
);
CREATE INDEX notice_deliveries_waiting ON notice_deliveries (next_at) WHERE state = 'waiting';
CREATE INDEX notice_deliveries_made ON notice_deliveries (made_at);
CREATE TABLE notice_attempts (
    id INTEGER PRIMARY KEY, delivery TEXT NOT NULL, channel TEXT NOT NULL, way TEXT NOT NULL, at TEXT NOT NULL,
    outcome TEXT NOT NULL, status INTEGER, told TEXT NOT NULL, milliseconds INTEGER NOT NULL
);
CREATE INDEX notice_attempts_delivery ON notice_attempts (delivery);
-- Which pulls have failed since an instant is asked again and again.
CREATE INDEX jobs_failed ON jobs (finished_at) WHERE state = 'failed';
