"""What changed between two instants: what a row says otherwise, what brought it, and from when on it is told."""

from domain.changes.bodies import ANOTHER, DOCUMENT, differences, drop
from domain.changes.pulls import Pull, brought, week_old

__all__ = ["ANOTHER", "DOCUMENT", "Pull", "brought", "differences", "drop", "week_old"]
