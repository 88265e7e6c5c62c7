"""One state a link, shown the same everywhere."""

from dataclasses import replace

import pandas as pd
import pytest

from components.ui.states import LINKS, PULLS, UNKNOWN, link_state, link_states, of_link
from store.queries.links.overview import REASONS


@pytest.mark.parametrize(
    ("status", "pull", "reason", "deleted", "state"),
    [
        ("valid", "done", None, False, "valid"),
        ("valid", None, None, False, "valid"),
        ("valid", "failed", "pull_failed", False, "failed"),
        ("valid", "done", "stale", False, "stale"),
        ("token_required", "failed", "token_required", False, "token_required"),
        ("invalid", "failed", "invalid", False, "invalid"),
        ("unconfirmed", None, "unconfirmed", False, "unconfirmed"),
        ("token_required", "running", "token_required", False, "pulling"),
        ("valid", "queued", None, False, "pulling"),
        ("invalid", "running", "invalid", True, "deleted"),
    ],
)
def test_a_link_has_the_state_that_matters_most(
    status: str, pull: str | None, reason: str | None, deleted: bool, state: str
) -> None:
    assert link_state(status, pull=pull, reason=reason, deleted=deleted) == state


def test_every_reason_for_attention_has_a_state_of_its_own() -> None:
    found = {
        link_state("valid" if r in ("pull_failed", "stale") else r, pull=None, reason=r, deleted=False) for r in REASONS
    }
    assert found == {"invalid", "token_required", "failed", "unconfirmed", "stale"}
    assert found < set(LINKS)


def test_links_and_attention_are_put_together_by_id() -> None:
    links = pd.DataFrame(
        {
            "link": ["a", "b", "c"],
            "status": ["valid", "valid", "valid"],
            "last_pull_state": ["done", "failed", None],
            "deleted_at": [pd.NaT, pd.NaT, pd.Timestamp("2026-11-01", tz="UTC")],
        }
    )
    attention = pd.DataFrame({"link": ["b"], "reason": ["pull_failed"]})
    assert link_states(links, attention) == ["valid", "failed", "deleted"]


def test_a_state_that_belvo_invents_is_shown_as_unknown() -> None:
    assert of_link("paused") == UNKNOWN


def test_states_differ_in_word_icon_and_glyph() -> None:
    for states in (LINKS.values(), PULLS.values()):
        for part in ("word", "icon", "glyph"):
            assert len({getattr(state, part) for state in states}) == len(states)


def test_a_state_that_two_lists_share_looks_the_same() -> None:
    shared = [
        (LINKS["pulling"], PULLS["running"]),
        (LINKS["failed"], PULLS["failed"]),
    ]
    assert all(replace(one, meaning="") == replace(other, meaning="") for one, other in shared)
