"""Every snippet of the client's documentation runs and prints what it says."""

import re
from datetime import UTC, datetime
from pathlib import Path
from pkgutil import resolve_name

import pytest

from belvo_sandbox import serve

DOCUMENT = Path(__file__).parents[2] / "docs" / "client.md"
SNIPPETS = re.findall(r"^```python\n(.*?)^```\n(?:\n```text\n(.*?)^```$)?", DOCUMENT.read_text(), re.M | re.S)


def test_the_snippets_run_in_turn_and_print_what_they_say(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    names: dict[str, object] = {}
    with serve(tmp_path, now=datetime(2026, 11, 24, 12, tzinfo=UTC)) as belvo:
        printed = []
        for code, _ in SNIPPETS:
            exec(code.replace("http://127.0.0.1:8900", belvo.url), names)  # noqa: S102 - that is what documentation is for
            printed.append(capsys.readouterr().out)
    assert printed == [said for _, said in SNIPPETS]
    assert len(SNIPPETS) == DOCUMENT.read_text().count("```python")


@pytest.mark.parametrize("name", re.findall(r"`(belvo_client[/\w.]*)`", DOCUMENT.read_text()))
def test_what_the_text_names_exists(name: str) -> None:
    if name.endswith(".py"):
        assert (DOCUMENT.parents[1] / name).is_file()
    else:
        assert resolve_name(name) is not None
