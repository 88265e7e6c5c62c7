"""All that is written down about one of Belvo's resources; the client alone knows how it is asked for."""

from dataclasses import dataclass, field

from resources.columns import Column
from resources.offers import Family, Offer
from resources.personal import Fields
from resources.policies import Policy

BY_LINK = ("link", "deleted_at")
"""The index that a resource of few rows per link has."""


@dataclass(frozen=True, slots=True, eq=False)
class Declaration:
    """A resource: what people call it, where it is to be had, how it is pulled, and the table that holds it.

    `retrieve_types` are what the `type` of a retrieve may be. `page` is the file in pages/ that opens with its rows.

    `fields` says what of its body is personal; what is not in it is masked.

    `day` names the column with the bank's own date, by which rows are looked for; `search` those that free text looks
    through. `link_path` is where the body names its link. `times` are paths, through lists as well, that only say when
    Belvo looked, and `borrowed` those of objects with a table of their own: neither makes a change of a row.
    `is_bulky` are the resources of many rows per link: rows are found by a short number (see `row_index`), indexes
    begin with what many rows have in common, since a page of rows then touches few pages of the file, and go down where
    lists do, since what is put in at their end leaves full pages behind, and elsewhere half full ones; and rows that
    did not change cost no write, so that they keep the times of their last change. Bodies of one that `is_packed` are
    kept without the names of their fields, which is for very many small ones. What rows with `has_balance` hold
    is kept for each time that Belvo looked.
    """

    name: str
    label: str
    family: Family
    columns: tuple[Column, ...]
    fields: Fields = field(default_factory=Fields)
    offer: Offer = field(default_factory=Offer)
    policy: Policy = field(default_factory=Policy)
    retrieve_types: tuple[str, ...] = ()
    page: str | None = None
    per_link: bool = True
    link_path: str = "link"
    has_account: bool = False
    is_bulky: bool = False
    is_packed: bool = False
    day: str | None = None
    times: tuple[str, ...] = ("collected_at",)
    borrowed: tuple[str, ...] = ()
    search: tuple[str, ...] = ()
    feeds_flows: bool = False
    has_balance: bool = False
    indexes: tuple[tuple[str, ...], ...] = (BY_LINK,)

    @property
    def table(self) -> str:
        """The table of its rows; others that hold something of them have the name as their end."""
        return self.name
