"""Reading for the matching of claims with inflows: both sides, what became of them, and months against months."""
