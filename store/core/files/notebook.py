"""A notebook (.ipynb, format 4.5) of a view, which runs against its Parquet file."""

from collections.abc import Sequence

import orjson

from store.core.files.sheet import Manifest

MEDIA_TYPE = "application/x-ipynb+json"


def notebook(file: str, manifest: Manifest, adds_up: Sequence[str] = ()) -> bytes:
    """Cells that say what the rows are, read them, add them up by currency, and show the first of them.

    What people typed is data here too: it stands in the cells as literals of Python, and never as text that is run.
    """
    cells = [
        _text("# Rows from Linkdesk\n\nPut the Parquet file of the same view beside this notebook, and run all cells."),
        _code(f"ABOUT = {dict(manifest)!r}\nABOUT"),
        _code(f"import pandas as pd\n\nrows = pd.read_parquet({file!r})\nlen(rows)"),
        *([_code(_SUMS.format(names=[*adds_up]))] if adds_up else []),
        _code("rows.head(20)"),
    ]
    made = {
        "cells": [{"id": f"cell-{number}", **cell} for number, cell in enumerate(cells)],
        "metadata": {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return orjson.dumps(made, option=orjson.OPT_INDENT_2)


_SUMS = """\
# Amounts are exact decimals; those of two currencies are never added.
sums = rows.groupby(rows["currency"].fillna("No currency"))[{names}].agg(lambda amounts: amounts.dropna().sum())
sums"""


def _text(source: str) -> dict[str, object]:
    return {"cell_type": "markdown", "metadata": {}, "source": source.splitlines(keepends=True)}


def _code(source: str) -> dict[str, object]:
    return {
        "cell_type": "code",
        "execution_count": None,
        "metadata": {},
        "outputs": [],
        "source": source.splitlines(keepends=True),
    }
