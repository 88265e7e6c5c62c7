"""Links as choices in a list."""

import pandas as pd

from components.ui.text import tell_apart


def link_labels(links: pd.DataFrame) -> dict[str, str]:
    """A label for the id of each row of links.table that is not deleted: its institution and whose it is."""
    there = links[links["deleted_at"].isna()]
    banks, people = there["display_name"].fillna("Link"), there["external_id"].fillna(there["link"].str[:8])
    return tell_apart(dict(zip(there["link"], banks + " · " + people, strict=True)))


def labels_of_type(links: pd.DataFrame, institutions: pd.DataFrame, kind: str) -> dict[str, str]:
    """The same for those at institutions of this type, or of none that is known; needs institutions.table."""
    types = links["institution"].map(dict(zip(institutions["name"], institutions["type"], strict=True)))
    return link_labels(links[types.fillna(kind) == kind])
