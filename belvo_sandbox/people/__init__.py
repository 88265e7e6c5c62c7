"""People with bank accounts: who they are, how they live, what that does to their accounts."""

from datetime import timedelta

HISTORY = {
    "full": timedelta(days=730),
    "low": timedelta(days=60),
    "negative": timedelta(days=730),
    "messy": timedelta(days=730),
    "nodata": timedelta(days=730),
}
