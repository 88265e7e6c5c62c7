"""The theme's colours: contrast as WCAG 2.2 defines it, colour blindness as Machado and others (2009) simulate it."""

import tomllib
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

CONFIG = Path(__file__).resolve().parents[2] / ".streamlit" / "config.toml"
THEME: dict[str, Any] = tomllib.loads(CONFIG.read_text(encoding="utf-8"))["theme"]
MODES = ("light", "dark")

Color = NDArray[np.float64]

# https://www.inf.ufrgs.br/~oliveira/pubs_files/CVD_Simulation/CVD_Simulation.html, severity 1.0
SIGHT = {
    "all colours": np.eye(3),
    "no red": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "no green": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]]
    ),
    "no blue": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]]
    ),
}
# https://bottosson.github.io/posts/oklab/
_TO_LMS = np.array([[0.4122, 0.5363, 0.0514], [0.2119, 0.6807, 0.1074], [0.0883, 0.2817, 0.63]])
_TO_LAB = np.array([[0.2105, 0.7936, -0.0041], [1.978, -2.4286, 0.4506], [0.0259, 0.7828, -0.8087]])

KEPT_APART = 0.09
"""Distance in OKLab; two neighbours of a good eight-colour palette are at least this far apart."""


def linear(color: str) -> Color:
    channels = np.array([int(color[at : at + 2], 16) for at in (1, 3, 5)]) / 255
    return np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)


def oklab(light: Color) -> Color:
    lab: Color = np.cbrt(np.clip(light, 0, 1) @ _TO_LMS.T) @ _TO_LAB.T
    return lab


def luminance(color: str) -> float:
    return float(linear(color) @ np.array([0.2126, 0.7152, 0.0722]))


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def faded(color: str, onto: str, share: float) -> str:
    channels = [(int(color[at : at + 2], 16), int(onto[at : at + 2], 16)) for at in (1, 3, 5)]
    return "#" + "".join(f"{round(top * share + below * (1 - share)):02X}" for top, below in channels)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("sight", SIGHT)
def test_eight_chart_colours_keep_apart_for_every_eye(mode: str, sight: str) -> None:
    seen = [oklab(linear(color) @ SIGHT[sight].T) for color in THEME[mode]["chartCategoricalColors"]]
    assert len(seen) == 8
    assert min(np.linalg.norm(one - other) for one, other in combinations(seen, 2)) >= KEPT_APART


@pytest.mark.parametrize("mode", MODES)
def test_eight_chart_colours_keep_apart_in_greyscale(mode: str) -> None:
    lightness = sorted(float(oklab(linear(color))[0]) for color in THEME[mode]["chartCategoricalColors"])
    assert min(np.diff(lightness)) > 0.015


@pytest.mark.parametrize("mode", MODES)
def test_chart_colours_stand_out_from_the_page(mode: str) -> None:
    page = THEME[mode]["backgroundColor"]
    assert min(contrast(color, page) for color in THEME[mode]["chartCategoricalColors"]) >= 2.99


@pytest.mark.parametrize("mode", MODES)
def test_no_chart_colour_is_brown_or_olive_and_one_alone_is_green(mode: str) -> None:
    *colors, other = (oklab(linear(color)) for color in THEME[mode]["chartCategoricalColors"])
    hues = [float(np.degrees(np.arctan2(b, a))) % 360 for _, a, b in colors]
    dark = [lab[0] < 0.62 for lab in colors]
    assert not any(40 < hue < 125 and is_dark for hue, is_dark in zip(hues, dark, strict=True))
    assert sum(125 < hue < 205 for hue in hues) == 1
    assert min(np.hypot(a, b) for _, a, b in colors) > 0.07
    assert np.hypot(other[1], other[2]) < 0.02


@pytest.mark.parametrize("mode", MODES)
def test_every_text_can_be_read(mode: str) -> None:
    theme = THEME[mode]
    page = theme["backgroundColor"]
    pairs = {
        "text": (theme["textColor"], page),
        "text on fields": (theme["textColor"], theme["secondaryBackgroundColor"]),
        "captions": (faded(theme["textColor"], page, 0.6), page),
        "links": (theme["linkColor"], page),
        "code": (theme["codeTextColor"], theme["codeBackgroundColor"]),
        "table headers": (theme["dataframeHeaderTextColor"], theme["dataframeHeaderBackgroundColor"]),
        "primary buttons": ("#FFFFFF", theme["primaryColor"]),
        "navigation": (theme["sidebar"]["textColor"], theme["sidebar"]["backgroundColor"]),
    }
    for name in ("green", "red", "orange", "yellow", "blue", "violet", "gray"):
        pairs[f"{name} badges"] = (theme[f"{name}TextColor"], theme[f"{name}BackgroundColor"])
        pairs[f"{name} text"] = (theme[f"{name}TextColor"], page)
    too_faint = {name: round(contrast(*pair), 2) for name, pair in pairs.items() if contrast(*pair) < 4.5}
    assert too_faint == {}


def test_both_modes_set_the_same_colours() -> None:
    assert set(THEME["light"]) == set(THEME["dark"])
    assert set(THEME["light"]["sidebar"]) == set(THEME["dark"]["sidebar"])


def test_nothing_of_the_theme_comes_from_another_host() -> None:
    assert "://" not in CONFIG.read_text(encoding="utf-8")
