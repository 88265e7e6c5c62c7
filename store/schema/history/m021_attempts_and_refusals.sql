-- How often a webhook came, how long its first answer took, and of which one it is a replay.
ALTER TABLE webhook_events ADD COLUMN attempts INTEGER NOT NULL DEFAULT 1;
ALTER TABLE webhook_events ADD COLUMN milliseconds INTEGER;
ALTER TABLE webhook_events ADD COLUMN replay_of TEXT;
-- What the receiver refused, by the minute: nothing of what was sent, which may be anybody's.
CREATE TABLE refused_webhooks (
    minute TEXT NOT NULL, status INTEGER NOT NULL, reason TEXT NOT NULL, times INTEGER NOT NULL, last_at TEXT NOT NULL,
    PRIMARY KEY (minute, status, reason)
) WITHOUT ROWID;
