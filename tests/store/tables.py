"""Frames as plain values, so that a test can compare them whole."""

from typing import Any

import pandas as pd


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows, with None for everything that is missing."""
    values = frame.astype("object").where(frame.notna(), None)
    return [dict(zip(frame.columns, row, strict=True)) for row in values.itertuples(index=False, name=None)]


def tuples(frame: pd.DataFrame, *columns: str) -> list[tuple[Any, ...]]:
    """The rows as tuples of some of their columns."""
    return [tuple(row[column] for column in columns) for row in records(frame)]
