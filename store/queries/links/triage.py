"""Whose turn it is with each link that needs somebody: its user's, ours, or the bank's."""

from collections.abc import Hashable, Mapping
from typing import TYPE_CHECKING, Any

from store.database import Database
from store.queries.links import overview

if TYPE_CHECKING:
    from pandas import DataFrame

SIDES = ("user", "us", "bank")

OF_THE_BANK = frozenset(
    (
        *("institution_down", "institution_unavailable", "institution_inactive", "institution_disabled"),
        *("request_timeout", "unexpected_error", "service_unavailable"),
    )
)
"""Codes that speak of the bank, or of Belvo's way to it."""

OF_ITS_USER = frozenset(
    (
        *(
            "login_error",
            "invalid_link",
            "token_required",
            "unconfirmed_link",
            "credentials_expired",
            "session_expired",
        ),
        *("too_many_sessions", "consent_without_accounts"),
    )
)
"""Codes that only the link's user can do something about."""

_FEW = 2
"""From so many other links on, how they do says more than one link's own error."""


def queue(db: Database, *, now: str | None = None) -> "DataFrame":
    """store.queries.links.overview.attention, worst first, with the columns side (str), others and troubled (int64).

    `side` is one of SIDES. `others` counts the other links at the institution, `troubled` those of them that can't be
    pulled either. Where more than half of them can't, or Belvo calls the institution down, it is the bank's fault
    whatever a link's own error says; where all of them can, an outage is none, and pulling again is up to us.
    """
    needy = overview.attention(db, now=now)
    with db.read() as connection:
        there = dict(connection.execute(_THERE).fetchall())
        down = {name for (name,) in connection.execute(_DOWN)}
    stuck = needy["reason"] != "stale"
    stuck_there = needy[stuck]["institution"].value_counts()
    needy["others"] = [int(there.get(name, 1)) - 1 for name in needy["institution"]]
    needy["troubled"] = needy["institution"].map(stuck_there).fillna(0).astype(int) - stuck.astype(int)
    needy["side"] = [_side(row, is_down=row["institution"] in down) for row in needy.to_dict("records")]
    return needy.astype({"side": "str"})


def _side(row: Mapping[Hashable, Any], *, is_down: bool) -> str:
    reason, code, others, troubled = row["reason"], row["code"], row["others"], row["troubled"]
    if reason == "stale":
        return "us"
    if is_down or (others >= _FEW and 2 * troubled > others):
        return "bank"
    if reason != "pull_failed" or code in OF_ITS_USER:
        return "user"
    return "bank" if code in OF_THE_BANK and (troubled or not others) else "us"


_DOWN = "SELECT name FROM institutions WHERE status = 'down' AND deleted_at IS NULL"

_THERE = "SELECT institution, count(*) FROM links WHERE deleted_at IS NULL GROUP BY institution"
