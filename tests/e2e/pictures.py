"""How pictures of the documents are written: small enough for a page of text."""

from functools import cache
from io import BytesIO
from pathlib import Path

from PIL import Image

from languages.language import Code
from settings import ROOT

FOLDER = ROOT / "docs" / "pictures"

NOT_SHOWN = ROOT / ".pictures"
"""Where those of another language than English lie that no document shows: they are to be looked at, and not kept."""

LOCALES: dict[Code, str] = {"en": "en-US", "es": "es-MX", "pt": "pt-BR"}
"""What the desk speaks in pictures, and what a browser says for it."""

ROUNDS = 10
"""In which a chosen colour is moved to the middle of those that it stands for: small things keep theirs by it."""


def write(path: Path, shot: bytes, *, colours: int, limit: int) -> Path:
    """Write a screenshot in as few colours as flat screens need; raises ValueError for one above the limit (bytes)."""
    with Image.open(BytesIO(shot)) as image:
        flat = image.convert("RGB")
    flat.quantize(colours, kmeans=ROUNDS, dither=Image.Dither.NONE).save(path, optimize=True)
    if path.stat().st_size > limit:
        raise ValueError(f"{path.name} has {path.stat().st_size} bytes; it may have {limit}")
    return path


def place_of(language: Code, name: str) -> Path:
    """Where a picture is written, as `widget/welcome.png`; those of English have no folder of their own."""
    if language == "en":
        path = FOLDER / name
    else:
        path = (FOLDER if f"pictures/{language}/{name}" in _documents() else NOT_SHOWN) / language / name
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


@cache
def _documents() -> str:
    """All that they say."""
    folders = (path for path in ROOT.iterdir() if path.is_dir() and not path.name.startswith("."))
    files = (*ROOT.glob("*.md"), *(file for folder in folders for file in folder.rglob("*.md")))
    return "\n".join(file.read_text(encoding="utf-8") for file in files)
