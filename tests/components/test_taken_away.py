"""Every table and every chart leads to a file of its rows: by itself, or by what stands beside it."""

import ast
from collections.abc import Iterator
from pathlib import Path

from settings import ROOT

WAYS = {"draw_download", "draw_list_download", "draw_export", "draw_query_export", "draw_foot", "draw_rows_download"}
"""What draws the way to a file."""

BESIDE = {
    ("components/employment/employment_rows.py", "draw_measures"): "pages/employment.py has its foot",
    ("components/log/audit_rows.py", "draw_audit"): "pages/audit.py exports what its filter leaves",
    ("components/log/calls.py", "draw_calls"): "pages/api_log.py has it below",
    ("components/log/webhook_rows.py", "draw_webhooks"): "pages/webhooks.py has it below",
    ("components/sessions/session_rows.py", "draw_sessions"): "pages/sessions.py exports what its filter leaves",
    ("components/person/choosing.py", "_draw_choice"): "to choose somebody from, as on People, which has the file",
}
"""Functions that draw a table without a way to a file, and where that is."""

NOTHING_DRAWN = {("components/banking/cash_flow.py", "draw_calendar"): "too many movements for a chart"}
"""Functions that say by a chart's place why there is none."""

OURS = {
    ("components/ui/tables.py", "draw_table"): "all tables go by it",
    ("components/ui/chart/card.py", "draw_chart"): "all charts go by it",
    ("components/lab/people.py", "_draw_truth"): "columns are whatever is true of a person of the local Belvo",
    ("components/ui/ahead/__init__.py", "draw_kinds"): "nothing is in it",
}
"""What draws by Streamlit itself."""

ELEMENTS = {"dataframe", "data_editor", "echarts_chart", "bar_chart", "line_chart", "area_chart", "altair_chart"}

Drawn = tuple[tuple[str, str], int, ast.Call]
"""A call: the file and the function that it stands in, none for the page itself, which function of these, and it."""


def _within(file: str, inside: ast.AST, node: ast.AST | None = None) -> Iterator[Drawn]:
    for child in ast.iter_child_nodes(node or inside):
        if isinstance(child, ast.FunctionDef):
            yield from _within(file, child)
            continue
        if isinstance(child, ast.Call):
            yield (file, getattr(inside, "name", "")), id(inside), child
        yield from _within(file, inside, child)


TREES = {
    str(file.relative_to(ROOT)): ast.parse(Path(file).read_text("utf-8"))
    for file in sorted((*ROOT.glob("pages/*.py"), *ROOT.glob("components/**/*.py")))
}
CALLS = [drawn for name, tree in TREES.items() for drawn in _within(name, tree)]


def named(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")


def without(drawing: str, argument: str) -> set[tuple[str, str]]:
    """Where it is called without the argument, and without a way to a file in the same function."""
    have_a_way = {inside for _, inside, call in CALLS if named(call) in WAYS}
    return {
        where
        for where, inside, call in CALLS
        if named(call) == drawing and inside not in have_a_way and argument not in {one.arg for one in call.keywords}
    }


def test_every_table_leads_to_a_file() -> None:
    assert without("draw_table", "file") == BESIDE.keys()


def test_every_chart_leads_to_a_file() -> None:
    assert without("draw_chart", "rows") == NOTHING_DRAWN.keys()


def test_nothing_is_drawn_beside_what_offers_the_file() -> None:
    assert {where for where, _, call in CALLS if named(call) in ELEMENTS} == OURS.keys()
