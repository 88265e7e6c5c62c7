"""PostgreSQL: the second engine, which understands the store's SQL as SQLite does."""
