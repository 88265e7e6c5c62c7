"""The lines that a bank prints, in the words of its country."""

from datetime import date

from belvo_sandbox.people.banking.accounting import Line
from belvo_sandbox.people.countries.country import SPENDING_KINDS, Country
from belvo_sandbox.people.documents import unaccented
from belvo_sandbox.people.persons import Person
from belvo_sandbox.people.rng import Rng

# Belvo's category and subcategory for what is no purchase.
_CATEGORIES: dict[str, tuple[str, str | None]] = {
    "salary": ("Income & Payments", "Salary"),
    "bonus": ("Income & Payments", "Salary"),
    "freelance": ("Income & Payments", "Freelance"),
    "gig": ("Income & Payments", "Freelance"),
    "pension": ("Income & Payments", "Retirement"),
    "sale": ("Income & Payments", "Other"),
    "supply": ("Bills & Utilities", "Other"),
    "wages": ("Bills & Utilities", "Other"),
    "rent": ("Bills & Utilities", "Rent"),
    "refund": ("Fees & Charges", "Refund"),
    "cash": ("Withdrawal & ATM", None),
    "fee": ("Fees & Charges", "Bank Fees"),
    "fee_tax": ("Taxes", "Government Fees"),
    "interest": ("Income & Payments", "Interest"),
    "interest_tax": ("Taxes", "Income Tax"),
    "overdraft": ("Credits & Loans", "Interest & Charges"),
    "card_interest": ("Credits & Loans", "Interest & Charges"),
    "save": ("Investments & Savings", "Savings"),
    "saved": ("Investments & Savings", "Savings"),
    "draw": ("Investments & Savings", "Savings"),
    "drawn": ("Investments & Savings", "Savings"),
    "pay_card": ("Credits & Loans", "Credit Card"),
    "card_paid": ("Credits & Loans", "Credit Card"),
    "friend_out": ("Transfers", None),
    "friend_in": ("Transfers", None),
}


class Descriptions:
    """Makes lines for one person."""

    def __init__(self, person: Person) -> None:
        self._country: Country = person.country
        self._town = unaccented(person.town.name)

    def line(
        self,
        phrase: str,
        rng: Rng,
        *,
        name: str = "",
        day: date | None = None,
        own: tuple[str, str] = ("", ""),
        reference: str = "",
    ) -> Line:
        """A line that is no purchase; `own` is the key and number of the own account at the other end."""
        words = self._country.phrases[phrase]
        category, subcategory = _CATEGORIES[phrase]
        reference = reference or f"{rng.integer(0, 9_999_999):07d}"
        text = words.text.format(
            name=unaccented(name),
            town=self._town,
            reference=reference,
            number=f"*{own[1][-4:]}",
            month=unaccented(self._country.months[day.month - 1]) if day else "",
        )
        return Line(text, words.operation, category, subcategory, None, None, reference, own[0] or None)

    def purchase(self, phrase: str, kind: str, merchant: str, rng: Rng, *, reference: str = "") -> Line:
        """A line for something bought."""
        words, sort = self._country.phrases[phrase], SPENDING_KINDS[kind]
        reference = reference or f"{rng.integer(0, 9_999_999):07d}"
        text = words.text.format(name=unaccented(merchant), town=self._town, reference=reference)
        return Line(text, words.operation, sort.category, sort.subcategory, merchant, sort.mcc, reference)

    def atm_name(self, rng: Rng) -> str:
        """A cash machine's name."""
        return self._country.atm_name.format(number=rng.integer(1000, 9999), branch=rng.integer(10, 890))
