"""The pages of the sandbox's own mock bank: plain HTML, in English and Portuguese."""

from collections.abc import Sequence
from html import escape

from belvo_sandbox.bank.consents import Consent
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
_LANGUAGES = {"en": "en", "pt": "pt-BR"}
STYLE = """
:root { color-scheme: light dark; --ink: #1f2328; --paper: #fff; --ground: #eef1f4; --line: #c9d1d9; --act: #7a3e00; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6e9ec; --paper: #1b1f24; --ground: #111417; --line: #3d444d; --act: #ffb366; }
}
body { margin: 0; background: var(--ground); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
header { padding: 8px 16px; background: repeating-linear-gradient(45deg, #ffd8a8 0 16px, #ffe8cc 16px 32px);
  color: #1f2328; }
header p { margin: 0; }
main { max-width: 32rem; margin: 32px auto; padding: 24px; background: var(--paper);
  border: 1px solid var(--line); border-radius: 4px; }
h1 { margin-top: 0; font-size: 1.5rem; }
fieldset { border: 1px solid var(--line); border-radius: 4px; }
label { display: flex; gap: 12px; align-items: center; min-height: 44px; }
.actions { display: flex; flex-wrap: wrap; gap: 12px; margin-top: 24px; }
button { min-height: 44px; padding: 0 20px; border: 2px solid var(--act); border-radius: 4px; background: none;
  color: var(--act); font: inherit; font-weight: 600; cursor: pointer; }
button.main { background: var(--act); color: var(--paper); }
"""


def consent_page(consent: Consent, bank: str, accounts: Sequence[Account], nonce: str, locale: str) -> str:
    """The page on which the user chooses accounts, and approves or refuses."""
    words = TEXTS[locale]
    ask = words["ask"].format(
        organization=consent.organization, name=consent.name, document=consent.document, bank=bank
    )
    end = words["until"].format(days=consent.duration) if consent.duration else words["endless"]
    purpose = f"<p><strong>{words['purpose']}:</strong> {escape(consent.purpose)}</p>" if consent.purpose else ""
    choices = (
        "".join(_choice(words.get(account.key, account.key), account) for account in accounts)
        or f"<p>{words['none']}</p>"
    )
    form = f"""
<p>{escape(ask)}</p>{purpose}<p>{end}</p>
<form method="post">
<input type="hidden" name="nonce" value="{escape(nonce)}">
<fieldset><legend>{words["accounts"]}</legend>{choices}</fieldset>
<div class="actions">
<button class="main" name="decision" value="approve">{words["approve"]}</button>
<button name="decision" value="refuse">{words["refuse"]}</button>
</div></form>"""
    return _page(words["title"], form, locale)


def closed_page(locale: str) -> str:
    """The page in place of one that can't be used any more."""
    words = TEXTS[locale]
    return _page(words["over"], f"<p>{words['over_more']}</p>", locale)


def _choice(name: str, account: Account) -> str:
    label = f"{name} •••• {account.number[-4:]}"
    return f'<label><input type="checkbox" name="account" value="{account.key}" checked>{escape(label)}</label>'


def _page(title: str, content: str, locale: str) -> str:
    words = TEXTS[locale]
    return f"""<!doctype html>
<html lang="{_LANGUAGES[locale]}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} · {words["local"]}</title><style>{STYLE}</style></head>
<body><header><p><strong>{words["local"]}</strong></p><p>{words["notice"]}</p></header>
<main><h1>{title}</h1>{content}</main></body></html>"""
