"""Parts of the API explorer: the choice of an operation, its form, its answer, the same as code, and drift."""
