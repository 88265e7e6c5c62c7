"""The masks of one store: of a value by its kind, and of all that a body of Belvo's says."""

from collections.abc import Callable, Collection, Mapping
from typing import Any
from urllib.parse import unquote

from domain.masking import cards
from domain.masking.aliases import HIDDEN, Aliases
from domain.masking.documents import is_company, looks_personal
from domain.masking.free_text import FreeText
from domain.masking.people import Known
from resources import RESOURCES, embedded_in
from resources.personal import UNDECLARED, Fields, Mask, Personal

JSON = Mapping[str, Any]

_WITHOUT_OPERATOR = """
    access_mode account account_type accounting_date amount category collected_at country_code created_at created_by
    currency fields id institution invoice_date issue_date link omit page page_size reference_date resources status type
    value_date year
"""
_PARAMETERS = frozenset(name for name in _WITHOUT_OPERATOR.split())
"""Parameters of Belvo's lists that name nobody, without their operators."""

_IDS = frozenset({"account", "created_by", "external_id", "fields", "id", "institution", "link", "omit"})
"""Parameters of ids and names: somebody may ask by what is none, such as a document."""

_NOBODYS = frozenset({Personal.PRIVATE, Personal.FILE})


class Masks:
    """Masks by the key of a store, and by whom it knows."""

    def __init__(self, key: bytes, known: Known | None = None, own: Collection[str] = ()) -> None:
        known = known or Known()
        self._aliases = Aliases(key)
        self._known = known
        self._text = FreeText(self._aliases, known, own)

    def masked(self, kind: Personal, value: str, beside: str = "", *, hides: bool = False) -> str:
        """What is seen of a value; `beside` is what the field says that the mask is `of`.

        Where the row `hides` companies, they are masked as employers.
        """
        if not value.strip():
            return value
        if kind in _NOBODYS:
            return HIDDEN
        if kind is Personal.TEXT:
            return self._text.masked(value, beside)
        if self._is_clear(kind, value, beside) and not hides:
            return value
        if kind is Personal.NAME and (hides or self._known.is_employer(value)):
            kind = Personal.EMPLOYER
        return self._aliases.of(kind, value)

    def body(self, resource: str, body: JSON) -> dict[str, Any]:
        """The same of an object of Belvo's, with what is embedded in it that is declared elsewhere."""
        declared = RESOURCES[resource]
        inner = {name: one.fields for name, one in embedded_in(declared).items()}
        return {name: self._member(name, value, body, declared.fields, inner) for name, value in body.items()}

    def _member(self, name: str, value: Any, body: JSON, fields: Fields, inner: Mapping[str, Fields]) -> Any:  # noqa: ANN401 - any JSON
        """A field of a row; what is embedded may be no more than its id."""
        if name in inner:
            return self._inside(inner[name], value, {}, "" if isinstance(value, dict) else "id")
        return self._inside(fields, value, body, name)

    def any_json(self, fields: Fields, value: Any) -> Any:  # noqa: ANN401 - any JSON
        """The same of any JSON, by the fields that it may have."""
        return self._inside(fields, value, {}, "")

    def message(self, text: str) -> str:
        """A sentence of Belvo's or of the desk's without numbers, e-mails and names that are known."""
        return self._text.message(text)

    def path(self, path: str) -> str:
        """The path of an address without documents in it."""
        return "/".join(HIDDEN if looks_personal(part) else part for part in path.split("/"))

    def query(self, query: str) -> str:
        """The parameters of an address; what is not known to name nobody is hidden."""
        return "&".join(map(self._parameter, query.split("&")))

    def _parameter(self, pair: str) -> str:
        name, equals, value = pair.partition("=")
        field = name.partition("__")[0]
        is_clear = field in _PARAMETERS
        if field in _IDS:
            is_clear = not any(map(looks_personal, unquote(value).split(",")))
        return pair if is_clear or not value else f"{name}{equals}{HIDDEN}"

    def _is_clear(self, kind: Personal, value: str, beside: str) -> bool:
        match kind:
            case Personal.TAX_ID:
                return is_company(value)
            case Personal.NAME:
                return is_company(beside)
            case Personal.EXTERNAL:
                return not looks_personal(value)
        return False

    def _inside(self, fields: Fields, value: Any, holder: JSON, path: str) -> Any:  # noqa: ANN401 - any JSON
        match value:
            case dict():
                begin = f"{path}." if path else ""
                return {name: self._inside(fields, inner, value, begin + name) for name, inner in value.items()}
            case list():
                return [self._inside(fields, inner, holder, path) for inner in value]
            case None | bool():
                return value
        mask = fields.mask_of(path)
        if mask is None or (mask is UNDECLARED and fields.is_number(path, value)):
            return value
        return self._field(mask, value, holder)

    def _field(self, mask: Mask, value: object, holder: JSON) -> str:
        if mask is UNDECLARED:
            return HIDDEN
        text = value if isinstance(value, str) else str(value)
        return self.masked(mask.kind, text, _text_at(holder, mask.of), hides=_hides(mask, holder.get))


class Revealed(Masks):
    """What is seen of the rows of somebody who is revealed; their texts still name nobody else.

    No card is whole, a document stays closed, and what nobody has declared stays hidden.
    """

    def masked(self, kind: Personal, value: str, beside: str = "", *, hides: bool = False) -> str:
        match kind:
            case Personal.FILE:
                return super().masked(kind, value, beside, hides=hides)
            case Personal.TEXT:
                return cards.cut(self._text.masked(value, beside))
        return cards.cut(value)

    def body(self, resource: str, body: JSON) -> dict[str, Any]:
        told: dict[str, Any] = cards.cut_all(super().body(resource, body))
        return told


def _text_at(holder: JSON, path: str) -> str:
    """The text at a path from the object; empty where there is none."""
    value: object = holder
    for name in path.split(".") if path else ():
        value = value.get(name) if isinstance(value, Mapping) else None
    return value if isinstance(value, str) else ""


def _hides(mask: Mask, get: Callable[[str], object]) -> bool:
    return bool(mask.hides) and get(mask.hides) in mask.on
