"""docs/query.md says of each view what the page says of it."""

from settings import ROOT
from store.sql import VIEWS


def test_every_view_is_told_column_by_column() -> None:
    told = (ROOT / "docs" / "query.md").read_text()
    for name, view in VIEWS.items():
        rows = "\n".join(f"| `{column}` | {says} |" for column, says in view.columns.items())
        assert f"### {name}\n\n{view.row}.\n\n| column | says |\n|---|---|\n{rows}\n" in told, name
