"""The shapes of Belvo's objects: required, optional and nullable as its API description has them."""

from belvo_client.types.accounts import Account
from belvo_client.types.institutions import Institution
from belvo_client.types.links import AccessMode, Link
from belvo_client.types.owners import BusinessOwner, IndividualOwner, Owner, StandardOwner
from belvo_client.types.transactions import Transaction

__all__ = [
    "AccessMode",
    "Account",
    "BusinessOwner",
    "IndividualOwner",
    "Institution",
    "Link",
    "Owner",
    "StandardOwner",
    "Transaction",
]
