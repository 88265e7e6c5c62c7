"""Checks as a table, the links with their scores, and the evidence behind a check."""

from collections.abc import Mapping, Sequence
from datetime import date

import pandas as pd

from components.quality.words import CHECKS, FOUND, VERDICTS
from components.ui.tables import OPEN, Column, Table
from components.ui.text import words
from domain.quality.checks import WEIGHTS, Check, Evidence, Finding, Verdict, score, worst
from languages import grouped, msg, say
from store.core.money import SCALE

CHECKED = Table(
    {
        "open": OPEN,
        "verdict": Column(msg("Verdict"), 118, "state", states=VERDICTS),
        "check": Column(msg("Check"), 250),
        "found": Column(msg("Found"), 150),
        "points": Column(msg("Takes off"), 75, "count", help=msg("Of 100 points")),
        "weight": Column(msg("At most"), 70, "count", help=msg("What it takes off where it fails")),
        "remedy": Column(msg("What it would take"), 470),
    },
    alt=msg("Checks with their verdicts and what they take off the score"),
    most=None,
)

LINKS = Table(
    {
        "label": Column(msg("Link"), 300),
        "score": Column(msg("Trust"), 80, "count", help=msg("Of 100 points")),
        "failed": Column(msg("Failed"), 300),
        "doubtful": Column(msg("Look here"), 300),
    },
    alt=msg("Links with their scores"),
)

EVIDENCE = Table(
    {
        "open": OPEN,
        "label": Column(msg("Link"), 190),
        "account": Column(msg("Account"), 170, optional=True),
        "day": Column(msg("From"), 92, "day", optional=True),
        "until": Column(msg("To"), 92, "day", optional=True),
        "what": Column(msg("What"), 330),
        "amount": Column(msg("Amount"), 120, "amount", optional=True),
        "resource": Column(msg("Resource"), 130, optional=True),
    },
    alt=msg("What a check found, row by row"),
    empty=msg("This check found nothing."),
)


def check_rows(findings: Sequence[Finding]) -> pd.DataFrame:
    """One row a check, over all links, in the order of what it may take off; its name as `key`."""
    return pd.DataFrame([_checked(check, findings) for check in Check])


def _checked(check: Check, findings: Sequence[Finding]) -> dict[str, object]:
    own = [finding for finding in findings if finding.check is check]
    verdict = worst(own)
    is_found = verdict in (Verdict.DOUBTFUL, Verdict.FAILED)
    return {
        "key": str(check),
        "verdict": str(verdict),
        "check": CHECKS[check].name,
        "found": told(check, own),
        "points": max((finding.lost for finding in own), default=0),
        "weight": WEIGHTS[check],
        "remedy": CHECKS[check].remedy if is_found else "",
    }


def told(check: Check, findings: Sequence[Finding]) -> str:
    """How many were found among how many looked at."""
    number, of = sum(one.number for one in findings), sum(one.of for one in findings)
    if not of:
        return ""
    return (
        say("{found} of {looked_at}", found=CHECKS[check].told(number), looked_at=grouped(of))
        if number
        else say("None of {looked_at}", looked_at=grouped(of))
    )


def link_rows(findings: Sequence[Finding], labels: Mapping[str, str]) -> pd.DataFrame:
    """One row a link, the least trusted first."""
    rows = [_link(link, label, [one for one in findings if one.link == link]) for link, label in labels.items()]
    frame = pd.DataFrame(rows, columns=["link", "label", "score", "failed", "doubtful"])
    return frame.assign(score=frame["score"].astype("float64")).sort_values("score", kind="stable", ignore_index=True)


def _link(link: str, label: str, findings: Sequence[Finding]) -> dict[str, object]:
    named = {verdict: [CHECKS[one.check].name for one in findings if one.verdict is verdict] for verdict in Verdict}
    return {
        "link": link,
        "label": label,
        "score": score(findings).points,
        "failed": ", ".join(named[Verdict.FAILED]),
        "doubtful": ", ".join(named[Verdict.DOUBTFUL]),
    }


def evidence_rows(evidence: Sequence[Evidence], labels: Mapping[str, str], accounts: Mapping[str, str]) -> pd.DataFrame:
    """One row a piece; `row` and `resource_name` open it."""
    rows = [
        {
            "link": one.link,
            "label": labels.get(one.link, one.link[:8]),
            "account": accounts.get(one.account),
            "day": _day(one.day),
            "until": _day(one.until),
            "what": FOUND.say(one.what),
            "amount": None if one.amount is None else one.amount / SCALE,
            "currency": one.currency,
            "resource": words(one.resource) if one.resource else None,
            "resource_name": one.resource,
            "row": one.row,
        }
        for one in evidence
    ]
    frame = pd.DataFrame(rows, columns=[*_EVIDENCE])
    days = {name: pd.to_datetime(frame[name]) for name in ("day", "until")}
    return frame.assign(**days, amount=frame["amount"].astype("float64"))


def _day(ordinal: int | None) -> pd.Timestamp | None:
    return pd.Timestamp(date.fromordinal(ordinal)) if ordinal else None


_EVIDENCE = (
    *("link", "label", "account", "day", "until", "what", "amount", "currency", "resource", "resource_name", "row"),
)
