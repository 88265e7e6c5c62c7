"""Figures of widget sessions: how many were connected, and how far the others came."""

from datetime import UTC, datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Query

from domain.widget.funnel import days, share, stages, steps, taken, to_the_end
from store.queries.widget import funnel
from store.queries.widget.listing import SessionFilter
from web.api.figures.figure import Figure, Told, answer, figure
from web.api.lists import Answer, Page, Parameters
from web.api.reader import Reading
from web.api.values import AskedDay, AskedText

router = APIRouter()


class Sessions(Parameters):
    """Days are those of UTC on which sessions were opened; without them the last seven."""

    mode: Literal["connect", "update", "renew"] = "connect"
    way: Literal["page", "handed_out"] = "page"
    institution: AskedText | None = None
    product: AskedText | None = None
    device: Literal["phone", "tablet", "computer", "unknown"] | None = None
    since: AskedDay | None = None
    until: AskedDay | None = None


@router.get("/sessions", response_model=Page[Figure], response_class=Answer, summary="Of the page Widget sessions")
def of_sessions(reader: Reading, asked: Annotated[Sessions, Query()]) -> Answer:
    """How many widget sessions are over and were connected, and by step how many reached it, stopped there, the share
    that stopped, and the seconds to the next; with `before`, of as many days directly before."""
    reader.opens("sessions")
    now = datetime.now(UTC)
    since, until = days(asked.since, asked.until, now.date())
    wanted = SessionFilter(
        mode=asked.mode,
        way=asked.way,
        institution=asked.institution or "",
        product=asked.product or "",
        device=asked.device or "",
        since=since,
        until=until,
        now=now,
    )
    counts, before = (funnel.counted(funnel.counts(reader.db, one)) for one in (wanted, funnel.before(wanted)))
    found, earlier = share(counts), share(before)
    told: list[Told] = [
        figure("over", found.over),
        figure("connected", found.connected),
        figure("connected_share", found.part, "share"),
        figure("under_way", found.under_way),
        figure("over_before", earlier.over),
        figure("connected_share_before", earlier.part, "share"),
    ]
    for stage in stages(counts, before, steps(asked.way)):
        group = stage.step.word
        told += [
            figure("reached", stage.reached, group=group),
            figure("stopped", stage.stopped, group=group),
            figure("drop", stage.drop, "share", group=group),
            figure("drop_before", stage.drop_before, "share", group=group),
        ]
    arrivals = funnel.arrivals(reader.db, wanted)
    for step, one in sorted(taken(arrivals).items()):
        told.append(figure("seconds_to_next_median", one.median, "seconds", group=step.word))
    whole = to_the_end(arrivals)
    told.append(figure("seconds_to_a_link_median", whole.median if whole else None, "seconds"))
    return answer(reader, "sessions", told)
