"""What of Belvo's widget can be set beside what is connected: looks, texts and behaviour, as one list.

Each is a parameter of the widget lab's address under the name that it has here, so that presets are saved views.
https://developers.belvo.com/developer_resources/web-widget-branding-and-customization
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

Place = Literal["branding", "theme", "widget", "consent", "config"]
"""Where it goes: into a part of the token's request, or into the second argument of createWidget."""

Kind = Literal["colour", "choice", "flag", "lines", "text", "url"]

LONGEST = 300
"""Characters of one value; the theme's further lines may be longer."""

LONGEST_THEME = 2_000

PRIMARY = "#0663F9"
"""Belvo's own colour, where a theme names none."""

_ADDRESS = re.compile(r"https?://[\w.-]+(:\d+)?([/?#]\S*)?")
_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")
_LINE = re.compile(r"(--[A-Za-z0-9-]+)\s*:?\s*(#[0-9A-Fa-f]{6})\s*;?")


@dataclass(frozen=True, slots=True)
class Option:
    """One of them, by its parameter's name; `key` is Belvo's.

    Left out, it is as `usual` says, or as Belvo has it. The local Belvo's widget shows it only if `is_shown`.
    """

    name: str
    key: str
    place: Place
    kind: Kind
    label: str
    usual: str = ""
    choices: Mapping[str, str] | None = None
    is_shown: bool = True
    longest: int = LONGEST

    def problem(self, value: str) -> str:
        """Why Belvo would not take the value; empty for one that it takes."""
        if len(value) > self.longest:
            return f"{self.label} has {self.longest} characters at most."
        if self.kind == "colour" and not _COLOUR.fullmatch(value):
            return f"{self.label} is a colour, written as #RRGGBB."
        if self.kind == "url" and not _ADDRESS.fullmatch(value):
            return f"{self.label} is an address that begins with https:// or http://."
        if self.kind == "lines" and (wrong := _unreadable(value)):
            return f"{self.label} has one colour a line, as in “--css-key #RRGGBB”. This line is not: {wrong}"
        if self.kind in ("choice", "flag") and value not in (self.choices or _FLAGS):
            return f"{self.label} is none of {', '.join(filter(None, self.choices or _FLAGS))}."
        return ""


YES, NO = "yes", "no"
_FLAGS = {YES: "Yes", NO: "No"}

LOOKS = (
    Option("colour", "--color-primary-base", "theme", "colour", "Main colour", usual=PRIMARY),
    Option("colour_dark", "--color-primary-base-dark", "theme", "colour", "Main colour, dark"),
    Option("nav_title", "--nav-bar-title-color", "theme", "colour", "Title of the top bar"),
    Option("nav_icon", "--nav-bar-icon-color", "theme", "colour", "Icons of the top bar"),
    Option("overlay", "overlay_background_color", "branding", "colour", "Behind the widget"),
    Option(
        "look",
        "color_scheme",
        "widget",
        "choice",
        "Light or dark",
        choices={"": "As the browser", "LIGHT": "Light", "DARK": "Dark"},
    ),
    Option("icon", "company_icon", "branding", "url", "Icon of the company (square SVG)"),
    Option("logo", "company_logo", "branding", "url", "Logo of the company (SVG)"),
    Option(
        "middle_logo", "show_belvo_middle_logo", "branding", "flag", "Belvo's logo in the middle", NO, is_shown=False
    ),
    Option(
        "theme",
        "theme",
        "theme",
        "lines",
        "Further colours of the theme",
        longest=LONGEST_THEME,
        is_shown=False,
    ),
)
TEXTS = (
    Option("company", "company_name", "branding", "text", "Company", longest=60),
    Option("terms", "company_terms_url", "branding", "url", "Terms and conditions"),
    Option("terms_version", "company_terms_version", "branding", "text", "Version of the terms", is_shown=False),
    Option("benefit", "company_benefit_header", "branding", "text", "Benefit, its headline"),
    Option("benefit_text", "company_benefit_content", "branding", "text", "Benefit, its text"),
    Option("loss", "opportunity_loss", "branding", "text", "What is lost by leaving"),
    Option("proof", "social_proof", "branding", "flag", "How many others have connected", YES, is_shown=False),
    Option("purpose", "purpose", "consent", "text", "Purpose of the consent", longest=140),
)
BEHAVIOUR = (
    Option("close_dialog", "show_close_dialog", "config", "flag", "Asks before it closes", YES),
    Option("survey", "show_abandon_survey", "config", "flag", "Asks why somebody leaves", NO),
)
OPTIONS: Mapping[str, Option] = {one.name: one for one in (*LOOKS, *TEXTS, *BEHAVIOUR)}


def given(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Those of the options that parameters set to something else than usual; of several values the first counts."""
    found: dict[str, str] = {}
    for name, value in pairs:
        if name in OPTIONS and name not in found and value.strip():
            found[name] = value.strip()
    return {name: value for name, value in found.items() if not _is_usual(OPTIONS[name], value)}


def problem_of(values: Mapping[str, str]) -> str:
    """Why Belvo would not take one of the values; empty where it takes all."""
    told = (OPTIONS[name].problem(value) for name, value in values.items() if name in OPTIONS)
    return next(filter(None, told), "")


def of_place(values: Mapping[str, str], place: Place) -> dict[str, str | bool]:
    """What belongs there, by Belvo's own keys, in the order of the list; flags as such."""
    found: dict[str, str | bool] = {}
    for one in OPTIONS.values():
        if one.place == place and one.name in values and one.kind != "lines":
            value = values[one.name]
            found[one.key] = value == YES if one.kind == "flag" else value
    return found


def theme_of(values: Mapping[str, str]) -> dict[str, str]:
    """All colours of the theme by CSS key; a further line gives way to the field that there is for its key."""
    read = map(_LINE.fullmatch, _lines(values.get("theme", "")))
    further = {found[1]: found[2] for found in read if found}
    return further | {key: str(value) for key, value in of_place(values, "theme").items()}


def _is_usual(option: Option, value: str) -> bool:
    return bool(option.usual) and value.casefold() == option.usual.casefold()


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _unreadable(text: str) -> str:
    return next((line[:80] for line in _lines(text) if not _LINE.fullmatch(line)), "")
