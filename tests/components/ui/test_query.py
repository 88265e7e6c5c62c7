"""Filters write themselves into the address, and take out of it what they make meaningless."""

import pytest
from streamlit.testing.v1 import AppTest


def page() -> None:
    from components.ui import query

    query.text("Find", "text", width=200, placeholder="Text")


@pytest.fixture
def filtered() -> AppTest:
    return AppTest.from_function(page)


def address(app: AppTest) -> dict[str, list[str] | str]:
    return dict(app.query_params)


def test_a_filter_takes_its_value_from_the_address_and_writes_it_there(filtered: AppTest) -> None:
    filtered.query_params["text"] = "café"
    assert filtered.run().text_input(key="text").value == "café"
    filtered.text_input(key="text").set_value("ñandú").run()
    assert address(filtered) == {"text": "ñandú"}


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ("x" * 501, "Find: text is longer than 500 characters."),
        (["one", "another"], "Find is given more than once."),
    ],
    ids=["long", "twice"],
)
def test_what_nobody_means_is_told_and_can_be_taken_out(filtered: AppTest, values: str | list[str], says: str) -> None:
    filtered.query_params["text"] = values
    assert [text.value for text in filtered.run().text] == [says]
    filtered.button(key="take_out").click().run()
    assert (address(filtered), [*filtered.text]) == ({}, [])


@pytest.mark.parametrize("name", ["page", "transaction", "document"])
def test_the_page_and_what_is_open_on_it_end_when_a_filter_changes(filtered: AppTest, name: str) -> None:
    filtered.query_params[name] = "3"
    filtered.query_params["currency"] = "MXN"
    filtered.run()
    assert address(filtered) == {name: "3", "currency": "MXN"}
    filtered.text_input(key="text").set_value("café").run()
    assert address(filtered) == {"text": "café", "currency": "MXN"}
