"""The resources as data: what Belvo's API description lists under /api/, and no more."""

import pytest

from belvo_client import BelvoClient
from belvo_client.catalogue import Catalogue
from belvo_client.endpoints import Readable, Resumable, Retrievable
from belvo_client.resources import Offered

OFFERED = {name: made for name, made in vars(Catalogue).items() if isinstance(made, Offered)}


def names_of(kind: type) -> set[str]:
    with BelvoClient("http://127.0.0.1:1", "id", "password") as client:
        return {name for name in OFFERED if isinstance(client.resource(name), kind)}


def test_attributes_are_named_as_a_store_names_the_path() -> None:
    assert {name: made.resource.name for name, made in OFFERED.items()} == {name: name for name in OFFERED}


def test_paths_end_with_a_slash_and_start_with_none() -> None:
    paths = [made.resource.path for made in OFFERED.values()]
    assert [path for path in paths if path.startswith("/") or not path.endswith("/")] == []


def test_a_resource_is_found_by_its_name(client: BelvoClient) -> None:
    assert repr(client.resource("br_investments")) == repr(client.br_investments) == "Retrievable('br_investments')"


@pytest.mark.parametrize("name", ["balances", "check", "__init__", "token"])
def test_what_is_no_resource_is_not_found(client: BelvoClient, name: str) -> None:
    with pytest.raises(KeyError, match=name):
        client.resource(name)


def test_only_the_described_resources_are_resumable() -> None:
    expected = {"accounts", "transactions", "owners", "incomes", "recurring_expenses", "risk_insights", "invoices"}
    assert names_of(Resumable) == expected


def test_links_institutions_and_consents_are_not_retrieved() -> None:
    assert names_of(Readable) - names_of(Retrievable) == {"institutions", "links", "consents"}


def test_only_the_described_resources_are_retrieved_in_the_background() -> None:
    assert {name for name, made in OFFERED.items() if made.resource.asynchronous} == {
        "transactions",
        "invoices",
        "employment_records",
        "br_employments",
        "financial_statements",
        "cl_invoices",
        "cl_debt_reports",
    }


def test_what_a_list_needs_a_link_for_is_as_described() -> None:
    assert {name for name, made in OFFERED.items() if made.resource.of_link} == {
        "transactions",
        "bills",
        "br_balances",
        "br_exchanges",
        "br_investments",
        "br_investment_transactions",
        "br_employments",
    }
