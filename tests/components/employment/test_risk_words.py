from typing import Any

import pandas as pd
import pytest

from components.employment.risk_words import Sign, bad_signs, signs

NOTHING: dict[str, Any] = {
    "currency": None,
    "closing_balance": float("nan"),
    "min_balance_3m": float("nan"),
    "days_below_zero_3m": pd.NA,
    "in_to_out_3m": float("nan"),
    "credit_utilization": float("nan"),
    "credit_limit": float("nan"),
    "overdraft_utilization": float("nan"),
    "loans": pd.NA,
    "loans_outstanding": float("nan"),
    "days_history": pd.NA,
    "days_since_last_transaction": pd.NA,
}


def test_what_was_not_measured_is_not_spoken_of() -> None:
    assert signs(NOTHING) == []


@pytest.mark.parametrize(
    ("measured", "sign"),
    [
        ({"in_to_out_3m": 1.294}, Sign("good", "For each 1.00 that went out in three months, 1.29 came in.")),
        ({"in_to_out_3m": 0.7}, Sign("bad", "For each 1.00 that went out in three months, 0.70 came in.")),
        ({"days_below_zero_3m": 0}, Sign("good", "Never below zero in three months.")),
        ({"days_below_zero_3m": 1}, Sign("open", "Below zero on 1 day of three months.")),
        ({"days_below_zero_3m": 11}, Sign("bad", "Below zero on 11 days of three months.")),
        (
            {"credit_utilization": 0.0876, "credit_limit": 25000, "currency": "MXN"},
            Sign("good", "Uses 9% of its credit limit of MX$\u00a025,000.00."),
        ),
        ({"credit_utilization": 0.95}, Sign("bad", "Uses 95% of its credit limit.")),
        (
            {"loans": 2, "loans_outstanding": 10, "currency": "BRL"},
            Sign("open", "Has 2 loans, R$\u00a010.00 outstanding."),
        ),
        ({"days_history": 730}, Sign("good", "730 days of history.")),
        ({"days_since_last_transaction": 40}, Sign("open", "The last transaction was 40 days before Belvo looked.")),
    ],
)
def test_each_measure_has_its_sentence_and_its_sign(measured: dict[str, Any], sign: Sign) -> None:
    assert signs(NOTHING | measured) == [sign]


def test_what_speaks_against_somebody_comes_first() -> None:
    said = signs(NOTHING | {"in_to_out_3m": 2, "days_below_zero_3m": 30, "credit_utilization": 0.5})
    assert [sign.tone for sign in said] == ["bad", "open", "good"]
    assert bad_signs(NOTHING | {"days_below_zero_3m": 30}) == 1
