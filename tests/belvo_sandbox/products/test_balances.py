"""Balances as clients see them, held against the accounts."""

from belvo_client.answers.shapes import differences
from belvo_client.types.balances import Balance
from tests.kit.local_belvo import Api


def test_balances_are_those_of_the_accounts_that_hold_money(filled: Api, brazilian: str) -> None:
    rows = filled.rows("/api/br/balances/", link=brazilian)
    accounts = {row["id"]: row for row in filled.rows("/api/accounts/", link=brazilian)}
    assert [deviation for row in rows for deviation in differences(row, Balance)] == []
    assert {accounts[row["account_id"]]["category"] for row in rows} == {"CHECKING_ACCOUNT", "SAVINGS_ACCOUNT"}
    for row in rows:
        account = accounts[row["account_id"]]
        assert row["account_internal_identification"] == account["internal_identification"]
        names = ("available", "blocked", "automatically_invested")
        assert {name: row[name] for name in names} == {name: account["balance"][name] for name in names}


def test_a_balance_was_updated_by_the_last_transaction(filled: Api, brazilian: str) -> None:
    for row in filled.rows("/api/br/balances/", link=brazilian):
        movements = filled.rows("/api/transactions/", link=brazilian, account=row["account_id"], page_size=1000)
        assert row["last_updated_at"][:19] == max(one["transacted_at"] for one in movements)[:19]


def test_one_account_can_be_asked_for(filled: Api, brazilian: str) -> None:
    first = filled.rows("/api/br/balances/", link=brazilian)[0]
    body = {"link": brazilian, "account_id": first["account_id"], "save_data": False}
    answer = filled.call("POST", "/api/br/balances/", json=body)
    assert [row["account_id"] for row in answer.json()] == [first["account_id"]]


def test_balances_can_be_narrowed_and_not_deleted(filled: Api, brazilian: str) -> None:
    rows = filled.rows("/api/br/balances/", link=brazilian)
    assert filled.rows("/api/br/balances/", link=brazilian, account=rows[0]["account_id"]) == rows[:1]
    assert filled.rows("/api/br/balances/", link=brazilian, id__in=rows[1]["id"]) == rows[1:]
    assert filled.rows("/api/br/balances/", link=brazilian, collected_at__gt="2030-01-01") == []
    assert filled.call("DELETE", f"/api/br/balances/{rows[0]['id']}/").status_code == 405
