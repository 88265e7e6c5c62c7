"""Bodies as a log may keep them: values under names that tell nothing of a person, all others hidden."""

from collections.abc import Collection, Mapping
from typing import Any

import orjson

HIDDEN = "[hidden]"
"""Stands for a value that is a secret, or that may tell something of a person."""

LONGEST = 16_384
"""Characters of a body that are told; a longer request is not told at all, of a longer answer the beginning is."""

_LARGEST = 1024 * 1024  # bytes of an answer that is looked at
_DEEPEST = 20

#: Of requests and answers: ids, kinds, days, states, and what an integrator has chosen.
_TOLD = frozenset(
    {"access_mode", "account", "accounting_date", "category", "code", "collected_at", "color_scheme", "country_code"}
    | {"country_codes", "created_at", "created_by", "credentials_storage", "css_key", "currency", "date_from"}
    | {"date_to", "default_consent_duration_days", "detail", "due_date", "end_date", "event", "exit", "expiry"}
    | {"expects_user_input", "external_id", "fetch_resources", "field", "institution", "integration_type"}
    | {"invoice_date", "link", "link_id", "locale", "openfinance_feature", "permissions", "product", "purpose"}
    | {"refresh_rate", "request_id", "resource", "resources", "save_data", "scopes", "stale_in", "start_date"}
    | {"status", "subtype", "success", "terms_and_conditions_url", "type", "username_type", "value_date"}
    | {"company_benefit_content", "company_benefit_header", "company_icon", "company_logo", "company_name"}
    | {"company_terms_url", "company_terms_version", "opportunity_loss", "overlay_background_color"}
    | {"show_belvo_middle_logo", "social_proof", "webhook_code", "webhook_type"}
)
_ANSWERED = _TOLD | {"id", "message", "count", "next"}
"""A request's `id` is that of the key."""

_COLOURS = "theme"


def request(body: Mapping[str, object] | None) -> str | None:
    """A request's body as JSON without secrets; None where there is none, or it is too long to be of use."""
    if body is None:
        return None
    text = orjson.dumps(_told(body, _TOLD, "", _DEEPEST)).decode()
    return text if len(text) <= LONGEST else None


def answer(content: bytes, secrets: Collection[str] = ()) -> str | None:
    """The beginning of an answer as JSON without secrets; None for what is none, or far too long.

    `secrets` are strings of the request, which a message may repeat.
    """
    if not content or len(content) > _LARGEST:
        return None
    try:
        found = orjson.loads(content)
    except orjson.JSONDecodeError:
        return None
    return orjson.dumps(_without(_told(found, _ANSWERED, "", _DEEPEST), secrets)).decode()[:LONGEST]


def _told(value: Any, names: frozenset[str], under: str, deep: int) -> object:  # noqa: ANN401 - any JSON
    match value:
        case _ if not deep:
            return HIDDEN
        case dict():
            return {str(name): _told(inner, names, _name(str(name), under), deep - 1) for name, inner in value.items()}
        case list() | tuple():
            return [_told(inner, names, under, deep - 1) for inner in value]
        case None | bool():
            return value
    return value if under in names else HIDDEN


def _without(value: Any, secrets: Collection[str]) -> object:  # noqa: ANN401 - any JSON
    match value:
        case str():
            for secret in secrets:
                value = value.replace(secret, HIDDEN)
        case dict():
            return {_without(name, secrets): _without(inner, secrets) for name, inner in value.items()}
        case list():
            return [_without(inner, secrets) for inner in value]
    return value


def _name(name: str, under: str) -> str:
    """A colour's `value` is the theme's."""
    return "css_key" if name == "value" and under == _COLOURS else name
