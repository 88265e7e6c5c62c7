"""Whom an address means, for what is told of one person at a time."""

from collections.abc import Sequence
from typing import Annotated

from pydantic import Field
from starlette.exceptions import HTTPException

from store.queries.links import people
from store.write.links import LinkRow
from web.api.lists import Paged
from web.api.reader import Reader
from web.api.values import AskedText

ExternalId = Annotated[AskedText | None, Field(description="Theirs in your own systems, as this token sees it")]
OneLink = Annotated[AskedText | None, Field(description="Any link of theirs")]


class OfPerson(Paged):
    """One person, by either; the external id counts where both are given."""

    external_id: ExternalId = None
    link: OneLink = None


def links_meant(reader: Reader, external_id: str | None, link: str | None) -> Sequence[LinkRow]:
    """All links of theirs; answers 422 without anybody being named, and 404 where nobody is."""
    if not (external_id or link):
        raise HTTPException(422, "Name one person: by external_id, or by a link of theirs.")
    found = people.of_person(reader.db, external_id=external_id or "", link=link or "")
    if not found:
        raise HTTPException(404, "There is nobody like this here, as far as this token sees.")
    return found
