"""One declaration a resource of Belvo's; sync, store, actions, web and pages read it."""

from resources.catalogue import (
    RESOURCES,
    embedded_in,
    mask_at,
    offered_as,
    offered_by,
    possible_at,
    pulled_resources,
    resources_of,
)
from resources.columns import Column, ColumnKind
from resources.declaration import Declaration
from resources.offers import Countries, Family, InstitutionType, Offer, countries_of
from resources.policies import Continuation, Policy

__all__ = [
    "RESOURCES",
    "Column",
    "ColumnKind",
    "Continuation",
    "Countries",
    "Declaration",
    "Family",
    "InstitutionType",
    "Offer",
    "Policy",
    "countries_of",
    "embedded_in",
    "mask_at",
    "offered_as",
    "offered_by",
    "possible_at",
    "pulled_resources",
    "resources_of",
]
