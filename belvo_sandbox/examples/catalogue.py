"""The examples: people to find something in, how they are connected, what they show, and what is true of them."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass

from belvo_sandbox.data.sandbox import Sandbox
from belvo_sandbox.examples import banking, work_and_tax
from belvo_sandbox.examples.history import History, Login, Row, history

BANK, OTHER_BANK, BUSINESS = "erebor_mx_retail", "gringotts_mx_retail", "gotham_mx_business"
TAX, WORK = "tatooine_mx_fiscal", "planet_mx_employment"


@dataclass(frozen=True)
class Example:
    """Somebody of whom something is known; amounts are units of the currency, as in the API."""

    id: str
    shows: str
    logins: tuple[Login, ...]
    truth: Callable[[Sequence[History]], Row]

    def named(self) -> Row:
        """Who it is, without what is true of them."""
        return {"id": self.id, "shows": self.shows, "links": [asdict(login) for login in self.logins]}

    def body(self, sandbox: Sandbox) -> Row:
        """The example as the control shows it."""
        return {**self.named(), "true": self.truth([history(sandbox, login) for login in self.logins])}


def _example(
    id_: str, shows: str, truth: Callable[[Sequence[History]], Row], *institutions: str, user: str = ""
) -> Example:
    """Somebody with one user name wherever they log in."""
    return Example(id_, shows, tuple(Login(name, user or id_, id_.replace("_", "-")) for name in institutions), truth)


EXAMPLES = (
    _example(
        "salary_cut", "From May to December the job is less, and pays four fifths.", work_and_tax.salary, BANK, WORK
    ),
    _example("two_jobs", "Two employers pay at the same time.", work_and_tax.salary, BANK, WORK),
    Example(
        "own_transfers",
        "The salary goes to one bank, from which the other one is filled: up to three days lie between both ends. "
        "A friend pays in the same amount, by chance.",
        (Login(BANK, "two_banks", "own-transfers"), Login(OTHER_BANK, "two_banks_other", "own-transfers")),
        banking.own_transfers,
    ),
    _example("tenant", "The rent is a transfer to a person, and no category says so.", banking.rent, BANK),
    _example("gambler", "Nine stakes a month, by card at night, and sometimes something won.", banking.gambling, BANK),
    _example(
        "payday_loans", "A small loan in most months, paid back in the next with 18 %.", banking.payday_loans, BANK
    ),
    _example(
        "slow_customers",
        "Some invoices are never paid, and some in three parts, each with its complement.",
        work_and_tax.invoices,
        BUSINESS,
        TAX,
    ),
    _example("two_books", "Tax returns tell of 70 % of what is invoiced and paid.", work_and_tax.books, BUSINESS, TAX),
    Example(
        "twins",
        "One person under two external ids; and now and then the bank shows a purchase twice that was made once.",
        (Login(BANK, "twins", "twins-1"), Login(OTHER_BANK, "twins", "twins-2")),
        banking.twins,
    ),
    _example("data_gap", "Each year the bank has no record of nine days in October.", banking.gap, BANK),
    _example("wrong_check_digit", "The last digit of the CURP is another.", work_and_tax.documents, BANK, TAX),
    _example("overdrawn", "The account ends each month below zero.", banking.overdrawn, BANK, user="family"),
)
