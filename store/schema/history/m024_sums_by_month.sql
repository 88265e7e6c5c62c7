-- Sums by link and account are by month: by day there was one for nearly every transaction. By day they stay over all.
CREATE TABLE flows_by_month (
    link TEXT NOT NULL, account TEXT NOT NULL, month TEXT NOT NULL, type TEXT NOT NULL,
    category TEXT NOT NULL, status TEXT NOT NULL, currency TEXT NOT NULL, amount INTEGER NOT NULL,
    count INTEGER NOT NULL, PRIMARY KEY (link, account, month, type, category, status, currency)
) WITHOUT ROWID;
INSERT INTO flows_by_month (link, account, month, type, category, status, currency, amount, count)
SELECT link, account, substr(day, 1, 7), type, category, status, currency,
    sum(amount >> 32) * 4294967296 + sum(amount & 4294967295), sum(count) FROM flows
GROUP BY link, account, substr(day, 1, 7), type, category, status, currency;
DROP TABLE flows;
-- A day that nobody has told sorts before all others, as in the sums.
UPDATE transactions SET value_date = '' WHERE value_date IS NULL;
-- Rows come with the newest first: an index in that order is left with full pages, one in the other with half full ones.
DROP INDEX transactions_account_value_date;
CREATE INDEX transactions_account_value_date ON transactions (account, value_date DESC) WHERE deleted_at IS NULL;
