"""Belvo's products, a module a resource."""

from belvo_sandbox.products.accounts import ACCOUNTS
from belvo_sandbox.products.balances import BALANCES
from belvo_sandbox.products.bills import BILLS
from belvo_sandbox.products.owners import OWNERS
from belvo_sandbox.products.transactions import TRANSACTIONS

RESOURCES = {resource.name: resource for resource in (ACCOUNTS, BALANCES, BILLS, OWNERS, TRANSACTIONS)}

__all__ = ["ACCOUNTS", "BALANCES", "BILLS", "OWNERS", "RESOURCES", "TRANSACTIONS"]
