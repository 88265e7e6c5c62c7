"""The tax documents (CFDI) of Mexico that deals and payslips come with."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from belvo_sandbox.core.digests import identifier
from belvo_sandbox.people import Person
from belvo_sandbox.people.companies import FOUNDED
from belvo_sandbox.people.employment.payroll import Payroll, Payslip
from belvo_sandbox.people.fiscal.business import tax_id
from belvo_sandbox.people.fiscal.business_transactions import Deal
from belvo_sandbox.people.fiscal.purchases import deals_between
from belvo_sandbox.people.fiscal.taxation import withheld
from belvo_sandbox.products.declaration import Candidate
from belvo_sandbox.products.fiscal import employed, trades
from belvo_sandbox.products.link_data import Source

_FIRM, _EMPLOYEE, _PROFESSIONAL, _DRIVER = "601", "605", "612", "625"  # tax regimes
_REGIMES = {"company": _FIRM, "driver": _DRIVER, "occasional": _PROFESSIONAL, "professional": _PROFESSIONAL}
_PAID_AT = 7 * 3600  # when pay has come
_UNTAXED = "XXX"  # the currency of documents that are about no money
_SERVICE, _PIECE, _ACTIVITY = ("E48", "Unidad de servicio"), ("H87", "Pieza"), ("ACT", "Actividad")


@dataclass(frozen=True)
class Party:
    """Who sends or receives a document."""

    tax_id: str
    name: str
    regime: str


@dataclass(frozen=True)
class Voucher:
    """One tax document with one line; amounts in cents."""

    kind: str
    key: tuple[object, ...]
    day: date
    second: int
    sender: Party
    receiver: Party
    description: str
    product: str
    measure: tuple[str, str]
    unit: int
    quantity: int = 1
    tax: int = 0
    retained: int = 0
    discount: int = 0
    usage: str = "G03"
    on_credit: bool = False
    currency: str = "MXN"
    folio: str = ""
    related: tuple[object, ...] | None = None  # the key of the document that it is about
    cancelled_on: date | None = None
    deal: Deal | None = None
    slip: Payslip | None = None

    @property
    def net(self) -> int:
        """What it is about, before tax."""
        return self.quantity * self.unit

    @property
    def total(self) -> int:
        """What is paid."""
        return self.net + self.tax - self.retained - self.discount


def number(person: Person, key: tuple[object, ...]) -> str:
    """The number that the tax authority gave a document, a UUID in capitals."""
    return identifier("invoice", person.key, *key).upper()


def vouchers(source: Source, until: datetime) -> Iterator[Candidate]:
    """All documents by an instant, oldest first."""
    moment = source.moment(until)
    found = [*_of_deals(source, moment[0]), *_of_payroll(source, moment[0])]
    for voucher in sorted(found, key=lambda one: (one.day, one.second, one.kind)):
        if (voucher.day, voucher.second) <= moment:
            direction = "OUTFLOW" if voucher.sender == _taxpayer(source.person) else "INFLOW"
            yield Candidate(voucher.key, voucher, (voucher.day, voucher.second), kind=direction)


def _of_deals(source: Source, day: date) -> Iterator[Voucher]:
    if trades(source):
        for deal in deals_between(source.person, FOUNDED, day):
            yield from of_deal(source.person, deal)


def _of_payroll(source: Source, day: date) -> Iterator[Voucher]:
    if employed(source):
        payroll = Payroll(source.person)
        yield from (_payslip(source.person, slip) for slip in payroll.between(FOUNDED, day))


def of_deal(person: Person, deal: Deal) -> Iterator[Voucher]:
    """A deal's invoice, and what follows it: the receipt of a later payment, a credit note, a waybill."""
    mine = _taxpayer(person)
    other = Party(deal.tax_id, deal.name, _FIRM)
    sender, receiver = (mine, other) if deal.sells else (other, mine)
    invoice = Voucher(
        kind="Ingreso",
        key=deal.key,
        day=deal.day,
        second=deal.second,
        sender=sender,
        receiver=receiver,
        description=deal.description,
        product=deal.product,
        measure=_PIECE if deal.shop or person.firm else _SERVICE,
        unit=deal.unit,
        quantity=deal.quantity,
        tax=deal.tax,
        retained=deal.retained,
        on_credit=deal.on_credit,
        folio=deal.folio,
        cancelled_on=deal.cancelled_on,
        deal=deal,
    )
    yield invoice
    if deal.on_credit and deal.cancelled_on is None:
        yield _receipt(invoice, deal)
    if deal.returned_on:
        yield _credit_note(invoice, deal, deal.returned_on)
    if deal.shipped:
        yield _waybill(invoice, deal)


def _receipt(invoice: Voucher, deal: Deal) -> Voucher:
    return replace(
        _empty(invoice, "Pago", "Pago", "84111506"), day=deal.paid_on, measure=_ACTIVITY, usage="CP01", deal=deal
    )


def _credit_note(invoice: Voucher, deal: Deal, day: date) -> Voucher:
    return replace(
        invoice,
        kind="Egreso",
        key=(*deal.key, "Egreso"),
        day=day,
        description=f"Devolución: {deal.description}",
        quantity=1,
        tax=deal.returned_tax,
        retained=0,
        usage="G02",
        folio="",
        related=deal.key,
        deal=None,
    )


def _waybill(invoice: Voucher, deal: Deal) -> Voucher:
    voucher = _empty(invoice, "Traslado", f"Traslado: {deal.description}", deal.product)
    return replace(voucher, receiver=invoice.sender, quantity=deal.quantity, usage="S01")


def _empty(invoice: Voucher, kind: str, description: str, product: str) -> Voucher:
    """A document about an invoice, but about no money of its own."""
    return replace(
        invoice,
        kind=kind,
        key=(*invoice.key, kind),
        description=description,
        product=product,
        unit=0,
        quantity=1,
        tax=0,
        retained=0,
        on_credit=False,
        currency=_UNTAXED,
        folio="",
        related=invoice.key,
        deal=None,
    )


def _payslip(person: Person, slip: Payslip) -> Voucher:
    kept = withheld(slip.cents)
    return Voucher(
        kind="Nómina",
        key=("payroll", slip.paid.isoformat(), slip.job.tax_id, slip.kind),
        day=slip.paid,
        second=_PAID_AT,
        sender=Party(slip.job.tax_id, slip.job.employer, _FIRM),
        receiver=Party(tax_id(person), person.name, _EMPLOYEE),
        description="Pago de nómina",
        product="84111505",
        measure=_ACTIVITY,
        unit=slip.cents + kept,
        discount=kept,
        usage="CN01",
        slip=slip,
    )


def _taxpayer(person: Person) -> Party:
    return Party(tax_id(person), person.name, _REGIMES.get(person.trade, _EMPLOYEE))
