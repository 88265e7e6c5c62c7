"""A person's cash flow: what comes back each month, what the next one may bring, and the way through accounts."""
