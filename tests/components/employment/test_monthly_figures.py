"""What comes in and goes out in a month, of one link and of several."""

import pandas as pd

from components.employment.monthly_figures import expense_figure, income_figure
from store.core.amounts import money

DAYS = {"first_transaction_date": pd.Timestamp("2026-10-05"), "last_transaction_date": pd.Timestamp("2026-11-24")}


def summary(
    link: str, average: float | None, *, currency: str = "MXN", created: str = "2026-11-24"
) -> dict[str, object]:
    created_at = pd.Timestamp(created, tz="UTC")
    figures = {"monthly_average": average, "number_of_income_streams": 2, "created_at": created_at}
    return {"link": link, "currency": currency, **figures, **DAYS}


def test_the_income_of_one_link_is_belvos_own_of_its_own_period() -> None:
    rows = pd.DataFrame(
        [summary("a", 9.0, created="2026-10-01"), summary("a", 2116.5), summary("b", 5, currency="BRL")]
    )
    figure = income_figure(rows, "MXN")
    assert (figure.label, figure.value) == ("Income a month, MXN", money(2116.5, "MXN"))
    assert figure.note == "Belvo's average, 5 Oct 2026 – 24 Nov 2026 · 2 sources"  # noqa: RUF001 - a range


def test_incomes_of_several_links_are_spread_and_not_added() -> None:
    figure = income_figure(
        pd.DataFrame([summary(*pair) for pair in (("a", 2116.5), ("b", 23488.58), ("c", None))]), "MXN"
    )
    assert (figure.label, figure.value) == ("Income a month, MXN, median", money(12802.54, "MXN"))
    assert figure.note == f"2 links: {money(2116.5, 'MXN')} to {money(23488.58, 'MXN')}"


def test_what_nobody_tells_is_no_figure() -> None:
    assert income_figure(pd.DataFrame([summary("a", None)]), "MXN").note == "None is told"


def test_payments_of_one_link_are_added_and_of_several_are_spread() -> None:
    days = {"first_date": pd.Timestamp("2026-10-01"), "last_date": pd.Timestamp("2026-11-02"), "currency": "MXN"}
    rows = pd.DataFrame(
        [{"link": link, "a_month": sum_, **days} for link, sum_ in (("a", 100.0), ("a", 14.0), ("b", 50.0))]
    )
    alone = expense_figure(rows[rows["link"] == "a"], "MXN")
    assert (alone.value, alone.note) == (money(114, "MXN"), "2 payments, 1 Oct 2026 – 2 Nov 2026")  # noqa: RUF001 - a range
    assert (expense_figure(rows, "MXN").value, expense_figure(rows, "MXN").label) == (
        money(82, "MXN"),
        "Comes back every month, MXN, median",
    )
