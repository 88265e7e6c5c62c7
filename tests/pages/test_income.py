"""Income and risk: what comes in and goes out again and again, and what the accounts say about a person."""

from collections.abc import Sequence
from urllib.parse import parse_qsl, urlsplit

import pytest

from store import Database
from tests.kit import bodies
from tests.kit.bank import EREBOR
from tests.kit.filling import connect
from tests.kit.rows import save
from tests.pages.reading import OpenPage, charts, figures, table, texts, ways
from tests.store.queries.banking.test_incomes import expense, income, stream
from tests.store.queries.banking.test_risk import INSIGHTS

STREAMS, EXPENSES = "Sources of income, the largest first", "Payments that come back, the largest first"
MEASURES = "Every risk measure"
HOSTILE = "=1+1 **<b>** :red[x]"


@pytest.fixture
def earner(db: Database) -> str:
    """Somebody with a salary, a rent, two payments that come back and risk insights."""
    link = connect(db, "earner", EREBOR)
    save(db, "accounts", bodies.account(), bodies.card(), link=link)
    salary, rent = stream("SALARY", 12000, "2026-11-09"), stream("RENT", 100, "2026-01-01")
    save(db, "incomes", income(salary, {**rent, "last_income_description": HOSTILE}), link=link)
    paid = ("2026-11-02", 114.0)
    weekly = expense(2, "Gym", paid, frequency="WEEKLY")
    save(db, "recurring_expenses", expense(1, "Energía", paid, frequency="MONTHLY"), weekly, link=link)
    save(db, "risk_insights", INSIGHTS, link=link)
    return link


def test_an_empty_store_says_what_will_be_here(open_page: OpenPage) -> None:
    app = open_page("income")
    assert any("No income or risk insight is stored here yet." in text for text in texts(app))
    ((_, address),) = ways(app)
    reads = [("reads", name) for name in ("ACCOUNTS", "TRANSACTIONS", "OWNERS", "INCOMES", "RECURRING_EXPENSES")]
    assert parse_qsl(urlsplit(address).query) == [
        ("product", "bank"),
        ("country", "MX"),
        *reads,
        ("reads", "RISK_INSIGHTS"),
    ]


@pytest.mark.usefixtures("earner")
def test_sums_are_a_months(open_page: OpenPage) -> None:
    app = open_page("income")
    assert figures(app) == {
        "Income a month, MXN": "MX$ 14,027.45",  # Belvo's own, not the sum of its sources'
        "Comes back every month, MXN": "MX$ 1,102.00",  # 114 a month and 228 a week
        "People looked at": "1",
        "With a bad sign": "0",
    }
    assert charts(app) == [
        "Where income comes from, MXN: The largest: NOMINA, MX$ 12,000.00 a month",
        "What comes back, MXN: The largest: Gym, MX$ 988.00 a month",
    ]
    said = " ".join(texts(app))
    assert "For each 1.00 that went out in three months, 1.29 came in." in said
    assert "Uses 9% of its credit limit of MX$ 25,000.00." in said


@pytest.mark.usefixtures("earner")
def test_hostile_descriptions_are_text(open_page: OpenPage) -> None:
    assert table(open_page("income"), STREAMS)["last_description"].tolist() == ["NOMINA", HOSTILE]


@pytest.mark.parametrize(
    ("query", "streams"),
    [({"since": "2026-11-01"}, ["NOMINA"]), ({"until": "2026-06-30"}, [HOSTILE]), ({"since": "2027-01-01"}, [])],
    ids=str,
)
@pytest.mark.usefixtures("earner")
def test_the_address_narrows_to_days(query: dict[str, str], streams: Sequence[str], open_page: OpenPage) -> None:
    app = open_page("income", **query)
    assert figures(app)["Income a month, MXN"] == "MX$ 14,027.45"
    assert figures(app)["Comes back every month, MXN"] == "MX$ 1,102.00"
    found = table(app, STREAMS)["last_description"].tolist() if streams else []
    assert found == streams


def test_a_link_without_any_is_not_among_the_choices(db: Database, earner: str, open_page: OpenPage) -> None:
    connect(db, "other", EREBOR)
    app = open_page("income", link=earner)
    assert app.multiselect(key="link").options == ["user-earner · Erebor"]
    assert len(table(open_page("income", link=earner, section="expenses"), EXPENSES)) == 2


def test_measures_of_many_are_shown_a_page_at_a_time(db: Database, open_page: OpenPage) -> None:
    for number in range(3):  # eleven measures each
        save(db, "risk_insights", {**INSIGHTS, "id": f"k{number}"}, link=connect(db, f"person-{number}", EREBOR))
    pages = [table(open_page("income", section="measures", page=page), MEASURES) for page in ("1", "2")]
    assert [len(page) for page in pages] == [25, 8]
    for sort, descending in (("value", False), ("-value", True)):
        found = [table(open_page("income", section="measures", page=page, sort=sort), MEASURES) for page in "12"]
        values = [value for page in found for value in page["value"].dropna()]
        assert values == sorted((value for page in pages for value in page["value"].dropna()), reverse=descending)


def test_incomes_of_several_people_are_spread_and_have_bars_of_their_own(db: Database, open_page: OpenPage) -> None:
    for number, (name, amount) in enumerate((("ACME", 100), ("ACME", 110), ("Initech", 150))):
        paid = {**stream("SALARY", amount, "2026-11-09"), "last_income_description": name}
        told = {**income(paid), "id": f"i{number}", "monthly_average": amount}
        save(db, "incomes", told, link=connect(db, f"person-{number}", EREBOR))
    app = open_page("income")
    assert figures(app)["Income a month, MXN, median"] == "MX$ 110.00"
    assert any("3 links: MX$ 100.00 to MX$ 150.00" in text for text in texts(app))
    (chart,) = charts(app)
    assert chart == "Where income comes from, MXN: The largest: Initech · user-person-2, MX$ 150.00 a month"
