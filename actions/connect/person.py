"""Who consents at a Brazilian bank, named by a CPF before anybody is sent there.

https://developers.belvo.com/docs/connect-widget-openfinance
"""

import re
from dataclasses import dataclass

from stdnum.br import cpf as brazilian

from belvo_client.types import ConsentDuration
from languages import msg

NO_DIGITS = msg("A CPF has 11 digits.")
MISTYPED = msg("This CPF is mistyped: its last two digits do not fit the others.")

_AS_WRITTEN = re.compile(r"[.\-\s]")


@dataclass(frozen=True)
class Person:
    """Who consents at a Brazilian bank, and for how many days; `cpf` has 11 digits, with or without its dots."""

    cpf: str
    name: str
    days: ConsentDuration | None = 183


TEST_PERSON = Person("76109277673", "Ralph Bragg")
"""Of the mock bank in Belvo's sandbox."""


def problem(typed: str) -> str | None:
    """Why nobody can have this CPF."""
    digits = _AS_WRITTEN.sub("", typed)
    if re.fullmatch(r"\d{11}", digits, re.ASCII) is None:
        return NO_DIGITS
    return None if brazilian.is_valid(digits) and len({*digits}) > 1 else MISTYPED


def is_test_person(person: Person | None) -> bool:
    """Whether it is the one whom the form proposes by itself."""
    return person is not None and (_AS_WRITTEN.sub("", person.cpf), person.name) == (TEST_PERSON.cpf, TEST_PERSON.name)
