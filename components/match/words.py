"""How states, kinds and rules of a matching are called, and what each means."""

from collections.abc import Mapping

from components.ui.states import State as Look
from domain.match.claims import Kind
from domain.match.months import Pay, Verdict
from domain.match.outcomes import State
from domain.match.rules import PAYDAY, TOLERANCES, Rule
from languages import msg, percent, say

STATES: Mapping[str, Look] = {
    State.PAID: Look(msg("Paid"), ":material/check:", "✓", "green", msg("What is owed has come, to a hundredth of it")),
    State.PARTLY: Look(msg("Partly"), ":material/contrast:", "◐", "yellow", msg("Some of what is owed has come")),
    State.UNPAID: Look(msg("Unpaid"), ":material/close:", "✕", "red", msg("It was due on days that the bank tells of")),
    State.OPEN: Look(
        msg("Open"), ":material/hourglass_empty:", "…", "gray", msg("Nothing has come yet, but it may still")
    ),
    State.UNEXPLAINED: Look(
        msg("Unexplained"), ":material/question_mark:", "?", "orange", msg("Nothing says what it is for")
    ),
    State.CANCELLED: Look(msg("Cancelled"), ":material/block:", "⊘", "gray", msg("Nothing is owed of it")),
    State.CREDITED: Look(msg("Credited"), ":material/undo:", "↶", "gray", msg("Credit notes take all of it back")),
    State.UNKNOWN: Look(
        msg("Not known"), ":material/remove:", "-", "gray", msg("The bank tells nothing of these days")
    ),
}

KINDS: Mapping[str, str] = {
    Kind.INVOICE: msg("Invoice"),
    Kind.PAYSLIP: msg("Payslip"),
    Kind.INCOME: msg("Belvo's income"),
    "": msg("Inflow alone"),
}

RULES: Mapping[Rule, str] = {
    Rule.PERSON: msg("Somebody said so"),
    Rule.NUMBER: msg("Its number in the line"),
    Rule.COMPLEMENT: msg("Payment complement"),
    Rule.NAME: msg("Amount and name"),
    Rule.AMOUNT: msg("Amount alone"),
    Rule.TOGETHER: msg("Several at once"),
    Rule.PART: msg("A part, by its number"),
}


def tolerance(rule: Rule, kind: Kind | None) -> str:
    """How near days and amounts have to be, in words."""
    if rule is Rule.PERSON:
        return say("None: it was confirmed by hand")
    allowed = TOLERANCES.get(rule, TOLERANCES[Rule.NUMBER if rule is Rule.PART else Rule.NAME])
    days = say("{before} days before to {behind} after", before=allowed.before, behind=allowed.behind)
    if kind not in (Kind.INVOICE, None):
        days = say("{number} days before or after", number=PAYDAY)
    return f"{days}; {_near(rule, allowed.share)}"


def _near(rule: Rule, share: float) -> str:
    if rule is Rule.PART:
        return say("less than what is left")
    if rule is Rule.TOGETHER:
        return say("to the cent, all together")
    return say("to {share} of the amount", share=percent(share, 1)) if share else say("to the cent")


SAID: Mapping[str, Look] = {
    "yes": Look(msg("Confirmed"), ":material/thumb_up:", "✓", "green", msg("Somebody says that it is right")),
    "no": Look(msg("Rejected"), ":material/thumb_down:", "✕", "red", msg("Somebody says that it is not right")),
    "changed": Look(
        msg("Changed since"), ":material/change_history:", "△", "orange", msg("It rests on something else by now")
    ),
}

VERDICTS: Mapping[str, Look] = {
    Verdict.AGREE: Look(msg("Agree"), ":material/check:", "✓", "green", msg("Within the tolerance")),
    Verdict.LESS: Look(
        msg("Declared less"), ":material/arrow_downward:", "↓", "orange", msg("Than was invoiced before tax")
    ),
    Verdict.MORE: Look(
        msg("Declared more"), ":material/arrow_upward:", "↑", "orange", msg("Than was invoiced before tax")
    ),
    Verdict.UNKNOWN: Look(msg("No return"), ":material/remove:", "-", "gray", msg("No return of the month is stored")),
}

PAYS: Mapping[str, Look] = {
    Pay.PAID: Look(msg("Paid"), ":material/check:", "✓", "green", msg("At least half of the salary came")),
    Pay.PARTLY: Look(msg("Partly"), ":material/contrast:", "◐", "yellow", msg("Less than half of the salary came")),
    Pay.UNPAID: Look(msg("Unpaid"), ":material/close:", "✕", "red", msg("No line of the bank names the employer")),
    Pay.UNKNOWN: Look(
        msg("Not known"), ":material/remove:", "-", "gray", msg("The bank is not known for the whole month")
    ),
}
