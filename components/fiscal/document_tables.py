"""What tax authorities know beside invoices, as rows of tables."""

from components.ui import states
from components.ui.tables import OPEN, Column, Table
from languages import msg, say

LATENESS = {
    "current": msg("Current"),
    "delinquent": msg("Delinquent"),
    "severely_delinquent": msg("Severely delinquent"),
    "defaulted": msg("Defaulted"),
}

_WHOSE = Column(msg("Whose"), 205, "link")
_AS_OF = Column(msg("As of"), 95, "as_of", help=msg("When Belvo read it"))

TAXPAYERS = Table(
    {
        "open": OPEN,
        "name": Column(msg("Name"), 220),
        "whose": _WHOSE,
        "tax_id": Column(msg("Tax ID"), 130),
        "status": Column(msg("Status"), 80, "words"),
        "since": Column(msg("Since"), 95, "day"),
        "address": Column(msg("Address"), 250),
        "email": Column(msg("Email"), 180),
        "phone": Column(msg("Phone"), 100),
        "collected_at": _AS_OF,
    },
    alt=msg("Taxpayers"),
    empty=msg("No taxpayer is known here. Who they are comes with the first pull of a link to SAT or SII."),
)
REGISTRATIONS = Table(
    {
        "kind": Column(msg("Kind"), 95, "words"),
        "whose": _WHOSE,
        "name": Column(msg("Registered as"), 380),
        "share": Column(msg("Share"), 70, "percent", help=msg("Of the activities")),
        "since": Column(msg("Since"), 100, "day"),
        "until": Column(msg("Until"), 100, "day", help=msg("Empty: goes on")),
        "due": Column(msg("When it is due"), 260),
    },
    alt=msg("Regimes, activities, obligations and authorized documents"),
    empty=msg("Nothing is registered."),
)
OPINIONS = Table(
    {
        "open": OPEN,
        "outcome": Column(msg("Opinion"), 140, "state", help=msg("Of Mexico's tax authority"), states=states.OPINIONS),
        "whose": _WHOSE,
        "rfc": Column("RFC", 140),
        "number": Column(msg("Number"), 130),
        "collected_at": _AS_OF,
    },
    alt=msg("Opinions of compliance, newest first"),
    empty=msg("No opinion of compliance is stored of these links. They come from Mexico's SAT."),
)
RETENTIONS = Table(
    {
        "open": OPEN,
        "issued_at": Column(msg("Issued on"), 95, "day"),
        "whose": _WHOSE,
        "sender_name": Column(msg("Withheld by"), 230),
        "receiver_name": Column(msg("Withheld from"), 200),
        "total_retained_amount": Column(msg("Withheld"), 110, "amount"),
        "total_taxable_amount": Column(msg("Taxable"), 110, "amount"),
        "total_invoice_amount": Column(msg("Invoiced"), 110, "amount"),
        "cancelled_at": Column(msg("Cancelled"), 95, "day"),
    },
    alt=msg("Certificates of tax withheld, newest first"),
    empty=msg("No tax was withheld in these days, as far as is known. Certificates come from Mexico's SAT."),
    currency="MXN",
    unshown=("total_exempt_amount",),
)
STATED_YEARS = Table(
    {
        "open": OPEN,
        "year": Column(msg("Year"), 70),
        "net_revenue": Column(msg("Revenue"), 130, "amount"),
        "net_income": Column(msg("Net income"), 130, "amount"),
        "assets": Column(msg("Assets"), 130, "amount"),
        "liabilities": Column(msg("Liabilities"), 130, "amount"),
        "equity": Column(msg("Equity"), 130, "amount"),
        "error": Column(msg("Problem"), 200, optional=True),
    },
    alt=msg("Financial statements, the newest year first"),
    empty=msg("No year is stated."),
)
DEBT_REPORTS = Table(
    {
        "open": OPEN,
        "as_of": Column(msg("As of"), 95, "day"),
        "whose": _WHOSE,
        "name": Column(msg("Person"), 200),
        "document_number": Column("RUT", 110),
        "total": Column(msg("Owed"), 120, "amount"),
        **{name: Column(label, 125, "amount") for name, label in LATENESS.items()},
    },
    alt=msg("Debt reports, the newest data first"),
    empty=msg("No debt report is stored of these links. They come from Chile's CMF."),
)
DEBTS = Table(
    {
        "institution": Column(msg("Institution"), 180),
        "whose": _WHOSE,
        "kind": Column(msg("Kind"), 105, "words", help=msg("Direct and indirect are owed; lines are not")),
        "credit_type": Column(msg("Credit"), 110),
        "amount": Column(msg("Amount"), 125, "amount"),
        "indirect_amount": Column(msg("Indirect"), 110, "amount"),
        **{name: Column(label, 120, "amount") for name, label in LATENESS.items()},
    },
    alt=msg("Debts and lines of credit"),
    empty=msg("Nothing is owed, and no line of credit is open."),
)
RETURN_AMOUNTS = Table(
    {
        "section": Column(msg("Section"), 190, "words"),
        "field": Column(msg("Field"), 230, "words", help=msg("The tax authority's own names")),
        "amount": Column(msg("Amount"), 120, "amount"),
    },
    alt=msg("Amounts of the return"),
    empty=msg("The return tells no amount."),
)


def returns_table(kind: str) -> Table:
    """That of yearly or of monthly returns."""
    return Table(
        {
            "open": OPEN,
            "period": Column(say("Period"), 90, "year" if kind == "yearly" else "month"),
            "income": Column(
                say("Income"), 120, "amount", help=say("Wages before tax, services and all else together")
            ),
            "income_tax": Column(say("Income tax due"), 115, "amount"),
            "income_tax_in_favour": Column(say("In favour"), 110, "amount"),
            "vat": Column(say("VAT due"), 110, "amount"),
            "vat_in_favour": Column(say("VAT in favour"), 110, "amount"),
            "filing": Column(say("Filing"), 110),
            "note": Column(
                say("Counts"), 90, optional=True, help=say("Replaced: the period was filed again; in no sum")
            ),
            "filed_on": Column(say("Filed on"), 95, "day"),
            "rfc": Column("RFC", 125),
            "whose": _WHOSE,
        },
        alt=say("Tax returns, the newest period first"),
        empty=say("No yearly return is stored of these links and days. They come from Mexico's SAT.")
        if kind == "yearly"
        else say("No monthly return is stored of these links and days. They come from Mexico's SAT."),
        currency="MXN",
    )
