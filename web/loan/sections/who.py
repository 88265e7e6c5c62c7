"""Who: names and documents by each who says so, and whether they mean one person."""

from collections.abc import Mapping, Sequence

from domain.person.agreement import Verdict
from store.queries.people import identities
from web.loan import telling, words
from web.loan.document import Block, Column, Point, Section, Tone, points, table, text
from web.loan.known import Known

SOURCES = ("owners", "tax_status", "cl_tax_status", "cl_debt_reports", "employment_records", "mx_current_employments")
_T = words.TEXTS
_MOST_PAIRS = 3
_TONES: Mapping[Verdict, Tone] = {Verdict.AGREE: "good", Verdict.DIFFER: "bad", Verdict.ALONE: "muted"}


def section(known: Known) -> Section:
    """All who name them, side by side."""
    blocks = [_told(known), *_agreement(known), *_assigned(known)]
    return Section("who", _T["who.title"], blocks, _T["who.lead"], known.sources(*SOURCES))


def _told(known: Known) -> Block:
    rows = identities.table(known.subject.db, known.subject.links).to_dict("records")
    if not rows:
        return text(_T["who.none"], "muted")
    columns = (
        Column(_T["col.as"], 1.1),
        Column(_T["col.at"], 1.5),
        Column(_T["col.name"], 2),
        Column(_T["col.document"], 1.3),
        Column(_T["col.born"], 0.8, optional=True),
    )
    cells = [
        (
            _T[f"who.{row['resource']}"],
            telling.text(known.subject.called(str(row["link"]))),
            telling.text(row["name"]),
            telling.text(row["document"]),
            telling.text(row["birth_date"]),
        )
        for row in rows
    ]
    return table("", columns, cells, beside="owners")


def _agreement(known: Known) -> list[Block]:
    found = identities.agreement_of(known.subject.db, known.subject.links)
    said = []
    for what, verdict, pairs in (
        ("names", found.names, found.other_names),
        ("documents", found.documents, found.other_documents),
    ):
        label = _T[f"who.{what}"]
        told = words.say("who.pairs", what=label, pairs=_pairs(known, pairs)) if pairs else _T[f"who.{verdict}"]
        said.append(Point(told, "" if pairs else label, _TONES[verdict]))
    return [points("", said)]


def _pairs(known: Known, pairs: Sequence[tuple[str, str]]) -> str:
    told = [
        words.say("who.pair", one=_source(known, one), other=_source(known, other))
        for one, other in pairs[:_MOST_PAIRS]
    ]
    said, more = "; ".join(told), len(pairs) - len(told)
    return words.say("who.more_pairs", pairs=said, number=more) if more > 0 else said


def _source(known: Known, source: str) -> str:
    resource, _, link = source.partition(" ")
    return words.say("who.source", kind=_T[f"who.{resource}"], where=telling.text(known.subject.called(link)))


def _assigned(known: Known) -> list[Block]:
    rows = [row for row in known.subject.rows if row.is_assigned]
    return [text(words.say("who.assigned", link=telling.text(known.subject.called(row.link))), "muted") for row in rows]
