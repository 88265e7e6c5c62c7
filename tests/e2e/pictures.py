"""How pictures of the documents are written: small enough for a page of text."""

from io import BytesIO
from pathlib import Path

from PIL import Image

from settings import ROOT

FOLDER = ROOT / "docs" / "pictures"

LANGUAGES = {"en": "en-US"}
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


def folder_of(language: str, *parts: str) -> Path:
    """Where pictures of a language lie, made where it is missing; those of English have none of their own."""
    folder = FOLDER.joinpath(*([] if language == "en" else [language]), *parts)
    folder.mkdir(parents=True, exist_ok=True)
    return folder
