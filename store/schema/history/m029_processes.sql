-- What works on the store is known by its kind, host and version, servers and receivers as well as workers.
CREATE TABLE processes (
    name TEXT NOT NULL PRIMARY KEY, kind TEXT NOT NULL, host TEXT NOT NULL, version TEXT NOT NULL,
    started_at TEXT NOT NULL, heard_at TEXT NOT NULL, pulls INTEGER NOT NULL DEFAULT 0,
    ended INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;
INSERT INTO processes (name, kind, host, version, started_at, heard_at, pulls)
SELECT worker, 'worker', substr(worker, 1, instr(worker, ':') - 1), '', heard_at, heard_at, pulls FROM workers;
DROP TABLE workers;
