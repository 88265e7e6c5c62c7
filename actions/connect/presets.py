"""Presets of the widget: what the lab's address says of it, as the choices that open it.

A preset is a saved view of the widget lab. What Connect's form has a field for goes into that; the rest, `preset`
brings along.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import cast, get_args

from actions import views
from actions.connect.person import TEST_PERSON, Person
from actions.connect.token_body import Choices
from actions.products import available
from belvo_client.token import STALE_IN
from belvo_client.types import ColorScheme
from domain.access.views import Pairs, View
from domain.roles import Actor
from domain.widget import options
from store import Database

PAGE = "widget_lab"
"""The page of whose views presets are made."""

PARAMETER = "preset"
"""What names a preset in the address of Connect."""

IN_FORM = (
    *("product", "country", "institution", "language", "access", "keep", "credentials"),
    *("company", "look", "colour", "reads"),
)
"""The parameters that Connect's form has a field for, under the same names."""

_INSTITUTION = "institution"

LOCALES = ("en", "es", "pt")


def presets(db: Database, viewer: Actor) -> list[View]:
    """Those that somebody may choose, by name; `db` is the whole store."""
    return [view for view in views.seen_by(db, viewer) if view.page == PAGE]


def find(db: Database, preset: str, viewer: Actor) -> View | None:
    """One of them; None for one that there is not, or is another's own."""
    found = views.find(db, preset, viewer) if preset else None
    return found if found and found.page == PAGE else None


def besides_form(pairs: Pairs) -> dict[str, str]:
    """What of a preset Connect's form has no field for."""
    return {name: value for name, value in options.given(pairs).items() if name not in IN_FORM}


def institutions_besides_form(pairs: Pairs) -> tuple[str, ...]:
    """The institutions of a preset that has several, for which the form has no field."""
    found = tuple(dict.fromkeys(value for name, value in pairs if name == _INSTITUTION))
    return found if len(found) > 1 else ()


def for_form(pairs: Pairs) -> dict[str, list[str]]:
    """What of it Connect's form has a field for: every one of its parameters, empty where the preset leaves it open."""
    found = {name: [value for one, value in pairs if one == name] for name in IN_FORM}
    return found | ({_INSTITUTION: []} if institutions_besides_form(pairs) else {})


def choices_of(pairs: Iterable[tuple[str, str]], environment: str) -> Choices:
    """What the lab's address says, with the test person where somebody has to consent; raises BadChoice.

    What can't be had gives way to what is usual.
    """
    given = _several(pairs)
    products = available(environment)
    product = products[_one_of(given, "product", [*products])]
    country = _one_of(given, "country", [*([""] if product.anywhere else []), *product.countries]) or None
    offered = product.offers(country)
    set_ = options.given((name, value) for name, values in given.items() for value in values)
    look, color, company = (set_.pop(name, None) for name in ("look", "colour", "company"))
    return Choices(
        product=product.name,
        country=country,
        institution=next(iter(given.get("institution", ())), None),
        institutions=tuple(given.get("institution", ())),
        locale="pt" if product.consent else _one_of(given, "language", LOCALES),
        access_mode=_one_of(given, "access", ("recurrent", "single")),
        resources=tuple(name for name in given.get("reads", ()) if name in offered),
        stale_in=_first(given, "keep") or STALE_IN,
        credentials_storage=None if product.consent else _first(given, "credentials"),
        company_name=company,
        color=color,
        color_scheme=cast("ColorScheme", look) if look in get_args(ColorScheme) else None,
        consent=consenting() if product.consent else None,
        options=set_,
    )


def consenting() -> Person:
    """Who is shown to consent as long as nobody does."""
    return TEST_PERSON


def _several(pairs: Iterable[tuple[str, str]]) -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in pairs:
        found.setdefault(name, []).append(value)
    return found


def _first(given: Mapping[str, Sequence[str]], name: str) -> str | None:
    return next(iter(given.get(name, ())), None) or None


def _one_of(given: Mapping[str, Sequence[str]], name: str, allowed: Sequence[str]) -> str:
    asked = _first(given, name)
    return asked if asked is not None and asked in allowed else allowed[0]
