"""Every way to open a table elsewhere, as it is printed, gives the rows of the desk: for each table there is."""

import json
import shutil
import subprocess
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from context import Context
from resources import RESOURCES
from store.core.files import snippets
from store.core.files.notebook import notebook
from store.queries.tables import catalogue
from tests.kit import planted
from tests.kit.planted import LINK
from tests.kit.serving import serving
from tests.store.core.files.test_open_as import run
from web.routes import routes

TABLES = [name for name in RESOURCES if catalogue.find(name)]
NOWHERE = "http://127.0.0.1:9/nothing-is-asked-here"


@pytest.mark.skipif(shutil.which("curl") is None, reason="needs curl")
def test_curl_pandas_polars_and_a_notebook_give_the_rows_of_every_table(
    context: Context, http: TestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    planted.fill(context.database)
    monkeypatch.chdir(tmp_path)
    number = 0
    with serving(Starlette(routes=routes(context))) as url:
        for name in TABLES:
            table, file, query = catalogue.find(name), f"{name}.parquet", f"links={LINK}"
            assert table is not None
            address = f"{url}/export/{file}?{query}"
            told = [told_as(json.loads(line)) for line in http.get(f"/export/{name}.jsonl?{query}").text.splitlines()]
            asked = run(notebook(file, address, {}, table.adds_up))["rows"]
            assert rows_of(asked) == told, name
            subprocess.run(["/bin/bash", "-c", snippets.curl(address, file)], check=True, timeout=60)
            read = run(notebook(file, NOWHERE, {}, table.adds_up))["rows"]
            assert rows_of(read) == told, name
            for written in (snippets.pandas(file), snippets.polars(file)):
                known: dict[str, Any] = {}
                exec(written, known)  # noqa: S102 - what is offered is what is run
                assert rows_of(known["rows"]) == told, (name, written)
            number += len(told)
    assert number > len(TABLES) / 2


def rows_of(frame: Any) -> list[dict[str, object]]:  # noqa: ANN401 - of pandas, or of polars
    """The rows of a frame of either, as `told_as` tells them."""
    records: Sequence[dict[str, Any]]
    if hasattr(frame, "to_dicts"):
        records = frame.to_dicts()
    else:
        whole = frame.astype("object")
        records = whole.where(whole.notna(), None).to_dict("records")
    return [told_as(row) for row in records]


def told_as(row: dict[str, Any]) -> dict[str, object]:
    """A row without what the formats differ in: how they write an amount, a day and an instant."""
    return {name: _told(value) for name, value in row.items()}


def _told(value: Any) -> object:  # noqa: ANN401 - a cell
    if isinstance(value, datetime):
        return value.timestamp()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str) and value.endswith("Z") and "T" in value:
        return datetime.fromisoformat(value).timestamp()
    if isinstance(value, int | float | Decimal):
        return float(value)
    try:
        return float(Decimal(value)) if isinstance(value, str) and "." in value else value
    except ArithmeticError:
        return value
