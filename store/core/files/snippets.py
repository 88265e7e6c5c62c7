"""How a file is opened elsewhere: a few lines to copy, which give its rows with their types."""

import shlex


def pandas(file: str) -> str:
    """Of a Parquet file: money as exact decimals, days and instants as such."""
    return f"import pandas as pd\n\nrows = pd.read_parquet({file!r})\n"


def polars(file: str) -> str:
    """The same with polars."""
    return f"import polars as pl\n\nrows = pl.read_parquet({file!r})\n"


def curl(address: str, file: str) -> str:
    """For a terminal, at a desk that nobody has to sign in to."""
    return f"curl --fail --silent --show-error --output {shlex.quote(file)} \\\n    {shlex.quote(address)}\n"
