-- Where Belvo's answers are not as its description says: how many calls and objects, since when.
-- Of an operation, the row without kind and path counts all answers that were held against it.
CREATE TABLE answer_drift (
    operation TEXT NOT NULL, kind TEXT NOT NULL, path TEXT NOT NULL, calls INTEGER NOT NULL, objects INTEGER NOT NULL,
    first_at TEXT NOT NULL, last_at TEXT NOT NULL, PRIMARY KEY (operation, kind, path)
);
