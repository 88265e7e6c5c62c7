"""Accounts: one row each, with its balance and its last movement."""

from collections.abc import Sequence

import pandas as pd
import pytest

from store import Database
from store.core.parameters import Condition
from store.queries.banking import accounts
from store.write import links, rows
from tests.kit import bodies
from tests.kit.bodies import ACCOUNT, CARD, LINK, OTHER_ACCOUNT, OTHER_LINK
from tests.kit.rows import records, save, tuples


def test_an_account_is_shown_with_its_institution_and_last_movement(filled: Database) -> None:
    first, second = records(accounts.table(filled))
    assert first == {
        "account": ACCOUNT,
        "link": LINK,
        "institution": "erebor_mx_retail",
        "display_name": "Erebor Bank",
        "name": "Cuenta Perfiles",
        "number": "4057068115181",
        "category": "CHECKING_ACCOUNT",
        "type": "Cuenta de cheques",
        "currency": "MXN",
        "balance_type": "ASSET",
        "current": 5874.13,
        "available": 5621.12,
        "credit_limit": None,
        "collected_at": pd.Timestamp(bodies.COLLECTED),
        "last_transaction_date": pd.Timestamp("2026-11-18"),
    }
    assert (second["account"], second["current"], second["credit_limit"]) == (CARD, 1200.5, 50000)


def test_accounts_are_those_of_the_links_asked_for(filled: Database) -> None:
    with filled.write() as connection:
        other = bodies.account(OTHER_ACCOUNT, link=OTHER_LINK, balance=None)
        rows.save_page(connection, "accounts", OTHER_LINK, [other])
    assert tuples(accounts.table(filled, links=[OTHER_LINK]), "account", "current") == [(OTHER_ACCOUNT, None)]
    assert len(accounts.table(filled, links=[LINK, OTHER_LINK])) == 3
    assert len(accounts.table(filled)) == 3


def test_accounts_of_a_deleted_link_are_gone(filled: Database) -> None:
    with filled.write() as connection:
        links.mark_deleted(connection, LINK)
    assert records(accounts.table(filled)) == []


def test_an_empty_table_has_the_columns_and_kinds_of_a_full_one(db: Database) -> None:
    dtypes = accounts.table(db).dtypes.astype("str").to_dict()
    assert set(dtypes) == {*accounts._TABLE}
    assert (dtypes["name"], dtypes["current"], dtypes["collected_at"], dtypes["last_transaction_date"]) == (
        "str",
        "float64",
        "datetime64[us, UTC]",
        "datetime64[us]",
    )


def test_accounts_of_a_link_alone_are_read_again_once_it_has_changed(
    filled: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(filled, "accounts", bodies.account(OTHER_ACCOUNT, link=OTHER_LINK), link=OTHER_LINK)
    before, live, asked = accounts.table(filled), accounts.live, list[object]()

    def noted(links: Sequence[str], **named: str) -> Condition:
        asked.append([*links])
        return live(links, **named)

    monkeypatch.setattr(accounts, "live", noted)
    save(filled, "accounts", bodies.account(OTHER_ACCOUNT, link=OTHER_LINK, name="Anew"), link=OTHER_LINK)
    assert {*accounts.table(filled)["name"]} - {*before["name"]} == {"Anew"}
    assert accounts.labels(filled)[OTHER_ACCOUNT] == "Anew · Erebor Bank"
    assert asked == [[OTHER_LINK]]


def test_accounts_come_by_institution_and_name_what_has_none_first(filled: Database) -> None:
    named = [("a1", "unheard of", "B"), ("a2", None, "Z"), ("a3", "erebor_mx_retail", None), ("a4", None, None)]
    save(
        filled,
        "accounts",
        *(
            bodies.account(one, link=OTHER_LINK, name=name, institution={"name": institution} if institution else None)
            for one, institution, name in named
        ),
        link=OTHER_LINK,
    )
    with filled.read() as connection:
        ordered = connection.execute(_IN_ORDER).fetchall()
    assert [*accounts.table(filled)["account"]] == [row["id"] for row in ordered]
    assert {*accounts.labels(filled)} == {*accounts.table(filled)["account"]}
    assert accounts.labels(filled, [OTHER_LINK])["a1"] == "B · unheard of"


_IN_ORDER = """
    SELECT a.id FROM accounts AS a LEFT JOIN institutions AS i ON i.name = a.institution
    ORDER BY coalesce(i.display_name, a.institution) NULLS FIRST, a.name NULLS FIRST, a.key
"""
