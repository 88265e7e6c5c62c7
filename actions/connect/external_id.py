"""An external id: what Belvo takes for one, and what looks to it like personal data, which it removes.

https://developers.belvo.com/developer_resources/resources-links-overview
"""

import re

from stdnum.br import cnpj, cpf
from stdnum.cl import rut
from stdnum.mx import curp, rfc

from languages import msg

RULE = msg("An external ID has 3 to 256 letters, digits, - and _.")

_ALLOWED = re.compile(r"[A-Za-z0-9_-]{3,256}")
_DIGITS = re.compile(r"\d{10,14}", re.ASCII)  # of a telephone or a document, however they are set apart

_DOCUMENTS = {
    msg("a CPF"): cpf,
    msg("a CNPJ"): cnpj,
    msg("an RFC"): rfc,
    msg("a CURP"): curp,
    msg("a RUT"): rut,
}


def is_allowed(external_id: str) -> bool:
    """Whether Belvo's API takes it at all."""
    return _ALLOWED.fullmatch(external_id) is not None


def personal(external_id: str) -> str | None:
    """What it looks like, `a CPF`, if Belvo may take it for personal data; None for any other.

    Belvo says that it removes personal data, and not how it knows them: this is a guess, on the side of too much.
    """
    document = next((name for name, number in _DOCUMENTS.items() if number.is_valid(external_id)), None)
    if document is None and _DIGITS.fullmatch(re.sub("[-_]", "", external_id)):
        return msg("a telephone or document number")
    return document
