"""Rows of pages as files: their bytes, and how they are opened elsewhere."""
