-- Rows of bulky resources are found by a short number instead of by link and id.

ALTER TABLE transactions ADD COLUMN place INTEGER;
UPDATE transactions SET place = place_of(link, id);
DROP INDEX transactions_id;
DROP INDEX transactions_link_gone_at_created_at;
CREATE INDEX transactions_place ON transactions (place);

ALTER TABLE invoices ADD COLUMN place INTEGER;
UPDATE invoices SET place = place_of(link, id);
DROP INDEX invoices_id;
DROP INDEX invoices_link_gone_at_created_at;
CREATE INDEX invoices_place ON invoices (place);

ALTER TABLE cl_invoices ADD COLUMN place INTEGER;
UPDATE cl_invoices SET place = place_of(link, id);
DROP INDEX cl_invoices_id;
DROP INDEX cl_invoices_link_gone_at_created_at;
CREATE INDEX cl_invoices_place ON cl_invoices (place);
