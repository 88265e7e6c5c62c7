"""The files of this folder: what a source was seen to send, and what is right."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Source:
    """One file, read as loosely as it has to be: with NaN, half characters and numbers of any size."""

    path: Path

    @property
    def name(self) -> str:
        """Its place in this folder."""
        return self.path.relative_to(HERE).as_posix()

    def read(self) -> Any:  # noqa: ANN401 - JSON
        return json.loads(self.path.read_text())


def sources(folder: str = "") -> list[Source]:
    """Those of one folder, or all of them."""
    return [Source(path) for path in sorted((HERE / folder).rglob("*.json"))]


def cases(folder: str) -> list[Any]:
    """What each file of a folder lists, as parameters with names of their own."""
    return [
        pytest.param(case, id=f"{source.path.stem}-{number}")
        for source in sources(folder)
        for number, case in enumerate(source.read(), 1)
    ]
