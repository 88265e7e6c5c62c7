"""What the documents print to be typed: commands and addresses, each with the documents that have it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from settings import ROOT

FOLDERS = ("docs", "deploy", "belvo_sandbox", "store")
DOCUMENTS = sorted(
    [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(path for name in FOLDERS for path in (ROOT / name).rglob("*.md"))]
)
"""All but the list of changes, which tells of what was, too."""

TYPED = ("", "console", "sh", "bash", "shell")
"""The languages of blocks that have commands."""

_SET = r"(?:[A-Z_]+=\S* )*"
_COMMAND = re.compile(rf"^(?:\$ )?({_SET}(?:make|python|curl|podman|systemctl|git|\.venv/bin/[\w-]+)\s\S.*|make)$")
_BLOCK = re.compile(r"^```(\w*)[^\n]*\n(.*?)^```", re.MULTILINE | re.DOTALL)
_HERE = re.compile(r"https?://(?:127\.0\.0\.1|localhost):(?:8501|8900)([^\s`)\"'>\]|,]*)")
_SPAN = re.compile(r"`([^`\n]+)`")
_PATH = re.compile(r"^(?:(?:GET|POST|PUT|DELETE) )?(/[a-z_.{<][^\s]*)$")


@dataclass(frozen=True, order=True)
class Printed:
    """Something that a document prints, and where."""

    text: str
    document: str


def commands() -> list[Printed]:
    """Every command, without its remark; a line that is broken by a backslash is one."""
    return sorted({Printed(text, _name(path)) for path in DOCUMENTS for text in _commands(_text(path))})


def addresses() -> list[Printed]:
    """Every address of the desk or of the local Belvo, as a path, from links, from spans of code and from commands."""
    return sorted({Printed(text, _name(path)) for path in DOCUMENTS for text in _addresses(_text(path))})


def _commands(text: str) -> Iterator[str]:
    prose = _BLOCK.sub("", text)
    lines = [line for language, block in _BLOCK.findall(text) if language in TYPED for line in _joined(block)]
    lines += [line[4:] for line in _joined(prose) if line.startswith("    ")]
    for line in [*lines, *_SPAN.findall(prose)]:
        if found := _COMMAND.match(line.strip()):
            yield re.sub(r"\s+# .*", "", found[1]).strip()


def _addresses(text: str) -> Iterator[str]:
    for path in _HERE.findall(text):
        yield path.rstrip(".;:") or "/"
    for span in _SPAN.findall(_BLOCK.sub("", text)):
        if found := _PATH.match(span):
            yield found[1]


def _joined(text: str) -> list[str]:
    return re.sub(r"\\\n\s*", " ", text).splitlines()


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()
