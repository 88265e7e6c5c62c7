"""Names in place of names: keyed, so that nobody can guess whose one is, and the same for the same value everywhere."""

import hashlib
import hmac
import re
import unicodedata
from collections.abc import Callable, Mapping

from resources.personal import Personal

HIDDEN = "•••"
"""In place of what needs no name of its own, or has so few values that a name would tell them."""

PARTICLES = frozenset({"da", "das", "de", "del", "do", "dos", "e", "el", "la", "las", "los", "y"})
"""What stands between the names of a person, or does not."""

_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: nothing that is taken for another
_LENGTH = 6
_WORD = re.compile(r"[^\W_]+")


def words_of(text: str) -> list[str]:
    """The words of a text without case and accents."""
    plain = unicodedata.normalize("NFKD", text)
    return _WORD.findall("".join(letter for letter in plain if not unicodedata.combining(letter)).casefold())


def same_name(text: str) -> str:
    """What a name has in common with its other spellings: its words, in whichever order a register has them."""
    words = sorted({*words_of(text)} - PARTICLES)
    return " ".join(words) or text.strip()


def _signs(text: str) -> str:
    return "".join(filter(str.isalnum, text)).upper()


def _digits(text: str) -> str:
    return "".join(filter(str.isdigit, text))


_LABELS: Mapping[Personal, str] = {
    Personal.NAME: "Person",
    Personal.TAX_ID: "Tax ID",
    Personal.DOCUMENT: "Document",
    Personal.ACCOUNT: "Account",
    Personal.CARD: "Card",
    Personal.EMAIL: "E-mail",
    Personal.PHONE: "Phone",
    Personal.ADDRESS: "Address",
    Personal.EMPLOYER: "Employer",
    Personal.REFERENCE: "Reference",
    Personal.TEXT: "Name",
    Personal.EXTERNAL: "ID",
}
_SAME: Mapping[Personal, Callable[[str], str]] = {
    **dict.fromkeys((Personal.NAME, Personal.EMPLOYER, Personal.TEXT), same_name),
    **dict.fromkeys((Personal.TAX_ID, Personal.DOCUMENT, Personal.ACCOUNT, Personal.CARD), _signs),
    Personal.PHONE: _digits,
}


class Aliases:
    """The names of one store, by its key."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def of(self, kind: Personal, value: str) -> str:
        """`Person K7Q2MX`: a word that says what it is in place of, and a code of the value that needs the key."""
        label = _LABELS.get(kind)
        return f"{label} {self._code(_SAME.get(kind, str.casefold)(value))}" if label else HIDDEN

    def _code(self, value: str) -> str:
        digest = int.from_bytes(hmac.digest(self._key, value.encode("utf-8", "replace"), hashlib.sha256)[:8])
        return "".join(_LETTERS[digest >> 5 * place & 31] for place in range(_LENGTH))


def may_be_masked(text: str) -> bool:
    """Whether it may stand in place of something: a word and a code, or signs that hide. No id of Belvo's does."""
    return " " in text or HIDDEN[0] in text
