"""Every word of a loan file that is not data, in one place and one language; `say` fills in what a sentence names."""

from collections.abc import Mapping

from web.loan.words import chapters, columns, frame, unknowns

LANGUAGE = "en"

TEXTS: Mapping[str, str] = {**frame.TEXTS, **columns.TEXTS, **chapters.TEXTS, **unknowns.TEXTS}
"""By their keys, which begin with the place where they stand."""


def say(key: str, **named: object) -> str:
    """The sentence of a key with what it names filled in."""
    return TEXTS[key].format(**named)
