"""Notices: what reaches people who are not looking, when, in which words, and how often it is tried."""
