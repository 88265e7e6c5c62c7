"""How a file is opened elsewhere: a few lines to copy, which give its rows with their types."""

import shlex

TOKEN = "LINKDESK_TOKEN"  # noqa: S105 - its name
"""The variable that holds a token of the desk's, which is typed into no command."""


def pandas(file: str) -> str:
    """Of a Parquet file: money as exact decimals, days and instants as such."""
    return f"import pandas as pd\n\nrows = pd.read_parquet({file!r})\n"


def polars(file: str) -> str:
    """The same with polars."""
    return f"import polars as pl\n\nrows = pl.read_parquet({file!r})\n"


def curl(address: str, file: str, *, has_token: bool = False) -> str:
    """For a terminal; at a desk that people sign in to with a token, which it takes from its environment."""
    token = f'    --header "Authorization: Bearer ${TOKEN}" \\\n' if has_token else ""
    return f"curl --fail --silent --show-error --output {shlex.quote(file)} \\\n{token}    {shlex.quote(address)}\n"
