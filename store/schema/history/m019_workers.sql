-- When each worker was last heard of, so that one that is gone or stands still is noticed though nothing waits for it.
CREATE TABLE workers (worker TEXT NOT NULL PRIMARY KEY, heard_at TEXT NOT NULL) WITHOUT ROWID;
