"""Facts about made-up links: one that is well, to which a test adds what it is about."""

from datetime import UTC, datetime, timedelta
from typing import Any

from domain.link_state import Failure, LinkFacts, PendingJob

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)

REFUSED = Failure("needs_user", "login_error", "Invalid credentials.", "a" * 32)
DOWN = Failure("retriable", "institution_down", "Down.")
LIMITED = Failure("retriable", "rate_limited", "Too many.")
OURS = Failure("fatal", "authentication_failed", "Bad keys.")


def ago(**span: float) -> datetime:
    return NOW - timedelta(**span)


def link(name: str = "one", **told: Any) -> LinkFacts:  # noqa: ANN401 - fields of the facts
    well = {
        "institution": "erebor_mx_retail",
        "bank": "Erebor Bank",
        "status": "valid",
        "status_since": ago(days=3),
        "access_mode": "recurrent",
        "created_at": ago(days=3),
        "pulled_at": ago(hours=1),
    }
    return LinkFacts(name, **{**well, **told})


def job(**told: Any) -> PendingJob:  # noqa: ANN401 - as above
    queued = {"is_running": False, "created_at": ago(seconds=2), "not_before": ago(seconds=2)}
    return PendingJob(**{**queued, **told})


RUNNING = job(is_running=True)
