-- What was withheld of an invoice is a column, so that net, tax, withheld and total add up in every row.

ALTER TABLE invoices ADD COLUMN retained_amount INTEGER;

UPDATE invoices SET retained_amount = (
    SELECT CAST(round(json_extract(body, '$.tax_details.total_tax_retained') * 10000) AS INTEGER)
    FROM bodies_invoices AS b
    WHERE b.key = invoices.key AND json_valid(body)
        AND json_type(body, '$.tax_details.total_tax_retained') IN ('integer', 'real')
        AND abs(json_extract(body, '$.tax_details.total_tax_retained')) <= 100000000000
);
