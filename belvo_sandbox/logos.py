"""Logos of the sandbox's institutions: drawings of our own, as data URIs, so that no other host is asked."""

from urllib.parse import quote

_INK = "#ffffff"

# Shapes on a field of 48 by 48.
_GLYPHS = {
    "peak": (
        f'<path fill="{_INK}" d="M6 37 19 14l6 9 4-6 13 20z"/>'
        '<path fill="{colour}" d="M19 14l5.5 8.3-4 3.2-2.6-2.4-3.5 2.2z" opacity=".35"/>'
    ),
    "vault": (
        f'<path fill="{_INK}" d="M24 9 40 18v3H8v-3zM11 24h4v11h-4zM18 24h4v11h-4z'
        'M26 24h4v11h-4zM33 24h4v11h-4zM8 37h32v3H8z"/>'
    ),
}


def icon(glyph: str, colour: str) -> str:
    """A square logo."""
    return _uri(48, 48, _tile(glyph, colour))


def lettering(glyph: str, colour: str, name: str) -> str:
    """The square logo with the institution's name beside it."""
    words = (
        f'<text x="60" y="31" font-family="system-ui,sans-serif" font-size="21" font-weight="600" '
        f'fill="{colour}">{name}</text>'
    )
    return _uri(72 + 11 * len(name), 48, _tile(glyph, colour) + words)


def _tile(glyph: str, colour: str) -> str:
    return f'<rect width="48" height="48" rx="11" fill="{colour}"/>' + _GLYPHS[glyph].replace("{colour}", colour)


def _uri(width: int, height: int, drawing: str) -> str:
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}">{drawing}</svg>'
    )
    return "data:image/svg+xml," + quote(svg, safe="=:/,.;-")
