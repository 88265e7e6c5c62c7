"""Who consents at a Brazilian bank, named by a CPF before anybody is sent there.

https://developers.belvo.com/docs/connect-widget-openfinance
"""

import re
from dataclasses import dataclass

from stdnum.br import cpf as brazilian

from belvo_client.types import ConsentDuration

RULE = "A CPF has 11 digits."
DOUBT = "The last two digits of this CPF do not fit the others. Is it typed right?"

_AS_WRITTEN = re.compile(r"[.\-\s]")


@dataclass(frozen=True)
class Person:
    """Who consents at a Brazilian bank, and for how many days; `cpf` has 11 digits, with or without its dots."""

    cpf: str
    name: str
    days: ConsentDuration | None = 183


def is_cpf(typed: str) -> bool:
    """Whether Belvo's API takes it for one, right or mistyped."""
    return re.fullmatch(r"\d{11}", _AS_WRITTEN.sub("", typed), re.ASCII) is not None


def is_mistyped(typed: str) -> bool:
    """Whether its check digits say that nobody has it."""
    return is_cpf(typed) and not brazilian.is_valid(_AS_WRITTEN.sub("", typed))
