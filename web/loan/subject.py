"""Whose loan file is asked for, by an external id or a link of theirs, as of which day, and seen by whom."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from starlette.exceptions import HTTPException
from starlette.requests import Request

from context import Context
from domain.as_known import PARAMETER
from domain.partial_months import month_start
from store import Database, known
from store.queries.links import people
from store.write.links import LinkRow
from web.api.clock import Clock
from web.loan import words
from web.sight import as_known, database_of, who_is_masked

MONTHS = 24
"""Whole months that movements and invoices are told of, beside the one that goes on."""

_WHO = ("external_id", "link")
_LONGEST = 300


@dataclass(frozen=True)
class Subject:
    """A person with all of their links; `known_on` is the day as of which all is told, None for now."""

    db: Database
    rows: Sequence[LinkRow]
    external_id: str
    day: date
    known_on: date | None
    masked: str
    desk: str
    environment: str

    @property
    def links(self) -> list[str]:
        return [row.link for row in self.rows]

    @property
    def name(self) -> str:
        """What people call them by, as the reader sees it."""
        named = next((row.owner for row in self.rows if row.owner), None)
        return named or self.external_id or self.rows[0].link[:8]

    @property
    def since(self) -> date:
        """The first day of what is told month by month."""
        return month_start(self.day, MONTHS)

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """The parameters of an address that name them."""
        return [("external_id", self.external_id)] if self.external_id else [("link", self.rows[0].link)]

    def called(self, link: str) -> str:
        """What a link of theirs is called: its institution's name, and how its id begins."""
        row = next((one for one in self.rows if one.link == link), None)
        return f"{(row and (row.display_name or row.institution)) or ''} ({link[:8]})".strip()

    @property
    def banks(self) -> Mapping[str, str]:
        return {row.link: row.display_name or row.institution or row.link[:8] for row in self.rows}


def subject_of(request: Request, context: Context, clock: Clock) -> Subject:
    """Whom the address names; answers 400 where it names nobody or no day, and 404 for who is not here."""
    asked = {name: _one(request, name) for name in (*_WHO, PARAMETER)}
    if bool(asked["external_id"]) == bool(asked["link"]):
        raise HTTPException(400, words.TEXTS["refusal.name_one"])
    seen = database_of(request, context)
    try:
        db = as_known(seen, request)
    except ValueError as error:
        raise HTTPException(400, str(error)) from error
    rows = people.of_person(db, external_id=asked["external_id"], link=asked["link"])
    if not rows:
        raise HTTPException(404, words.TEXTS["refusal.not_here"])
    day = date.fromisoformat(asked[PARAMETER]) if asked[PARAMETER] else None
    return Subject(
        db,
        rows,
        rows[0].external_id or "",
        day or (datetime.now(UTC) + clock.ahead()).date(),
        day,
        who_is_masked(request, context),
        context.settings.reachable_url,
        context.settings.environment,
    )


def end_of(subject: Subject) -> datetime:
    """The instant as of which links are judged: the end of the day that the file is of, whenever it is made."""
    return known.end_of(subject.day)


def _one(request: Request, name: str) -> str:
    values = [value.strip() for value in request.query_params.getlist(name)]
    if len(values) > 1:
        raise HTTPException(400, words.say("refusal.once", name=name))
    found = values[0] if values else ""
    if len(found) > _LONGEST:
        raise HTTPException(404, words.TEXTS["refusal.not_here"])
    return found
