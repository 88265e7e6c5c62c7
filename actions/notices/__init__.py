"""Notices: where they go, a test of it, and one more try; the server's process sends them."""
