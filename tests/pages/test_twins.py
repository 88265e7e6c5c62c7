"""The same person connected twice at one bank: said where both are added, and one can be left out."""

import pytest
from streamlit.testing.v1 import AppTest

from store import Database
from tests.kit import bank, bodies, filling
from tests.kit.rows import save
from tests.pages.reading import OpenPage, figures, run, table, texts

SAID = "person at Erebor is connected more than once at one institution: what is theirs is added each time"


@pytest.fixture
def twins(db: Database) -> tuple[str, str]:
    """Two links of one person, each with an account and a salary."""
    links = []
    for number, name in enumerate(("first", "second")):
        body = bank.link(name, bank.EREBOR) | {"external_id": "person", "institution_user_id": "the same"}
        link = filling.connect(db, name, bank.EREBOR)
        save(db, "links", body)
        account = bodies.account(f"account {number}", link=link)
        save(db, "accounts", account, link=link)
        salary = bodies.transaction(number, of=account, value_date="2026-11-15", amount=1000, type="INFLOW")
        save(db, "transactions", salary, link=link)
        links.append(link)
    return links[0], links[1]


def says(app: AppTest, said: str) -> bool:
    return any(said in text for text in texts(app))


@pytest.mark.parametrize(
    ("page", "figure", "twice", "once"),
    [
        ("transactions", "In", "MX$ 2,000.00", "MX$ 1,000.00"),
        ("accounts", "MXN, owned less owed", "MX$ 11,748.26", "MX$ 5,874.13"),
    ],
)
def test_sums_say_so_and_leave_one_out(
    page: str, figure: str, twice: str, once: str, twins: tuple[str, str], open_page: OpenPage
) -> None:
    app = open_page(page)
    assert (figures(app)[figure], says(app, SAID)) == (twice, True)
    run(app.button(key="twins_once_button").click())
    assert app.query_params["without"] in twins
    assert (figures(app)[figure], says(app, SAID)) == (once, False)
    run(app.button(key="twins_each_button").click())
    assert (figures(app)[figure], dict(app.query_params)) == (twice, {})


def test_the_overview_says_so_and_leaves_ones_accounts_out(twins: tuple[str, str], open_page: OpenPage) -> None:
    app = open_page()
    assert says(app, "· 2 accounts")
    assert says(app, SAID)
    run(app.button(key="twins_once_button").click())
    assert app.query_params["without"] in twins
    assert says(app, "· 1 account]")


def test_who_is_looked_at_alone_is_added_once(twins: tuple[str, str], open_page: OpenPage) -> None:
    app = open_page("transactions", links=twins[0])
    assert not says(app, "connected more than once")
    assert len(table(app, "Transactions")) == 1
