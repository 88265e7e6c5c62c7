"""Ids as people paste them: with what stood around them, in another case, with or without their dashes."""

import re
import unicodedata

LONGEST = 500
"""Characters of an id; external ids are ours, and of any length that somebody gave them."""

FEWEST = 6
"""Characters of an id's beginning that are looked for; tables show eight."""

MOST = 6
"""Spellings that are looked for."""

_UUID = re.compile(r"(?<![0-9a-z])[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}(?![0-9a-z])", re.IGNORECASE)
_AROUND = " \t\r\n\"'`´‘’“”,;:<>()[]{}…"  # noqa: RUF001 - what stands around ids in messages
_UNSEEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}


def spellings(typed: str) -> list[str]:
    """The ids that may be meant, the one that was typed first; none for nothing, and for more than an id may be.

    Of a line of a log, an address or a message, the ids in it in Belvo's two spellings are meant.
    """
    text = bare(typed)
    if not text:
        return []
    inside = _UUID.findall(text)
    whole = [text] if len(text) <= LONGEST else []
    found = [*whole, *whole_cases(text if whole else "")]
    for one in inside:
        digits = one.replace("-", "").lower()
        dashed = "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))
        found += [dashed, digits] if "-" in one else [digits, dashed]
    return [*dict.fromkeys(found)][:MOST]


def whole_cases(text: str) -> list[str]:
    """The same in small letters, which Belvo's ids have."""
    return [text.lower()] if text and text != text.lower() else []


def bare(typed: str) -> str:
    """Without what can't be seen, and without quotes and brackets around it."""
    seen = "".join(sign if unicodedata.category(sign) not in _UNSEEN else " " for sign in typed)
    return " ".join(seen.split()).strip(_AROUND)


def beginning(typed: str) -> str | None:
    """What an id may begin with; None for what is too short, has a blank in it, or is no beginning of any."""
    text = bare(typed)
    return text if FEWEST <= len(text) <= LONGEST and " " not in text else None


def document(typed: str) -> str | None:
    """A person's document as it is compared: letters and digits alone, in capitals; None for what can be none."""
    text = "".join(sign for sign in bare(typed).upper() if sign.isalnum())
    return text if 8 <= len(text) <= 24 and any(sign.isdigit() for sign in text) else None
