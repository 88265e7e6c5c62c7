"""What of a resource is personal, and of which kind; what nobody has declared counts as personal."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property


class Personal(StrEnum):
    """What a field tells of a person, after which a mask is named."""

    NAME = "name"
    TAX_ID = "tax id"  # RFC, CPF, CNPJ, RUT; clear where it is a company's
    DOCUMENT = "document"  # any other that names a person, such as CURP or a passport
    ACCOUNT = "account"  # the number of an account or of a contract
    CARD = "card"  # the number of a card, which nobody sees whole
    EMAIL = "e-mail"
    PHONE = "phone"
    ADDRESS = "address"
    EMPLOYER = "employer"  # its name, or what it is registered under
    REFERENCE = "reference"  # an id of an institution's, which may be any of these
    TEXT = "text"  # free text, which may name anybody
    EXTERNAL = "external"  # an id in the systems of whoever runs the desk; clear unless it looks like a document
    FILE = "file"  # a document with all of these in it
    PRIVATE = "private"  # what is nobody's business, such as a day of birth


@dataclass(frozen=True, slots=True)
class Mask:
    """The kind of a field, and the field beside it that tells more: `of` is its path from the object that holds both.

    A name is clear where the document in `of` is a company's; a text keeps the merchant that `of` names. Where the
    field in `hides` has one of the values `on`, nothing is clear: of a payslip the company is an employer.
    """

    kind: Personal
    of: str = ""
    hides: str = ""
    on: tuple[str, ...] = ()


UNDECLARED = Mask(Personal.PRIVATE)

_DECIMAL = re.compile(r"-?\d{1,12}(\.\d+)?")


@dataclass(frozen=True, eq=False)
class Fields:
    """The fields of a resource, by paths through objects and lists, joined by dots.

    `personal` are masked, each by its kind. `clear` are for everybody: names by the path of the object that holds
    them. `numbers` are paths of objects in which, and below which, all that is no more than a number is clear. What
    is in none of them is masked, whatever it is. `everything` is clear of what Belvo publishes.
    """

    personal: Mapping[str, Personal | Mask] = field(default_factory=dict)
    clear: Mapping[str, str] = field(default_factory=dict)
    numbers: tuple[str, ...] = ()
    everything: bool = False

    def mask_of(self, path: str) -> Mask | None:
        """How a field is masked; None for what everybody may see, UNDECLARED for what nobody has said anything of."""
        return None if self.everything or path in self._clear else self._masks.get(path, UNDECLARED)

    def is_number(self, path: str, value: object) -> bool:
        """Whether it is no more than a number, where numbers are clear."""
        if path in self.personal or not any(path.startswith(f"{group}." if group else "") for group in self.numbers):
            return False
        return isinstance(value, int | float) or (isinstance(value, str) and bool(_DECIMAL.fullmatch(value)))

    @cached_property
    def _masks(self) -> Mapping[str, Mask]:
        return {path: kind if isinstance(kind, Mask) else Mask(kind) for path, kind in self.personal.items()}

    @cached_property
    def _clear(self) -> frozenset[str]:
        return frozenset(
            f"{group}.{name}" if group else name for group, names in self.clear.items() for name in names.split()
        )
