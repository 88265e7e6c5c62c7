"""Money that goes two ways, month by month: as bars, and as a table of the same rows, the newest first."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from languages import grouped
from web.loan import charts, telling, words
from web.loan.document import Block, Column, strong, table

if TYPE_CHECKING:
    from pandas import DataFrame

_T = words.TEXTS


@dataclass(frozen=True)
class Months:
    """Rows of `month`, two amounts, `net` and `count` in one currency, and the names of the two amounts.

    Those of `partial` are known or asked for in part.
    """

    rows: "DataFrame"
    currency: str
    partial: Collection[date]
    up: str = "inflow"
    down: str = "outflow"

    def bars(self, title: str, unit: str, *, alt: str) -> Block:
        """Drawn; an amount below zero, as of credit notes alone, is none here, and stands in the table."""
        moved = [
            charts.Moved(_month(row), max(row[self.up], 0), max(row[self.down], 0), _month(row) in self.partial)
            for row in self.rows.to_dict("records")
        ]
        up, down = _CALLED[self.up, self.down]
        return charts.bars(title, unit, moved, alt=alt, up=up, down=down)

    def table(self, title: str) -> Block:
        """Every month, with its net and how many rows it is of."""
        rows = self.rows.sort_values("month", ascending=False).to_dict("records")
        columns = (
            Column(_T["col.month"], 1.2),
            *(Column(_T[_COLUMNS[name]], 1, right=True) for name in (self.up, self.down, "net")),
            Column(_T["col.number_of"], 0.6, right=True),
        )
        cells = [
            [
                self._told(_month(row)),
                telling.amount(row[self.up], self.currency),
                telling.amount(row[self.down], self.currency),
                strong(telling.amount(row["net"], self.currency), "bad" if row["net"] < 0 else "plain"),
                grouped(row["count"]),
            ]
            for row in rows
        ]
        notes = [_T["cash.part_note"]] if any(_month(row) in self.partial for row in rows) else []
        return table(title, columns, cells, notes=notes, most=len(cells))

    def _told(self, month: date) -> str:
        told = telling.month(month)
        return words.say("cash.part", month=told) if month in self.partial else told


def _month(row: Any) -> date:  # noqa: ANN401 - of a frame
    found: date = row["month"].date()
    return found


_COLUMNS = {
    "inflow": "col.in",
    "outflow": "col.out",
    "sales": "col.sales",
    "purchases": "col.purchases",
    "net": "col.net",
}
_CALLED = {
    ("inflow", "outflow"): ("chart.in", "chart.out"),
    ("sales", "purchases"): ("figure.sales", "figure.purchases"),
}
