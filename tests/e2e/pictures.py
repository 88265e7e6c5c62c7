"""How pictures of the documents are written: small enough for a page of text."""

from io import BytesIO
from pathlib import Path

from PIL import Image


def write(path: Path, shot: bytes, *, colours: int, limit: int) -> Path:
    """Write a screenshot in as few colours as flat screens need; raises ValueError for one of more bytes than that."""
    with Image.open(BytesIO(shot)) as image:
        flat = image.convert("RGB")
        # Of the ways to choose colours, the one that keeps those of small things, such as a bar of a chart.
        flat.quantize(colours, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(path, optimize=True)
    if path.stat().st_size > limit:
        raise ValueError(f"{path.name} has {path.stat().st_size} bytes; it may have {limit}")
    return path
