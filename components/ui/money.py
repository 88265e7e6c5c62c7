"""The currencies of rows, with a name each; how amounts read, store.core.amounts says."""

import pandas as pd

from store.core.money import NO_CURRENCY


def named(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows with a name for the currency of those that say none, so that their amounts are a group as well."""
    return rows.assign(currency=rows["currency"].fillna("").replace("", NO_CURRENCY))


def code_of(value: object) -> str:
    """The code in a row's currency, empty where it says none."""
    return value if isinstance(value, str) else ""
