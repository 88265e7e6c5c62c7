"""Belvo's names in what tax authorities tell are called something in every language."""

import json
from typing import Any

from components.fiscal.line_names import LINES
from components.ui.text import words
from settings import ROOT

SCHEMAS: dict[str, Any] = json.loads((ROOT / "belvo_client/description/belvo.json").read_text())["components"][
    "schemas"
]
PARTS = ("FinancialStatementBalanceSheet", "FinancialStatementIncomeStatement")


def test_every_line_of_a_financial_statement_has_its_name_for_translators() -> None:
    parts = [one["properties"] for name, one in SCHEMAS.items() if name.startswith(PARTS)]
    lines = {line for part in parts for line in part} - {"total"}
    assert {words(line.removeprefix("income_statement_")) for line in lines} <= {*LINES}
