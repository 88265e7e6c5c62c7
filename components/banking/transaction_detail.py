"""One transaction in a drawer beside the rows, with its id in the address."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from components.banking.own_transfers import EVIDENCE
from components.row.origin import draw_origin
from components.ui.detail_fields import draw_facts, tell_day, tell_instant, tell_odd
from components.ui.drawers import TRANSACTION, closer, draw_link, draw_missing, draw_sent, open_drawer
from components.ui.language.dialog import dialog
from components.ui.text import one_line, plain, words
from domain.balances import signed
from domain.cash_flow.own_transfers import Evidence
from languages import msg, say
from store import Database
from store.core.amounts import money
from store.core.money import to_decimal, to_units
from store.queries.banking import own_transfers
from store.queries.base import part
from store.write import rows

PARAMETER = TRANSACTION


@dialog(msg("Transaction"), position="right", width=440, on_dismiss=closer(PARAMETER))
def draw_transaction(db: Database, transaction: str) -> None:
    """Everything that Belvo says about it."""
    body = rows.body(db, "transactions", transaction)
    if body is None:
        draw_missing(msg("transaction"), transaction)
        return
    account, merchant, odd = part(body, "account"), part(body, "merchant"), tell_odd(body.get("amount"))
    st.metric(say("Amount"), plain(odd or _signed(body)), label_visibility="collapsed")
    st.text(one_line(body.get("description") or say("No description")))
    draw_facts(
        {
            say("Counted"): say("In no sum: this is no amount, or too large for one") if odd else None,
            say("Value date"): tell_day(body.get("value_date")),
            say("Booked") if body.get("value_date") else say("Booked, and counted on"): tell_day(
                body.get("accounting_date")
            ),
            say("Status"): words(body.get("status") or ""),
            say("Account"): account.get("name"),
            say("Number"): account.get("number"),
            say("Category"): say(str(body.get("category") or "")),
            say("Subcategory"): say(str(body.get("subcategory") or "")),
            say("Merchant"): merchant.get("merchant_name") or merchant.get("name"),
            say("Reference"): body.get("reference"),
            say("Balance after"): _balance(body, account.get("balance_type")),
            say("As of"): tell_instant(body.get("collected_at")),
        }
    )
    _draw_other_end(db, transaction)
    draw_link(account.get("link"))
    draw_sent(body, transaction)
    draw_origin(db, "transactions", transaction, body.get("currency"))


def _draw_other_end(db: Database, transaction: str) -> None:
    """The way to the other end, of a transfer between accounts of one person."""
    link = rows.link_of(db, "transactions", transaction)
    other, evidence = (own_transfers.other_end(db, transaction, link) if link else None) or ("", None)
    body = rows.body(db, "transactions", other) if other else None
    if other and body:
        name = one_line((body.get("account") or {}).get("name") or say("another account"))
        st.button(
            plain(
                say("Perhaps an own transfer: the other end, on {name}", name=name)
                if evidence is Evidence.NOTHING
                else say("Own transfer: the other end, on {name}", name=name)
            ),
            key="other_end",
            help=say(EVIDENCE[evidence].meaning) if evidence else None,
            icon=":material/swap_horiz:",
            type="tertiary",
            on_click=open_drawer,
            args=(PARAMETER, other),
        )


def _signed(body: Mapping[str, Any]) -> str:
    units = to_units(body.get("amount"))
    signed = units and (-units if body.get("type") == "OUTFLOW" else units)
    return money(None if signed is None else to_decimal(signed), str(body.get("currency") or ""), signed=True)


def _balance(body: Mapping[str, Any], balance_type: str | None) -> str | None:
    units = to_units(body.get("balance"))
    if units is None:
        return tell_odd(body.get("balance"))
    return money(signed(to_decimal(units), balance_type), str(body.get("currency") or ""))
