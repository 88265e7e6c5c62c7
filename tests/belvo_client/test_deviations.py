"""An answer is held against Belvo's description of it: what is not in it, and what of it is missing."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from belvo_client.description.deviations import MOST, Deviation, Kind, checked, deviations
from belvo_client.description.operations import operations
from belvo_sandbox import Served
from tests.kit.local_belvo import Api

LIST = operations()["ListInstitutions"]


def page(*rows: dict[str, Any]) -> dict[str, Any]:
    return {"count": len(rows), "next": None, "previous": None, "results": [*rows]}


def institution(**changes: object) -> dict[str, Any]:
    body: dict[str, Any] = {
        "id": 5,
        "name": "erebor_mx_retail",
        "type": "bank",
        "website": "https://erebor.example",
        "display_name": "Erebor",
        "country_codes": ["MX"],
        "primary_color": "#056dae",
        "logo": "",
        "icon_logo": None,
        "text_logo": None,
        "form_fields": [],
        "features": [],
        "resources": ["ACCOUNTS"],
        "integration_type": "credentials",
        "status": "healthy",
    }
    return {name: value for name, value in {**body, **changes}.items() if value is not ...}


def told(body: object, *, is_sparse: bool = False) -> list[Deviation]:
    return [*checked("GET", "/api/institutions/", 200, body, is_sparse=is_sparse)[1]]


def test_an_answer_as_it_is_described_deviates_in_nothing() -> None:
    assert checked("GET", "/api/institutions/", 200, page(institution()), is_sparse=False) == ("ListInstitutions", ())
    assert deviations(LIST, 200, page(institution())) == []


def test_fields_that_are_not_described_are_told_by_their_path_and_number() -> None:
    body = page(institution(mood="good"), institution(mood=None), institution(features=[{"name": "a", "extra": 1}]))
    assert told(body) == [
        Deviation(Kind.UNKNOWN, "results.features.extra", 1),
        Deviation(Kind.UNKNOWN, "results.mood", 2),
    ]


def test_required_fields_that_are_missing_are_told_and_null_is_not_missing() -> None:
    whole = operations()["DetailTransaction"].answers[200]
    assert "id" in whole["required"] if "required" in whole else True
    body = dict.fromkeys(("created_at", "internal_identification"))
    found = checked("GET", "/api/transactions/x/", 200, body, is_sparse=False)[1]
    names = {one.path for one in found if one.kind is Kind.MISSING}
    assert names
    assert not names & body.keys()
    assert checked("GET", "/api/transactions/x/", 200, body, is_sparse=True)[1] == ()


def test_types_and_listed_values_are_looked_at_where_one_answer_is() -> None:
    odd = page(institution(type="casino", country_codes="MX"))
    kinds = {(one.kind, one.path) for one in deviations(LIST, 200, odd)}
    assert {(Kind.VALUE, "results.type"), (Kind.TYPE, "results.country_codes")} <= kinds
    assert told(odd) == []


def test_what_is_no_answer_that_is_described_is_not_looked_at() -> None:
    assert checked("GET", "/api/institutions/", 418, {}, is_sparse=False) == ("", ())
    assert checked("GET", "/api/nothing/", 200, {}, is_sparse=False) == ("", ())


def test_a_name_that_is_none_of_a_field_is_not_told() -> None:
    body = page(institution(**{"12345678901": 1, "María López": 2, "ana@example.com": 3}))
    assert told(body) == [Deviation(Kind.UNKNOWN, "results.*", 3)]


def test_an_answer_of_nothing_but_strangers_is_told_in_part() -> None:
    many = page(institution(**{f"field_{number}": 1 for number in range(500)}))
    assert len(told(many)) == MOST


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["results", "id", "name", "x"]), inner),
    max_leaves=20,
)


@given(JSON)
def test_whatever_is_answered_can_be_looked_at(body: object) -> None:
    told(body)
    deviations(LIST, 200, body)


@pytest.mark.parametrize("name", ["ListLinks", "ListAccounts", "ListTransactions", "ListOwners", "ListRiskInsights"])
def test_the_local_belvo_answers_as_is_described(sandbox: Served, name: str) -> None:
    api = Api(sandbox.url)
    link = api.link(external_id="as-described-1")["id"]
    operation = operations()[name]
    assert deviations(operation, 200, api.get(operation.path, link=link)) == []
