"""Who is one person: links with the same external id; one without is of somebody by itself.

A link's external id is Belvo's or, where it has none, that of the person to whom somebody here has put it.
"""

from collections.abc import Iterable, Mapping


def person_of(link: str, external_id: str | None) -> str:
    """A name for the person that no other link's person has by chance."""
    return f"person {external_id}" if external_id else f"link {link}"


def count_people(links: Iterable[str], external_ids: Mapping[str, str | None]) -> int:
    """How many people these links are of."""
    return len({person_of(link, external_ids.get(link)) for link in links})
