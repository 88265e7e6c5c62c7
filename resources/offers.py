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
        """Whether the institution has the resource; one of which nothing is known may have any that it would list."""
        if self.integration is not None:
            return bool(institution.get("integration_type") == self.integration)
        offered, countries = institution.get("resources") or [], institution.get("country_codes") or []
        at_home = self.country is None or not countries or self.country in countries
        return at_home and (not offered or self.name in offered)
