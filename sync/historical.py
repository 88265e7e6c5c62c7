"""Which historical data a link waits for, and what a pull tells of them."""

from collections.abc import Mapping, Sequence
from typing import Any

from resources import offered_as, offered_by, possible_at
from store import Database
from store.engine import Connection
from store.ops import historical, webhooks
from store.ops.jobs import Job
from store.write import institutions, rows
from store.write.institutions import Institution
from sync.pull import Result

BEGINNING = ("historical", "initial")
"""How the codes begin that tell of a link's first data."""


def expected(link: Mapping[str, Any], institution: Institution | None) -> list[str]:
    """The resources that Belvo loads of a link by itself: those that it names.

    Where it names none, they are all that its institution lists, and nothing if the link is a single one.
    """
    described = institution.described if institution else {}
    if fetched := link.get("fetch_resources"):
        return [resource.name for resource in possible_at(described) if resource.offer.name in fetched]
    if link.get("access_mode") == "single":
        return []
    return [resource.name for resource in offered_by(described)]


def begin(connection: Connection, link: Mapping[str, Any], *, since: str = "") -> None:
    """Wait for what Belvo loads of the link, but for what webhooks received from then on have told already."""
    institution = institutions.find_in(connection, str(link["institution"]))
    possible = possible_at(institution.described if institution else {})
    historical.expect(connection, link["id"], expected(link, institution))
    for event in webhooks.received(connection, link["id"], since):
        if str(event.code).startswith(BEGINNING):
            for resource in offered_as(str(event.type)):
                if resource in possible:
                    historical.announce(connection, link["id"], resource.name, now=event.received_at)


def note_pull(db: Database, job: Job, results: Sequence[Result]) -> None:
    """Let the history of the link's resources follow from how their pulls ended."""
    began = job.started_at or job.created_at
    with db.write(link=job.link) as connection:
        for result in results:
            if result.state == "done":
                count = rows.live_count(connection, result.resource, job.link)
                historical.note_listing(connection, job.link, result.resource, count, began=began)
            elif result.state == "skipped":
                historical.note_not_offered(connection, job.link, result.resource)
