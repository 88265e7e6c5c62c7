"""Belvo's names of work, incomes and risk are called something in every language."""

import json
from typing import Any

from components.employment.belvo_names import INCOMES, MEASURES, WORK
from components.ui.text import words
from settings import ROOT
from store.queries.banking.risk import WINDOWS

SCHEMAS: dict[str, Any] = json.loads((ROOT / "belvo_client/description/belvo.json").read_text())["components"][
    "schemas"
]


def of(name: str) -> set[str]:
    """What an enum of Belvo's description has, in words."""
    return {words(value) for value in SCHEMAS[name]["enum"] if value is not None}


def test_all_that_somebody_may_be_at_work_has_its_name_for_translators() -> None:
    enums = ("EnumEmploymentRecordStatus", "EnumEmploymentRecordStatusUpdateEvents", "EnumEmploymentSalaryType")
    assert set().union(*map(of, enums)) - {"Null"} <= {*WORK}


def test_kinds_of_incomes_and_of_what_comes_back_have_their_names_for_translators() -> None:
    enums = ("StreamType", "StreamFrequency", "StreamConfidence")
    assert set().union(*(of(f"EnumIncome{name}") for name in enums)) <= {*INCOMES} | {*WORK}
    assert of("EnumRecurringExpenseFrequency") <= {*INCOMES}
    assert of("EnumRecurringExpensePaymentType") <= {*INCOMES} | {*WORK}


def test_every_risk_measure_has_its_name_for_translators() -> None:
    parts = [one for name, one in SCHEMAS.items() if name.startswith("RiskInsights") and name.endswith("Metrics")]
    names = {name for part in parts if "category" not in part["properties"] for name in part["properties"]}
    over = tuple(f"_{window}" for window in WINDOWS)
    measures = {name.rpartition("_")[0] if name.endswith(over) else name for name in names - {"institutions"}}
    assert {words(name) for name in measures} <= {*MEASURES}
