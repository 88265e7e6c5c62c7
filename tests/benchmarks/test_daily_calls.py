"""A few links are kept current for some days with few calls, and the desk has all that Belvo has."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from belvo_sandbox import serve
from benchmarks import moved_desk
from benchmarks.daily_calls import NEWS, QUIET, figures, measure


@pytest.mark.parametrize(("links", "days", "webhooks"), [(7, 2, True), (10, 2, False)], ids=["by webhook", "without"])
def test_few_links_are_kept_current_with_few_calls(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, links: int, days: int, webhooks: bool
) -> None:
    monkeypatch.setattr(moved_desk, "STEP", moved_desk.HOUR)
    with serve(tmp_path, now=datetime.now(UTC)) as belvo:
        ledger, lacked = measure(belvo.url, links, days, webhooks=webhooks)
    assert lacked == {}
    found = figures(ledger)
    assert found["days"]["quiet"] + found["days"]["news"] == links * days
    for_all = found["links"]["quiet"]  # comparisons, which hundreds of links would share
    assert found["all"]["quiet"] - for_all <= QUIET
    # Of so few links hardly any list is shared, and which are goes by what happens to run at once.
    assert found["all"]["news"] - for_all <= NEWS + 3
