"""Accounts: one row each, with its balance and its last movement."""

import pandas as pd

from store import Database
from store.queries.banking import accounts
from store.write import links, rows
from tests.kit import bodies
from tests.kit.bodies import ACCOUNT, CARD, LINK, OTHER_ACCOUNT, OTHER_LINK
from tests.kit.rows import records, tuples


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
