"""The bodies of POST /api/token/: what a widget may do, how it looks, and what its user is asked to consent to.

https://developers.belvo.com/products/aggregation_brazil/ofda-widget-startup-configuration
"""

from collections.abc import Callable, Mapping
from typing import Any

from belvo_sandbox.bank.consents import DURATIONS, GROUPS, TEST_COMPANY
from belvo_sandbox.bank.links import CREDENTIALS_STORAGE, STALE_IN
from belvo_sandbox.core.document_checks import is_cnpj, is_cpf
from belvo_sandbox.core.errors import ApiError, ErrorItem, invalid
from belvo_sandbox.core.forms import Form

SCOPES = (
    "read_institutions",
    "write_links",
    "read_links",
    "delete_links",
    "read_consents",
    "write_consents",
    "write_consent_callback",
    "delete_consents",
)
FEATURES = ("consent_link_creation", "consent_management")
_PURPOSE = {True: 140, False: 600}  # characters: the description's limit when strict, the documentation's otherwise
_URL = r"https?://\S+"
# Any application's own scheme; the names of these would run in the widget's page
_DEEP_LINK = r"(?!(?:javascript|data|vbscript):)[A-Za-z][A-Za-z0-9+.-]*:\S+"
_COLOUR = r"#[0-9A-Fa-f]{6}"
_ANYTHING = r"[\s\S]*"
_CHECKS = {"CPF": is_cpf, "CNPJ": is_cnpj}

Block = dict[str, Any]


class TokenRequest:
    """Reads one body. Lenient, it requires keys and scopes; strict, whatever the description requires."""

    def __init__(self, body: Mapping[str, Any], *, strict: bool) -> None:
        self._strict = strict
        self._errors: list[ErrorItem] = []
        form = Form(body)
        self.secret_id = form.text("id", required=True) or ""
        self.secret_password = form.text("password", required=True) or ""
        self.scopes = form.names("scopes", required=True) or []
        self.link_id: str | None = None
        self.claims = self._read(form, body)
        if self._errors:
            raise ApiError(400, *self._errors)

    def _read(self, form: Form, body: Mapping[str, Any]) -> Block:
        # A token of update mode has four fields only, and says nothing of what its link has settled.
        required = self._strict and not body.get("link_id") and not _is_portal(body)
        claims: Block = {
            "fetch_resources": form.names("fetch_resources", required=required),
            "stale_in": form.text("stale_in", required=required, pattern=STALE_IN),
            "credentials_storage": form.text("credentials_storage", pattern=CREDENTIALS_STORAGE),
            "external_id": form.text("external_id"),
        }
        if required and "widget" not in body:
            form.text("widget", required=True)
        widget = form.mapping("widget")
        self.link_id = form.identifier("link_id")
        self._collect(form)
        if self._strict and not set(self.scopes) <= set(SCOPES):
            unknown = next(scope for scope in self.scopes if scope not in SCOPES)
            self._errors.append(invalid("scopes", "invalid_choice", f'"{unknown[:80]}" is not a valid choice.'))
        if widget is not None:
            claims["widget"] = self._widget(widget)
            claims["external_id"] = claims["external_id"] or _text(widget.get("external_id"))
        return {name: value for name, value in claims.items() if value is not None}

    def _widget(self, block: Block) -> Block:
        form, strict = Form(block), self._strict
        feature = form.choice("openfinance_feature", FEATURES)
        is_portal = feature == "consent_management"
        wants_consent = feature == "consent_link_creation" or ("consent" in block and not is_portal)
        form.choice("color_scheme", ("LIGHT", "DARK"))
        purpose = form.text("purpose")
        blocks: dict[str, Callable[[Block], Block]] = {
            "callback_urls": self._callbacks,
            "branding": self._branding,
            "consent": lambda block: self._consent(
                {"purpose": purpose, **block} if purpose else block, is_portal=is_portal
            ),
        }
        nested = {name: form.mapping(name) for name in blocks}
        self._collect(form)
        if strict and wants_consent:
            missing = [name for name in (*blocks, "openfinance_feature") if name not in block]
            self._errors += [invalid(name, "required") for name in missing]
        widget = {**block, **{name: blocks[name](block) for name, block in nested.items() if block is not None}}
        if block.get("theme") is not None:
            widget["theme"] = self._items("theme", block["theme"], self._colour)
        return widget

    def _callbacks(self, block: Block) -> Block:
        form = Form(block)
        for name in ("success", "exit", "event"):
            form.text(name, required=self._strict, pattern=_DEEP_LINK)
        self._collect(form)
        return block

    def _branding(self, block: Block) -> Block:
        form, strict = Form(block), self._strict
        form.text("company_name", required=strict)
        for name in ("company_icon", "company_logo", "company_terms_url"):
            form.text(name, required=strict, pattern=_URL if strict else _ANYTHING)
        form.text("company_terms_version")
        form.text("overlay_background_color", pattern=_COLOUR if strict else _ANYTHING)
        form.flag("social_proof", default=True)
        form.flag("show_belvo_middle_logo", default=True)
        self._collect(form)
        return block

    def _colour(self, block: Block) -> Block:
        form = Form(block)
        form.text("css_key", required=self._strict, pattern=r"--[A-Za-z0-9-]+" if self._strict else _ANYTHING)
        form.text("value", required=self._strict)
        self._collect(form)
        return block

    def _consent(self, block: Block, *, is_portal: bool) -> Block:
        form, strict = Form(block), self._strict
        purpose = form.text("purpose", required=strict and not is_portal)
        form.text("terms_and_conditions_url", required=strict, pattern=_URL if strict else _ANYTHING)
        permissions = form.names("permissions", required=strict)
        days = form.choice("default_consent_duration_days", tuple(map(str, DURATIONS)))
        self._collect(form)
        if purpose and len(purpose) > _PURPOSE[strict]:
            message = f"Ensure this field has no more than {_PURPOSE[strict]} characters."
            self._errors.append(invalid("purpose", message=message))
        if permissions and not set(permissions) <= set(GROUPS):
            message = f"Choose from {', '.join(GROUPS)}."
            self._errors.append(invalid("permissions", "invalid_choice", message))
        read: Block = {"permissions": permissions, "default_consent_duration_days": int(days) if days else None}
        people = block.get("identification_info")
        if people is not None:
            read["identification_info"] = self._people(people)
        elif strict:
            self._errors.append(invalid("identification_info", "required"))
        return {name: value for name, value in {**block, **read}.items() if value is not None}

    def _people(self, block: object) -> list[Block]:
        people = self._items("identification_info", block, self._person)
        kinds = [person.get("type") for person in people]
        if people and len(kinds) != len(set(kinds)):
            self._errors.append(invalid("identification_info", message="One CPF, and one CNPJ for a company."))
        elif self._strict and "CPF" not in kinds:
            self._errors.append(invalid("identification_info", message="A CPF is needed."))
        return people

    def _person(self, block: Block) -> Block:
        form = Form(block)
        kind = form.choice("type", tuple(_CHECKS), required=True)
        number = form.text("number", required=True)
        form.text("name", required=self._strict)
        self._collect(form)
        if kind and number and number != TEST_COMPANY and not _CHECKS[kind](number):
            self._errors.append(invalid("number", message=f"Must be a valid {kind}."))
        return {**block, "number": number}

    def _items(self, field: str, block: object, read: Callable[[Block], Block]) -> list[Block]:
        if not isinstance(block, list) or not all(isinstance(item, dict) for item in block):
            self._errors.append(invalid(field, "not_a_list"))
            return []
        return [read(item) for item in block]

    def _collect(self, form: Form) -> None:
        try:
            form.check()
        except ApiError as wrong:
            self._errors += wrong.items


def _is_portal(body: Mapping[str, Any]) -> bool:
    widget = body.get("widget")
    return isinstance(widget, dict) and widget.get("openfinance_feature") == "consent_management"


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None
