"""Exchanges and their history as clients see them."""

from decimal import Decimal

import pytest

from belvo_client.answers.shapes import differences
from belvo_client.types.exchanges import Exchange, ExchangeEvent
from tests.belvo_sandbox.products.rows import Row, cents
from tests.kit.local_belvo import Api, errors


@pytest.fixture(scope="module")
def exchanges(filled: Api, brazilian: str) -> list[Row]:
    return filled.rows("/api/br/exchanges/", link=brazilian)


@pytest.fixture(scope="module")
def histories(filled: Api, exchanges: list[Row]) -> dict[str, list[Row]]:
    return {row["id"]: filled.rows(f"/api/br/exchanges/{row['id']}/history/") for row in exchanges}


def test_both_have_the_shape_of_the_description(exchanges: list[Row], histories: dict[str, list[Row]]) -> None:
    assert [deviation for row in exchanges for deviation in differences(row, Exchange)] == []
    events = [event for matching in histories.values() for event in matching]
    assert [deviation for event in events for deviation in differences(event, ExchangeEvent)] == []
    assert {row["operation_type"] for row in exchanges} == {"COMPRA", "VENDA"}


def test_what_is_paid_is_the_amount_at_its_rate(exchanges: list[Row]) -> None:
    for row in exchanges:
        exact = cents(row["foreign_operation_value_amount"]) * Decimal(str(row["local_operation_tax_amount"]))
        assert 0 <= exact - cents(row["local_operation_value_amount"]) < 1


def test_a_history_leads_from_the_contract_to_its_settlement(
    exchanges: list[Row], histories: dict[str, list[Row]]
) -> None:
    for row in exchanges:
        *_, contract = matching = histories[row["id"]]
        assert {event["operation_identifier"] for event in matching} == {row["operation_identifier"]}
        assert {event["exchange_id"] for event in matching} == {row["id"]}
        assert (contract["event_type"], contract["event_created_at"]) == (1, row["operation_requested_at"])
        assert contract["operation_due_date"] == row["operation_due_date"]
        assert matching[0]["event_type"] == 4
        assert cents(matching[0]["operation_outstanding_balance_amount"]) == 0
        assert [event["event_created_at"] for event in matching] == sorted(
            (event["event_created_at"] for event in matching), reverse=True
        )


def test_nobody_buys_with_money_that_the_bank_does_not_hold(filled: Api, brazilian: str, exchanges: list[Row]) -> None:
    rows = filled.rows("/api/transactions/", link=brazilian, page_size=1000)
    checking = [row for row in rows if row["account"]["category"] == "CHECKING_ACCOUNT"]
    for row in exchanges:
        if row["operation_type"] == "COMPRA":
            day = row["operation_requested_at"][:10]
            last = next((one for one in checking if one["value_date"] <= day), None)
            assert last is None or row["local_operation_value_amount"] <= last["balance"]


def test_a_history_is_that_of_an_exchange_only(filled: Api, brazilian: str) -> None:
    account = filled.rows("/api/accounts/", link=brazilian)[0]["id"]
    for id_ in ("8848bd0c-9c7e-4f53-a732-ec896b11d4c4", account):
        answer = filled.call("GET", f"/api/br/exchanges/{id_}/history/")
        assert (answer.status_code, errors(answer)) == (404, [("not_found", None)])


def test_a_history_has_pages(filled: Api, exchanges: list[Row]) -> None:
    page = filled.get(f"/api/br/exchanges/{exchanges[0]['id']}/history/", page_size=1)
    assert page["count"] >= 2
    assert (len(page["results"]), page["next"] is None) == (1, False)


def test_dates_narrow_what_is_retrieved(filled: Api, brazilian: str) -> None:
    def matching(**body: str) -> list[str]:
        answer = filled.call("POST", "/api/br/exchanges/", json={"link": brazilian, "save_data": False, **body})
        return [row["operation_requested_at"] for row in answer.json()]

    whole, year = matching(), matching(date_from="2024-01-01", date_to="2024-12-31")
    assert year == [instant for instant in whole if instant.startswith("2024")]
    assert 0 < len(year) < len(whole)


def test_exchanges_can_be_narrowed_and_deleted(api: Api) -> None:
    link = api.link(institution="erebor_br_retail")["id"]
    rows = api.rows("/api/br/exchanges/", link=link)
    assert api.rows("/api/br/exchanges/", link=link, id__in=rows[0]["id"]) == rows[:1]
    assert api.rows("/api/br/exchanges/", link=link, collected_at__lt="2020-01-01") == []
    assert api.rows("/api/br/exchanges/", link=link, created_at__gte="2020-01-01") == rows
    assert api.call("GET", "/api/br/exchanges/").status_code == 400
    assert api.call("DELETE", f"/api/br/exchanges/{rows[0]['id']}/").status_code == 204
    assert api.rows("/api/br/exchanges/", link=link) == rows[1:]
    assert api.call("GET", f"/api/br/exchanges/{rows[0]['id']}/history/").status_code == 404
