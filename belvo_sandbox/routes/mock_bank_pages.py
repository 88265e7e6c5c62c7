"""The pages of the sandbox's own mock bank, in the languages of the widget that leads to them."""

import base64
import hashlib
from collections.abc import Mapping, Sequence

from belvo_sandbox.bank.consents import Consent
from belvo_sandbox.core import templates
from belvo_sandbox.http.requests import Call
from belvo_sandbox.people import Account

TEXTS = {
    "en": {
        "local": "Local sandbox",
        "notice": "This is not a bank. Every person and every amount is invented.",
        "title": "Share your data",
        "ask": "{organization} asks to read the data of {name} ({document}) at {bank}.",
        "purpose": "Purpose",
        "until": "The consent ends after {days} days. You can withdraw it before.",
        "endless": "The consent has no end date. You can withdraw it at any time.",
        "accounts": "Accounts to share",
        "none": "There are no accounts to share here.",
        "approve": "I consent",
        "refuse": "Refuse",
        "checking": "Checking account",
        "savings": "Savings account",
        "card": "Credit card",
        "over": "This page can't be used any more",
        "over_more": "It was used already, or an hour has passed. Go back to the application and start again.",
    },
    "es": {
        "local": "Local sandbox",
        "notice": "Esto no es un banco. Todas las personas y los importes son inventados.",
        "title": "Comparte tus datos",
        "ask": "{organization} pide leer los datos de {name} ({document}) en {bank}.",
        "purpose": "Finalidad",
        "until": "El consentimiento termina en {days} días. Puedes retirarlo antes.",
        "endless": "El consentimiento no tiene fecha de término. Puedes retirarlo cuando quieras.",
        "accounts": "Cuentas que compartes",
        "none": "Aquí no hay cuentas que compartir.",
        "approve": "Autorizar",
        "refuse": "Rechazar",
        "checking": "Cuenta corriente",
        "savings": "Cuenta de ahorro",
        "card": "Tarjeta de crédito",
        "over": "Esta página ya no se puede usar",
        "over_more": "Ya se usó, o pasó una hora. Vuelve a la aplicación y empieza de nuevo.",
    },
    "pt": {
        "local": "Sandbox local",
        "notice": "Isto não é um banco. Todas as pessoas e valores são inventados.",
        "title": "Compartilhe seus dados",
        "ask": "{organization} pede para ler os dados de {name} ({document}) no {bank}.",
        "purpose": "Finalidade",
        "until": "O consentimento termina em {days} dias. Você pode cancelá-lo antes.",
        "endless": "O consentimento não tem data de término. Você pode cancelá-lo quando quiser.",
        "accounts": "Contas a compartilhar",
        "none": "Não há contas para compartilhar aqui.",
        "approve": "Autorizar",
        "refuse": "Recusar",
        "checking": "Conta corrente",
        "savings": "Poupança",
        "card": "Cartão de crédito",
        "over": "Esta página não pode mais ser usada",
        "over_more": "Ela já foi usada, ou passou uma hora. Volte ao aplicativo e comece de novo.",
    },
}
_LANGUAGES = {"en": "en", "es": "es", "pt": "pt-BR"}
STYLE = templates.read("mock_bank.css")
STYLE_POLICY = f"style-src 'sha256-{base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()}'"


def consent_page(consent: Consent, bank: str, accounts: Sequence[Account], nonce: str, locale: str) -> str:
    """The page on which the user chooses accounts, and approves or refuses."""
    texts = TEXTS[locale]
    request = texts["ask"].format(
        organization=consent.organization, name=consent.name, document=consent.document, bank=bank
    )
    end = texts["until"].format(days=consent.duration) if consent.duration else texts["endless"]
    values = {"request": request, "purpose": consent.purpose, "end": end, "nonce": nonce, "accounts": accounts}
    return page("consent.html", texts, locale, **values)


def closed_page(locale: str) -> str:
    """The page in place of one that can't be used any more."""
    return page("closed.html", TEXTS[locale], locale, title=TEXTS[locale]["over"])


def page(template: str, texts: Mapping[str, str], locale: str, **values: object) -> str:
    """A page in the looks of these, in its own words."""
    given = {"title": texts["title"], **values}
    return templates.render(template, language=_LANGUAGES[locale], texts=texts, style=STYLE, **given)


def locale_of(call: Call) -> str:
    """The language that the address asks for, else Portuguese."""
    locale = call.request.query_params.get("locale", "")
    return locale if locale in TEXTS else "pt"
