"""How states, kinds and rules of a matching are called, and what each means."""

from collections.abc import Mapping

from components.ui.states import State as Look
from domain.match.claims import Kind
from domain.match.months import Pay, Verdict
from domain.match.outcomes import PATIENCE, State
from domain.match.rules import PAYDAY, TOLERANCES, Rule

STATES: Mapping[str, Look] = {
    State.PAID: Look("Paid", ":material/check:", "✓", "green", "What is owed has come, to a hundredth of it"),
    State.PARTLY: Look("Partly", ":material/contrast:", "◐", "yellow", "Some of what is owed has come"),
    State.UNPAID: Look("Unpaid", ":material/close:", "✕", "red", "It was due on days that the bank tells of"),
    State.OPEN: Look("Open", ":material/hourglass_empty:", "…", "gray", f"Nothing has come yet, in {PATIENCE} days"),
    State.UNEXPLAINED: Look("Unexplained", ":material/question_mark:", "?", "orange", "Nothing says what it is for"),
    State.CANCELLED: Look("Cancelled", ":material/block:", "⊘", "gray", "Nothing is owed of it"),
    State.CREDITED: Look("Credited", ":material/undo:", "↶", "gray", "Credit notes take all of it back"),
    State.UNKNOWN: Look("Not known", ":material/remove:", "-", "gray", "The bank tells nothing of these days"),
}

KINDS: Mapping[str, str] = {
    Kind.INVOICE: "Invoice",
    Kind.PAYSLIP: "Payslip",
    Kind.INCOME: "Belvo's income",
    "": "Inflow alone",
}

RULES: Mapping[Rule, str] = {
    Rule.PERSON: "Somebody said so",
    Rule.NUMBER: "Its number in the line",
    Rule.COMPLEMENT: "Payment complement",
    Rule.NAME: "Amount and name",
    Rule.AMOUNT: "Amount alone",
    Rule.TOGETHER: "Several at once",
    Rule.PART: "A part, by its number",
}


def tolerance(rule: Rule, kind: Kind | None) -> str:
    """How near days and amounts have to be, in words."""
    if rule is Rule.PERSON:
        return "None: it was confirmed by hand"
    allowed = TOLERANCES.get(rule, TOLERANCES[Rule.NUMBER if rule is Rule.PART else Rule.NAME])
    days = f"{allowed.before} days before to {allowed.behind} after"
    if kind not in (Kind.INVOICE, None):
        days = f"{PAYDAY} days before or after"
    amount = f"{allowed.share:.1%} of the amount" if allowed.share else "the cent"
    if rule is Rule.TOGETHER:
        amount = "the cent, all together"
    return f"{days}; {'less than what is left' if rule is Rule.PART else 'to ' + amount}"


SAID: Mapping[str, Look] = {
    "yes": Look("Confirmed", ":material/thumb_up:", "✓", "green", "Somebody says that it is right"),
    "no": Look("Rejected", ":material/thumb_down:", "✕", "red", "Somebody says that it is not right"),
    "changed": Look("Changed since", ":material/change_history:", "△", "orange", "It rests on something else by now"),
}

VERDICTS: Mapping[str, Look] = {
    Verdict.AGREE: Look("Agree", ":material/check:", "✓", "green", "Within the tolerance"),
    Verdict.LESS: Look("Declared less", ":material/arrow_downward:", "↓", "orange", "Than was invoiced before tax"),
    Verdict.MORE: Look("Declared more", ":material/arrow_upward:", "↑", "orange", "Than was invoiced before tax"),
    Verdict.UNKNOWN: Look("No return", ":material/remove:", "-", "gray", "No return of the month is stored"),
}

PAYS: Mapping[str, Look] = {
    Pay.PAID: Look("Paid", ":material/check:", "✓", "green", "At least half of the salary came"),
    Pay.PARTLY: Look("Partly", ":material/contrast:", "◐", "yellow", "Less than half of the salary came"),
    Pay.UNPAID: Look("Unpaid", ":material/close:", "✕", "red", "No line of the bank names the employer"),
    Pay.UNKNOWN: Look("Not known", ":material/remove:", "-", "gray", "The bank is not known for the whole month"),
}
