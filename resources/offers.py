"""Where a resource is to be had, and under which name."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Literal

InstitutionType = Literal["bank", "fiscal", "employment"]

Countries = Mapping[InstitutionType, tuple[str, ...]]
"""By the type of institution, the countries in which it has a resource."""


class Family(StrEnum):
    """Belvo's product families."""

    CORE = "core"
    BANKING = "banking"
    ENRICHMENT = "enrichment"
    EMPLOYMENT = "employment"
    FISCAL = "fiscal"


@dataclass(frozen=True, slots=True)
class Offer:
    """What institutions offer a resource as, which is its name in webhooks and in a token's `fetch_resources` too.

    In `countries` the Connect Widget can be told to fetch it, and is unless somebody chooses if it is `usual`. Where
    several countries' resources share the name, `country` tells which. What comes of the way in which an institution
    is connected is in no institution's list of resources: `integration` names that way.
    """

    name: str = ""
    countries: Countries = field(default_factory=dict)
    usual: bool = False
    country: str | None = None
    integration: str | None = None

    def is_at(self, institution: Mapping[str, Any]) -> bool:
        """Whether the institution lists the resource; one of which nothing is known may list any."""
        if self.integration is not None:
            return bool(institution.get("integration_type") == self.integration)
        offered = institution.get("resources") or []
        return self.is_at_home(institution) and (not offered or self.name in offered)

    def is_at_home(self, institution: Mapping[str, Any]) -> bool:
        """Whether the name means this resource there, where several countries' share it."""
        countries = countries_of(institution)
        return self.country is None or not countries or self.country in countries

    def is_possible(self, institution: Mapping[str, Any]) -> bool:
        """Whether an institution of this type and country can have the resource, which it need not list.

        Belvo's own sandbox lists no bills for a bank that has some, and no tax retentions for the tax authority.
        """
        if self.integration is not None:
            return self.is_at(institution)
        type_, countries = institution.get("type"), countries_of(institution)
        there = {country for at, places in self.countries.items() if type_ in (None, at) for country in places}
        return bool(there) if not countries else not there.isdisjoint(countries)


def countries_of(institution: Mapping[str, Any]) -> tuple[str, ...]:
    """The codes of its countries; as Belvo wrote it before, one stands alone, in `country_code`."""
    named = institution.get("country_codes") or institution.get("country_code") or ()
    return (named,) if isinstance(named, str) else tuple(named)
