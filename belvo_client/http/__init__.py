"""How calls go out and come back: sessions, retries, the rate, bounds in time and size, and the log of it."""
