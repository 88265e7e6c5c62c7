"""Risk insights as a row, as measures, and by category."""

from store import Database
from store.queries.banking import risk
from tests.kit import bodies
from tests.kit.bodies import ACCOUNT, CARD, LINK
from tests.kit.rows import records, save, tuples

INSIGHTS = {
    "id": "k1",
    "created_at": "2026-11-24T11:33:53.163877Z",
    "accounts": [ACCOUNT, CARD],
    "credit_cards_metrics": {"num_accounts": 1, "sum_credit_limit": 25000, "credit_card_limit_utilization": 0.0876},
    "loans_metrics": None,
    "balances_metrics": {
        "closing_balance": 94932.29,
        "min_balance_3m": 83043.36,
        "balance_trend_1w": -97.81,
        "days_balance_below_0_3m": 2,
        "balance_threshold_x": 1000.0,
    },
    "transactions_metrics": {"num_transactions_12m": 1075, "sum_incoming_amount_3m": None, "days_history": 730},
    "cashflow_metrics": {"positive_to_negative_ratio_3m": 1.29},
    "category_metrics": [
        {"category": "Transfers", "net_amount_3m": 5.5, "trend_3m": 1},
        {"category": "Food & Groceries", "subcategory": "Groceries", "net_amount_3m": -13876.5},
    ],
}


def test_a_summary_is_what_words_are_made_of(db: Database) -> None:
    save(db, "accounts", bodies.account(), bodies.card())
    save(db, "risk_insights", INSIGHTS)
    row = records(risk.summary(db))[0]
    told = {name: value for name, value in row.items() if value is not None and name != "created_at"}
    assert told == {
        "link": LINK,
        "row": "k1",
        "accounts": 2,
        "currency": "MXN",
        "closing_balance": 94932.29,
        "min_balance_3m": 83043.36,
        "days_below_zero_3m": 2,
        "in_to_out_3m": 1.29,
        "credit_limit": 25000.0,
        "credit_utilization": 0.0876,
        "days_history": 730,
    }


def test_accounts_of_several_currencies_have_none_together(db: Database) -> None:
    save(db, "accounts", bodies.account(), bodies.card(currency="USD"))
    save(db, "risk_insights", INSIGHTS, INSIGHTS | {"id": "k2", "accounts": None})
    assert tuples(risk.summary(db), "currency", "accounts") == [(None, 2), (None, 0)]


def test_every_measure_has_its_window_and_unit(db: Database) -> None:
    save(db, "accounts", bodies.account(), bodies.card())
    save(db, "risk_insights", INSIGHTS)
    told = set(tuples(risk.metrics(db), "unit", "currency"))
    assert told == {("money", "MXN"), *((unit, None) for unit in ("count", "ratio", "trend", "days"))}
    assert tuples(risk.metrics(db), "section", "metric", "window", "unit", "value") == [
        ("credit_cards", "num_accounts", "", "count", 1.0),
        ("credit_cards", "sum_credit_limit", "", "money", 25000.0),
        ("credit_cards", "credit_card_limit_utilization", "", "ratio", 0.0876),
        ("balances", "closing_balance", "", "money", 94932.29),
        ("balances", "min_balance", "3m", "money", 83043.36),
        ("balances", "balance_trend", "1w", "trend", -97.81),
        ("balances", "days_balance_below_0", "3m", "days", 2.0),
        ("balances", "balance_threshold_x", "", "money", 1000.0),
        ("transactions", "num_transactions", "12m", "count", 1075.0),
        ("transactions", "days_history", "", "days", 730.0),
        ("cashflow", "positive_to_negative_ratio", "3m", "ratio", 1.29),
    ]


def test_categories_come_by_what_they_weigh(db: Database) -> None:
    save(db, "risk_insights", INSIGHTS)
    assert tuples(risk.categories(db), "category", "subcategory", "net_amount_3m", "trend_3m") == [
        ("Food & Groceries", "Groceries", -13876.5, None),
        ("Transfers", None, 5.5, 1.0),
    ]
    assert risk.categories(db, ["another"]).empty
