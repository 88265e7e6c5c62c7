"""Turned forth and back, pages go on where they ended, whatever came meanwhile; a jump counts from the first row."""

from streamlit.testing.v1 import AppTest

from components.ui.paging import PAGE_ROWS


def page() -> None:
    import sqlite3
    from contextlib import closing

    import pandas as pd
    import streamlit as st

    from components.ui.paging import page_at, pager
    from store.core import keyset
    from store.core.keyset import Place

    rows = range(1, st.session_state.get("newest", 60) + 1)
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("CREATE TABLE listed (key INTEGER PRIMARY KEY)")
        connection.executemany("INSERT INTO listed VALUES (?)", [(key,) for key in rows])

        def load(at: Place) -> pd.DataFrame:
            order = keyset.order(["key"], descending=True)
            return keyset.fetch(connection, "key", "listed", ("1 = 1", {}), order, at, {"key": "integer"})

        shown = page_at(len(rows), "rows", load)
    st.text(f"{shown['key'].iloc[0]} to {shown['key'].iloc[-1]}")
    pager(len(rows))


def test_what_comes_meanwhile_moves_no_row_to_the_next_page_or_back() -> None:
    app = AppTest.from_function(page).run()
    assert _shown(app) == "60 to 36"
    app.session_state["newest"] = 64
    assert _shown(app.button(key="next_page").click().run()) == "35 to 11"
    app.session_state["newest"] = 66
    assert _shown(app.button(key="next_page").click().run()) == "10 to 1"
    assert _shown(app.button(key="previous_page").click().run()) == "35 to 11"
    assert _shown(app.button(key="previous_page").click().run()) == "66 to 42"


def test_a_page_that_the_address_names_is_counted_and_those_beside_it_follow() -> None:
    app = AppTest.from_function(page)
    app.query_params["page"] = "2"
    assert _shown(app.run()) == "35 to 11"
    app.session_state["newest"] = 60 + PAGE_ROWS
    assert _shown(app.button(key="next_page").click().run()) == "10 to 1"
    app = AppTest.from_function(page)
    app.query_params["page"] = "3"
    app.session_state["newest"] = 80
    assert _shown(app.run()) == "30 to 6"
    app.session_state["newest"] = 90
    assert _shown(app.button(key="previous_page").click().run()) == "55 to 31"


def test_another_list_begins_anew() -> None:
    app = AppTest.from_function(page).run()
    app.button(key="next_page").click().run()
    app.session_state["newest"] = 70
    app.query_params["sort"] = "another"
    assert _shown(app.run()) == "45 to 21"


def _shown(app: AppTest) -> str:
    return app.text[0].value
