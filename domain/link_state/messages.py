"""What is written to a person whose link needs them, in their language, with the address that leads to it."""

from collections.abc import Mapping
from datetime import datetime

from domain.link_state.reasons import Reason
from languages import msg

LANGUAGES: Mapping[str, str] = {"en": msg("English"), "es": msg("Spanish"), "pt": msg("Portuguese")}

DEFAULT = "en"

_OF_COUNTRY = {"BR": "pt", "CL": "es", "CO": "es", "MX": "es", "PE": "es"}

_REASONS: Mapping[str, Mapping[Reason, str]] = {
    "en": {
        Reason.TOKEN_REQUIRED: "{bank} asks for a new token before it goes on sharing your data.",
        Reason.INVALID: "{bank} no longer accepts the sign-in that you gave. Please enter it again.",
        Reason.UNCONFIRMED: "Your connection to {bank} was not finished.",
        Reason.CONSENT_ENDED: "Your consent for {bank} has ended. Please renew it, so that your data stay up to date.",
        Reason.CONSENT_ENDS: "Your consent for {bank} ends soon. Please renew it, so that your data stay up to date.",
    },
    "es": {
        Reason.TOKEN_REQUIRED: "{bank} pide un nuevo token para seguir compartiendo sus datos.",
        Reason.INVALID: "{bank} ya no acepta el acceso que nos dio. Por favor, ingréselo de nuevo.",
        Reason.UNCONFIRMED: "Su conexión con {bank} quedó sin terminar.",
        Reason.CONSENT_ENDED: "Su consentimiento para {bank} terminó. Renuévelo para tener sus datos al día.",
        Reason.CONSENT_ENDS: "Su consentimiento para {bank} está por terminar. Renuévelo para tener sus datos al día.",
    },
    "pt": {
        Reason.TOKEN_REQUIRED: "{bank} pede um novo token para continuar compartilhando os seus dados.",
        Reason.INVALID: "{bank} não aceita mais o acesso que você informou. Por favor, informe-o de novo.",
        Reason.UNCONFIRMED: "A sua conexão com {bank} não foi concluída.",
        Reason.CONSENT_ENDED: "O seu consentimento para {bank} terminou. Renove-o para ter os seus dados em dia.",
        Reason.CONSENT_ENDS: "O seu consentimento para {bank} está para terminar. Renove-o para ter os dados em dia.",
    },
}

_OTHERS = {
    "en": "Your connection to {bank} has to be renewed.",
    "es": "Es necesario renovar su conexión con {bank}.",
    "pt": "É preciso renovar a sua conexão com {bank}.",
}

_FRAMES = {
    "en": "Hello,\n\n{reason}\n\nOpen this address, it takes a minute:\n{address}\n\n"
    "It is for you alone and works until {day}.\n\n{company}",
    "es": "Hola:\n\n{reason}\n\nAbra esta dirección, toma un minuto:\n{address}\n\n"
    "Es solo para usted y funciona hasta el {day}.\n\n{company}",
    "pt": "Olá,\n\n{reason}\n\nAbra este endereço, leva um minuto:\n{address}\n\n"
    "Ele é só para você e funciona até {day}.\n\n{company}",
}

_ENGLISH = "January February March April May June July August September October November December"
_SPANISH = "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre"
_PORTUGUESE = "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro"
_MONTHS = {"en": _ENGLISH.split(), "es": _SPANISH.split(), "pt": _PORTUGUESE.split()}


def language(widget: str | None, country: str | None) -> str:
    """That in which the person last used the widget, or else of the country of their institution."""
    if widget in LANGUAGES:
        return str(widget)
    return _OF_COUNTRY.get((country or "").upper(), DEFAULT)


def message(reason: Reason | None, locale: str, *, bank: str, address: str, until: datetime, company: str) -> str:
    """The whole text, ready to be sent; `until` is told as a day where it lies."""
    said = _REASONS[locale].get(reason, _OTHERS[locale]) if reason else _OTHERS[locale]
    # Replaced one by one, since a bank may be called whatever it likes.
    frame = _FRAMES[locale].replace("{day}", _day(until, locale)).replace("{reason}", said)
    return frame.replace("{address}", address).replace("{company}", company).replace("{bank}", bank)


def _day(moment: datetime, locale: str) -> str:
    month = _MONTHS[locale][moment.month - 1]
    return f"{moment.day} {month}" if locale == "en" else f"{moment.day} de {month}"
