"""Notices: channels, what was noticed, deliveries with their attempts, and what a look finds in the store."""
