"""All parts of pages that a board can have, by the page's name and the part's."""

from collections.abc import Mapping

from components.boards.asked import Part
from components.boards.banking_parts import ACCOUNTS_PARTS, CASH_FLOW_PARTS, INCOME_PARTS, TRANSACTIONS_PARTS
from components.boards.document_parts import EMPLOYMENT_PARTS, FISCAL_PARTS, MATCH_PARTS
from components.boards.link_parts import LINKS_PARTS
from components.boards.people_parts import PEOPLE_PARTS, QUALITY_PARTS
from components.boards.person_parts import PERSON_PARTS
from components.boards.table_parts import QUERY_PARTS, ROWS_PARTS

ROWS = "rows"
"""In place of a page's name: a table that is handed over as a file, by its own name."""

PARTS: Mapping[str, Mapping[str, Part]] = {
    "people": PEOPLE_PARTS,
    "person": PERSON_PARTS,
    "accounts": ACCOUNTS_PARTS,
    "transactions": TRANSACTIONS_PARTS,
    "cash_flow": CASH_FLOW_PARTS,
    "income": INCOME_PARTS,
    "employment": EMPLOYMENT_PARTS,
    "fiscal": FISCAL_PARTS,
    "match": MATCH_PARTS,
    "quality": QUALITY_PARTS,
    "query": QUERY_PARTS,
    "links": LINKS_PARTS,
    ROWS: ROWS_PARTS,
}

ICONS = {"figures": ":material/123:", "chart": ":material/bar_chart:", "table": ":material/table_rows:"}


def part_of(page: str, part: str) -> Part | None:
    """What a cell draws; None for what no page has, or has any more."""
    return PARTS.get(page, {}).get(part)
