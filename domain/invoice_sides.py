"""What an invoice is to whoever the link belongs to: a sale, a purchase, pay, wages, or nothing that is about money.

Who sends and who receives decides, together with the kind of the document: a payslip (Nómina) that a person receives is
pay and no purchase, and the payslips that an employer issues are wages and no sales.
"""

from enum import StrEnum


class Side(StrEnum):
    """Where an invoice counts."""

    SALE = "sale"
    PURCHASE = "purchase"
    PAY = "pay_received"
    WAGES = "wages_paid"


PAYSLIPS = ("Nómina", "Nomina")
CREDIT_NOTES = ("Egreso", "Nota de crédito")
"""They take back from a sale or a purchase."""

WITHOUT_MONEY = ("Pago", "Traslado", "Guía de despacho")
"""Receipts of payments, and papers that goods travel with."""


def side(kind: str | None, *, is_sender: bool | None) -> Side | None:
    """Where a document of this kind counts; None for what counts nowhere, or where nobody knows whose it is."""
    if is_sender is None or kind in WITHOUT_MONEY:
        return None
    if kind in PAYSLIPS:
        return Side.WAGES if is_sender else Side.PAY
    return Side.SALE if is_sender else Side.PURCHASE


def is_sender(
    own: str | None, sender: str | None, receiver: str | None, *, direction: str | None = None
) -> bool | None:
    """Whether the owner of the tax id sent the document; None to oneself, and where neither party nor direction says.

    `direction` is Belvo's: OUTFLOW was sent, INFLOW received. It decides where the owner's tax id is not known.
    """
    if sender is not None and sender == receiver:
        return None
    if own is not None and own in (sender, receiver):
        return own == sender
    return {"OUTFLOW": True, "INFLOW": False}.get(direction or "")


CHILEAN_KINDS = {
    33: "Factura",
    34: "Factura exenta",
    39: "Boleta",
    46: "Factura de compra",
    52: "Guía de despacho",
    56: "Nota de débito",
    61: "Nota de crédito",
}
"""Chile's codes of documents in words; others are told by their code."""
