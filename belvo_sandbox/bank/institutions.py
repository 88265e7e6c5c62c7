"""The institutions of the sandbox, under the ids and names that Belvo's own sandbox has used.

https://developers.belvo.com/developer_resources/resources-sandbox
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from belvo_sandbox.bank import login_forms, logos
from belvo_sandbox.bank.login_forms import LoginForm
from belvo_sandbox.core.errors import failure
from belvo_sandbox.people import BRAZIL, CHILE, COLOMBIA, MEXICO, Country

_COLOUR = "#056dae"


# What institutions have, by the names of `products.RESOURCES`.
_BANK = ("ACCOUNTS", "BALANCES", "INCOMES", "OWNERS", "RECURRING_EXPENSES", "RISK_INSIGHTS", "TRANSACTIONS")
_BRAZILIAN_BANK = tuple(sorted((*_BANK, "BILLS", "EXCHANGES", "INVESTMENTS", "INVESTMENT_TRANSACTIONS")))
_BUSINESS = ("ACCOUNTS", "BALANCES", "OWNERS", "TRANSACTIONS")
_FISCAL = (
    "FINANCIAL_STATEMENTS",
    "INVOICES",
    "TAX_COMPLIANCE_STATUS",
    "TAX_RETENTIONS",
    "TAX_RETURNS",
    "TAX_STATUS",
)
_CHILEAN_FISCAL = ("CL_DEBT_REPORTS", "CL_INVOICES", "CL_TAX_STATUS")
_MEXICAN_EMPLOYMENT = ("CURRENT_EMPLOYMENTS", "EMPLOYMENT_METRICS", "EMPLOYMENT_RECORDS", "OWNERS")
_BRAZILIAN_EMPLOYMENT = ("EMPLOYMENTS", "OWNERS")

# What they list, as recorded of Belvo's sandbox: neither all that they have nor all of it there. Of some resources the
# description knows no institution that could list them.
_LISTED_BY_OPEN_FINANCE = ("ACCOUNTS", "TRANSACTIONS", "OWNERS", "RISK_INSIGHTS", "BALANCES", "INCOMES", "INVOICES")
_LISTED_BY_FISCAL = ("TAX_COMPLIANCE_STATUS", "TAX_RETURNS", "TAX_STATUS", "INVOICES", "FINANCIAL_STATEMENTS")
_LISTED_BY_CHILEAN_FISCAL = ("INVOICES", "TAX_STATUS")
_LISTED_BY_MEXICAN_EMPLOYMENT = ("EMPLOYMENT_RECORDS", "OWNERS")

_TOKEN_REQUIRED = ({"name": "token_required", "description": "The institution may require a token during login"},)


@dataclass(frozen=True)
class Institution:
    """A bank, a tax authority or a social security."""

    id: int
    name: str
    display_name: str
    country: Country
    glyph: str
    form: LoginForm
    resources: tuple[str, ...] = _BANK  # by the names of `products.RESOURCES`
    type: str = "bank"
    features: tuple[dict[str, str], ...] = ()
    integration_type: str = "credentials"
    status: str = "healthy"
    primary_color: str = _COLOUR
    listed: tuple[str, ...] = ()  # its resources as the API shows them; empty for all that it has

    @property
    def asks_for_tokens(self) -> bool:
        return any(feature["name"] == "token_required" for feature in self.features)

    @cached_property
    def body(self) -> dict[str, Any]:
        """The institution as the API shows it."""
        return {
            "id": self.id,
            "name": self.name,
            "type": self.type,
            "website": f"https://{self.name.split('_')[0]}.example/{self.country.code.lower()}",
            "display_name": self.display_name,
            "country_codes": [self.country.code],
            "primary_color": self.primary_color,
            "logo": logos.lettering(self.glyph, self.primary_color, self.display_name),
            "icon_logo": logos.icon(self.glyph, self.primary_color),
            "text_logo": logos.lettering(self.glyph, self.primary_color, self.display_name),
            "code": None,
            "form_fields": [field.body() for field in self.form],
            "features": [dict(feature) for feature in self.features],
            "resources": [*(self.listed or map(public_name, self.resources))],
            "integration_type": self.integration_type,
            "status": self.status,
            "openbanking_information": None,
        }

    def resource(self, name: str) -> str | None:
        """The key in `products.RESOURCES` of what Belvo calls by this name here; None if it is not offered."""
        return next((key for key in self.resources if name in (key, public_name(key))), None)


def public_name(resource: str) -> str:
    """Belvo's name of a resource: Chile's invoices are INVOICES too, though they have a path of their own."""
    return resource.removeprefix("CL_")


def _bank(id_: int, name: str, display_name: str, country: Country, glyph: str, **more: Any) -> Institution:  # noqa: ANN401 - fields of Institution
    form = login_forms.PORTUGUESE if country is BRAZIL else login_forms.SPANISH
    defaults = {"form": form, "resources": _BRAZILIAN_BANK if country is BRAZIL else _BANK}
    listed = {"listed": more.get("resources", _BANK)}
    return Institution(id_, name, display_name, country, glyph, **{**defaults, **listed, **more})


INSTITUTIONS = (
    Institution(
        9256,
        "ofmockbank_br_retail",
        "OF Mock Bank by Raidiam",
        BRAZIL,
        "rings",
        login_forms.OPEN_FINANCE,
        _BRAZILIAN_BANK,
        integration_type="openfinance",
        primary_color="#016FD0",
        listed=_LISTED_BY_OPEN_FINANCE,
    ),
    _bank(1001, "gringotts_mx_retail", "Gringotts Bank", MEXICO, "vault"),
    _bank(1002, "gringotts_co_retail", "Gringotts Bank", COLOMBIA, "vault"),
    _bank(1003, "gringotts_br_retail", "Gringotts Bank", BRAZIL, "vault"),
    _bank(1004, "erebor_mx_retail", "Erebor Bank", MEXICO, "peak"),
    _bank(1005, "erebor_co_retail", "Erebor Bank", COLOMBIA, "peak"),
    _bank(1006, "erebor_br_retail", "Erebor Bank", BRAZIL, "peak"),
    _bank(1010, "gotham_mx_business", "Gotham Business Bank", MEXICO, "tower", resources=_BUSINESS),
    _bank(1012, "gotham_br_business", "Gotham Business Bank", BRAZIL, "tower", resources=_BUSINESS),
    Institution(
        1013,
        "tatooine_mx_fiscal",
        "Tatooine Fiscal",
        MEXICO,
        "suns",
        login_forms.TAXPAYER,
        _FISCAL,
        "fiscal",
        listed=_LISTED_BY_FISCAL,
    ),
    _bank(
        1014,
        "heimdall_mx_retail",
        "Heimdall Bank (Pruebas MFA)",
        MEXICO,
        "bridge",
        form=login_forms.SPANISH_WITH_TOKEN,
        features=_TOKEN_REQUIRED,
    ),
    _bank(
        1020,
        "heimdall_br_retail",
        "Heimdall Bank (teste de MFA)",
        BRAZIL,
        "bridge",
        form=login_forms.PORTUGUESE_WITH_TOKEN,
        features=_TOKEN_REQUIRED,
    ),
    _bank(
        1015,
        "ironbank_br_business",
        "Iron Bank (Advanced login)",
        BRAZIL,
        "coin",
        form=login_forms.ADVANCED,
        resources=_BUSINESS,
    ),
    _bank(1016, "ironbank_br_retail", "Iron Bank (Advanced login)", BRAZIL, "coin", form=login_forms.ADVANCED),
    Institution(
        9454,
        "planet_mx_employment",
        "Planet Express Employment",
        MEXICO,
        "planet",
        login_forms.POPULATION_CODE,
        _MEXICAN_EMPLOYMENT,
        "employment",
        listed=_LISTED_BY_MEXICAN_EMPLOYMENT,
    ),
    # Belvo's sandbox has nothing for these; ids and names are our own.
    Institution(
        9801,
        "arrakis_cl_fiscal",
        "Arrakis Impuestos",
        CHILE,
        "suns",
        login_forms.CHILEAN_TAXPAYER,
        _CHILEAN_FISCAL,
        "fiscal",
        listed=_LISTED_BY_CHILEAN_FISCAL,
    ),
    Institution(
        9802,
        "nostromo_br_employment",
        "Nostromo Previdência",
        BRAZIL,
        "planet",
        login_forms.BRAZILIAN_WORKER,
        _BRAZILIAN_EMPLOYMENT,
        "employment",
    ),
    _bank(9803, "sleepy_hollow_mx_retail", "Sleepy Hollow Bank (caído)", MEXICO, "coin", status="down"),
)
_BY_NAME = {institution.name: institution for institution in INSTITUTIONS}


def find(name: str) -> Institution:
    """The institution of this name; raises `does_not_exist`."""
    try:
        return _BY_NAME[name]
    except KeyError as cause:
        message = f"Object with name={name[:80]} does not exist."
        raise failure("does_not_exist", message, field="institution") from cause
