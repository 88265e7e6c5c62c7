"""Charts are options of plain values, in the theme's colours."""

import json
from itertools import combinations

import pandas as pd
import pytest

from components.ui import charts
from store.core.amounts import DASH, money


def months(*rows: tuple[str, float, float]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["month", "inflow", "outflow"])
    return frame.assign(month=pd.to_datetime(frame["month"]), net=frame["inflow"] - frame["outflow"])


def source(option: charts.Option) -> pd.DataFrame:
    frame: pd.DataFrame = option["dataset"]["source"]
    return frame


def test_flows_have_what_went_out_below_zero_and_exact_texts() -> None:
    option = charts.flows(months(("2026-01-01", 100.5, 40.25)), "MXN")
    assert source(option).to_dict("records") == [
        {
            "month": "Jan 2026",
            "In": 100.5,
            "In ": money(100.5, "MXN"),
            "Out": -40.25,
            "Out ": money(-40.25, "MXN"),
            "Net": 60.25,
            "Net ": money(60.25, "MXN"),
        }
    ]
    assert [series["name"] for series in option["series"]] == ["In", "Out", "Net"]


def test_a_month_without_movements_is_drawn_as_nothing_rather_than_left_out() -> None:
    option = charts.flows(months(("2025-12-01", 1, 0), ("2026-02-01", 2, 0)), "MXN")
    assert source(option)[["month", "In"]].to_numpy().tolist() == [["Dec 2025", 1], ["Jan 2026", 0], ["Feb 2026", 2]]


def days(*names: str, of: int = 3) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {"account": f"id {number}", "name": name, "currency": "MXN", "day": day, "balance": 100.0 * number}
            for number, name in enumerate(names)
            for day in pd.date_range("2026-01-01", periods=of)
        ]
    )


def test_accounts_of_the_same_name_have_a_line_each() -> None:
    option = charts.balances(days("Ahorro", "Ahorro", ""), "MXN")
    assert {*named(option)} == {"–", "Ahorro", "Ahorro (2)"}  # noqa: RUF001 - a dash


def test_the_eighth_account_and_more_are_one_line() -> None:
    option = charts.balances(days(*"abcdefghi"), "MXN")
    assert {*named(option)} == {*"ihgfedc", "Other"}
    assert option["series"][-1]["name"] == "Other"
    assert source(option)["Other"].tolist() == [100.0] * 3


def test_one_account_alone_is_filled() -> None:
    assert "areaStyle" in charts.balances(days("Ahorro"), "MXN")["series"][-1]
    assert not any("areaStyle" in line for line in charts.balances(days("Ahorro", "Nómina"), "MXN")["series"])


def named(option: charts.Option) -> dict[str, int]:
    """The place among the theme's colours of each series that has a name."""
    return {series["name"]: place for place, series in enumerate(option["series"]) if "name" in series}


def test_an_account_has_the_same_colour_whichever_others_are_drawn() -> None:
    alone, among = charts.balances(days("Nómina"), "MXN"), charts.balances(days("Nómina", "Ahorro", "Tarjeta"), "MXN")
    assert named(alone)["Nómina"] == named(among)["Nómina"]
    assert len({*named(among).values()}) == 3


def test_two_names_that_want_one_colour_get_two_and_the_first_keeps_its_own() -> None:
    first, other = next(
        (one, other)
        for one, other in combinations("abcdefghijk", 2)
        if named(charts.balances(days(one), "MXN"))[one] == named(charts.balances(days(other), "MXN"))[other]
    )
    both = named(charts.balances(days(other, first), "MXN"))
    assert both[first] == named(charts.balances(days(first), "MXN"))[first]
    assert both[other] == (both[first] + 1) % charts.MOST_SERIES


def sums(**amounts: float) -> pd.DataFrame:
    return pd.DataFrame({"category": [*amounts], "amount": [*amounts.values()]})


def test_the_largest_categories_come_first_and_the_rest_is_other() -> None:
    many = sums(**{letter: float(number) for number, letter in enumerate("abcdefghij")})
    assert charts.top(many, "category", "amount").to_numpy().tolist() == [
        *([letter, float(number)] for number, letter in reversed([*enumerate("abcdefghij")][3:])),
        ["Other", 3.0],
    ]


def test_eight_categories_need_no_other() -> None:
    assert len(charts.top(sums(**dict.fromkeys("abcdefgh", 1.0)), "category", "amount")) == 8


def test_nothing_is_drawn_of_a_category_without_an_amount() -> None:
    assert charts.top(sums(a=0.0, b=2.0), "category", "amount").to_numpy().tolist() == [["b", 2.0]]


def test_a_category_has_the_colour_of_its_family_whatever_else_is_drawn() -> None:
    def series_of(category: str, frame: pd.DataFrame) -> str:
        drawn = source(charts.categories(frame, "MXN"))
        row = drawn[drawn["category"] == category]
        (name,) = [name for name in charts.FAMILIES if row[name].notna().any()]
        return name

    frame = pd.DataFrame({"category": ["Transfers", "Food & Groceries", "Nobody knows"], "amount": [3.0, 2.0, 1.0]})
    assert [series_of(category, frame) for category in frame["category"]] == ["Transfers", "Food", "Other"]
    assert series_of("Food & Groceries", frame.iloc[1:]) == "Food"


def test_as_many_families_as_the_theme_has_colours() -> None:
    assert len(charts.FAMILIES) == 8
    assert [*charts.FAMILIES][-1] == charts.OTHER


@pytest.mark.parametrize(
    "option",
    [
        charts.flows(months(("2026-01-01", 1, 2)), "MXN"),
        charts.balances(days("a", "b"), "MXN"),
        charts.categories(sums(a=1.0), "MXN"),
    ],
    ids=["flows", "balances", "categories"],
)
def test_besides_its_rows_an_option_is_plain_json(option: charts.Option) -> None:
    plain = {name: value for name, value in option.items() if name != "dataset"}
    assert json.loads(json.dumps(plain)) == plain


def test_bars_by_period_leave_out_what_is_not_known_and_tell_exact_texts() -> None:
    option = charts.bars(
        pd.DataFrame({"period": ["2024", "2025"], "Income": [100.5, 0.25], "Tax": [None, 1.0], "rest": ["x", "y"]}),
        ["Income", "Tax"],
        "MXN",
    )
    assert list(source(option).columns) == ["period", "Income", "Tax", "Income ", "Tax "]
    assert source(option)["Tax "].tolist() == [money(None, "MXN"), money(1.0, "MXN")]
    assert [series["encode"]["tooltip"] for series in option["series"]] == [["Income "], ["Tax "]]


def test_ranked_bars_begin_at_the_top_and_tell_the_same_name_apart() -> None:
    rows = pd.DataFrame({"name": ["A", "A", "B"], "Issued": [3.0, 2.0, 1.0], "Received": [0.0, 1.0, 0.0]})
    option = charts.ranked(rows, ["Issued", "Received"], "MXN")
    assert source(option)["name"].tolist() == ["B", "A", "A (2)"]
    assert {series["stack"] for series in option["series"]} == {"amount"}


def test_every_amount_on_an_axis_or_a_bar_names_its_currency() -> None:
    bars = pd.DataFrame({"period": ["2025"], "name": ["Tienda"], "Issued": [962.67]})
    rows = pd.DataFrame({"name": ["Nómina"], "amount": [962.67]})
    options = [
        charts.flows(months(("2026-01-01", 962.67, 0)), "MXN"),
        charts.balances(days("Ahorro"), "MXN"),
        charts.categories(rows.rename(columns={"name": "category"}), "MXN"),
        charts.largest(rows, "MXN"),
        charts.bars(bars, ["Issued"], "MXN"),
        charts.ranked(bars, ["Issued"], "MXN"),
    ]
    for option in options:
        (axis,) = [option[one] for one in ("xAxis", "yAxis") if option[one]["type"] == "value"]
        assert axis.get("name") == "MX$" or axis["show"] is False
        drawn = [series["encode"] for series in option["series"] if series.get("data") != []]  # not what holds a place
        (told,) = {tooltip for encoded in drawn for tooltip in encoded["tooltip"][:1]} & {
            "In ",
            "Ahorro ",
            "text",
            "Issued ",
        }
        assert {text.partition("\u00a0")[0] for text in source(option)[told]} == {"MX$"}


def test_names_are_told_apart_although_some_look_as_if_they_had_been() -> None:
    assert charts.distinct(["A", "A (2)", "A", "A (2)", ""]) == ["A", "A (2)", "A (3)", "A (2) (2)", DASH]
