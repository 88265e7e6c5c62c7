"""What production needs before it starts: a way in for known people, https, and webhooks that nobody else can send."""

import settings
from settings import BadSetting, Settings

SIGN_IN = (
    "BELVO_ENV=production lacks a sign-in. Set up [auth] and [roles] in .streamlit/secrets.toml (docs/security.md)."
)
HTTPS = (
    "BELVO_ENV=production lacks https. Set LINKDESK_PUBLIC_URL to the https:// address of a proxy before the desk, or "
    "server.sslCertFile and server.sslKeyFile in .streamlit/config.toml (docs/operating.md)."
)
WEBHOOKS = (
    "BELVO_ENV=production lacks a webhook authorization. Set BELVO_WEBHOOK_AUTHORIZATION, and enter the same value in "
    "Belvo's dashboard."
)
LEAST_AUTHORIZATION = 20  # characters
WEAK_WEBHOOKS = (
    f"BELVO_WEBHOOK_AUTHORIZATION has less than {LEAST_AUTHORIZATION} characters, which can be guessed. Make one "
    "(python -c 'import secrets; print(secrets.token_hex(32))'), and enter the same value in Belvo's dashboard."
)


def lacking(*, signs_in: bool, has_certificate: bool) -> list[str]:
    """What keeps production from starting, a line each with its cure; nothing for another environment.

    Keys that are missing are none of it: the pages say so. Any other setting that can't be meant is.
    """
    if not is_production():
        return []
    try:
        found = settings.load_without_keys()
    except BadSetting as error:
        return [str(error), *([] if signs_in else [SIGN_IN])]
    agreed = found.webhook_authorization
    needs = {
        SIGN_IN: signs_in,
        HTTPS: is_encrypted(found, has_certificate=has_certificate),
        WEBHOOKS: agreed is not None,
        WEAK_WEBHOOKS: agreed is None or len(agreed.reveal()) >= LEAST_AUTHORIZATION,
    }
    return [line for line, is_met in needs.items() if not is_met]


def is_production() -> bool:
    """Whether the desk is to work there; not where the file that says so can't be read: then nothing works."""
    try:
        return settings.environment() == "production"
    except BadSetting:
        return False


def is_encrypted(found: Settings, *, has_certificate: bool) -> bool:
    """Whether what people type leads to https."""
    return found.public_url.startswith("https:") if found.public_url else has_certificate
