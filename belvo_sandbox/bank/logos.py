"""Logos of the sandbox's institutions: drawings of our own, as data URIs, so that no other host is asked."""

from urllib.parse import quote

from belvo_sandbox.core import templates

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
    "tower": f'<path fill="{_INK}" d="M10 40V20h8v20zM21 40V8h8v32zM32 40V15h7v25z"/>',
    "suns": f'<circle cx="19" cy="24" r="10" fill="{_INK}"/><circle cx="34" cy="17" r="6" fill="{_INK}"/>',
    "bridge": f'<path fill="{_INK}" d="M5 34h38v4H5zM8 32a16 16 0 0 1 32 0h-4a12 12 0 0 0-24 0z"/>',
    "coin": f'<path fill="{_INK}" fill-rule="evenodd" d="M24 8a16 16 0 1 1 0 32a16 16 0 0 1 0-32zM20 17v14h8V17z"/>',
    "rings": f'<g fill="none" stroke="{_INK}" stroke-width="4"><circle cx="18" cy="24" r="9"/>'
    '<circle cx="30" cy="24" r="9"/></g>',
    "planet": f'<circle cx="24" cy="24" r="11" fill="{_INK}"/>'
    f'<ellipse cx="24" cy="24" rx="20" ry="5" fill="none" stroke="{_INK}" stroke-width="2"/>',
}


def icon(glyph: str, colour: str) -> str:
    """A square logo."""
    return _uri(48, glyph, colour)


def lettering(glyph: str, colour: str, name: str) -> str:
    """The square logo with the institution's name beside it."""
    return _uri(72 + 11 * len(name), glyph, colour, name)


def _uri(width: int, glyph: str, colour: str, name: str = "") -> str:
    shapes = _GLYPHS[glyph].replace("{colour}", colour)
    svg = templates.render("logo.svg", width=width, colour=colour, glyph=shapes, name=name)
    return "data:image/svg+xml," + quote(svg, safe="=:/,.;-")
