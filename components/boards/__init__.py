"""Saved views and boards: what keeps a page, what a board draws of it, and what has changed of it."""
