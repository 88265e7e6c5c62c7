"""Every link of the documents that stays in the repository leads somewhere, and every picture of them is shown."""

import re
from pathlib import Path

import pytest

from settings import ROOT

FOLDERS = [path for path in ROOT.iterdir() if path.is_dir() and not path.name.startswith(".")]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(path for folder in FOLDERS for path in folder.rglob("*.md"))])
PICTURES = ROOT / "docs" / "pictures"
LARGEST = 150 * 1024  # bytes of a picture


def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def links_of(path: Path) -> list[str]:
    """What the document's links and pictures lead to, other hosts left out."""
    prose = re.sub(r"^```.*?^```", "", text_of(path), flags=re.M | re.S)
    return [link for link in re.findall(r"(?:\]\(|src=\")([^)\"\s]+)[)\"]", prose) if not re.match(r"[a-z]+:", link)]


def anchors_of(path: Path) -> set[str]:
    """What the document's headings are called in links."""
    titles = re.findall(r"^#+ (.+)$", text_of(path), re.M)
    return {re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in titles}


def leads_somewhere(document: Path, link: str) -> bool:
    file, _, anchor = link.partition("#")
    target = (document.parent / file).resolve() if file else document
    return target.exists() and (not anchor or anchor in anchors_of(target))


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_its_links_lead_somewhere(document: Path) -> None:
    assert [link for link in links_of(document) if not leads_somewhere(document, link)] == []


def test_every_picture_is_shown_and_small() -> None:
    shown = {(document.parent / link).resolve() for document in DOCUMENTS for link in links_of(document)}
    pictures = {*PICTURES.rglob("*.png")}
    assert pictures - shown == set()
    assert {path.name for path in pictures if path.stat().st_size > LARGEST} == set()


def test_the_map_has_every_document_once() -> None:
    listed = re.findall(r"\]\(([\w.-]+\.md)\)", text_of(ROOT / "docs" / "README.md"))
    assert sorted(listed) == sorted(path.name for path in (ROOT / "docs").glob("*.md") if path.name != "README.md")


def test_what_the_quickstart_is_held_against_is_there() -> None:
    text = text_of(ROOT / "docs" / "from-belvo-quickstart.md")
    named = re.findall(r"`(web/[\w./]+)`(?:: `(\w+)`)?", text)
    assert len(named) > 4
    for file, function in named:
        assert not function or f"def {function}(" in text_of(ROOT / file), f"{file}: {function}"
        assert (ROOT / file).exists()
