"""A notebook (.ipynb, format 4.5) of a view, which runs against its Parquet file, or against the desk."""

from collections.abc import Sequence

import orjson

from store.core.files.sheet import Manifest
from store.core.files.snippets import TOKEN

MEDIA_TYPE = "application/x-ipynb+json"


def notebook(file: str, address: str, manifest: Manifest, adds_up: Sequence[str] = ()) -> bytes:
    """Cells that say what the rows are, read them, add them up by currency, and show the first of them.

    They read the file where it lies beside the notebook, and otherwise what is at the address now, with the token that
    is in the variable `TOKEN`, if one is. What people typed is data here too: it stands in the cells as literals of
    Python, and never as text that is run.
    """
    cells = [
        _text(_ABOUT),
        _code(f"ABOUT = {dict(manifest)!r}\nABOUT"),
        _code(_READ.format(file=file, address=address, token=TOKEN)),
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


_ABOUT = f"""\
# Rows from Linkdesk

Run all cells. The rows are those of the Parquet file of this view where it lies beside the notebook. Where it does not,
they come from the desk as they are by then; if people sign in there, set {TOKEN} to a token before Jupyter starts."""

_READ = """\
import io
import os
import urllib.request

import pandas as pd

FILE = {file!r}
ADDRESS = {address!r}


def content():
    if os.path.exists(FILE):
        with open(FILE, "rb") as file:
            return file.read()
    asked = urllib.request.Request(ADDRESS)
    if {token!r} in os.environ:
        asked.add_header("Authorization", f"Bearer {{os.environ[{token!r}]}}")
    with urllib.request.urlopen(asked) as answer:
        return answer.read()


rows = pd.read_parquet(io.BytesIO(content()))
len(rows)"""

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
