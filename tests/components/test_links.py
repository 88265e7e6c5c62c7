"""How links are called in lists."""

import pandas as pd

from components.links import link_labels


def test_a_link_is_called_by_its_institution_and_its_user_and_deleted_ones_are_left_out() -> None:
    rows = pd.DataFrame(
        {
            "link": ["0380a0f1-a2a4", "b0ccdc95-6762", "9dcc6653-5f3d"],
            "display_name": ["Erebor\nBank", None, "Gringotts"],
            "external_id": ["user-1", None, "user-3"],
            "deleted_at": [pd.NaT, pd.NaT, pd.Timestamp("2026-11-01", tz="UTC")],
        }
    )
    assert link_labels(rows) == {"0380a0f1-a2a4": "Erebor Bank · user-1", "b0ccdc95-6762": "Link · b0ccdc95"}
