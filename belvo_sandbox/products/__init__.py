"""Belvo's products, a module a resource."""

from belvo_sandbox.products.accounts import ACCOUNTS
from belvo_sandbox.products.owners import OWNERS
from belvo_sandbox.products.transactions import TRANSACTIONS

RESOURCES = {resource.name: resource for resource in (ACCOUNTS, OWNERS, TRANSACTIONS)}

__all__ = ["ACCOUNTS", "OWNERS", "RESOURCES", "TRANSACTIONS"]
