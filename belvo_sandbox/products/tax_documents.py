"""The tax documents (CFDI) of Mexico that come with business transactions and payslips."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from belvo_sandbox.core.digests import identifier
from belvo_sandbox.people import Person
from belvo_sandbox.people.companies import FOUNDED
from belvo_sandbox.people.employment.payroll import Payroll, Payslip
from belvo_sandbox.people.fiscal.business import tax_id
from belvo_sandbox.people.fiscal.business_transactions import BusinessTransaction, Payment
from belvo_sandbox.people.fiscal.journal import transactions_between
from belvo_sandbox.people.fiscal.taxation import withheld
from belvo_sandbox.products.declaration import Candidate
from belvo_sandbox.products.fiscal import has_business, has_salary
from belvo_sandbox.products.link_data import LinkData

_FIRM, _EMPLOYEE, _PROFESSIONAL, _DRIVER = "601", "605", "612", "625"  # tax regimes
_REGIMES = {"company": _FIRM, "driver": _DRIVER, "occasional": _PROFESSIONAL, "professional": _PROFESSIONAL}
_PAID_AT = 7 * 3600  # when pay has come
_UNTAXED = "XXX"  # the currency of documents that are about no money
_SERVICE, _PIECE, _ACTIVITY = ("E48", "Unidad de servicio"), ("H87", "Pieza"), ("ACT", "Actividad")


@dataclass(frozen=True)
class Party:
    tax_id: str
    name: str
    regime: str


@dataclass(frozen=True)
class TaxDocument:
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
    withheld_tax: int = 0
    discount: int = 0
    usage: str = "G03"
    on_credit: bool = False
    currency: str = "MXN"
    folio: str = ""
    related: tuple[object, ...] | None = None  # the key of the document that it is about
    cancelled_on: date | None = None
    transaction: BusinessTransaction | None = None
    slip: Payslip | None = None
    payments: tuple[tuple[int, Payment], ...] = ()  # that it tells of, with their numbers among those of the invoice

    @property
    def net(self) -> int:
        """Before tax."""
        return self.quantity * self.unit

    @property
    def total(self) -> int:
        """With tax, as it is paid."""
        return self.net + self.tax - self.withheld_tax - self.discount


def number(person: Person, key: tuple[object, ...]) -> str:
    """The number that the tax authority gave a document, a UUID in capitals."""
    return identifier("invoice", person.key, *key).upper()


def tax_documents(data: LinkData, until: datetime) -> Iterator[Candidate]:
    """All documents by an instant, oldest first."""
    moment = data.moment(until)
    documents = [*_of_transactions(data, moment[0]), *_of_payroll(data, moment[0])]
    for document in sorted(documents, key=lambda one: (one.day, one.second, one.kind)):
        if (document.day, document.second) <= moment:
            direction = "OUTFLOW" if document.sender == _taxpayer(data.person) else "INFLOW"
            yield Candidate(document.key, document, (document.day, document.second), kind=direction)


def _of_transactions(data: LinkData, day: date) -> Iterator[TaxDocument]:
    if has_business(data):
        for transaction in transactions_between(data.person, FOUNDED, day):
            yield from of_transaction(data.person, transaction)


def _of_payroll(data: LinkData, day: date) -> Iterator[TaxDocument]:
    if has_salary(data):
        payroll = Payroll(data.person)
        yield from (_payslip(data.person, slip) for slip in payroll.between(FOUNDED, day))


def of_transaction(person: Person, transaction: BusinessTransaction) -> Iterator[TaxDocument]:
    """A transaction's invoice, and what follows it: the receipt of a later payment, a credit note, a waybill."""
    taxpayer = _taxpayer(person)
    counterparty = Party(transaction.tax_id, transaction.name, _FIRM)
    sender, receiver = (taxpayer, counterparty) if transaction.sells else (counterparty, taxpayer)
    invoice = TaxDocument(
        kind="Ingreso",
        key=transaction.key,
        day=transaction.day,
        second=transaction.second,
        sender=sender,
        receiver=receiver,
        description=transaction.description,
        product=transaction.product,
        measure=_PIECE if transaction.shop or person.company_name else _SERVICE,
        unit=transaction.unit,
        quantity=transaction.quantity,
        tax=transaction.tax,
        withheld_tax=transaction.withheld_tax,
        on_credit=transaction.on_credit,
        folio=transaction.folio,
        cancelled_on=transaction.cancelled_on,
        transaction=transaction,
        payments=tuple(enumerate(transaction.payments)) if transaction.on_credit else (),
    )
    yield invoice
    for payment in invoice.payments:
        yield _receipt(invoice, transaction, payment)
    if transaction.returned_on:
        yield _credit_note(invoice, transaction, transaction.returned_on)
    if transaction.shipped:
        yield _waybill(invoice, transaction)


def _receipt(invoice: TaxDocument, transaction: BusinessTransaction, payment: tuple[int, Payment]) -> TaxDocument:
    number, (day, _) = payment
    return replace(
        _empty(invoice, "Pago", "Pago", "84111506"),
        key=receipt_key(transaction, number),
        day=day,
        payments=(payment,),
        measure=_ACTIVITY,
        usage="CP01",
        transaction=transaction,
    )


def receipt_key(transaction: BusinessTransaction, number: int) -> tuple[object, ...]:
    """The key of the receipt for one of a transaction's payments."""
    return (*transaction.key, "Pago", *((number,) if number else ()))


def _credit_note(invoice: TaxDocument, transaction: BusinessTransaction, day: date) -> TaxDocument:
    return replace(
        invoice,
        kind="Egreso",
        key=(*transaction.key, "Egreso"),
        day=day,
        description=f"Devolución: {transaction.description}",
        quantity=1,
        tax=transaction.returned_tax,
        withheld_tax=0,
        usage="G02",
        folio="",
        related=transaction.key,
        transaction=None,
        payments=(),
    )


def _waybill(invoice: TaxDocument, transaction: BusinessTransaction) -> TaxDocument:
    document = _empty(invoice, "Traslado", f"Traslado: {transaction.description}", transaction.product)
    return replace(document, receiver=invoice.sender, quantity=transaction.quantity, usage="S01")


def _empty(invoice: TaxDocument, kind: str, description: str, product: str) -> TaxDocument:
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
        withheld_tax=0,
        on_credit=False,
        currency=_UNTAXED,
        folio="",
        related=invoice.key,
        transaction=None,
        payments=(),
    )


def _payslip(person: Person, slip: Payslip) -> TaxDocument:
    tax = withheld(slip.cents)
    return TaxDocument(
        kind="Nómina",
        key=("payroll", slip.payday.isoformat(), slip.job.tax_id, slip.kind),
        day=slip.payday,
        second=_PAID_AT,
        sender=Party(slip.job.tax_id, slip.job.employer, _FIRM),
        receiver=Party(tax_id(person), person.name, _EMPLOYEE),
        description="Pago de nómina",
        product="84111505",
        measure=_ACTIVITY,
        unit=slip.cents + tax,
        discount=tax,
        usage="CN01",
        slip=slip,
    )


def _taxpayer(person: Person) -> Party:
    return Party(tax_id(person), person.name, _REGIMES.get(person.business, _EMPLOYEE))
