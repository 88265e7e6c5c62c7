"""Every operation that the client offers, over a socket against the local Belvo, and every row as its type says."""

from datetime import date
from typing import Any, get_args

import pytest

from belvo_client import BelvoClient, Institution, NotFound, NotOffered
from belvo_client.answers.shapes import differences
from belvo_client.catalogue import Catalogue
from belvo_client.endpoints import Exchanges, Retrievable
from belvo_client.resources import Offered
from belvo_client.types import Exchange

CORE = {"institutions", "links", "consents"}
RESOURCES = {name: offered for name, offered in vars(Catalogue).items() if isinstance(offered, Offered)}
RETRIEVABLE = sorted(RESOURCES.keys() - CORE)

YEAR = {"date_from": date(2025, 12, 1), "date_to": date(2026, 11, 1)}
FIELDS: dict[str, dict[str, Any]] = {
    "transactions": YEAR,
    "invoices": {**YEAR, "type": "INFLOW"},
    "tax_retentions": {**YEAR, "type": "INFLOW"},
    "tax_returns": {"type": "yearly", "year_from": "2023", "year_to": "2025"},
    "cl_invoices": {**YEAR, "type": "INFLOW"},
}
PREFIXES = {"br_": "BR", "mx_": "MX", "cl_": "CL"}
LOGIN = {"username": "user_valid", "password": "pass_valid"}


@pytest.fixture(scope="module")
def links(live: BelvoClient) -> dict[str, str]:
    """A link at each institution that is up and made with a password, by the institution's name."""
    return {
        institution["name"]: live.links.create(institution["name"], **LOGIN, access_mode="single")["id"]
        for institution in live.institutions.list(status="healthy")
        if institution["integration_type"] == "credentials" and asked_by(institution) <= LOGIN.keys()
    }


def asked_by(institution: Institution) -> set[str]:
    """The fields that an institution's form can't do without."""
    return {field["name"] for field in institution["form_fields"] if not field.get("optional")}


def row_type(name: str) -> Any:  # noqa: ANN401 - any annotation
    """The TypedDict of a resource's rows."""
    endpoint: Any = RESOURCES[name].endpoint
    return Exchange if endpoint is Exchanges else get_args(endpoint)[0]


def retrievable(live: BelvoClient, name: str) -> Retrievable[Any]:
    """A resource's endpoint."""
    endpoint = live.resource(name)
    assert isinstance(endpoint, Retrievable)
    return endpoint


def retrieved(live: BelvoClient, links: dict[str, str], name: str) -> tuple[str, list[Any]]:
    """The first link with rows of a resource, and the rows."""
    for country_code, link in ((institution_country(institution), link) for institution, link in links.items()):
        if PREFIXES.get(name[:3], country_code) != country_code:
            continue
        try:
            rows = retrievable(live, name).retrieve(link, **FIELDS.get(name, {}))
        except NotOffered:
            continue
        if rows:
            return link, rows
    pytest.fail(f"No institution gives {name}")


def institution_country(name: str) -> str:
    """The country that an institution's name carries."""
    return name.split("_")[-2].upper()


@pytest.mark.parametrize("name", RETRIEVABLE)
def test_rows_are_retrieved_listed_shown_and_deleted_as_described(
    live: BelvoClient, links: dict[str, str], name: str
) -> None:
    endpoint = retrievable(live, name)
    link, rows = retrieved(live, links, name)
    assert [fault for row in rows for fault in differences(row, row_type(name))] == []
    listed = {row["id"]: row for row in endpoint.list(link=link)}
    assert len(listed) == endpoint.count(link=link)
    assert {row["id"] for row in rows} <= listed.keys()
    first = rows[0]["id"]
    assert endpoint.get(first) == listed[first]
    if not RESOURCES[name].resource.deletable:
        with pytest.raises(NotOffered):
            endpoint.delete(first)
        return
    endpoint.delete(first)
    with pytest.raises(NotFound):
        endpoint.get(first)
    assert first not in {row["id"] for row in endpoint.list(link=link)}


@pytest.mark.parametrize("name", sorted(name for name in RETRIEVABLE if RESOURCES[name].resource.asynchronous))
def test_a_retrieve_in_the_background_is_accepted(live: BelvoClient, links: dict[str, str], name: str) -> None:
    link, _ = retrieved(live, links, name)
    assert len(retrievable(live, name).retrieve_async(link, **FIELDS.get(name, {})).request_id) == 32


def test_an_exchange_has_a_history(live: BelvoClient, links: dict[str, str]) -> None:
    _, rows = retrieved(live, links, "br_exchanges")
    assert [list(live.br_exchanges.history(row["id"])) != [] for row in rows] == [True] * len(rows)
