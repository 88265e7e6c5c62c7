"""Sums over all links in several sets, each by some of the links, where many add to them at the same time."""

SETS = 64

IN_SETS = {"flows_by_day": "flows_by_day_sets"}
"""By the name under which sums are read, the table of their sets; its `bucket` says which one."""
