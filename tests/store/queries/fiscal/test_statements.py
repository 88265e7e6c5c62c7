"""Financial statements: the year's figures and the lines behind them."""

from store import Database
from store.queries.fiscal import statements
from tests.kit.bodies import LINK
from tests.kit.fiscal_bodies import BAD_YEAR, GOOD_YEAR
from tests.kit.rows import save, tuples


def test_a_year_is_one_row_and_a_loss_is_negative(db: Database) -> None:
    save(db, "financial_statements", BAD_YEAR, GOOD_YEAR)
    wanted = ("row", "year", "net_revenue", "net_income", "assets", "liabilities", "equity")
    assert tuples(statements.years(db), *wanted) == [
        ("f1", "2025", 200.0, 107.41, 150.5, 30.0, 120.5),
        ("f2", "2024", None, -5.0, 0.0, 0.0, None),
    ]


def test_lines_have_their_section_and_leave_out_what_is_not_told(db: Database) -> None:
    save(db, "financial_statements", BAD_YEAR, GOOD_YEAR)
    assert tuples(statements.lines(db, [LINK], of=["2025"]), "row", "section", "line", "amount") == [
        ("f1", "current_assets", "cash_and_equivalents", 100.5),
        ("f1", "current_assets", "total", 100.5),
        ("f1", "non_current_assets", "total", 50.0),
        ("f1", "current_liabilities", "total", 30.0),
        ("f1", "equity", "total", 120.5),
        ("f1", "income_statement", "net_revenue", 200.0),
        ("f1", "income_statement", "operating_expenses", 60.0),
        ("f1", "income_statement", "net_income", 107.41),
    ]
    assert statements.lines(db)["year"].unique().tolist() == ["2024", "2025"]
