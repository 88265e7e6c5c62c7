"""What is seen of an answer of Belvo's that is in no table: rows by their masks, errors by what they say."""

from collections.abc import Callable, Mapping
from typing import Any

from domain.masking.aliases import HIDDEN
from domain.masking.documents import looks_personal
from resources import RESOURCES

Row = Mapping[str, Any]
OfRow = Callable[[str, Row], Row]
OfText = Callable[[str], str]

SECRETS = frozenset({"access", "refresh", "password", "password2", "token", "username", "username2", "username3"})
"""Fields of answers and requests that nobody is shown."""

_CLEAR = frozenset(
    {"code", "count", "created_at", "event_id", "event_type", "exchange_id", "expiry", "field", "id", "link", "link_id"}
    | {"request_id", "resource", "status", "status_code", "type"}
    | {"access_mode", "credentials_storage", "date_from", "date_to", "fetch_resources", "institution", "locale"}
    | {"refresh_rate", "resources", "scopes", "stale_in"}
)
_SENTENCES = frozenset({"message", "detail"})


def seen(resource: str, answer: Any, of_row: OfRow, of_text: OfText) -> Any:  # noqa: ANN401 - any JSON
    """An answer about a resource as those see it who see no person.

    A page is told by its rows; what is of no resource that is declared, and every error, field by field.
    """
    match answer:
        case list():
            return [seen(resource, one, of_row, of_text) for one in answer]
        case dict() if isinstance(answer.get("results"), list):
            envelope = {name: value if name != "results" else [] for name, value in answer.items()}
            return {**_plain(envelope, of_text), "results": seen(resource, answer["results"], of_row, of_text)}
        case dict() if resource in RESOURCES and "code" not in answer and "id" in answer:
            return of_row(resource, answer)
        case dict():
            return _plain(answer, of_text)
    return HIDDEN if isinstance(answer, str) else answer


def without_secrets(answer: Any) -> Any:  # noqa: ANN401 - any JSON
    """The answer without tokens and credentials, which are shown to nobody."""
    match answer:
        case dict():
            return {
                name: HIDDEN if name in SECRETS and isinstance(value, str) else without_secrets(value)
                for name, value in answer.items()
            }
        case list():
            return [without_secrets(one) for one in answer]
    return answer


def _plain(answer: Row, of_text: OfText) -> dict[str, Any]:
    return {name: _value(name, value, of_text) for name, value in answer.items()}


def _value(name: str, value: Any, of_text: OfText) -> Any:  # noqa: ANN401 - any JSON
    match value:
        case dict():
            return _plain(value, of_text)
        case list():
            return [_value(name, one, of_text) for one in value]
        case str() if name in _SENTENCES:
            return of_text(value)
        case str() if name == "external_id" or name in _CLEAR:
            return HIDDEN if looks_personal(value) else value
        case str() if name in ("next", "previous"):
            return HIDDEN
        case int() | float() if name not in _CLEAR and not isinstance(value, bool):
            return HIDDEN
    return HIDDEN if isinstance(value, str) else value
