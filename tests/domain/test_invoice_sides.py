"""Where an invoice counts, by who sends it, who receives it, and its kind."""

import pytest

from domain.invoice_sides import Side, is_sender, side

ME, FIRM = "NUMM880715XX1", "CLI010203AB1"


@pytest.mark.parametrize(
    ("kind", "sent", "received"),
    [
        ("Ingreso", Side.SALE, Side.PURCHASE),
        ("Egreso", Side.SALE, Side.PURCHASE),
        ("Factura", Side.SALE, Side.PURCHASE),
        (None, Side.SALE, Side.PURCHASE),
        ("Nómina", Side.WAGES, Side.PAY),
        ("Pago", None, None),
        ("Traslado", None, None),
        ("Guía de despacho", None, None),
    ],
)
def test_a_kind_counts_by_who_sent_it(kind: str | None, sent: Side | None, received: Side | None) -> None:
    assert (side(kind, is_sender=True), side(kind, is_sender=False)) == (sent, received)
    assert side(kind, is_sender=None) is None


@pytest.mark.parametrize(
    ("own", "sender", "receiver", "direction", "expected"),
    [
        (ME, ME, FIRM, "INFLOW", True),
        (ME, FIRM, ME, "OUTFLOW", False),
        (None, ME, FIRM, "OUTFLOW", True),
        ("OTHER", FIRM, ME, "INFLOW", False),
        (ME, ME, ME, "OUTFLOW", None),
        (None, None, None, "INFLOW", False),
        (None, FIRM, ME, None, None),
        (None, FIRM, ME, "SIDEWAYS", None),
    ],
)
def test_the_parties_decide_before_the_direction(
    own: str | None, sender: str | None, receiver: str | None, direction: str | None, expected: bool | None
) -> None:
    assert is_sender(own, sender, receiver, direction=direction) is expected
