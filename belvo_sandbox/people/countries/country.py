"""A country as data: names, towns, employers, shops, and the words of its banks."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from belvo_sandbox.core.clock import Zone


class SpendingKind(NamedTuple):
    """A kind of spending: Belvo's category, the card networks' merchant code, and how prices end."""

    category: str
    subcategory: str
    mcc: int
    step: int = 1  # cents


SPENDING_KINDS: Mapping[str, SpendingKind] = {
    "groceries": SpendingKind("Food & Groceries", "Groceries", 5411, 10),
    "restaurants": SpendingKind("Food & Groceries", "Restaurants", 5812, 50),
    "coffee": SpendingKind("Food & Groceries", "Bakery & Coffee", 5462, 50),
    "convenience": SpendingKind("Food & Groceries", "Convenience Store", 5499, 50),
    "delivery": SpendingKind("Food & Groceries", "Delivery", 5814, 10),
    "bars": SpendingKind("Food & Groceries", "Bars & Nightclubs", 5813, 100),
    "transit": SpendingKind("Transport & Travel", "Public Transit", 4111, 50),
    "rides": SpendingKind("Transport & Travel", "Taxis & Rideshares", 4121),
    "gas": SpendingKind("Transport & Travel", "Gas", 5541),
    "parking": SpendingKind("Transport & Travel", "Parking & Tolls", 7523, 100),
    "flights": SpendingKind("Transport & Travel", "Flights", 4511, 100),
    "hotels": SpendingKind("Transport & Travel", "Accommodation", 7011, 100),
    "pharmacy": SpendingKind("Home & Life", "Pharmacies", 5912, 10),
    "health": SpendingKind("Home & Life", "Health", 8011, 5000),
    "hair": SpendingKind("Home & Life", "Hair & Beauty", 7230, 500),
    "home": SpendingKind("Home & Life", "Home Decor & Appliances", 5712, 100),
    "gym": SpendingKind("Home & Life", "Gyms & Fitness", 7997, 100),
    "clothes": SpendingKind("Personal Shopping", "Clothing & Accessories", 5651, 100),
    "online": SpendingKind("Personal Shopping", "E-commerce", 5262),
    "department": SpendingKind("Personal Shopping", "Department Store", 5311, 100),
    "books": SpendingKind("Personal Shopping", "Books & News", 5942, 100),
    "gifts": SpendingKind("Personal Shopping", "Gifts", 5947, 100),
    "pets": SpendingKind("Personal Shopping", "Pet Supplies", 5995, 50),
    "cinema": SpendingKind("Online Platforms & Leisure", "Events, Parks and Museums", 7832, 100),
    "streaming": SpendingKind("Online Platforms & Leisure", "Movie & Audio", 4899, 100),
    "apps": SpendingKind("Online Platforms & Leisure", "Apps, Software and Cloud Services", 5817, 100),
    "games": SpendingKind("Online Platforms & Leisure", "Gaming", 5816, 100),
    "electricity": SpendingKind("Bills & Utilities", "Electricity & Energy", 4900),
    "water": SpendingKind("Bills & Utilities", "Water", 4900),
    "phone": SpendingKind("Bills & Utilities", "Telecommunications", 4814, 100),
    "internet": SpendingKind("Bills & Utilities", "Telecommunications", 4814, 100),
    "insurance": SpendingKind("Insurance", "Health & Life Insurance", 6300, 100),
}


class Shops(NamedTuple):
    """The shops of one kind, and what one pays there (whole units of the currency, at the prices of 2021)."""

    low: int
    high: int
    names: tuple[str, ...]


class Town(NamedTuple):
    """`state` is the country's own code, `code` the one that documents use."""

    name: str
    state: str
    code: str
    postcode: str
    area: str  # telephone


class Phrase(NamedTuple):
    """A bank's description of a movement, and its word for that kind of operation."""

    text: str
    operation: str


class AccountProduct(NamedTuple):
    """An account as a bank sells it: its name, and the bank's own word for the kind."""

    name: str
    type: str


@dataclass(frozen=True)
class Banking:
    """Charges and payments of the banks of a country."""

    paydays: tuple[int, ...]  # days of the month; empty where salaries come on the fifth working day
    bonus_days: tuple[tuple[int, int], ...]  # (month, day) on which the year's extra salary is paid, in equal parts
    bonus: int  # the extra salary, in percent of a month's
    saving_days: tuple[int, ...]  # on which people put aside what is left over
    fee: int  # cents a month
    fee_tax: int  # percent
    interest: int  # a year on savings, in hundredths of a percent
    interest_tax: int  # percent of the interest
    card_interest: int  # a month on what is left unpaid, in hundredths of a percent
    minimum_payment: int  # of a card's bill, in hundredths of a percent
    overdraft_interest: int  # a month, in hundredths of a percent
    cash: tuple[int, int, int]  # lowest and highest withdrawal and the notes it comes in, whole units
    electricity_months: int  # how many months an electricity bill is for


@dataclass(frozen=True)
class Country:
    """One country."""

    code: str
    currency: str
    zone: Zone
    given_names: Mapping[str, tuple[str, ...]]  # by gender
    surnames: tuple[str, ...]
    # The last surname says what these people are, whatever else is believable about them.
    last_surnames: tuple[str, ...]
    towns: tuple[Town, ...]
    streets: tuple[str, ...]
    employers: tuple[str, ...]
    landlords: tuple[str, ...]
    shops: Mapping[str, Shops]
    phrases: Mapping[str, Phrase]
    atm_name: str  # how a cash machine is named
    products: Mapping[str, AccountProduct]
    banking: Banking
    months: tuple[str, ...]
    income: tuple[int, int]  # a month's salary after tax, in whole units, at the prices of 2021
    reference_income: int  # the one at which the shops' prices are right
    inflation: int  # a year, in hundredths of a percent
    holidays: Callable[[int], Iterator[date]]
    networks: tuple[str, ...] = ("VISA", "MASTERCARD")
