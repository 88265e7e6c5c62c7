"""Measures of risk are called something in every language."""

import json
from typing import Any

from components.employment.measure_names import MEASURES
from components.ui.text import words
from settings import ROOT
from store.queries.banking.risk import WINDOWS

SCHEMAS: dict[str, Any] = json.loads((ROOT / "belvo_client/description/belvo.json").read_text())["components"][
    "schemas"
]


def test_every_risk_measure_has_its_name_for_translators() -> None:
    parts = [one for name, one in SCHEMAS.items() if name.startswith("RiskInsights") and name.endswith("Metrics")]
    names = {name for part in parts if "category" not in part["properties"] for name in part["properties"]}
    over = tuple(f"_{window}" for window in WINDOWS)
    measures = {name.rpartition("_")[0] if name.endswith(over) else name for name in names - {"institutions"}}
    assert {words(name) for name in measures} <= {*MEASURES}
