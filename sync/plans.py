"""What is pulled of a link, as data: a resource more is an entry more."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Continuation:
    """How a long list is gone on with, since nothing promises that a date moves when a row is corrected.

    What is new is looked for by `created_at`, from the bookmark less `overlap`; what may have changed by the bank's
    own date `dated`, as far back as `window`; and after `whole_every` everything is listed again.
    """

    dated: str
    overlap: timedelta = timedelta(days=2)
    window: timedelta = timedelta(days=45)
    whole_every: timedelta = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Plan:
    """How one resource is pulled; without a continuation it is always listed whole.

    `offered_as` is its name at an institution and in webhooks. A webhook about it has those in `moves` pulled too,
    whose figures change with its rows.
    """

    resource: str
    offered_as: str
    continuation: Continuation | None = None
    moves: tuple[str, ...] = ()


PLANS = {
    plan.resource: plan
    for plan in (
        Plan("accounts", "ACCOUNTS"),
        Plan("transactions", "TRANSACTIONS", Continuation(dated="value_date"), moves=("accounts",)),
        Plan("owners", "OWNERS"),
    )
}
"""By the resource's name in client and store, in the order of pulling."""
