"""What tax authorities know beside invoices, as rows of tables."""

from components.ui import states
from components.ui.tables import OPEN, Column, Table
from components.ui.text import words

LATENESS = ("current", "delinquent", "severely_delinquent", "defaulted")

_WHOSE = Column("Whose", 205, "link")
_AS_OF = Column("As of", 95, "as_of", help="When Belvo read it")

TAXPAYERS = Table(
    {
        "open": OPEN,
        "name": Column("Name", 220),
        "whose": _WHOSE,
        "tax_id": Column("Tax ID", 130),
        "status": Column("Status", 80, "words"),
        "since": Column("Since", 95, "day"),
        "address": Column("Address", 250),
        "email": Column("Email", 180),
        "phone": Column("Phone", 100),
        "collected_at": _AS_OF,
    },
    alt="Taxpayers",
    empty="No taxpayer is known here. Who they are comes with the first pull of a link to SAT or SII.",
)
REGISTRATIONS = Table(
    {
        "kind": Column("Kind", 95, "words"),
        "whose": _WHOSE,
        "name": Column("Registered as", 380),
        "share": Column("Share", 70, "percent", help="Of the activities"),
        "since": Column("Since", 100, "day"),
        "until": Column("Until", 100, "day", help="Empty: goes on"),
        "due": Column("When it is due", 260),
    },
    alt="Regimes, activities, obligations and authorized documents",
    empty="Nothing is registered.",
)
OPINIONS = Table(
    {
        "open": OPEN,
        "outcome": Column("Opinion", 140, "state", help="Of Mexico's tax authority", states=states.OPINIONS),
        "whose": _WHOSE,
        "rfc": Column("RFC", 140),
        "number": Column("Number", 130),
        "collected_at": _AS_OF,
    },
    alt="Opinions of compliance, newest first",
    empty="No opinion of compliance is stored of these links. They come from Mexico's SAT.",
)
RETENTIONS = Table(
    {
        "open": OPEN,
        "issued_at": Column("Issued on", 95, "day"),
        "whose": _WHOSE,
        "sender_name": Column("Withheld by", 230),
        "receiver_name": Column("Withheld from", 200),
        "total_retained_amount": Column("Withheld", 110, "amount"),
        "total_taxable_amount": Column("Taxable", 110, "amount"),
        "total_invoice_amount": Column("Invoiced", 110, "amount"),
        "cancelled_at": Column("Cancelled", 95, "day"),
    },
    alt="Certificates of tax withheld, newest first",
    empty="No tax was withheld in these days, as far as is known. Certificates come from Mexico's SAT.",
    currency="MXN",
)
STATED_YEARS = Table(
    {
        "open": OPEN,
        "year": Column("Year", 70),
        "net_revenue": Column("Revenue", 130, "amount"),
        "net_income": Column("Net income", 130, "amount"),
        "assets": Column("Assets", 130, "amount"),
        "liabilities": Column("Liabilities", 130, "amount"),
        "equity": Column("Equity", 130, "amount"),
        "error": Column("Problem", 200, optional=True),
    },
    alt="Financial statements, the newest year first",
    empty="No year is stated.",
)
DEBT_REPORTS = Table(
    {
        "open": OPEN,
        "as_of": Column("As of", 95, "day"),
        "whose": _WHOSE,
        "name": Column("Person", 200),
        "document_number": Column("RUT", 110),
        "total": Column("Owed", 120, "amount"),
        **{name: Column(words(name), 125, "amount") for name in LATENESS},
    },
    alt="Debt reports, the newest data first",
    empty="No debt report is stored of these links. They come from Chile's CMF.",
)
DEBTS = Table(
    {
        "institution": Column("Institution", 180),
        "whose": _WHOSE,
        "kind": Column("Kind", 105, "words", help="Direct and indirect are owed; lines are not"),
        "credit_type": Column("Credit", 110),
        "amount": Column("Amount", 125, "amount"),
        "indirect_amount": Column("Indirect", 110, "amount"),
        **{name: Column(words(name), 120, "amount") for name in LATENESS},
    },
    alt="Debts and lines of credit",
    empty="Nothing is owed, and no line of credit is open.",
)
RETURN_AMOUNTS = Table(
    {
        "section": Column("Section", 190, "words"),
        "field": Column("Field", 230, "words", help="The tax authority's own names"),
        "amount": Column("Amount", 120, "amount"),
    },
    alt="Amounts of the return",
    empty="The return tells no amount.",
)


def returns_table(kind: str) -> Table:
    """That of yearly or of monthly returns."""
    return Table(
        {
            "open": OPEN,
            "period": Column("Period", 90, "year" if kind == "yearly" else "month"),
            "income": Column("Income", 120, "amount", help="Wages before tax, services and all else together"),
            "income_tax": Column("Income tax due", 115, "amount"),
            "income_tax_in_favour": Column("In favour", 110, "amount"),
            "vat": Column("VAT due", 110, "amount"),
            "vat_in_favour": Column("VAT in favour", 110, "amount"),
            "filing": Column("Filing", 110),
            "note": Column("Counts", 90, optional=True, help="Replaced: the period was filed again; in no sum"),
            "filed_on": Column("Filed on", 95, "day"),
            "rfc": Column("RFC", 125),
            "whose": _WHOSE,
        },
        alt="Tax returns, the newest period first",
        empty=f"No {kind} return is stored of these links and days. They come from Mexico's SAT.",
        currency="MXN",
    )
