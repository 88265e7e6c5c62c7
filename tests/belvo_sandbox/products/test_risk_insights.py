"""Risk insights as clients see them, held against accounts and transactions."""

from datetime import date, timedelta

import pytest

from belvo_client.answers.shapes import differences
from belvo_client.types.risk_insights import RiskInsights
from tests.belvo_sandbox.products.rows import Row, cents
from tests.kit.local_belvo import Api

_TODAY = date(2026, 6, 17)
_WINDOWS = {"3d": 3, "1w": 7, "1m": 30, "3m": 90, "6m": 180, "12m": 365}


@pytest.fixture(scope="module", params=["mexican", "brazilian"])
def link(request: pytest.FixtureRequest) -> str:
    return str(request.getfixturevalue(request.param))


@pytest.fixture(scope="module")
def insights(filled: Api, link: str) -> Row:
    (row,) = filled.rows("/api/risk-insights/", link=link)
    return row


@pytest.fixture(scope="module")
def transactions(filled: Api, link: str) -> list[Row]:
    return filled.rows("/api/transactions/", link=link, page_size=1000)


def signed(row: Row) -> int:
    return cents(row["amount"]) * (1 if row["type"] == "INFLOW" else -1)


def of_window(rows: list[Row], days: int) -> list[Row]:
    since = (_TODAY - timedelta(days=days - 1)).isoformat()
    return [row for row in rows if row["value_date"] >= since]


def test_risk_insights_have_the_shape_of_the_description(insights: Row) -> None:
    assert list(differences(insights, RiskInsights)) == []
    for part in ("balances_metrics", "transactions_metrics", "cashflow_metrics"):
        assert None not in insights[part].values()


def test_assets_and_cards_are_those_of_the_accounts(filled: Api, link: str, insights: Row) -> None:
    accounts = {row["category"]: row for row in filled.rows("/api/accounts/", link=link)}
    checking, savings = (accounts[f"{kind}_ACCOUNT"]["balance"]["current"] for kind in ("CHECKING", "SAVINGS"))
    card = accounts["CREDIT_CARD"]["credit_data"]["credit_limit"], accounts["CREDIT_CARD"]["balance"]["current"]
    assets, cards = insights["assets_metrics"], insights["credit_cards_metrics"]
    assert (assets["checking_accounts_balance"], assets["savings_accounts_balance"]) == (checking, savings)
    assert (cards["sum_credit_limit"], cards["sum_credit_used"]) == card
    assert cards["credit_card_limit_utilization"] == round(card[1] / card[0], 4)
    assert cents(insights["balances_metrics"]["closing_balance"]) == cents(checking) + cents(savings)
    assert sorted(insights["accounts"]) == sorted(row["id"] for row in accounts.values())


@pytest.mark.parametrize(("window", "days"), _WINDOWS.items())
def test_numbers_and_amounts_are_those_of_the_transactions(
    insights: Row, transactions: list[Row], window: str, days: int
) -> None:
    rows, metrics = of_window(transactions, days), insights["transactions_metrics"]
    inflow = [row for row in rows if row["type"] == "INFLOW"]
    assert metrics[f"num_transactions_{window}"] == len(rows)
    assert metrics[f"num_incoming_transactions_{window}"] == len(inflow)
    assert cents(metrics[f"sum_incoming_amount_{window}"]) == sum(map(signed, inflow))
    assert cents(metrics[f"sum_outgoing_amount_{window}"]) == sum(map(signed, inflow)) - sum(map(signed, rows))
    assert metrics[f"days_without_transactions_{window}"] == days - len({row["value_date"] for row in rows})


@pytest.mark.parametrize(("window", "days"), _WINDOWS.items())
def test_cash_flow_leaves_own_transfers_out(insights: Row, transactions: list[Row], window: str, days: int) -> None:
    own = ("Investments & Savings", "Credits & Loans")
    rows = [row for row in of_window(transactions, days) if row["category"] not in own]
    metrics = insights["cashflow_metrics"]
    assert cents(metrics[f"net_cashflow_{window}"]) == sum(map(signed, rows))
    assert cents(metrics[f"sum_positive_{window}"]) == sum(max(0, signed(row)) for row in rows)
    net = cents(metrics[f"sum_positive_{window}"]) - cents(metrics[f"sum_negative_{window}"])
    assert net == cents(metrics[f"net_cashflow_{window}"])


@pytest.mark.parametrize(("window", "days"), _WINDOWS.items())
def test_balances_are_what_the_transactions_left(
    insights: Row, transactions: list[Row], window: str, days: int
) -> None:
    metrics, own = insights["balances_metrics"], [r for r in transactions if r["account"]["category"] != "CREDIT_CARD"]
    balance, at_end = cents(metrics["closing_balance"]), []
    for back in range(days):
        day = (_TODAY - timedelta(days=back)).isoformat()
        at_end.append(balance)
        balance -= sum(signed(row) for row in own if row["value_date"] == day)
    assert cents(metrics[f"min_balance_{window}"]) == min(at_end)
    assert cents(metrics[f"max_balance_{window}"]) == max(at_end)
    assert abs(cents(metrics[f"mean_balance_{window}"]) * days - sum(at_end)) <= days
    assert metrics[f"days_balance_below_0_{window}"] == sum(balance <= 0 for balance in at_end)


def test_categories_are_those_of_three_months(insights: Row, transactions: list[Row]) -> None:
    expected: dict[tuple[str, str | None], int] = {}
    for row in of_window(transactions, 90):
        key = row["category"], row["subcategory"]
        expected[key] = expected.get(key, 0) + signed(row)
    metrics = insights["category_metrics"]
    assert {(one["category"], one["subcategory"]): cents(one["net_amount_3m"]) for one in metrics} == expected


def test_windows_beyond_a_short_history_are_null(api: Api) -> None:
    link = api.link(username="bnk102", password="low")["id"]
    answer = api.call("POST", "/api/risk-insights/", json={"link": link})
    metrics = answer.json()
    assert answer.status_code == 201
    assert list(differences(metrics, RiskInsights)) == []
    assert metrics["balances_metrics"]["mean_balance_3m"] is None
    assert metrics["balances_metrics"]["mean_balance_1m"] is not None
    assert metrics["transactions_metrics"]["num_transactions_3m"] == 0
    assert metrics["transactions_metrics"]["sum_incoming_amount_3m"] is None


def test_somebody_without_accounts_has_no_insights(api: Api) -> None:
    link = api.link(username="bnk101", password="nodata")["id"]
    assert api.call("POST", "/api/risk-insights/", json={"link": link}).status_code == 400


def test_risk_insights_can_be_narrowed(filled: Api, link: str, insights: Row) -> None:
    assert filled.rows("/api/risk-insights/", account=insights["accounts"][0]) == [insights]
    assert filled.rows("/api/risk-insights/", id__in=insights["id"]) == [insights]
    assert filled.rows("/api/risk-insights/", account=link) == []
