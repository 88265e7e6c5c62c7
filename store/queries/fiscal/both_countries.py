"""The invoices of Mexico's table and of Chile's as one: the expressions that make each column of either."""

from collections.abc import Sequence

from domain.invoice_sides import CHILEAN_KINDS, CREDIT_NOTES, PAYSLIPS, WITHOUT_MONEY, Side

_CHILEAN_KIND = (
    "CASE document_code "
    + " ".join(f"WHEN {code} THEN '{kind}'" for code, kind in CHILEAN_KINDS.items())
    + " ELSE CAST(document_code AS TEXT) END"
)


def _any_of(names: Sequence[str]) -> str:
    return f"({', '.join(repr(name) for name in names)})"


_CANCELLED = "CASE WHEN lower(substr(status, 1, 6)) = 'cancel' THEN 1 ELSE 0 END"


def _side(kind: str) -> str:
    """As domain.invoice_sides has it."""
    payslip = f"CASE is_sender WHEN 1 THEN '{Side.WAGES}' WHEN 0 THEN '{Side.PAY}' END"
    traded = f"CASE is_sender WHEN 1 THEN '{Side.SALE}' WHEN 0 THEN '{Side.PURCHASE}' END"
    without_money = f"coalesce({kind}, '') IN {_any_of(WITHOUT_MONEY)}"
    return f"CASE WHEN {without_money} THEN NULL WHEN {kind} IN {_any_of(PAYSLIPS)} THEN {payslip} ELSE {traded} END"


def _signed(kind: str, amount: str) -> str:
    return f"CASE WHEN {kind} IN {_any_of(CREDIT_NOTES)} THEN -1 ELSE 1 END * {amount}"


def _unified(kind: str) -> dict[str, str]:
    """The columns that both countries' tables have in one way; `kind` is the expression of the document's."""
    return {
        **{name: name for name in ("key", "link", "type", "status", "currency")},
        "row": "id",
        "kind": kind,
        "cancelled": _CANCELLED,
        "side": _side(kind),
        "counts_as": f"CASE WHEN ({_CANCELLED}) = 1 THEN NULL ELSE {_side(kind)} END",
        "counterpart_id": "CASE is_sender WHEN 0 THEN sender_id ELSE receiver_id END",
        "counterpart": "CASE is_sender WHEN 0 THEN sender_name ELSE receiver_name END",
        "gross": "coalesce(total_amount, 0)",
        "total": _signed(kind, "coalesce(total_amount, 0)"),
    }


PAID_BY = ("payment_method", "payment_type", "invoice_identification")
"""What Mexico's invoices alone tell: when and by what it is to be paid, and its UUID."""

_PAYSLIP = f"invoice_type IN {_any_of(PAYSLIPS)}"

COLUMNS = {
    "invoices": _unified("invoice_type")
    | {
        "resource": "'invoices'",
        "country": "'MX'",
        "day": "invoice_date",
        "number": "coalesce(series || '-', '') || coalesce(folio, invoice_identification)",
        # What a payslip deducts stands in the discount, which other documents take from the price.
        "net_amount": _signed(
            "invoice_type", f"(subtotal_amount - CASE WHEN {_PAYSLIP} THEN 0 ELSE coalesce(discount_amount, 0) END)"
        ),
        "tax": _signed("invoice_type", "tax_amount"),
        "withheld": _signed(
            "invoice_type",
            f"CASE WHEN {_PAYSLIP} THEN coalesce(discount_amount, 0) + coalesce(retained_amount, 0)"
            " ELSE retained_amount END",
        ),
        **{name: name for name in PAID_BY},
    },
    "cl_invoices": _unified(_CHILEAN_KIND)
    | {
        "resource": "'cl_invoices'",
        "country": "'CL'",
        "day": "issue_date",
        "number": "folio",
        "net_amount": _signed(_CHILEAN_KIND, "net_amount"),
        "tax": _signed(_CHILEAN_KIND, "vat_amount"),
        "withheld": "CAST(NULL AS INTEGER)",
        **dict.fromkeys(PAID_BY, "CAST(NULL AS TEXT)"),
    },
}
"""The expressions of each column in either country's table."""

_DIRECTION = "CASE type WHEN 'OUTFLOW' THEN 1 WHEN 'INFLOW' THEN 0 END"

_RFCS = "SELECT link AS of_link, max(rfc) AS own FROM tax_status WHERE deleted_at IS NULL GROUP BY link"

ROWS = {
    "invoices": f"""
        SELECT invoices.*, CASE WHEN sender_id = receiver_id THEN NULL WHEN own = sender_id THEN 1
            WHEN own = receiver_id THEN 0 ELSE {_DIRECTION} END AS is_sender
        FROM invoices LEFT JOIN ({_RFCS}) ON of_link = link
    """,
    # Chile's authority keeps a register of sales and one of purchases, of which the direction says which it was.
    "cl_invoices": f"""
        SELECT cl_invoices.*, CASE WHEN sender_id = receiver_id THEN NULL ELSE {_DIRECTION} END AS is_sender
        FROM cl_invoices
    """,
}
"""Each country's invoices, with whether the link's owner sent them."""
