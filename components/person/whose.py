"""Which person an address means: by their id in our own systems, or by a link of theirs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from store import Database
from store.write import links
from store.write.links import LinkRow


@dataclass(frozen=True)
class Person:
    """Somebody with all of their links; one without an external id is of one link."""

    external_id: str | None
    rows: Sequence[LinkRow]

    @property
    def links(self) -> list[str]:
        """The ids of the links."""
        return [row.link for row in self.rows]

    @property
    def name(self) -> str:
        """What people call them by."""
        named = next((row.owner for row in self.rows if row.owner), None)
        return named or self.external_id or self.rows[0].link[:8]

    @property
    def query(self) -> Mapping[str, str]:
        """The parameter that names them on any page of Analyse."""
        return {"external_id": self.external_id} if self.external_id else {"link": self.rows[0].link}


def person_named(db: Database, *, external_id: str = "", link: str = "") -> Person | None:
    """The person of this external id, or of this link; None where nobody is."""
    if external_id:
        rows = links.by_external_id(db, external_id)
        return Person(external_id, rows) if rows else None
    rows = links.of_person(db, link)
    return Person(rows[0].external_id or None, rows) if rows else None
