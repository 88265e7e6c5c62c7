"""How figures are asked for, printed and kept, the same for every benchmark."""

import argparse
import json
import os
import platform
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from store.engine import DatabaseFile


def parser(
    description: str | None, *, rows: Sequence[int], rounds: int, what: str = "transactions"
) -> argparse.ArgumentParser:
    """What every benchmark can be told: [ROWS …] [--rounds N] [--json FILE], rows of `what`."""
    made = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    made.add_argument("rows", nargs="*", type=int, default=[*rows], metavar="ROWS", help=f"numbers of {what}")
    made.add_argument("--rounds", type=int, default=rounds, help="how often each is measured; the best counts")
    made.add_argument("--json", type=Path, help="where the figures are written")
    return made


def table(title: str, figures: Mapping[str, Mapping[str, object]]) -> None:
    """Print figures as a table: a line for each name, a column for each thing measured."""
    columns = [*dict.fromkeys(column for line in figures.values() for column in line)]
    width = max(len(name) for name in figures)
    print(f"\n{title}\n{'':{width}}" + "".join(f"{column:>{_width(column)}}" for column in columns))
    for name, line in figures.items():
        print(f"{name:{width}}" + "".join(f"{_text(line.get(column)):>{_width(column)}}" for column in columns))


def write(path: Path | None, name: str, figures: object) -> None:
    """Print the figures as one line of JSON, and write them where they are wanted."""
    report: dict[str, Any] = {"benchmark": name, "figures": figures, "machine": _machine()}
    print(json.dumps(report))
    if path:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(report, indent=2) + "\n")


def _width(column: str) -> int:
    return max(len(column), 8) + 2


def _text(value: object) -> str:
    if isinstance(value, float):
        return f"{value:,.3f}"
    return "" if value is None else f"{value:,}" if isinstance(value, int) else str(value)


def _machine() -> dict[str, object]:
    return {
        "python": platform.python_version(),
        "sqlite": DatabaseFile.version,
        "machine": platform.machine(),
        "processors": os.cpu_count(),
    }
