"""The institutions of the sandbox, under the ids and names that Belvo's own sandbox has used.

https://developers.belvo.com/developer_resources/resources-sandbox
"""

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from belvo_sandbox import logos, people
from belvo_sandbox.clock import Zone
from belvo_sandbox.errors import failure
from belvo_sandbox.people import Culture

_COLOUR = "#056dae"
_PLAIN = "^[a-zA-Z0-9_]{1,16}$"


@dataclass(frozen=True)
class FormField:
    """One input of an institution's login form."""

    name: str
    type: str
    label: str
    placeholder: str
    validation_message: str
    validation: str = _PLAIN

    def accepts(self, value: str) -> bool:
        """Whether a value has the form that the institution asks for."""
        return re.fullmatch(self.validation, value, re.ASCII) is not None

    def body(self) -> dict[str, Any]:
        """The field as the API shows it."""
        return {
            "name": self.name,
            "type": self.type,
            "label": self.label,
            "validation": self.validation,
            "placeholder": self.placeholder,
            "validation_message": self.validation_message,
            "values": [],
        }


@dataclass(frozen=True)
class Country:
    """What the institutions of a country have in common."""

    code: str
    zone: Zone
    culture: Culture
    form: tuple[FormField, ...]


MEXICO = Country(
    code="MX",
    zone=Zone(hours=-6),
    culture=people.MEXICO,
    form=(
        FormField("username", "text", "Usuario", "bnk100", "El usuario tiene hasta 16 letras y números"),
        FormField("password", "password", "Contraseña", "full", "La contraseña tiene hasta 16 letras y números"),
    ),
)
BRAZIL = Country(
    code="BR",
    zone=Zone(hours=-3),
    culture=people.BRAZIL,
    form=(
        FormField("username", "text", "Usuário", "bnk100", "O usuário tem até 16 letras e números"),
        FormField("password", "password", "Senha", "full", "A senha tem até 16 letras e números"),
    ),
)


@dataclass(frozen=True)
class Institution:
    """A place where people have accounts."""

    id: int
    name: str
    display_name: str
    country: Country
    glyph: str
    website: str
    type: str = "bank"
    resources: tuple[str, ...] = ("ACCOUNTS", "OWNERS", "TRANSACTIONS")
    features: tuple[dict[str, str], ...] = ()
    integration_type: str = "credentials"
    status: str = "healthy"
    primary_color: str = _COLOUR

    @cached_property
    def body(self) -> dict[str, Any]:
        """The institution as the API shows it."""
        return {
            "id": self.id,
            "name": self.name,
            "type": self.type,
            "website": self.website,
            "display_name": self.display_name,
            "country_codes": [self.country.code],
            "primary_color": self.primary_color,
            "logo": logos.lettering(self.glyph, self.primary_color, self.display_name),
            "icon_logo": logos.icon(self.glyph, self.primary_color),
            "text_logo": logos.lettering(self.glyph, self.primary_color, self.display_name),
            "code": None,
            "form_fields": [field.body() for field in self.country.form],
            "features": [dict(feature) for feature in self.features],
            "resources": sorted(self.resources),
            "integration_type": self.integration_type,
            "status": self.status,
            "openbanking_information": None,
        }


INSTITUTIONS = (
    Institution(1001, "gringotts_mx_retail", "Gringotts Bank", MEXICO, "vault", "https://gringotts.example/mx"),
    Institution(1004, "erebor_mx_retail", "Erebor Bank", MEXICO, "peak", "https://erebor.example/mx"),
    Institution(1006, "erebor_br_retail", "Erebor Bank", BRAZIL, "peak", "https://erebor.example/br"),
)
_BY_NAME = {institution.name: institution for institution in INSTITUTIONS}


def find(name: str) -> Institution:
    """The institution of this name; raises `does_not_exist`."""
    try:
        return _BY_NAME[name]
    except KeyError as cause:
        message = f"Object with name={name[:80]} does not exist."
        raise failure("does_not_exist", message, field="institution") from cause
