"""Which of Belvo's resources are stored, and which of their fields become columns.

Adding a resource is an entry here and a line in `store.migrations`. What is no column stays in the body.
"""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a column holds."""

    TEXT = "text"
    MONEY = "money"  # INTEGER, 1/10,000 of the currency's unit
    INTEGER = "integer"
    FLAG = "flag"  # 0 or 1
    DAY = "day"  # the bank's calendar day
    INSTANT = "instant"  # fixed-width UTC text
    LIST = "list"  # JSON array


@dataclass(frozen=True, slots=True)
class Column:
    """A column and where its value lies in the body: names from the outside in, joined by dots."""

    name: str
    kind: Kind = Kind.TEXT
    path: str = ""

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple((self.path or self.name).split("."))


@dataclass(frozen=True, slots=True, eq=False)
class Resource:
    """A resource of Belvo and the table that holds it.

    `times` are paths that only say when Belvo looked: they make no change of a row. `search` names the columns that
    free text looks through. `is_bulky` are the resources of many rows per link: their indexes begin with the link or
    the account where they can, since a page of rows then touches few pages of the file (an index on random ids alone
    touches one a row); and rows that did not change cost no write, so that they keep the times of their last change.
    """

    name: str
    table: str
    columns: tuple[Column, ...]
    per_link: bool = True
    has_account: bool = False
    is_bulky: bool = False
    times: tuple[str, ...] = ("collected_at",)
    search: tuple[str, ...] = ()
    feeds_flows: bool = False
    indexes: tuple[tuple[str, ...], ...] = ()

    @property
    def identity(self) -> tuple[str, ...]:
        """The columns that tell a row from all others."""
        return ("link", "id") if self.is_bulky else ("id",)


_LINKS = Resource(
    name="links",
    table="links",
    per_link=False,
    times=("last_accessed_at",),
    columns=(
        Column("institution"),
        Column("status"),
        Column("access_mode"),
        Column("external_id"),
        Column("institution_user_id"),
        Column("refresh_rate"),
        Column("stale_in"),
        Column("credentials_storage"),
        Column("fetch_resources", Kind.LIST),
        Column("created_by"),
        Column("created_at", Kind.INSTANT),
        Column("last_accessed_at", Kind.INSTANT),
    ),
    indexes=(("external_id",),),
)

_INSTITUTIONS = Resource(
    name="institutions",
    table="institutions",
    per_link=False,
    times=(),
    columns=(
        Column("name"),
        Column("display_name"),
        Column("type"),
        Column("status"),
        Column("integration_type"),
        Column("website"),
        Column("primary_color"),
        Column("logo"),
        Column("icon_logo"),
        Column("text_logo"),
        Column("country_codes", Kind.LIST),
        Column("resources", Kind.LIST),
    ),
    indexes=(("name",),),
)

_ACCOUNTS = Resource(
    name="accounts",
    table="accounts",
    times=("collected_at", "last_accessed_at", "credit_data.collected_at", "loan_data.collected_at"),
    columns=(
        Column("institution", path="institution.name"),
        Column("category"),
        Column("type"),
        Column("subtype"),
        Column("name"),
        Column("number"),
        Column("agency"),
        Column("currency"),
        Column("balance_type"),
        Column("current", Kind.MONEY, "balance.current"),
        Column("available", Kind.MONEY, "balance.available"),
        Column("credit_limit", Kind.MONEY, "credit_data.credit_limit"),
        Column("created_at", Kind.INSTANT),
        Column("collected_at", Kind.INSTANT),
        Column("last_accessed_at", Kind.INSTANT),
    ),
    indexes=(("link", "gone_at"),),
)

_TRANSACTIONS = Resource(
    name="transactions",
    table="transactions",
    has_account=True,
    is_bulky=True,
    feeds_flows=True,
    times=("collected_at", "credit_card_data.collected_at"),
    columns=(
        Column("value_date", Kind.DAY),
        Column("amount", Kind.MONEY),
        Column("currency"),
        Column("type"),
        Column("status"),
        Column("category"),
        Column("subcategory"),
        Column("description"),
        Column("merchant", path="merchant.merchant_name"),
        Column("reference"),
        Column("balance", Kind.MONEY),
        Column("created_at", Kind.INSTANT),
    ),
    search=("description", "merchant", "reference"),
    indexes=(
        ("account", "value_date"),
        ("link", "gone_at", "created_at"),
        ("signed_amount",),
    ),
)

_OWNERS = Resource(
    name="owners",
    table="owners",
    columns=(
        Column("display_name"),
        Column("email"),
        Column("phone_number"),
        Column("address"),
        Column("document_type", path="document_id.document_type"),
        Column("document_number", path="document_id.document_number"),
        Column("birth_date", Kind.DAY),
        Column("created_at", Kind.INSTANT),
        Column("collected_at", Kind.INSTANT),
    ),
    indexes=(("link", "gone_at"),),
)

RESOURCES = {resource.name: resource for resource in (_LINKS, _INSTITUTIONS, _ACCOUNTS, _TRANSACTIONS, _OWNERS)}
