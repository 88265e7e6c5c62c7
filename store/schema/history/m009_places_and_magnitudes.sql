-- What is random is written many rows at once (places), or by what many rows share (magnitudes of amounts).

CREATE TABLE places_transactions (
    place INTEGER NOT NULL, key INTEGER NOT NULL, PRIMARY KEY (place, key)
) WITHOUT ROWID;
CREATE TABLE recent_places_transactions (
    place INTEGER NOT NULL, key INTEGER NOT NULL, PRIMARY KEY (place, key)
) WITHOUT ROWID;
INSERT INTO places_transactions (place, key) SELECT place, key FROM transactions ORDER BY place, key;
DROP INDEX transactions_place;

CREATE TABLE places_invoices (
    place INTEGER NOT NULL, key INTEGER NOT NULL, PRIMARY KEY (place, key)
) WITHOUT ROWID;
CREATE TABLE recent_places_invoices (
    place INTEGER NOT NULL, key INTEGER NOT NULL, PRIMARY KEY (place, key)
) WITHOUT ROWID;
INSERT INTO places_invoices (place, key) SELECT place, key FROM invoices ORDER BY place, key;
DROP INDEX invoices_place;

CREATE TABLE places_cl_invoices (
    place INTEGER NOT NULL, key INTEGER NOT NULL, PRIMARY KEY (place, key)
) WITHOUT ROWID;
CREATE TABLE recent_places_cl_invoices (
    place INTEGER NOT NULL, key INTEGER NOT NULL, PRIMARY KEY (place, key)
) WITHOUT ROWID;
INSERT INTO places_cl_invoices (place, key) SELECT place, key FROM cl_invoices ORDER BY place, key;
DROP INDEX cl_invoices_place;

ALTER TABLE transactions ADD COLUMN magnitude INTEGER;
UPDATE transactions SET magnitude = magnitude_of(signed_amount);
DROP INDEX transactions_signed_amount;
CREATE INDEX transactions_magnitude ON transactions (magnitude) WHERE gone_at IS NULL;
