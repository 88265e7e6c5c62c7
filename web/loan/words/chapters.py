"""Words of the chapters."""

from collections.abc import Callable, Mapping

from languages import msg, say_as

TEXTS: Mapping[str, str | Callable[[], str]] = {
    # Who
    "who.title": msg("Who"),
    "who.lead": msg("What bank, tax authority and employer call them, and whether they mean one person."),
    "who.names": msg("Names"),
    "who.documents": msg("Documents"),
    "who.agree": msg("agree: all who say it may mean one person."),
    "who.differ": msg("differ: two who say it can't both mean one person."),
    "who.alone": msg("are not compared: fewer than two say what can be compared."),
    "who.pairs": msg("{what} differ between {pairs}."),
    "who.pair": msg("{one} and {other}"),
    "who.more_pairs": msg("{pairs}, and {number} more pairs"),
    "who.source": msg("{kind} at {where}"),
    "who.owners": msg("Account owner"),
    "who.tax_status": msg("Taxpayer"),
    "who.cl_tax_status": msg("Taxpayer"),
    "who.cl_debt_reports": msg("Debtor"),
    "who.employment_records": msg("Employee"),
    "who.mx_current_employments": msg("Employee now"),
    "who.none": msg("Not known: no bank, tax authority or employer has told yet who this is."),
    "who.assigned": msg(
        "{link} was put to this person by somebody at this desk, since Belvo has no external ID of it."
    ),
    # Accounts
    "accounts.title": msg("Accounts"),
    "accounts.lead": msg("What is owned and owed at the last look at each account."),
    "accounts.none": msg("Not known: {reason}"),
    "accounts.list": msg("Accounts"),
    "accounts.owed_note": msg("What is owed on cards and loans has a minus."),
    "accounts.aside": msg("{number} of the accounts lie far beyond all others of their currency and are in no sum."),
    "accounts.balances": msg("Balance at the end of each day, {currency}"),
    "accounts.balances_unit": msg("in {unit}, the largest accounts, counted back from the balance that was reported"),
    "accounts.balances_alt": msg("Lines of the balances of the largest accounts in {currency} from {since} to {until}"),
    # Income
    "income.title": msg("Income and its proof"),
    "income.lead": msg(
        "What came in during the last whole months, without transfers between own accounts, loans and "
        "savings paid back; and what others say of it."
    ),
    "income.none": msg("Not known: {reason}"),
    "income.months": msg("The months behind it, {currency}"),
    "income.months_note": msg(
        "The income a month is the middle of these months; ± is half of what lies between the least "
        "and the most, as a share of the middle."
    ),
    "income.proof": msg("The largest inflows behind it"),
    "income.proof_note": msg("Of the whole months above, the largest first."),
    "income.streams": msg("Belvo's sources of income"),
    "income.streams_none": msg("Belvo tells no sources of income."),
    "income.match": msg("Documents against the bank"),
    "income.match_lead": msg("Invoices and payslips of {since} to {until}, held against what came to the banks."),
    "income.match_none": msg(
        "Nothing was owed to them that a document tells of, and so nothing can be held against the bank."
    ),
    "match.paid": msg("Paid"),
    "match.partly": msg("Partly paid"),
    "match.unpaid": msg("Unpaid"),
    "match.open": msg("Open, for less than 30 days"),
    "match.unexplained": msg("Inflows that no document explains"),
    "match.cancelled": msg("Cancelled"),
    "match.credited": msg("Credited"),
    "match.unknown": msg("Not known: the bank is not known on those days"),
    # Cash flow
    "cash.title": msg("Cash flow"),
    "cash.lead": msg("In, out and net by month from {since} to {until}, without transfers between own accounts."),
    "cash.none": msg("Not known: {reason}"),
    "cash.chart": msg("In and out by month, {currency}"),
    "cash.chart_unit": msg("in {unit}"),
    "cash.chart_alt": msg("Bars of what came in and went out each month in {currency}"),
    "cash.months": msg("Months, {currency}"),
    "cash.part": "{month} *",
    "cash.part_note": msg("* known or asked for in part, so that it is not to be held against others."),
    "cash.own": msg("{pairs} of transfers between own accounts are left out."),
    "cash.chance": msg(
        "{pairs} of them, {amount} together, may be chance: nothing but amount and days speaks for them."
    ),
    "cash.categories": msg("Where it came from and went to, {currency}"),
    "cash.comes_back": msg("What comes back each month, {currency}"),
    "cash.comes_back_note": msg("Payers and payees of the newest whole month and of each before it, three at least."),
    "cash.cut": msg("What comes back, and the next month"),
    "cash.who": msg("Payer or payee"),
    "cash.expected": msg("Expected"),
    "cash.way": msg("Way"),
    "cash.is_in": msg("In"),
    "cash.is_out": msg("Out"),
    "cash.no_forecast": msg("What the next month may bring is not known. {reason}"),
    # Debts
    "debts.title": msg("Debts"),
    "debts.lead": msg("What is owed on connected accounts, and what is told of debts elsewhere."),
    "debts.none": msg("Not known: {reason}"),
    "debts.nothing": msg("Nothing is owed on the accounts that are stored of them."),
    "debts.owing": msg("Cards, loans and overdrawn accounts"),
    "debts.terms": msg("What is to be paid"),
    "debts.bills": msg("Bills of cards"),
    "debts.reports": msg("Debts that Chile's supervisor reports"),
    "debts.expenses": msg("Belvo's recurring expenses"),
    "debts.expenses_note": msg("Rent, subscriptions and instalments among them, as Belvo finds them."),
    "debts.elsewhere": msg("Debts at lenders that are not connected are not known, unless a report above has them."),
    # Employment
    "employment.title": msg("Employment"),
    "employment.lead": msg("Where they work, for whom they worked, and what payroll tells of pay."),
    "employment.none": msg("Not known: {reason}"),
    "employment.now": msg("Works now"),
    "employment.now_below": msg("Who employs them now is not told apart; employments below that go on have no end."),
    "employment.now_none": msg("No employment goes on, as far as payroll tells."),
    "employment.lives": msg("Employments"),
    "employment.changes": msg("Changes of salary"),
    "employment.changes_note": msg("A salary told by the day is 365 / 12 of it a month, and up to 16 cents off."),
    "employment.no_changes": msg("No salary has changed at one employer, as far as is known."),
    "employment.gaps": msg("Times without any employment"),
    "employment.goes_on": msg("goes on"),
    # Tax
    "tax.title": msg("Invoices and tax"),
    "tax.lead": msg("What a tax authority says of them, and what invoices of {since} to {until} come to."),
    "tax.none": msg("Not known: {reason}"),
    "tax.payers": msg("Taxpayer"),
    "tax.opinions": msg("Opinions on compliance"),
    "tax.invoices": msg("Sales and purchases by month, {currency}"),
    "tax.invoices_alt": msg("Bars of sales and purchases each month in {currency}"),
    "tax.sales_in": msg("invoices issued upwards, received downwards, in {unit}"),
    "tax.partners": msg("Largest counterparts"),
    "tax.returns": msg("Returns that were filed"),
    "tax.monthly": lambda: say_as("tax return", "Monthly"),
    "tax.yearly": lambda: say_as("tax return", "Yearly"),
    "tax.returns_note": msg("The newest that was filed for each period."),
    "tax.statements": msg("Financial statements"),
    "tax.retained": msg("Tax withheld by month"),
    # Quality
    "quality.title": msg("Quality of the data"),
    "quality.lead": msg("Checks of what is stored, what each found, and what it takes off 100 points of trust."),
    "quality.checks": msg("Checks"),
    "quality.well": msg("OK"),
    "quality.doubtful": msg("Look here"),
    "quality.failed": msg("Failed"),
    "quality.unchecked": msg("Not checked"),
    "quality.none_of": msg("none · {of} looked at"),
    "quality.found": msg("{number} found · {of} looked at"),
    "quality.evidence": msg("What was found"),
    # Sources
    "sources.title": msg("Sources"),
    "sources.lead": msg(
        "Each link, and each of Belvo's resources that was asked for: how many rows are stored, when Belvo "
        "collected them, and when this desk last listed all of them."
    ),
    "sources.links": msg("Links"),
    "sources.none": msg("Nothing was asked for of this link yet."),
    "sources.ended_well": msg("done"),
    "sources.state.failed": msg("failed"),
    "sources.state.running": msg("running"),
    "sources.state.skipped": msg("not offered"),
    "sources.state.interrupted": msg("broken off"),
    "sources.not_listed": msg("never listed in full"),
    "sources.no_end": msg("no end"),
    # Files
    "files.title": msg("The rows beside this file, and how to check it"),
    "files.lead": msg("The same rows as files, and what proves that none of them was changed since."),
    "files.list": msg("Files of rows"),
    "files.digest": msg("Digest of all"),
    "files.how": msg(
        "The file SHA256SUMS has a line of digest and name for each of these. Check the files with “sha256sum "
        "--check SHA256SUMS” in the folder of the zip; then “sha256sum SHA256SUMS” gives the digest above, whose "
        "beginning stands at the foot of every page. manifest.json names every file of the zip with its digest, this "
        "one among them."
    ),
    "files.same": msg(
        "The same store and day give the same bytes: nothing in these files is of the clock but the day."
    ),
    "files.signs": msg(
        "A sign that none of the fonts here has is written as its code, such as [U+13000]. Long texts are "
        "cut; the rows have them whole."
    ),
    "files.none": msg("No row is stored of them."),
    "files.beyond": msg("{table}: {rows} rows are more than a sheet of Excel holds; they are in the Parquet alone."),
    # Requests
    "requests.title": msg("Belvo's request IDs"),
    "requests.lead": msg(
        "By which Belvo's support finds what was asked and told. A list that Belvo answers has none; "
        "retrieves, refusals and webhooks have one, as far as the log still keeps them."
    ),
    "requests.none": msg("None is kept of these links."),
    "requests.call": msg("Call"),
    "requests.webhook": msg("Webhook"),
    "requests.pull": msg("Pull"),
}
