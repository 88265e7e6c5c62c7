"""Accounts come on every transaction as well: what these copies tell that no list of accounts has told.

What a list tells stands, since a bank may embed the body of one account under the id of another; a later look at the
same one only tells what was on it.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from store import engine
from store.core import instants
from store.core.parameters import members
from store.engine import Connection
from store.write import balance_history
from store.write.encoding import JSON


class _Known(NamedTuple):
    """An account that is stored: what Belvo saw last, who told of it, and what makes it the account that it is."""

    seen: str
    is_live: bool
    is_embedded: bool
    traits: tuple[object, ...]


_OF_LINK = "(:link IS NULL OR link = :link)"

_TRAITS = ("category", "balance_type", "currency", "number")


def news(connection: Connection, link: str | None, embedded: Sequence[JSON], now: str) -> list[JSON]:
    """The accounts of which nobody else tells, first seen or seen later; keeps the balances of the others."""
    accounts: dict[str, JSON] = {account["id"]: account for account in embedded}
    known = _known(connection, link, accounts)
    later = {
        identity: account
        for identity, account in accounts.items()
        if identity in known and known[identity].is_live and _seen(account) > known[identity].seen
    }
    looks = {
        identity: account
        for identity, account in later.items()
        if not known[identity].is_embedded and known[identity].traits == _traits(account)
    }
    balance_history.record(connection, link, looks, now)
    first = [account for identity, account in accounts.items() if identity not in known]
    return first + [account for identity, account in later.items() if known[identity].is_embedded]


def mark(connection: Connection, link: str | None, accounts: Iterable[str], *, is_embedded: bool) -> None:
    """Say whether only rows of other resources have told of these accounts of the link."""
    connection.execute(
        "UPDATE accounts SET is_embedded = :is_embedded WHERE is_embedded <> :is_embedded"
        f" AND {engine.among('id', 'accounts')} AND {_OF_LINK}",
        {"is_embedded": int(is_embedded), "accounts": engine.array(accounts), "link": link},
    )


def _known(connection: Connection, link: str | None, ids: Iterable[str]) -> dict[str, _Known]:
    names, parameters = members("id", [*ids])
    columns = f"id, coalesce(collected_at, ''), deleted_at IS NULL, is_embedded, {', '.join(_TRAITS)}"
    sql = f"SELECT {columns} FROM accounts WHERE id IN {names} AND {_OF_LINK}"
    found = connection.execute(sql, {**parameters, "link": link}).fetchall()
    return {row[0]: _Known(row[1], bool(row[2]), bool(row[3]), tuple(row[4:])) for row in found}


def _seen(account: JSON) -> str:
    return instants.parse(account.get("collected_at")) or ""


def _traits(account: JSON) -> tuple[object, ...]:
    return tuple(account.get(name) for name in _TRAITS)
