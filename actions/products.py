"""What can be connected: each of Belvo's products with its countries, and what Belvo reads there."""

from dataclasses import dataclass

from languages import msg
from resources import Declaration, Family, InstitutionType, pulled_resources


@dataclass(frozen=True, slots=True)
class Product:
    """One product of Belvo's.

    What may be asked for in it, where, and what usually is, the declarations say; those of its `family` come first. By
    `consent` its connections are made through open finance: without stored credentials, with a person named
    beforehand, and in the countries of `only_in`. `anywhere` leaves the country to the person.
    """

    name: str
    label: str
    account: str
    type: InstitutionType
    family: Family
    widget_types: tuple[str, ...]
    consent: bool = False
    only_in: tuple[str, ...] = ()
    anywhere: bool = False

    @property
    def countries(self) -> tuple[str, ...]:
        every = (country for resource in self._resources() for country in resource.offer.countries[self.type])
        return self.only_in or tuple(dict.fromkeys(every))

    def offers(self, country: str | None) -> tuple[str, ...]:
        """What may be asked for in a country, or in any, under the names that a token's `fetch_resources` takes."""
        return tuple(resource.offer.name for resource in self._in_country(country))

    def asked_for(self, country: str | None) -> tuple[str, ...]:
        """What is asked for as long as nobody chooses."""
        return tuple(resource.offer.name for resource in self._in_country(country) if resource.offer.usual)

    def _in_country(self, country: str | None) -> list[Declaration]:
        known = self.countries
        chosen = country if country in known else known[0]
        return [resource for resource in self._resources() if chosen in resource.offer.countries[self.type]]

    def _resources(self) -> list[Declaration]:
        found = [resource for resource in pulled_resources().values() if self.type in resource.offer.countries]
        return sorted(found, key=lambda resource: resource.family is not self.family)


PRODUCTS = {
    product.name: product
    for product in (
        Product(
            "bank", msg("Bank"), msg("a bank account"), "bank", Family.BANKING, ("retail", "business"), anywhere=True
        ),
        Product(
            "open_finance",
            msg("Bank, by consent"),
            msg("a bank account"),
            "bank",
            Family.BANKING,
            ("retail", "business"),
            consent=True,
            only_in=("BR",),
        ),
        Product("fiscal", msg("Tax authority"), msg("a fiscal account"), "fiscal", Family.FISCAL, ("fiscal",)),
        Product(
            "employment",
            msg("Employment"),
            msg("an employment account"),
            "employment",
            Family.EMPLOYMENT,
            ("employment",),
        ),
    )
}


def available(environment: str) -> dict[str, Product]:
    """The products of an environment: Belvo's own banks are Brazilian and ask for a consent."""
    return {name: product for name, product in PRODUCTS.items() if name != "bank" or environment == "local"}


def form_for(page: str, environment: str) -> dict[str, list[str]]:
    """The address of the form that brings what a page in pages/ shows: product, country, and what Belvo is to read."""
    families = {resource.family for resource in pulled_resources().values() if resource.page == page}
    shown = [resource.offer for resource in pulled_resources().values() if resource.family in families]
    types = {type_ for offer in shown for type_ in offer.countries}
    product = next(product for product in available(environment).values() if product.type in types)
    country = product.countries[0]
    names = {offer.name for offer in shown} | {*product.asked_for(country)}
    return {
        "product": [product.name],
        "country": [country],
        "reads": [name for name in product.offers(country) if name in names],
    }


def is_by_consent(product: str | None) -> bool:
    """Whether connections of this product, a name that a session has, are made by a person's consent."""
    return product in PRODUCTS and PRODUCTS[product].consent


def product_at(type_: str | None, *, consent: bool) -> Product:
    """The product that connects an institution of this type; `consent` if it is one of open finance."""
    if type_ == "bank" and consent:
        return PRODUCTS["open_finance"]
    return next((product for product in PRODUCTS.values() if product.type == type_), PRODUCTS["bank"])
