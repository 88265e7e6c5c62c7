"""Every resource under /api/, as data; one entry and its types make a new one."""

from belvo_client import types
from belvo_client.endpoints import Readable, Resumable
from belvo_client.filters import days, exact, instants, listed, numbers, several, text
from belvo_client.links import Links
from belvo_client.resources import Offered, Product, Resource

_OF_LINK = listed("link")


class Catalogue:
    """The resources as attributes of a client, named as a store names them."""

    institutions = Offered(
        Readable[types.Institution],
        Resource(
            "institutions/",
            Product.CORE,
            {
                **exact("display_name", "website"),
                **listed("country_code", "name", "status", "type"),
                "resources__allin": several(text),
            },
        ),
    )
    links = Offered(
        Links,
        Resource(
            "links/",
            Product.CORE,
            {
                **exact("access_mode", "refresh_rate"),
                **listed("external_id", "id", "institution", "institution_user_id", "status"),
                **instants("created_at"),
                "created_by__not_in": several(text),
            },
        ),
    )
    accounts = Offered(
        Resumable[types.Account],
        Resource(
            "accounts/",
            Product.BANKING,
            {
                **_OF_LINK,
                **exact(
                    "name",
                    "name__icontains",
                    "public_identification_name",
                    "public_identification_value",
                    "type",
                ),
                **listed("category", "currency", "id", "institution", "number"),
                **instants("created_at"),
                **numbers("balance__available", "balance__current"),
            },
            takes=frozenset({"token"}),
        ),
    )
    transactions = Offered(
        Resumable[types.Transaction],
        Resource(
            "transactions/",
            Product.BANKING,
            {
                **_OF_LINK,
                **listed("account", "account_type", "currency", "reference", "status", "type"),
                **days("accounting_date", "value_date"),
                **instants("collected_at", "created_at"),
                **numbers("account__balance__available", "account__balance__current", "amount"),
                "credit_card_data__bill_name__in": several(text),
            },
            of_link=True,
            needs=frozenset({"date_from", "date_to"}),
            takes=frozenset({"account", "token"}),
            asynchronous=True,
        ),
    )
    owners = Offered(
        Resumable[types.Owner],
        Resource(
            "owners/",
            Product.BANKING,
            {
                **_OF_LINK,
                **exact("display_name__icontains", "email"),
                **listed("id"),
                **instants("created_at"),
            },
            takes=frozenset({"token"}),
        ),
    )
