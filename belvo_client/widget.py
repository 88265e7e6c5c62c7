"""The parts of a widget's token: looks, callbacks, and the consent that Brazil's banks ask for.

https://developers.belvo.com/developer_resources/web-widget-branding-and-customization
"""

import re
from collections.abc import Mapping

from belvo_client.errors import BadArgument
from belvo_client.types import (
    Branding,
    CallbackUrls,
    ColorScheme,
    ConsentDuration,
    ConsentRequest,
    IdentificationInfo,
    WidgetOptions,
)

#: Belvo wants all four, always.
PERMISSIONS = ("REGISTER", "ACCOUNTS", "CREDIT_CARDS", "CREDIT_OPERATIONS")

_LONGEST_PURPOSE = 140


def widget_options(
    *,
    branding: Branding | None = None,
    callback_urls: CallbackUrls | None = None,
    theme: Mapping[str, str] | None = None,
    color_scheme: ColorScheme | None = None,
) -> WidgetOptions:
    """The widget's looks and callbacks; `theme` maps CSS keys to colours."""
    options: WidgetOptions = {}
    if branding is not None:
        options["branding"] = branding
    if callback_urls is not None:
        options["callback_urls"] = callback_urls
    if theme is not None:
        options["theme"] = [{"css_key": key, "value": value} for key, value in theme.items()]
    if color_scheme is not None:
        options["color_scheme"] = color_scheme
    return options


def consent_request(
    *,
    purpose: str,
    terms_and_conditions_url: str,
    cpf: str,
    name: str,
    cnpj: str | None = None,
    company: str | None = None,
    days: ConsentDuration | None = None,
) -> ConsentRequest:
    """A person's consent, or, with `cnpj` and `company`, a company's; raises BadArgument for too long a purpose."""
    if not purpose or len(purpose) > _LONGEST_PURPOSE:
        raise BadArgument(f"A consent's purpose has 1 to {_LONGEST_PURPOSE} characters.")
    who: list[IdentificationInfo] = [{"type": "CPF", "number": _digits(cpf, 11), "name": name}]
    if cnpj is not None:
        who.append({"type": "CNPJ", "number": _digits(cnpj, 14), "name": company or name})
    made: ConsentRequest = {
        "purpose": purpose,
        "terms_and_conditions_url": terms_and_conditions_url,
        "permissions": list(PERMISSIONS),
        "identification_info": who,
    }
    if days is not None:
        made["default_consent_duration_days"] = days
    return made


def managed_consents(
    *, terms_and_conditions_url: str, name: str, cpf: str | None = None, cnpj: str | None = None
) -> ConsentRequest:
    """Whose consents My Belvo Portal shows: a person's by CPF, a company's by CNPJ and its person's CPF.

    https://developers.belvo.com/products/aggregation_brazil/aggregation-brazil-mybelvoportal
    """
    who: list[IdentificationInfo] = []
    if cpf is not None:
        who.append({"type": "CPF", "number": _digits(cpf, 11), "name": name})
    if cnpj is not None:
        who.append({"type": "CNPJ", "number": _digits(cnpj, 14), "name": name})
    if not who:
        raise BadArgument("My Belvo Portal needs the CPF or CNPJ of whoever has consented.")
    return {
        "terms_and_conditions_url": terms_and_conditions_url,
        "permissions": list(PERMISSIONS),
        "identification_info": who,
    }


def _digits(number: str, length: int) -> str:
    """The digits of a document number as people write it."""
    digits = re.sub(r"[.\-/ ]", "", number)
    if not re.fullmatch(rf"\d{{{length}}}", digits):
        raise BadArgument(f"A document number of {length} digits is wanted.")
    return digits
