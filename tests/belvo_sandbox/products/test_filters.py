from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

import pytest
from starlette.datastructures import QueryParams

from belvo_sandbox.core.errors import ApiError
from belvo_sandbox.products import RESOURCES
from belvo_sandbox.products.filters import ListFilter, ValueKind, matching_rows
from belvo_sandbox.routes.institutions import FILTERS as OF_INSTITUTIONS
from belvo_sandbox.routes.links import FILTERS as OF_LINKS
from tests.kit.local_belvo import Api, errors

Row = dict[str, Any]


@pytest.fixture(scope="module")
def rows(filled: Api, mexican: str) -> list[Row]:
    """All transactions of the Mexican link."""
    return filled.rows("/api/transactions/", link=mexican, page_size=1000)


# The parameters that Belvo's description 1.223.0 names for each list, beside page, page_size, fields and omit.
BOUNDS = ("", "__gt", "__gte", "__lt", "__lte", "__range")
MANY = ("", "__in")
DESCRIBED = {
    "institutions": {
        "": ("display_name", "country_code", "name", "status", "type", "website"),
        "__in": ("country_code", "name", "status", "type"),
        "__allin": ("resources",),
    },
    "links": {
        "": ("id", "institution", "access_mode", "created_at", "external_id", "institution_user_id", "refresh_rate"),
        "__in": ("id", "institution", "external_id", "institution_user_id", "status"),
        "__not_in": ("created_by",),
        **dict.fromkeys(BOUNDS[1:], ("created_at",)),
    },
    "accounts": {
        "": (
            *("balance__available", "balance__current", "category", "created_at", "currency", "id", "institution"),
            *("name", "number", "public_identification_name", "public_identification_value", "type"),
        ),
        "__in": ("category", "currency", "id", "institution", "number"),
        "__icontains": ("name",),
        **dict.fromkeys(BOUNDS[1:], ("balance__available", "balance__current", "created_at")),
    },
    "owners": {
        "": ("id", "created_at", "email"),
        "__in": ("id",),
        "__icontains": ("display_name",),
        **dict.fromkeys(BOUNDS[1:], ("created_at",)),
    },
    "transactions": {
        "": (
            *("account", "account__balance__available", "account__balance__current", "account_type", "accounting_date"),
            *("amount", "collected_at", "created_at", "currency", "reference", "status", "type", "value_date"),
        ),
        "__in": ("account", "account_type", "currency", "credit_card_data__bill_name", "reference", "status", "type"),
        **dict.fromkeys(
            BOUNDS[1:],
            (
                *(
                    "account__balance__available",
                    "account__balance__current",
                    "accounting_date",
                    "amount",
                    "collected_at",
                ),
                "created_at",
                "value_date",
            ),
        ),
    },
}
OFFERED = {
    "institutions": OF_INSTITUTIONS,
    "links": OF_LINKS,
    **{resource.path: resource.filters for resource in RESOURCES.values()},
}


@pytest.mark.parametrize("path", DESCRIBED)
def test_every_filter_that_is_described_is_offered(path: str) -> None:
    described = {name + lookup for lookup, names in DESCRIBED[path].items() for name in names}
    offered = {parameter for filter_ in OFFERED[path] for parameter, _ in filter_.parameters}
    assert described <= offered


COMPARE: Mapping[str, Callable[[Any, Any], bool]] = {
    "": lambda value, bound: value == bound,
    "__gt": lambda value, bound: value > bound,
    "__gte": lambda value, bound: value >= bound,
    "__lt": lambda value, bound: value < bound,
    "__lte": lambda value, bound: value <= bound,
}
COMPARED = [
    ("amount", lambda row: Decimal(str(row["amount"]))),
    ("value_date", lambda row: row["value_date"]),
    ("accounting_date", lambda row: row["accounting_date"]),
    ("created_at", lambda row: row["created_at"]),
    ("collected_at", lambda row: row["collected_at"]),
    ("account__balance__current", lambda row: Decimal(str(row["account"]["balance"]["current"]))),
    ("account__balance__available", lambda row: Decimal(str(row["account"]["balance"]["available"]))),
]


@pytest.mark.parametrize("lookup", COMPARE)
@pytest.mark.parametrize(("name", "value"), COMPARED, ids=[name for name, _ in COMPARED])
def test_a_comparison_keeps_exactly_the_rows_that_hold(
    filled: Api, rows: list[Row], mexican: str, name: str, value: Callable[[Row], Any], lookup: str
) -> None:
    bound = value(rows[len(rows) // 3])
    matching = filled.rows("/api/transactions/", link=mexican, page_size=1000, **{name + lookup: str(bound)})
    assert matching == [row for row in rows if COMPARE[lookup](value(row), bound)]


@pytest.mark.parametrize(("name", "value"), COMPARED, ids=[name for name, _ in COMPARED])
def test_a_range_includes_both_ends(
    filled: Api, rows: list[Row], mexican: str, name: str, value: Callable[[Row], Any]
) -> None:
    low, high = sorted((value(rows[0]), value(rows[len(rows) // 2])))
    matching = filled.rows("/api/transactions/", link=mexican, page_size=1000, **{f"{name}__range": f"{low},{high}"})
    assert matching == [row for row in rows if low <= value(row) <= high]
    assert matching


EQUAL = [
    ("account", lambda row: row["account"]["id"]),
    ("account_type", lambda row: row["account"]["type"]),
    ("currency", lambda row: row["currency"]),
    ("reference", lambda row: row["reference"]),
    ("status", lambda row: row["status"]),
    ("type", lambda row: row["type"]),
    ("credit_card_data__bill_name", lambda row: (row["credit_card_data"] or {}).get("bill_name")),
]


@pytest.mark.parametrize(("name", "value"), EQUAL, ids=[name for name, _ in EQUAL])
def test_a_list_of_values_keeps_exactly_the_rows_that_have_one(
    filled: Api, rows: list[Row], mexican: str, name: str, value: Callable[[Row], Any]
) -> None:
    values = sorted({value(row) for row in rows if value(row)})[:2]
    matching = filled.rows("/api/transactions/", link=mexican, page_size=1000, **{f"{name}__in": ",".join(values)})
    assert matching == [row for row in rows if value(row) in values]
    assert matching


def test_filters_narrow_together(filled: Api, rows: list[Row], mexican: str) -> None:
    matching = filled.rows(
        "/api/transactions/", link=mexican, page_size=1000, type="INFLOW", value_date__gte="2026-01-01", amount__lt=900
    )
    assert matching == [
        row for row in rows if row["type"] == "INFLOW" and row["value_date"] >= "2026-01-01" and row["amount"] < 900
    ]


def test_accounts_and_owners_of_several_links_are_told_apart(filled: Api, mexican: str, brazilian: str) -> None:
    of_both = filled.rows("/api/accounts/")
    assert {row["link"] for row in of_both} == {mexican, brazilian}
    assert filled.rows("/api/accounts/", link__in=f"{mexican},{brazilian}") == of_both
    assert {row["link"] for row in filled.rows("/api/accounts/", link=brazilian)} == {brazilian}
    assert {row["currency"] for row in filled.rows("/api/accounts/", institution="erebor_mx_retail")} == {"MXN"}
    assert [row["name"] for row in filled.rows("/api/accounts/", name__icontains="NÓMINA")] == ["Cuenta Nómina"]
    owner = filled.rows("/api/owners/", link=mexican)[0]
    assert filled.rows("/api/owners/", email=owner["email"]) == [owner]
    assert filled.rows("/api/owners/", display_name__icontains=owner["display_name"][2:9].upper()) == [owner]
    assert filled.rows("/api/owners/", email="nobody@example.com") == []


def test_institutions_are_found_by_part_of_their_name_country_and_resources(filled: Api) -> None:
    def names(**query: str) -> list[str]:
        return [row["name"] for row in filled.rows("/api/institutions/", **query)]

    erebor = ["erebor_mx_retail", "erebor_co_retail", "erebor_br_retail"]
    assert names(display_name="EREB") == erebor
    assert names(display_name="n") == [name for name in names() if name != "arrakis_cl_fiscal"]
    assert names(country_code="CL") == ["arrakis_cl_fiscal"]
    assert names(country_code__in="CL,CO") == ["gringotts_co_retail", "erebor_co_retail", "arrakis_cl_fiscal"]
    assert set(erebor) < set(names(resources__allin="ACCOUNTS,OWNERS,TRANSACTIONS")) < set(names())
    assert names(resources__allin="ACCOUNTS,INVOICES") == ["ofmockbank_br_retail"]
    assert names(resources__allin="ACCOUNTS,TAX_RETURNS") == []
    assert names(name__in="erebor_mx_retail,nobody") == ["erebor_mx_retail"]
    assert names(type="fiscal") == ["tatooine_mx_fiscal", "arrakis_cl_fiscal"]
    assert names(website="https://erebor.example/mx") == ["erebor_mx_retail"]


def test_links_are_found_by_all_that_is_described(filled: Api, mexican: str, brazilian: str) -> None:
    def ids(**query: str) -> list[str]:
        return [row["id"] for row in filled.rows("/api/links/", **query)]

    both = [brazilian, mexican]
    created_by = filled.get(f"/api/links/{mexican}/")["created_by"]
    assert ids() == ids(status="valid") == ids(status__in="valid,invalid") == ids(refresh_rate="7d") == both
    assert ids(id=mexican) == ids(external_id="mexican") == ids(id__in=mexican) == [mexican]
    assert ids(external_id__in="brazilian,nobody") == ids(institution="erebor_br_retail") == [brazilian]
    assert ids(created_at="2026-06-17") == ids(created_at__range="2026-06-17,2026-06-17") == both
    assert ids(created_at__gt="2026-06-17") == ids(created_at__lt="2026-06-17") == []
    assert ids(created_at__gte="2026-06-17T15:30:00+00:00") == both
    assert ids(created_by__not_in=created_by) == ids(access_mode="single") == []


BAD = [
    ("/api/links/", "id", "x", "invalid"),
    ("/api/links/", "created_at__gt", "yesterday", "invalid"),
    ("/api/links/", "created_at__range", "2026-01-01", "invalid"),
    ("/api/links/", "status", "broken", "invalid_choice"),
    ("/api/links/", "access_mode", "often", "invalid_choice"),
    ("/api/institutions/", "type", "zoo", "invalid_choice"),
    ("/api/accounts/", "link", "x", "invalid"),
    ("/api/accounts/", "link__in", "x,y", "invalid"),
    ("/api/accounts/", "balance__current__gt", "much", "invalid"),
    ("/api/accounts/", "balance__current__range", "1,2,3", "invalid"),
    ("/api/accounts/", "category__in", "CHECKING_ACCOUNT,WALLET", "invalid_choice"),
    ("/api/transactions/", "value_date", "20260101", "invalid"),
    ("/api/transactions/", "value_date__gte", "2026-01-01T00:00:00Z", "invalid"),
    ("/api/transactions/", "value_date__lte", "2026-02-30", "invalid"),
    ("/api/transactions/", "amount", "NaN", "invalid"),
    ("/api/transactions/", "type", "SIDEFLOW", "invalid_choice"),
    ("/api/transactions/", "account", "x", "invalid"),
]


@pytest.mark.parametrize(("path", "name", "value", "code"), BAD)
def test_a_bad_value_names_its_parameter(
    filled: Api, mexican: str, path: str, name: str, value: str, code: str
) -> None:
    answer = filled.call("GET", path, params={"link": mexican, name: value} if name != "link" else {name: value})
    assert (answer.status_code, errors(answer)) == (400, [(code, name)])


def test_every_bad_value_is_named_at_once(filled: Api, mexican: str) -> None:
    answer = filled.call("GET", "/api/transactions/", params={"link": mexican, "amount": "x", "value_date": "y"})
    assert errors(answer) == [("invalid", "amount"), ("invalid", "value_date")]


def test_unknown_and_empty_parameters_are_ignored(filled: Api, mexican: str) -> None:
    count = filled.get("/api/transactions/", link=mexican)["count"]
    assert filled.get("/api/transactions/", link=mexican, colour="red", type="", status__in="")["count"] == count


def test_a_link_is_required_where_it_is_described_so(filled: Api) -> None:
    answer = filled.call("GET", "/api/transactions/")
    assert (answer.status_code, errors(answer)) == (400, [("required", "link")])


def test_another_link_has_no_rows(filled: Api) -> None:
    assert filled.get("/api/transactions/", link="8848bd0c-9c7e-4f53-a732-ec896b11d4c4")["count"] == 0


MOMENTS: list[Row] = [{"at": None}, {"at": "2026-01-01T23:59:59.999999Z"}, {"at": "2026-01-02T00:00:00.000000Z"}]


@pytest.mark.parametrize(
    ("query", "indexes"),
    [
        ("at=2026-01-01", [1]),
        ("at__gt=2026-01-01", [2]),
        ("at__gte=2026-01-01", [1, 2]),
        ("at__lt=2026-01-02", [1]),
        ("at__lte=2026-01-01", [1]),
        ("at__range=2026-01-01,2026-01-02", [1, 2]),
        ("at__gt=2026-01-01T23:59:59.999999Z", [2]),
        ("at=2026-01-02T00:00:00", [2]),
        ("at=2026-01-01T19:00:00-05:00", [2]),
        ("at=2026-01-02T00:00:00%2B00:00", [2]),
        ("at=2026-01-02T00:00:00+00:00", [2]),
    ],
)
def test_a_bare_date_stands_for_its_whole_day_where_instants_are_compared(query: str, indexes: list[int]) -> None:
    filters = [ListFilter("at", kind=ValueKind.INSTANT, lookups=("exact", "gt", "gte", "lt", "lte", "range"))]
    assert matching_rows(MOMENTS, filters, QueryParams(query)) == [MOMENTS[index] for index in indexes]


def test_rows_without_a_value_match_nothing_but_an_exclusion() -> None:
    rows: list[Row] = [{"name": None}, {}, {"name": "a"}]
    filters = [ListFilter("name", lookups=("exact", "in", "icontains", "not_in"))]
    assert matching_rows(rows, filters, QueryParams("name__in=a,b")) == [{"name": "a"}]
    assert matching_rows(rows, filters, QueryParams("name__icontains=A")) == [{"name": "a"}]
    assert matching_rows(rows, filters, QueryParams("name__not_in=a")) == [{"name": None}, {}]


def test_decimals_are_compared_exactly() -> None:
    rows = [{"amount": 0.1}, {"amount": 0.3}, {"amount": 0.30000000000000004}]
    filters = [ListFilter("amount", kind=ValueKind.NUMBER, lookups=("exact", "gt"))]
    assert matching_rows(rows, filters, QueryParams("amount=0.30")) == [{"amount": 0.3}]
    assert matching_rows(rows, filters, QueryParams("amount__gt=0.1")) == rows[1:]


def test_one_error_carries_all_faults() -> None:
    filters = [ListFilter("a", kind=ValueKind.NUMBER), ListFilter("b", kind=ValueKind.DAY)]
    with pytest.raises(ApiError) as caught:
        matching_rows([], filters, QueryParams("a=x&b=y"))
    assert [(fault.code, fault.field) for fault in caught.value.items] == [("invalid", "a"), ("invalid", "b")]
