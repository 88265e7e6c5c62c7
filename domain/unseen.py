"""Characters of other people's texts that can't be seen, steer a terminal, or turn round what stands after them."""

import re

BREAKS = r"\t\n\r"
UNSEEN_IN_LINE = (
    r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff"
    r"\ufff9-\ufffb\ud800-\udfff\U0001d173-\U0001d17a\U000e0000-\U000e007f"
)
UNSEEN = BREAKS + UNSEEN_IN_LINE
"""As the inside of a class of a regular expression: controls, halves, and marks of no width or of direction."""

_ONE = re.compile(f"[{UNSEEN}]")
_SOME = re.compile(f"[{UNSEEN}]+")
_SPACES = re.compile(r"\s+")


def one_line(text: object) -> str:
    """The text on one line, without characters that can't be seen."""
    return _SPACES.sub(" ", _SOME.sub(" ", str(text))).strip()


def lines(text: object) -> str:
    """The text with its line breaks, each of its lines without characters that can't be seen."""
    return "\n".join(one_line(line) for line in str(text).splitlines())


def escaped(text: object) -> str:
    r"""The text as it is, with what can't be seen written out as `\x1b` is."""
    return _ONE.sub(_written_out, str(text))


def _written_out(found: re.Match[str]) -> str:
    return found.group().encode("unicode_escape").decode("ascii")
