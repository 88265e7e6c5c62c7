"""What is offered to be copied gives the rows of the file: pandas' lines and the notebook's cells are run on it."""

import json
import shlex
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from store.core import frames
from store.core.files import formats, snippets
from store.core.files.notebook import notebook
from store.core.files.sheet import Sheet

COLUMNS = {"id": frames.TEXT, "day": frames.DAY, "amount": frames.MONEY, "currency": frames.TEXT}
ROWS = [
    ("a", "2026-11-01", 12345678, "MXN"),
    ("b", "2026-11-02", 1000, "MXN"),
    ("c", None, None, "MXN"),
    ("d", "2026-11-03", 20000, None),
]
HOSTILE = {"Filter": "text='''\"\"\"\n\\x{evil}<script>", "Address": "http://127.0.0.1:8501/transactions?text=%27"}

ADDRESS = "http://127.0.0.1:8501/export/x.parquet?text=%27evil"


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The name of a Parquet file in the folder where code runs."""
    monkeypatch.chdir(tmp_path)
    sheet = Sheet("transactions", COLUMNS, ROWS, HOSTILE, ("amount",))
    Path("transactions.parquet").write_bytes(b"".join(formats.FORMATS["parquet"].parts(sheet)))
    return "transactions.parquet"


def test_pandas_reads_the_rows_with_their_types(file: str) -> None:
    known: dict[str, Any] = {}
    exec(snippets.pandas(file), known)  # noqa: S102 - what is offered is what is run
    rows = known["rows"]
    assert rows["amount"].tolist()[:2] == [Decimal("1234.5678"), Decimal("0.1000")]
    assert rows["day"].tolist()[:2] == [date(2026, 11, 1), date(2026, 11, 2)]
    assert rows["id"].tolist() == ["a", "b", "c", "d"]


def test_polars_reads_the_same_rows_with_their_types(file: str) -> None:
    known: dict[str, Any] = {}
    exec(snippets.polars(file), known)  # noqa: S102 - what is offered is what is run
    rows = known["rows"]
    assert rows["amount"].to_list() == [Decimal("1234.5678"), Decimal("0.1000"), None, Decimal("2.0000")]
    assert rows["day"].to_list() == [date(2026, 11, 1), date(2026, 11, 2), None, date(2026, 11, 3)]
    assert rows["id"].to_list() == ["a", "b", "c", "d"]


def test_curl_takes_any_address_as_one_word() -> None:
    address = "http://127.0.0.1:8501/export/transactions.parquet?text=it's $(evil) `evil`&type=OUTFLOW"
    assert shlex.split(snippets.curl(address, "transactions.parquet").replace("\\\n", ""))[-2:] == [
        "transactions.parquet",
        address,
    ]


def run(made: bytes) -> dict[str, Any]:
    """What is known once all cells have run."""
    known: dict[str, Any] = {}
    for cell in json.loads(made)["cells"]:
        if cell["cell_type"] == "code":
            exec("".join(cell["source"]), known)  # noqa: S102
    return known


def test_a_notebooks_cells_run_against_the_file(file: str) -> None:
    known = run(notebook(file, "http://127.0.0.1:9/nothing-is-asked-here", HOSTILE, ["amount"]))
    assert known["ABOUT"] == HOSTILE
    assert len(known["rows"]) == 4
    assert known["sums"]["amount"].to_dict() == {"MXN": Decimal("1234.6678"), "No currency": Decimal("2.0000")}
    assert isinstance(known["rows"], pd.DataFrame)


def test_a_notebook_is_one_of_format_4_5() -> None:
    """As https://nbformat.readthedocs.io/en/latest/format_description.html has it: an id for each cell since 4.5."""
    made = json.loads(notebook("x.parquet", ADDRESS, HOSTILE, ["amount"]))
    assert (made["nbformat"], made["nbformat_minor"]) == (4, 5)
    assert made["metadata"]["kernelspec"].keys() == {"display_name", "language", "name"}
    for cell in made["cells"]:
        own = {"outputs", "execution_count"} if cell["cell_type"] == "code" else set()
        assert cell.keys() == {"id", "cell_type", "metadata", "source", *own}
        assert all(line.endswith("\n") for line in cell["source"][:-1])
    ids = [cell["id"] for cell in made["cells"]]
    assert len({*ids}) == len(ids) == 5
    assert "evil" not in "".join(made["cells"][0]["source"])
