"""GET /export/{table}.{format}: the rows of a filter as a file, streamed, however many there are."""
