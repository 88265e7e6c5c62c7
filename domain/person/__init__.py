"""What is said of one person over all of their links: income, salary, overdrafts, debts, who they are, and flags."""
