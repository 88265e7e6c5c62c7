"""How pictures of the documents are written: small enough for a page of text."""

from collections import Counter
from io import BytesIO
from pathlib import Path

from PIL import Image


def write(path: Path, shot: bytes, *, colours: int, limit: int) -> Path:
    """Write a screenshot in its most frequent colours; raises ValueError where it is of more bytes than the limit."""
    with Image.open(BytesIO(shot)) as image:
        flat = image.convert("RGB")
    flat.quantize(palette=_palette(flat, colours), dither=Image.Dither.NONE).save(path, optimize=True)
    if path.stat().st_size > limit:
        raise ValueError(f"{path.name} has {path.stat().st_size} bytes; it may have {limit}")
    return path


def _palette(image: Image.Image, colours: int) -> Image.Image:
    """Backgrounds, bars and inks as they are; only the edges of letters have to do with a neighbour's colour."""
    pixels = image.tobytes()
    frequent = Counter(pixels[start : start + 3] for start in range(0, len(pixels), 3)).most_common(colours)
    palette = Image.new("P", (1, 1))
    palette.putpalette(b"".join(colour for colour, _ in frequent))
    return palette
