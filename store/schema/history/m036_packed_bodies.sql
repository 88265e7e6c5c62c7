-- Bodies of transactions without the names of their fields, which stand here once; those that are there stay as they are.
CREATE TABLE body_fields (
    shape INTEGER NOT NULL, place INTEGER NOT NULL, name TEXT NOT NULL, stored INTEGER NOT NULL,
    PRIMARY KEY (shape, place)
) WITHOUT ROWID;
DROP VIEW raw_transactions;
ALTER TABLE bodies_transactions RENAME TO packed_transactions;
ALTER TABLE packed_transactions RENAME COLUMN body TO packed;
CREATE VIEW bodies_transactions AS
SELECT key, CASE WHEN substr(packed, 1, 1) = '{' THEN packed ELSE (
    SELECT '{' || group_concat(field, ',') || '}' FROM (
        SELECT '"' || name || '":' || (packed -> stored) AS field FROM body_fields
        WHERE shape = json_extract(packed, '$[0]') ORDER BY place
    )
) END AS body FROM packed_transactions;
CREATE VIEW raw_transactions AS SELECT id, body FROM transactions JOIN bodies_transactions USING (key);
