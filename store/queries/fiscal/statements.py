"""Companies' financial statements in Mexico: the year's figures, and every line behind them."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from store.core import frames
from store.database import Database
from store.queries.base import JSON, frame, live, objects, part, table

if TYPE_CHECKING:
    from pandas import DataFrame


def years(db: Database, links: Sequence[str] = ()) -> "DataFrame":
    """One row a statement, the newest year first; columns as in `_YEARS`. A loss is a negative `net_income`."""
    sources = {
        "assets": "coalesce(current_assets, 0) + coalesce(non_current_assets, 0)",
        "liabilities": "coalesce(current_liabilities, 0) + coalesce(non_current_liabilities, 0)",
        "net_income": "coalesce(net_income, -abs(net_loss))",
    }
    return table(db, "financial_statements", _YEARS, live(links), order="year DESC NULLS LAST", sources=sources)


def lines(db: Database, links: Sequence[str] = (), *, of: Sequence[str] = ()) -> "DataFrame":
    """One row an amount of a statement, in Belvo's order: link, row, year, currency, section, line, amount.

    Sections are current_assets, non_current_assets, current_liabilities, non_current_liabilities, equity and
    income_statement; each but the last has a line `total`.
    """
    items = [item for item in objects(db, "financial_statements", links) if not of or item.get("year") in of]
    return frame((line for item in items for line in _lines(item)), _LINES)


def _lines(item: JSON) -> Iterator[dict[str, Any]]:
    sheet = part(item, "balance_sheet")
    sections = {**{name: part(sheet, name) for name in sheet}, "income_statement": part(item, "income_statement")}
    common = {name: item.get(name) for name in ("link", "year", "currency")} | {"row": item.get("id")}
    for section, amounts in sections.items():
        for line, amount in amounts.items():
            if amount is not None:
                yield {**common, "section": section, "line": line, "amount": amount}


_YEARS = {
    "link": frames.TEXT,
    "row": frames.TEXT,
    "year": frames.TEXT,
    "currency": frames.TEXT,
    "net_revenue": frames.MONEY,
    "operating_expenses": frames.MONEY,
    "net_income": frames.MONEY,
    "assets": frames.MONEY,
    "liabilities": frames.MONEY,
    "equity": frames.MONEY,
    "error": frames.TEXT,
    "collected_at": frames.INSTANT,
}

_LINES = {
    "link": frames.TEXT,
    "row": frames.TEXT,
    "year": frames.TEXT,
    "currency": frames.TEXT,
    "section": frames.TEXT,
    "line": frames.TEXT,
    "amount": frames.MONEY,
}
