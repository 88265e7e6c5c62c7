"""Checks of single movements: twins, holds that were never booked, and corrections that came late."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import chain

import orjson

from domain.corrections import changes
from domain.doubtful_rows import LONGEST_HOLD, Doubt
from domain.quality import rows
from domain.quality.checks import Check, Evidence, Finding
from store import engine
from store.database import Database
from store.engine import Connection, Row
from store.queries.banking import doubtful_rows

MOST = 20_000
"""Movements of an account whose corrections are looked at, the newest."""

MOST_CORRECTED = 2_000
"""Earlier bodies of an account's movements that are compared, the newest."""

_WORDS = {Doubt.TWIN: "Alike another row but for the ID", Doubt.NEVER_BOOKED: f"Not booked in {LONGEST_HOLD} days"}
_CHECKS = {Doubt.TWIN: Check.TWINS, Doubt.NEVER_BOOKED: Check.HOLDS}


def doubtful(db: Database, links: Sequence[str]) -> Mapping[int, Doubt]:
    """The doubts by the keys of rows, as the page of transactions has them."""
    return doubtful_rows.marks(db, links) if links else {}


def of_link(connection: Connection, link: str, marks: Mapping[int, Doubt]) -> Iterator[Finding]:
    """The findings on the link's movements."""
    number = connection.execute(_NUMBER, {"link": link}).fetchone()[0]
    marked = connection.execute(_MARKED, {"link": link, "keys": engine.array(marks)}).fetchall()
    for doubt, check in _CHECKS.items():
        evidence = [_of_row(row, _WORDS[doubt]) for row in marked if marks[row["key"]] is doubt]
        yield Finding(check, link, len(evidence), number, evidence)
    late = [*_late(connection, link)]
    yield Finding(Check.CORRECTIONS, link, len(late), number, late)


def _late(connection: Connection, link: str) -> Iterator[Evidence]:
    """Movements that said something else of what figures are made of, until a month after their own day."""
    told = set[str]()
    accounts = [row["account"] for row in connection.execute(_ACCOUNTS, {"link": link})]
    for row in chain.from_iterable(_corrected(connection, link, account) for account in accounts):
        day, corrected = _ordinal(row["value_date"]), _ordinal(row["until"][:10])
        if row["id"] in told or corrected is None or day is None or corrected - day <= rows.LATE:
            continue
        found = changes(orjson.loads(row["earlier"]), orjson.loads(row["body"]))
        if rows.is_late(corrected, day, found):
            told.add(row["id"])
            fields = ", ".join(sorted({change.field for change in found} & rows.COUNTED)).replace("_", " ")
            yield _of_row(row, f"Corrected {corrected - day} days later: {fields}")


def _corrected(connection: Connection, link: str, account: str) -> Iterable[Row]:
    parameters = {"link": link, "account": account, "most": MOST_CORRECTED, "looked": MOST}
    return connection.execute(_CORRECTED, parameters)


def _ordinal(day: str | None) -> int | None:
    try:
        return date.fromisoformat(day).toordinal() if day else None
    except ValueError:
        return None


def _of_row(row: Row, what: str) -> Evidence:
    day, currency = _ordinal(row["value_date"]), row["currency"] or ""
    return Evidence(
        row["link"], what, row["account"], day, None, row["signed_amount"], currency, "transactions", row["id"]
    )


_NUMBER = "SELECT coalesce(sum(live), 0) FROM row_counts WHERE resource = 'transactions' AND link = :link"
_ACCOUNTS = """
    SELECT account FROM row_counts WHERE resource = 'transactions' AND link = :link AND live > 0 ORDER BY account
"""
_MARKED = f"""
    SELECT key, id, link, account, value_date, signed_amount, currency FROM transactions
    WHERE {engine.among("key", "keys")} AND link = :link ORDER BY value_date DESC NULLS LAST, key
"""
_CORRECTED = """
    SELECT t.id, t.link, t.account, t.value_date, t.signed_amount, t.currency, v.until, v.body AS earlier, b.body
    FROM (SELECT key, id, link, account, value_date, signed_amount, currency FROM transactions
        WHERE account = :account AND link = :link AND deleted_at IS NULL
        ORDER BY value_date DESC NULLS LAST, key LIMIT :looked) AS t
    CROSS JOIN versions_transactions AS v ON v.key = t.key JOIN bodies_transactions AS b ON b.key = t.key
    ORDER BY v.until DESC NULLS LAST, t.key LIMIT :most
"""
