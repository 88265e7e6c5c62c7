"""Login forms of institutions: their fields as data.

https://developers.belvo.com/developer_resources/resources-sandbox
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from belvo_sandbox.core.document_checks import is_cpf, is_curp, is_rfc, is_rut

_PLAIN = "^[a-zA-Z0-9_]{1,16}$"
_SECRET = r"^.{1,70}$"  # noqa: S105 - a pattern


@dataclass(frozen=True)
class Choice:
    """One choice of a select, and what it makes of the field that it governs."""

    code: str
    label: str
    validation: str
    validation_message: str
    placeholder: str


@dataclass(frozen=True)
class FormField:
    """One input of an institution's login form."""

    name: str
    type: str
    label: str
    placeholder: str
    validation_message: str
    validation: str = _PLAIN
    check: Callable[[str], bool] | None = None  # what a pattern can't say: check digits, dates
    optional: bool = False
    choices: tuple[Choice, ...] = ()
    length: int | None = None
    value: str | None = None  # of a hidden field

    @property
    def is_required(self) -> bool:
        return not self.optional and self.type != "hidden"

    def accepts(self, value: str) -> bool:
        if self.choices:
            return any(choice.code == value for choice in self.choices)
        matches = re.fullmatch(self.validation, value, re.ASCII) is not None
        return matches and (self.check is None or self.check(value))

    def body(self) -> dict[str, Any]:
        """The field as the API shows it."""
        extra = {"optional": self.optional or None, "length": self.length and str(self.length), "value": self.value}
        return {
            "name": self.name,
            "type": self.type,
            "label": self.label,
            "validation": self.validation,
            "placeholder": self.placeholder,
            "validation_message": self.validation_message,
            "values": [vars(choice) for choice in self.choices],
            **{name: value for name, value in extra.items() if value is not None},
        }


LoginForm = tuple[FormField, ...]

SPANISH: LoginForm = (
    FormField("username", "text", "Usuario", "bnk100", "El usuario tiene hasta 16 letras y números"),
    FormField("password", "password", "Contraseña", "full", "La contraseña tiene hasta 16 letras y números"),
)
PORTUGUESE: LoginForm = (
    FormField("username", "text", "Usuário", "bnk100", "O usuário tem até 16 letras e números"),
    FormField("password", "password", "Senha", "full", "A senha tem até 16 letras e números"),
)
_SIX_DIGITS = r"^\d{6}$"
SPANISH_WITH_TOKEN: LoginForm = (
    *SPANISH,
    FormField("token", "number", "Token", "111111", "El token tiene 6 dígitos", _SIX_DIGITS, optional=True, length=6),
)
PORTUGUESE_WITH_TOKEN: LoginForm = (
    *PORTUGUESE,
    FormField("token", "number", "Token", "111111", "O token tem 6 dígitos", _SIX_DIGITS, optional=True, length=6),
)
_PASSPORT = Choice("003", "Passaporte", _PLAIN, "O passaporte tem até 16 letras e números", "adv_valid")
_IDENTIFICATION = Choice("999", "Identificação", _PLAIN, "A identificação tem até 16 letras e números", "adv_invalid")
ADVANCED: LoginForm = (
    FormField(
        "username_type",
        "select",
        "Documento",
        "Passaporte",
        "Escolha um documento",
        "^(003|999)$",
        choices=(_PASSPORT, _IDENTIFICATION),
    ),
    FormField("username", "text", "Número do documento", "adv_valid", "O número tem até 16 letras e números"),
    FormField("username2", "text", "Segundo usuário", "valid", "O segundo usuário tem até 16 letras e números"),
    FormField("password", "password", "Senha", "pass_valid", "A senha tem até 16 letras e números"),
    FormField("password2", "password", "Segunda senha", "valid", "A segunda senha tem até 16 letras e números"),
)
_CPF = FormField(
    "username",
    "text",
    "CPF",
    "76109277673",
    "O CPF tem 11 dígitos",
    r"^(\d{11}|\d{3}\.\d{3}\.\d{3}-\d{2})$",
    is_cpf,
)
# Scripts, which have no page of the bank to go to, may name any user here.
_CPF_OR_NAME = replace(
    _CPF,
    validation=r"^(\d{11}|\d{3}\.\d{3}\.\d{3}-\d{2}|[a-zA-Z][a-zA-Z0-9_]{0,15})$",
    check=lambda value: value[0].isalpha() or is_cpf(value),
)
OPEN_FINANCE: LoginForm = (_CPF_OR_NAME,)
TAXPAYER: LoginForm = (
    FormField(
        "username",
        "text",
        "RFC",
        "PFIS010101000",
        "El RFC tiene 12 o 13 letras y números",
        r"^[A-Za-zÑñ&]{3,4}\d{6}[A-Za-z0-9]{3}$",
        lambda value: is_rfc(value.upper()),
    ),
    FormField(
        "password", "password", "Contraseña", "individual", "La contraseña tiene al menos 8 signos", r"^.{8,70}$"
    ),
)
POPULATION_CODE: LoginForm = (
    FormField(
        "username",
        "text",
        "CURP",
        "BLPM951331IONVGR54",
        "La CURP tiene 18 letras y números",
        "^[A-Za-z0-9]{18}$",
        lambda value: is_curp(value.upper()),
    ),
    FormField("password", "hidden", "Contraseña", "", "", "^.*$", value="hidden"),
)
CHILEAN_TAXPAYER: LoginForm = (
    FormField(
        "username",
        "text",
        "RUT",
        "12345678-5",
        "El RUT tiene 8 o 9 signos; el último comprueba los demás",
        r"^[0-9.]{7,10}-?[0-9Kk]$",
        is_rut,
    ),
    FormField("password", "password", "Clave tributaria", "full", "La clave tiene hasta 70 signos", _SECRET),
)
BRAZILIAN_WORKER: LoginForm = (
    _CPF,
    FormField("password", "password", "Senha", "pass_valid", "A senha tem de 8 a 70 caracteres", r"^.{8,70}$"),
)
