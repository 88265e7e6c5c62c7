"""Quality of the data: the score, each check with what it found, and the first pieces of what was found."""

from collections.abc import Sequence
from datetime import date

from domain.quality.checks import Check, Finding, Verdict, worst
from domain.quality.words import CHECKS, FOUND
from languages import grouped
from web.loan import telling, words
from web.loan.document import Block, Cell, Column, Item, Section, Tone, figures, strong, table, toned
from web.loan.known import QUALITY, Known

_T = words.TEXTS
_MOST_EVIDENCE = 12
_LOW, _HIGH = 70, 90
_TONES: dict[Verdict, Tone] = {
    Verdict.WELL: "good",
    Verdict.DOUBTFUL: "warn",
    Verdict.FAILED: "bad",
    Verdict.UNCHECKED: "muted",
}


def section(known: Known) -> Section:
    """The score first."""
    blocks = [figures("", [trust(known)], columns=2), _checks(known), _evidence(known)]
    return Section("quality", _T["quality.title"], blocks, _T["quality.lead"], [[_T["sources.everything"]]])


def trust(known: Known) -> Item:
    """Of 100 points; not known where nothing could be checked."""
    points = known.value(QUALITY, "trust", unit="points")
    if points is None:
        return Item(_T["summary.trust"], _T["unknown"], _T["summary.trust_none"], "muted")
    tone: Tone = "good" if points >= _HIGH else "warn" if points >= _LOW else "bad"
    told, note = words.say("summary.trust_points", points=points), _T["summary.trust_note"]
    silent = known.value(QUALITY, "checks", group=str(Verdict.UNCHECKED))
    if silent:
        note = words.say("summary.trust_unchecked", note=note, number=silent, of=len(Check))
    return Item(_T["summary.trust"], told, note, tone)


def _checks(known: Known) -> Block:
    columns = (
        Column(_T["col.check"], 2.6),
        Column(_T["col.verdict"], 1),
        Column(_T["col.found"], 1.4),
        Column(_T["col.points"], right=True),
    )
    rows = [_checked(check, [one for one in known.findings if one.check is check]) for check in Check]
    return table(_T["quality.checks"], columns, rows, most=len(rows))


def _checked(check: Check, findings: Sequence[Finding]) -> list[Cell]:
    verdict = worst(findings)
    number, of = sum(one.number for one in findings), sum(one.of for one in findings)
    found = words.say("quality.found" if number else "quality.none_of", number=grouped(number), of=grouped(of))
    lost = max((one.lost for one in findings), default=0)
    return [
        CHECKS[check].name,
        toned(_T[f"quality.{verdict}"], _TONES[verdict]),
        found if of else "",
        strong(f"{lost}", "bad") if lost else "",
    ]


def _evidence(known: Known) -> Block:
    columns = (
        Column(_T["col.check"], 1.8),
        Column(_T["col.where"], 2),
        Column(_T["col.from"], 0.9, optional=True),
        Column(_T["col.until"], 0.9, optional=True),
        Column(_T["col.what"], 2.4),
        Column(_T["col.amount"], right=True, optional=True),
    )
    found = [(one, piece) for one in known.findings for piece in one.evidence]
    rows = [
        (
            CHECKS[one.check].name,
            telling.text(known.account_names.get(piece.account) or known.subject.called(piece.link), 60),
            telling.day(date.fromordinal(piece.day)) if piece.day else "",
            telling.day(date.fromordinal(piece.until)) if piece.until else "",
            telling.text(FOUND.say(piece.what), 90),
            telling.units(piece.amount, piece.currency) if piece.amount is not None else "",
        )
        for one, piece in found
    ]
    return table(
        _T["quality.evidence"],
        columns,
        rows,
        empty=_T["none"].capitalize() + ".",
        most=_MOST_EVIDENCE,
        beside="findings",
    )
