"""What the worker does without being asked, as the settings say."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Self

from settings import Settings


@dataclass(frozen=True, slots=True)
class Rules:
    """How often a link is pulled and all are compared with Belvo's list, and how long things are kept.

    `history_kept` is for how pulls, webhooks and widget sessions went; `follow_found`: whether links that were made
    elsewhere are pulled before a person has chosen them; `webhooks`: whether Belvo can reach this desk, so that new
    links' data are waited for instead of asked for.
    """

    pull_every: timedelta = timedelta(hours=24)
    compare_every: timedelta = timedelta(hours=1)
    calls_kept: timedelta = timedelta(days=30)
    calls_at_most: int = 200_000
    history_kept: timedelta = timedelta(days=90)
    follow_found: bool = True
    webhooks: bool = True

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """Those of the settings in force."""
        return cls(
            pull_every=timedelta(hours=settings.pull_every_hours),
            compare_every=timedelta(minutes=settings.compare_every_minutes),
            calls_kept=timedelta(days=settings.calls_kept_days),
            calls_at_most=settings.calls_at_most,
            history_kept=timedelta(days=settings.history_kept_days),
            follow_found=settings.follows_found_links,
            webhooks=settings.receives_webhooks,
        )
