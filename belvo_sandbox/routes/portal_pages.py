"""The page of the sandbox's own My Belvo Portal, in the languages of the mock bank's pages."""

from collections.abc import Sequence
from datetime import datetime

from belvo_sandbox.bank.consents import DURATIONS, Consent
from belvo_sandbox.core.clock import parse
from belvo_sandbox.routes.mock_bank_pages import page

TEXTS = {
    "en": {
        "local": "Local sandbox",
        "notice": "This is not Belvo. Every person and every amount is invented.",
        "title": "Your consents",
        "given": "{organization} may read the data of {name} ({document}) at {bank}.",
        "AUTHORISED": "In force until {day}.",
        "endless": "In force without an end.",
        "EXPIRED": "Ended on {day}.",
        "other": "Not in force: {status}.",
        "for": "Renew it for",
        "days": "{days} days",
        "no_end": "No end",
        "renew": "Renew",
        "renewed": "Renewed. You can close this page.",
        "none": "There is no consent here.",
    },
    "es": {
        "local": "Local sandbox",
        "notice": "Esto no es Belvo. Todas las personas y los importes son inventados.",
        "title": "Tus consentimientos",
        "given": "{organization} puede leer los datos de {name} ({document}) en {bank}.",
        "AUTHORISED": "Vigente hasta el {day}.",
        "endless": "Vigente, sin fecha de término.",
        "EXPIRED": "Terminó el {day}.",
        "other": "No está vigente: {status}.",
        "for": "Renovarlo por",
        "days": "{days} días",
        "no_end": "Sin fecha de término",
        "renew": "Renovar",
        "renewed": "Renovado. Puedes cerrar esta página.",
        "none": "Aquí no hay ningún consentimiento.",
    },
    "pt": {
        "local": "Sandbox local",
        "notice": "Isto não é a Belvo. Todas as pessoas e valores são inventados.",
        "title": "Meus compartilhamentos",
        "given": "{organization} pode ler os dados de {name} ({document}) no {bank}.",
        "AUTHORISED": "Em vigor até {day}.",
        "endless": "Em vigor, sem data de término.",
        "EXPIRED": "Terminou em {day}.",
        "other": "Fora de vigor: {status}.",
        "for": "Renovar por",
        "days": "{days} dias",
        "no_end": "Sem data de término",
        "renew": "Renovar",
        "renewed": "Renovado. Você pode fechar esta página.",
        "none": "Não há consentimentos aqui.",
    },
}


def portal_page(
    consents: Sequence[Consent], now: datetime, token: str, locale: str, *, root: str, is_renewed: bool
) -> str:
    """The consents, each with the way to renew it; `root` is the path that the sandbox is mounted below."""
    texts = TEXTS[locale]
    rows = [
        {
            "given": texts["given"].format(
                organization=one.organization, name=one.name, document=one.document, bank=_bank(one)
            ),
            "state": _state(one, now, texts),
            "action": f"{root}/portal/consents/{one.id}/?locale={locale}",
            "days": one.duration,
        }
        for one in consents
    ]
    choices = [(days, texts["days"].format(days=days)) for days in DURATIONS]
    values = {"consents": rows, "choices": choices, "token": token, "is_renewed": is_renewed}
    return page("portal.html", texts, locale, **values)


def _bank(consent: Consent) -> str:
    return consent.institution_fields()["institution_display_name"]


def _state(consent: Consent, now: datetime, texts: dict[str, str]) -> str:
    status, day = consent.status_at(now), parse(consent.expires_at).strftime("%d/%m/%Y")
    if status == "AUTHORISED" and consent.duration is None:
        return texts["endless"]
    return texts.get(status, texts["other"]).format(day=day, status=status)
