"""How links are called in lists."""

import pandas as pd

from components.ui.filters import labels_of_type, link_labels


def test_a_link_is_called_by_its_user_and_its_institution_and_deleted_ones_are_left_out() -> None:
    rows = pd.DataFrame(
        {
            "link": ["0380a0f1-a2a4", "b0ccdc95-6762", "9dcc6653-5f3d"],
            "display_name": ["Erebor\nBank", None, "Gringotts"],
            "external_id": ["user-1", None, "user-3"],
            "owner": [None, None, None],
            "deleted_at": [pd.NaT, pd.NaT, pd.Timestamp("2026-11-01", tz="UTC")],
        }
    )
    assert link_labels(rows) == {"0380a0f1-a2a4": "user-1 · Erebor Bank", "b0ccdc95-6762": "b0ccdc95 · Link"}


def test_links_of_one_type_are_those_of_its_institutions_and_of_unknown_ones() -> None:
    rows = pd.DataFrame(
        {
            "link": ["a", "b", "c"],
            "institution": ["sat", "erebor", "new"],
            "display_name": ["SAT", "Erebor", "New"],
            "external_id": ["1", "2", "3"],
            "owner": ["Ana", None, None],
            "deleted_at": [pd.NaT, pd.NaT, pd.NaT],
        }
    )
    institutions = pd.DataFrame({"name": ["sat", "erebor"], "type": ["fiscal", "bank"]})
    assert labels_of_type(rows, institutions, "fiscal") == {"a": "Ana · SAT", "c": "3 · New"}
