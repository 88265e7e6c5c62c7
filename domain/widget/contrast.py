"""Whether colours of the widget can be told apart, by WCAG 2.2: its ratio of contrast, and what it asks for.

https://www.w3.org/TR/WCAG22/#contrast-minimum and #non-text-contrast
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from domain.widget.options import PRIMARY
from languages import say

TEXT, PARTS = 4.5, 3.0
"""What level AA asks of text of usual size, and of the parts of controls."""

ENHANCED = 7.0
"""What level AAA asks of text."""

SURFACES: Mapping[str, str] = {"light": "#FFFFFF", "dark": "#171C1B"}
"""What is behind all in the local Belvo's widget; Belvo publishes no surface of its own."""

WHITE = "#FFFFFF"

Verdict = Literal["fails", "AA", "AAA"]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two colours that are seen together in a scheme, `light` or `dark`; `needed` is what AA asks of them."""

    what: str
    scheme: str
    front: str
    behind: str
    needed: float

    @property
    def ratio(self) -> float:
        return ratio(self.front, self.behind)

    @property
    def verdict(self) -> Verdict:
        """By the ratio as it is: one that is rounded up to what is needed fails."""
        if self.ratio < self.needed:
            return "fails"
        return "AAA" if self.needed == TEXT and self.ratio >= ENHANCED else "AA"


def ratio(one: str, other: str) -> float:
    """The contrast of two colours as #RRGGBB, from 1 to 21."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    """The relative luminance of a colour as #RRGGBB, from 0 for black to 1 for white."""
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return 0.2126 * _linear(red) + 0.7152 * _linear(green) + 0.0722 * _linear(blue)


def pairs_of(theme: Mapping[str, str], overlay: str | None = None, *, scheme: str = "") -> list[Pair]:
    """What is seen together with this theme, by CSS key; in both schemes, or in the one that is laid down."""
    shown = [name for name in SURFACES if not scheme or name == scheme.lower()]
    return [pair for name in shown for pair in _of_scheme(name, theme, overlay)]


def _of_scheme(scheme: str, theme: Mapping[str, str], overlay: str | None) -> list[Pair]:
    surface = SURFACES[scheme]
    main = _themed(theme, "--color-primary-base", scheme) or PRIMARY
    found = [
        Pair(say("White words on a button"), scheme, WHITE, main, TEXT),
        Pair(say("A button on the widget"), scheme, main, surface, PARTS),
        Pair(say("Words in the main colour"), scheme, main, surface, TEXT),
    ]
    if title := _themed(theme, "--nav-bar-title-color", scheme):
        found.append(Pair(say("The title of the top bar"), scheme, title, surface, TEXT))
    if icon := _themed(theme, "--nav-bar-icon-color", scheme):
        found.append(Pair(say("The icons of the top bar"), scheme, icon, surface, PARTS))
    if overlay:
        found.append(Pair(say("The widget on what is behind it"), scheme, surface, overlay, PARTS))
    return found


def _themed(theme: Mapping[str, str], key: str, scheme: str) -> str | None:
    """A colour of the theme; in the dark its own one, where it has one."""
    return (theme.get(f"{key}-dark") if scheme == "dark" else None) or theme.get(key)


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
