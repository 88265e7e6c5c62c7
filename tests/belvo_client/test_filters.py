"""Keyword filters become Belvo's query, and nothing that Belvo would not understand is sent."""

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from responses import RequestsMock

from belvo_client import BadFilter, BelvoClient
from belvo_client.catalogue import Catalogue
from belvo_client.filters import FilterValue, Scalar, query
from belvo_client.resources import Offered

RESOURCES = {name: made.resource for name, made in vars(Catalogue).items() if isinstance(made, Offered)}
TRANSACTIONS = RESOURCES["transactions"].all_filters
ID = UUID("0d3ffb69-f83b-456e-ad8e-208d0998d71d")

quick = settings(deadline=None, max_examples=60)
aware = st.datetimes(timezones=st.timezones(), min_value=datetime(1900, 1, 2), max_value=datetime(2199, 12, 30))  # noqa: DTZ001 - hypothesis adds the zone
words = st.text(st.characters(exclude_characters=","), min_size=1)


def sent(name: str, value: FilterValue) -> str:
    return query("transactions", TRANSACTIONS, {name: value})[name]


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("link", ID, str(ID)),
        ("page", 3, "3"),
        ("page_size", 50, "50"),
        ("status__in", ["PENDING", "PROCESSED"], "PENDING,PROCESSED"),
        ("status__in", ("PENDING",), "PENDING"),
        ("status__in", "PENDING,PROCESSED", "PENDING,PROCESSED"),
        ("account__in", {ID}, str(ID)),
        ("fields", ["id", "amount"], "id,amount"),
        ("value_date", date(2026, 11, 24), "2026-11-24"),
        ("value_date__gte", "2026-11-24", "2026-11-24"),
        ("value_date__range", (date(2026, 1, 1), "2026-12-31"), "2026-01-01,2026-12-31"),
        ("created_at__gt", datetime(2026, 11, 24, 5, 21, 8, tzinfo=UTC), "2026-11-24T05:21:08.000000Z"),
        (
            "created_at__gt",
            datetime(2026, 11, 24, 5, 21, 8, 12, tzinfo=timezone(timedelta(hours=-6))),
            "2026-11-24T11:21:08.000012Z",
        ),
        ("created_at__gt", "2026-11-24T05:21:08+00:00", "2026-11-24T05:21:08.000000Z"),
        ("created_at", date(2026, 11, 24), "2026-11-24"),
        ("created_at", "2026-11-24", "2026-11-24"),
        ("amount", Decimal("1E+3"), "1000"),
        ("amount__gte", Decimal("12.30"), "12.30"),
        ("amount__lt", 0.1, "0.1"),
        ("amount__lt", 1e16, "10000000000000000"),
        ("amount__range", [1, Decimal("2.5")], "1,2.5"),
        ("amount", "12.30", "12.30"),
    ],
)
def test_a_value_takes_belvos_form(name: str, value: FilterValue, expected: str) -> None:
    assert sent(name, value) == expected


@pytest.mark.parametrize(
    ("name", "value", "why"),
    [
        ("link", "", "takes text"),
        ("link", None, "takes text"),
        ("link", True, "takes text"),
        ("link", ["a"], "takes text"),
        ("status__in", [], "takes at least one value"),
        ("status__in", 5, "takes a list of values"),
        ("reference__in", ["a,b"], "takes values without commas"),
        ("status__in", [None], "takes text"),
        ("value_date", datetime(2026, 1, 1, tzinfo=UTC), "takes a date, not an instant"),
        ("value_date", "24/11/2026", "takes dates as YYYY-MM-DD and instants in ISO 8601"),
        ("value_date", 20261124, "takes a date"),
        ("value_date__range", [date(2026, 1, 1)], "takes exactly two values, from and to"),
        ("created_at", datetime(2026, 1, 1), "takes an instant with its time zone"),  # noqa: DTZ001 - that is the point
        ("created_at", "2026-01-01T00:00:00", "takes an instant with its time zone"),
        ("created_at", 5, "takes an instant"),
        ("amount", "much", "takes a number"),
        ("amount", float("nan"), "takes a finite number"),
        ("amount", Decimal("Infinity"), "takes a finite number"),
        ("amount", True, "takes a number"),
        ("amount", date(2026, 1, 1), "takes a number"),
    ],
)
def test_a_value_that_cannot_be_sent_says_why(name: str, value: FilterValue, why: str) -> None:
    with pytest.raises(BadFilter) as caught:
        sent(name, value)
    assert caught.value.message == f"transactions: {name} {why}."


def test_an_unknown_filter_is_an_error_before_the_request(mock: RequestsMock, client: BelvoClient) -> None:
    with pytest.raises(BadFilter, match=r"links has no filter status__is\. There is status, status__in\.$"):
        client.links.list(status__is="valid")
    with pytest.raises(BadFilter, match=r"links has no filter instituton\. Did you mean institution\?$"):
        client.links.list(instituton="erebor_mx_retail")
    with pytest.raises(BadFilter, match=r"links has no filter zzz\.$"):
        client.links.pages(zzz="1")
    with pytest.raises(BadFilter):
        client.links.count(statsu="valid")
    assert len(mock.calls) == 0


def test_a_bad_filter_is_a_value_error_too(client: BelvoClient) -> None:
    with pytest.raises(ValueError, match="takes a number"):
        client.transactions.count(link="1", amount="much")


@pytest.mark.parametrize("name", [name for name, resource in RESOURCES.items() if resource.of_link])
def test_what_belongs_to_a_link_is_listed_by_link(mock: RequestsMock, client: BelvoClient, name: str) -> None:
    with pytest.raises(BadFilter, match=f"{name} are listed by link"):
        client.resource(name).list()
    assert len(mock.calls) == 0


def test_filters_arrive_in_the_query(mock: RequestsMock, client: BelvoClient) -> None:
    mock.get(
        "https://sandbox.belvo.com/api/transactions/?page_size=1000&link=1&amount__gte=9.5&type__in=INFLOW%2COUTFLOW",
        json={"count": 0, "next": None, "results": []},
    )
    found = client.transactions.list(link="1", amount__gte=Decimal("9.5"), type__in=["INFLOW", "OUTFLOW"])
    assert list(found) == []


@quick
@given(st.dates())
def test_every_date_reads_back(value: date) -> None:
    assert date.fromisoformat(sent("value_date", value)) == value
    assert sent("value_date", value.isoformat()) == sent("value_date", value)


@quick
@given(aware)
def test_every_instant_reads_back_in_utc_at_one_width(value: datetime) -> None:
    text = sent("created_at__gte", value)
    assert datetime.fromisoformat(text) == value.astimezone(UTC)
    assert len(text) == len("2026-11-24T05:21:08.000000Z")
    assert sent("created_at__gte", text) == text


@quick
@given(aware, aware)
def test_instants_sort_as_their_text_does(one: datetime, other: datetime) -> None:
    assert (one.astimezone(UTC) < other.astimezone(UTC)) == (sent("created_at", one) < sent("created_at", other))


@quick
@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**15), max_value=10**15))
def test_every_decimal_reads_back_exactly_and_without_exponent(value: Decimal) -> None:
    text = sent("amount", value)
    assert Decimal(text) == value
    assert "E" not in text.upper()


@quick
@given(st.floats(allow_nan=False, allow_infinity=False))
def test_every_float_reads_back(value: float) -> None:
    assert float(sent("amount", value)) == value


@quick
@given(st.lists(words, min_size=1))
def test_every_list_reads_back(values: list[Scalar]) -> None:
    assert sent("reference__in", values).split(",") == values


@settings(deadline=None, max_examples=15)
@given(st.text(max_size=20).filter(lambda name: name not in TRANSACTIONS))
def test_no_other_name_passes(name: str) -> None:
    with pytest.raises(BadFilter, match="has no filter"):
        query("transactions", TRANSACTIONS, {name: "1"})
