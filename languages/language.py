"""Which language is spoken here and now, and how a person's is found."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from typing import Literal

from babel import Locale, UnknownLocaleError

COOKIE = "linkdesk_language"
"""In which a browser keeps what was chosen in it."""

PARAMETER = "lang"
"""In an address, before all else."""


Code = Literal["en", "es", "pt"]


@dataclass(frozen=True, slots=True)
class Language:
    """A language that there is a catalogue of, and the locale by which its numbers and days are written."""

    code: Code
    locale: Locale

    @property
    def tag(self) -> str:
        """As HTML and HTTP have it: `es-MX`."""
        return self.code if self.code == "en" else str(self.locale).replace("_", "-")


ENGLISH = Language("en", Locale("en", "001"))
"""With the signs of currencies that English has outside of any one country: dollars are not all of the same."""

LANGUAGES: dict[Code, tuple[str, Language]] = {
    "en": ("English", ENGLISH),
    "es": ("Español", Language("es", Locale("es", "MX"))),
    "pt": ("Português", Language("pt", Locale("pt", "BR"))),
}
"""By their codes: what each calls itself, and how it is spoken where the browser names no country."""

_SPOKEN: ContextVar[Language | None] = ContextVar("spoken", default=None)
_of_page: Callable[[], Language | None] = lambda: None  # noqa: E731 - until pages say how theirs is found


def spoken() -> Language:
    """The language of what is being drawn or answered; English where nobody is being spoken to."""
    return _SPOKEN.get() or _of_page() or ENGLISH


@contextmanager
def speaking(language: Language) -> Iterator[None]:
    """Speak this language within."""
    token = _SPOKEN.set(language)
    try:
        yield
    finally:
        _SPOKEN.reset(token)


def ask_page(found: Callable[[], Language | None]) -> None:
    """Have the language of pages found this way, since no variable of ours lives through all that a page runs."""
    global _of_page
    _of_page = found


def choose(*asked: str | None, browser: str = "") -> Language:
    """The first of the codes `asked` that is ours, else the first that the `browser` takes (an Accept-Language).

    What is asked for may be a tag as `es-CO`. The browser's country says how numbers are written where its language is
    the one that is spoken, and no country is asked for.
    """
    tags = [one for one in asked if one and one[2:3] == "-" and len(one) == _TAG]
    accepted = [*tags, *_accepted(browser)]
    wanted = [*(one[:2] if one in tags else one for one in asked), *(tag[:2] for tag in accepted)]
    code: Code = next((ours for one in wanted for ours in LANGUAGES if ours == one), "en")
    return next((_with_country(code, tag) for tag in accepted if tag[:2] == code), LANGUAGES[code][1])


_TAG = 5
"""Letters of one with a country."""


def _accepted(header: str) -> list[str]:
    """The tags of an Accept-Language, the most wanted first: `["es-CO", "es", "en"]`."""
    weighed: list[tuple[float, int, str]] = []
    for part in header[:1_000].split(","):
        tag, _, parameter = part.strip().partition(";")
        try:
            weight = float(parameter.strip().removeprefix("q=") or 1)
        except ValueError:
            continue
        if weight > 0 and tag[:2].isalpha() and tag[2:3] in ("", "-"):
            weighed.append((-weight, len(weighed), f"{tag[:2].lower()}{tag[2:]}"))
    return [tag for _, _, tag in sorted(weighed)]


_COUNTRIES = "AR BO BR CL CO CR DO EC ES GT HN MX NI PA PE PR PT PY SV US UY VE"


@cache
def _countries(code: Code) -> dict[str, Language]:
    countries = _COUNTRIES.split()
    return {country: Language(code, found) for country in countries if (found := _locale(code, country))}


def _locale(code: Code, country: str) -> Locale | None:
    try:
        return Locale(code, country)
    except UnknownLocaleError:
        return None


def _with_country(code: Code, tag: str) -> Language:
    general = LANGUAGES[code][1]
    return general if code == "en" else _countries(code).get(tag[-2:].upper() if "-" in tag else "", general)
