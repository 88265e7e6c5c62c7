"""Questions to begin with, by what they ask; each is of both engines."""

from languages import msg

FIRST = "SELECT person, currency, sum(amount) FROM v_transactions WHERE day >= :since GROUP BY person, currency"

EXAMPLES = {
    msg("Income by person and month"): """SELECT person, substr(day, 1, 7) AS month, currency, sum(amount) AS income
FROM v_transactions
WHERE type = 'INFLOW' AND is_own_transfer = 0 AND day >= :since
GROUP BY person, substr(day, 1, 7), currency
ORDER BY person NULLS LAST, month NULLS LAST""",
    msg("Largest payees"): """SELECT coalesce(merchant, description) AS payee, currency,
    -sum(amount) AS paid, count(*) AS times
FROM v_transactions
WHERE type = 'OUTFLOW' AND is_own_transfer = 0
GROUP BY coalesce(merchant, description), currency
ORDER BY paid DESC NULLS LAST""",
    msg("Accounts below zero"): """SELECT person, institution, name, currency, balance
FROM v_accounts
WHERE balance < 0
ORDER BY balance NULLS LAST""",
    msg("Invoices by status"): """SELECT country, status, direction, currency, count(*) AS invoices, sum(total) AS total
FROM v_invoices
GROUP BY country, status, direction, currency
ORDER BY invoices DESC NULLS LAST""",
    msg("Links that Belvo has not looked at for longest"): """SELECT person, institution_name, status, last_accessed_at
FROM v_links
ORDER BY last_accessed_at NULLS FIRST""",
}
