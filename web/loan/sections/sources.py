"""Sources: each link, each of Belvo's resources that was asked for, and Belvo's request ids."""

from collections.abc import Iterator

from domain.link_state.kept import KEPT
from languages import grouped
from store.core.amounts import DASH
from store.queries.links import consents, provenance
from web.loan import telling, words
from web.loan.document import Block, Cell, Column, Section, table, toned
from web.loan.known import Known, collected_under_utc

_T = words.TEXTS
_MOST_REQUESTS = 40


def section(known: Known) -> Section:
    """Links first, then what was asked for of each."""
    blocks = [_links(known), *(block for link in known.subject.links for block in _resources(known, link))]
    return Section("sources", _T["sources.title"], blocks, _T["sources.lead"], new_page=True)


def requests(known: Known) -> Section:
    """The appendix of request ids."""
    columns = (
        Column(_T["col.at_time"]),
        Column(_T["col.link"], 1.6),
        Column(_T["col.kind"]),
        Column(_T["col.what"], 2),
        Column(_T["col.request"], mono=True),
    )
    rows = [
        (
            telling.moment(row["at"]),
            telling.text(known.subject.called(str(row["link"]))),
            _T[f"requests.{row['kind']}"],
            telling.text(KEPT.say(row["what"]) if telling.is_known(row["what"]) else row["what"], 90),
            telling.identifier(row["request_id"]),
        )
        for row in provenance.requests(known.subject.db, known.subject.links).to_dict("records")
    ]
    block = table("", columns, rows, empty=_T["requests.none"], most=_MOST_REQUESTS, beside="requests")
    return Section("requests", _T["requests.title"], [block], _T["requests.lead"])


def _links(known: Known) -> Block:
    ends = {str(row["link"]): row for row in consents.table(known.subject.db, known.subject.links).to_dict("records")}
    columns = (
        Column(_T["col.institution"], 1.6),
        Column(_T["col.link"], mono=True),
        Column(_T["col.country"]),
        Column(_T["col.status"], 0.8),
        Column(_T["col.connected"]),
        Column(_T["col.consent"], optional=True),
    )
    rows = [
        (
            telling.text(row.display_name or row.institution),
            telling.identifier(row.link),
            telling.text(row.country),
            toned(telling.name_of(row.status), "good" if row.status == "valid" else "bad"),
            telling.moment(row.created_at),
            _consent(ends.get(row.link)),
        )
        for row in known.subject.rows
    ]
    return table(_T["sources.links"], columns, rows, most=len(rows))


def _consent(row: object) -> str:
    if not isinstance(row, dict):
        return DASH
    return _T["sources.no_end"] if row["endless"] is True else telling.day(row["expired_at"])


def _resources(known: Known, link: str) -> Iterator[Block]:
    title = telling.text(known.subject.called(link))
    columns = (
        Column(_T["col.resource"], 1.7),
        Column(_T["col.rows"], 0.4, right=True),
        Column(_T["col.collected"], 1.6),
        Column(_T["col.pulled"], 1.1),
        Column(_T["col.outcome"], 1),
    )
    rows: list[list[Cell]] = [
        [
            one.resource.upper(),
            grouped(one.rows),
            collected_under_utc(one) if one.rows else DASH,
            telling.moment(one.pulled_at),
            _ended(one),
        ]
        for one in known.origins[link]
    ]
    if rows:
        yield table(title, columns, rows, most=len(rows))
    else:
        yield table(title, (), (), empty=_T["sources.none"])


def _ended(one: provenance.Origin) -> Cell:
    if one.state == "done":
        return toned(_T["sources.ended_well"], "good")
    if not one.state:
        return toned(_T["sources.not_listed"], "muted")
    said = _T.get(f"sources.state.{one.state}", telling.name_of(one.state))
    return toned(
        f"{said}: {telling.text(KEPT.say(one.error), 60)}" if one.error else said,
        "bad" if one.state == "failed" else "muted",
    )
