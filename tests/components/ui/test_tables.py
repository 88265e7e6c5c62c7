"""What stands in the cells of a table is read by people: it is what it says."""

import importlib
import pkgutil
from datetime import UTC, datetime, timedelta
from types import ModuleType
from typing import Any, get_args

import pandas as pd
import pytest
import streamlit as st

import components
import store.queries
from components.banking.transaction_rows import TRANSACTIONS
from components.link.link_rows import LINKS
from components.link.timeline import ENTRIES
from components.log.calls import CALLS
from components.log.webhook_rows import WEBHOOKS
from components.ui import desk, tables, time_format
from components.ui.room import NARROWEST, PADDING
from components.ui.tables import Column, Kind, Table, draw_table
from components.ui.text_width import pixels
from languages import speaking
from languages.language import choose
from resources import RESOURCES, ColumnKind
from store.core import frames

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
MISLEADING = "Banco\u202e\u2067\u061c  do\x1b[1m\u200bBrasil"
TEXTS: set[Kind] = {"text", "verbatim", "right", "words", "link"}


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What Streamlit was given to draw, the rows as `data`."""
    calls: list[dict[str, Any]] = []
    monkeypatch.setattr(st, "dataframe", lambda data, **rest: calls.append({"data": data.data, **rest}))
    return calls


def test_every_kind_of_text_is_shown_without_marks_of_direction(drawn: list[dict[str, Any]]) -> None:
    assert set(get_args(Kind)) >= TEXTS
    columns: dict[str, Column] = {kind: Column("Label", kind=kind) for kind in sorted(TEXTS)}
    rows = pd.DataFrame({kind: [MISLEADING] for kind in TEXTS})
    draw_table(rows, Table(columns, alt="Rows"), key="rows", names={MISLEADING: MISLEADING})
    assert {text.lower() for text in drawn[0]["data"].iloc[0]} == {"banco do [1m brasil"}


def test_what_belvo_has_is_as_old_as_belvos_clock_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time_format, "utc_now", lambda: NOW)
    monkeypatch.setattr(desk, "ahead", lambda: timedelta(days=40))
    moments = pd.to_datetime(["2026-11-24T06:30:00Z", "2027-01-03T08:30:00Z"])
    rows = pd.DataFrame({"pulled_at": moments[:1], "collected_at": moments[1:]})
    shown = tables._styled(rows, {"pulled_at": Column("Pulled", kind="ago"), "collected_at": Column("", kind="as_of")})
    assert shown.to_string(delimiter="|").splitlines()[-1] == "0|3 h ago|1 h ago"


def test_a_text_longer_than_its_cell_keeps_both_ends_and_is_copied_whole(drawn: list[dict[str, Any]]) -> None:
    payers = ["PAGO DE NOMINA TALLERES DEL ANAHUAC SA DE CV", "PAGO DE NOMINA CONSULTORES AHUEHUETE SC", "INTERESES"]
    rows, columns = pd.DataFrame({"payer": payers}), {"payer": Column("Payer", 170)}
    shown = tables._styled(rows, columns)
    cells = [line.partition("|")[2] for line in shown.to_string(delimiter="|").splitlines()[1:]]
    assert cells == ["PAGO DE NOMI…AC SA DE CV", "PAGO DE NOM…UEHUETE SC", "INTERESES"]
    draw_table(rows, Table(columns, alt="Payers"), key="payers")
    assert drawn[0]["data"]["payer"].tolist() == payers


def members(package: ModuleType) -> list[tuple[str, object]]:
    """Every name in every module below the package, and what it stands for."""
    found = pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
    return [one for info in found for one in vars(importlib.import_module(info.name)).items()]


def test_only_amounts_and_counts_have_a_sum_in_a_file() -> None:
    """What is held or owed at one time, a figure of each month and a share are never added up."""
    every = [table for _, table in members(components) if isinstance(table, Table)]
    added = {(name, column.kind) for table in every for name, column in table.columns.items() if column.adds_up}
    assert {kind for _, kind in added} == {"amount", "count"}
    never = {"current", "available", "credit_limit", "balance", "owed", "assets", "income", "salary_a_month", "a_month"}
    assert not {name for name, _ in added} & (never | {"monthly_salary", "monthly_average", "net_value", "value"})


def test_every_table_shows_money_as_amounts_in_their_currency() -> None:
    told = [kinds for _, kinds in members(store.queries) if isinstance(kinds, dict)]
    money = {name for kinds in told for name, kind in kinds.items() if kind == frames.MONEY}
    money |= {column.name for one in RESOURCES.values() for column in one.columns if column.kind is ColumnKind.MONEY}
    shown = {
        (title, name): column.kind
        for title, table in members(components)
        if isinstance(table, Table)
        for name, column in table.columns.items()
        if name in money
    }
    assert len(shown) > 30
    assert {where: kind for where, kind in shown.items() if kind not in ("amount", "signed")} == {}


ROOM = 1106
"""Pixels that a table has on a screen of 1440."""


@pytest.mark.parametrize(
    ("table", "buttons"),
    [(LINKS, 58 + 96 + 66), (ENTRIES, 64), (TRANSACTIONS, 64), (CALLS, 64), (WEBHOOKS, 64)],
    ids=["links", "timeline", "transactions", "calls", "webhooks"],
)
def test_all_columns_are_in_view_on_a_screen_of_1440(table: Table, buttons: int) -> None:
    shown = [
        column for column in table.columns.values() if not column.tucked and column.kind not in ("button", "hidden")
    ]
    assert sum(column.width or ROOM for column in shown) + buttons <= ROOM


def test_a_column_that_is_tucked_away_is_there_to_be_chosen(drawn: list[dict[str, Any]]) -> None:
    table = Table({"name": Column("Name"), "country": Column("Country", tucked=True)}, alt="Names")
    draw_table(pd.DataFrame({"name": ["Ana"], "country": ["MX"]}), table, key="names")
    assert drawn[0]["column_order"] == ["name"]
    assert "country" in drawn[0]["data"]
    assert "country" in drawn[0]["column_config"]


def test_no_amount_lacks_a_digit_for_want_of_room(drawn: list[dict[str, Any]]) -> None:
    columns = {
        "name": Column("Name", 200),
        "bank": Column("Bank", 120),
        "income": Column("Income", 96, "amount"),
        "owed": Column("Owed", 96, "amount"),
    }
    large = {"name": "Ana", "bank": "Erebor", "income": 200_068_212.04, "owed": None, "currency": "COP"}
    rows = pd.DataFrame([large, {**large, "income": 3_995, "owed": 12.5, "currency": "MXN"}])
    draw_table(rows, Table(columns, alt="People"), key="people")
    widths = {name: config["width"] for name, config in drawn[0]["column_config"].items()}
    assert widths["income"] >= len("COL$ 200,068,212.04") * 6
    assert widths["owed"] == 96
    assert sum(widths.values()) == 200 + 120 + 96 + 96
    assert min(widths.values()) >= NARROWEST


def test_numbers_and_days_are_written_in_the_language(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[dict[str, Any]] = []
    monkeypatch.setattr(st, "dataframe", lambda data, **rest: calls.append({"styler": data, **rest}))
    kinds: dict[str, Kind] = {"n": "count", "part": "percent", "on": "day", "fine": "fine"}
    rows = pd.DataFrame(
        {
            "n": [12345.0, None],
            "part": [12.0, None],
            "on": [pd.Timestamp("2026-10-03"), pd.NaT],
            "fine": [1.25, None],
        }
    )
    with speaking(choose("pt")):
        draw_table(rows, Table({name: Column("Rows", kind=kind) for name, kind in kinds.items()}, alt="Rows"), key="r")
        told = calls[0]["styler"]._translate(False, False)["body"]
    assert [[cell["display_value"] for cell in row if cell["type"] == "td"] for row in told] == [
        ["12.345", "12%", "3 out. 2026", "1,2500"],
        ["", "", "", ""],
    ]
    assert {config["label"] for config in calls[0]["column_config"].values()} == {"Linhas"}
    formats = [config["type_config"].get("format") for config in calls[0]["column_config"].values()]
    assert formats == [None] * 4  # one of these would stand before what is written


@pytest.mark.parametrize("code", ["es", "pt"])
def test_no_head_is_cut_in_another_language(code: str, drawn: list[dict[str, Any]]) -> None:
    columns = {
        "name": Column("Person", 200),
        "last": Column("Last pull", 60, "ago"),
        "trust": Column("Trust", 48, "count"),
    }
    rows = pd.DataFrame({"name": ["Ana"], "last": [pd.Timestamp("2026-10-03", tz="UTC")], "trust": [1]})
    with speaking(choose(code)):
        draw_table(rows, Table(columns, alt="People"), key="people")
    configs = drawn[0]["column_config"]
    widths = {name: config["width"] for name, config in configs.items()}
    assert [name for name in columns if widths[name] < pixels(configs[name]["label"]) + PADDING] == []
    assert sum(widths.values()) == 200 + 60 + 48
