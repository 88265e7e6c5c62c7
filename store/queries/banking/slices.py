"""Which part of a list of transactions is shown, and in which order."""

from dataclasses import dataclass, replace

from store.core import keyset
from store.core.keyset import FIRST, Mark, Order, Place

SORTS = {
    "value_date": ("value_date",),
    "amount": ("amount_bucket", "signed_amount"),
    "description": ("description",),
    "merchant": ("merchant",),
    "category": ("category",),
    "status": ("status",),
}
"""Columns by which a page may be sorted."""

NULLABLE = ("amount_bucket", "signed_amount", "description", "merchant", "category", "status")


@dataclass(frozen=True, slots=True)
class Slice:
    """A page: some rows in the order of a key of `SORTS`, and those that are equal in it in the order they came in."""

    sort: str = "value_date"
    descending: bool = True
    place: Place = FIRST

    @property
    def order(self) -> Order:
        """The order of the whole list."""
        return keyset.order((*SORTS[self.sort], "key"), descending=self.descending, nullable=NULLABLE)

    @property
    def way(self) -> Order:
        """The order in which the page's rows are looked for."""
        return self.place.way(self.order)

    @property
    def goes_down(self) -> bool:
        """The largest come first on the way."""
        return self.way.columns[0].descending

    @property
    def mark(self) -> Mark | None:
        """The place from which the way goes; the first row's where there is none."""
        return self.place.mark

    @property
    def day(self) -> str:
        """The day of the mark, in the order of days."""
        return str(self.mark[0]) if self.mark else ""

    @property
    def end(self) -> int:
        """Rows up to the end of the page."""
        return self.place.offset + self.place.limit

    def skipping(self, rows: int) -> "Slice":
        """The same page where so many of the rows before it are not looked at."""
        return replace(self, place=replace(self.place, offset=self.place.offset - rows))
