"""The queue's order: people who wait, days without new data, money behind it; and a bank once for its links."""

from datetime import timedelta
from decimal import Decimal

from domain.link_state import Turn
from store import Database
from store.core import instants
from store.ops.operators import cases as work
from store.queries.links import cases, held_up, judged, listing
from store.queries.links.listing import Facets, LinkFilter
from store.write import links, rows
from tests.kit import filling
from tests.kit.bank import EREBOR, EREBOR_BR, GRINGOTTS, NOW, Bank


def broken(db: Database, name: str, where: Bank, *, days: int, money: int = 0, currency: str = "MXN") -> str:
    """A link that needs its person, whose newest data are so old, with so much money in it."""
    link = filling.pulled(db, name, where, days=1, now=NOW - timedelta(days=days))
    account = {"id": f"a {name}", "link": link, "currency": currency, "balance_type": "ASSET"}
    with db.write() as connection:
        connection.execute("UPDATE accounts SET deleted_at = :now WHERE link = :link", {"now": "2026", "link": link})
        rows.save_page(connection, "accounts", link, [{**account, "balance": {"current": money, "available": money}}])
        links.set_status(connection, link, "unconfirmed", now=instants.encode(NOW))
    return link


def first(db: Database, turn: Turn, most: int = 9, *, snoozed: bool = False) -> list[str]:
    judged.renew(db, NOW)
    return [one.link or one.institution for one in held_up.queue(db, NOW, most=most, snoozed=snoozed).first[turn]]


def test_the_oldest_data_come_first_then_the_largest_share_of_a_currency(db: Database) -> None:
    new = broken(db, "new", EREBOR, days=1, money=9_000)
    poor = broken(db, "poor", EREBOR, days=8, money=10)
    old = broken(db, "old", EREBOR_BR, days=30)
    rich = broken(db, "rich", EREBOR_BR, days=8, money=300, currency="CLP")  # all that there is in its currency
    well = [filling.pulled(db, f"well {place}", where, days=1) for where in (EREBOR, EREBOR_BR) for place in range(4)]
    assert first(db, Turn.USER) == [old, rich, poor, new]
    assert first(db, Turn.USER, most=2) == [old, rich]
    (top,) = held_up.queue(db, NOW, most=1).first[Turn.USER]
    assert (top.people, top.days(NOW), top.money) == (1, 30, {})
    second = held_up.queue(db, NOW, most=2).first[Turn.USER][1]
    assert (second.days(NOW), second.money) == (8, {"CLP": Decimal(300)})
    assert len(well) == 8


def test_a_bank_is_one_however_many_links_it_fails_and_the_one_with_most_people_comes_first(db: Database) -> None:
    for place, where in enumerate([GRINGOTTS, GRINGOTTS, EREBOR, EREBOR, EREBOR]):
        filling.fail_pull(db, filling.pulled(db, f"user {place}", where, days=1))
    assert first(db, Turn.BANK) == [EREBOR.name, GRINGOTTS.name]
    queue = held_up.queue(db, NOW, most=9)
    assert (queue.waiting[Turn.BANK], queue.needy) == (5, 5)
    outage = cases.of_banks(db)[EREBOR.name]
    with db.write() as connection:
        assert work.snooze(connection, outage.id, NOW + timedelta(hours=1), NOW)
    assert first(db, Turn.BANK) == [GRINGOTTS.name]
    assert first(db, Turn.BANK, snoozed=True) == [EREBOR.name]
    assert held_up.queue(db, NOW, most=9).needy == 5


def test_facets_count_what_each_choice_would_find_beside_the_others(db: Database) -> None:
    filling.fill(db, days=2)
    judged.renew(db, NOW)
    wanted = LinkFilter(institutions=(GRINGOTTS.name,))
    facets = Facets(listing.kinds(db, wanted, NOW), wanted, {EREBOR.name: "MX", EREBOR_BR.name: "BR"})
    assert facets.number == 2
    assert facets.institutions() == {GRINGOTTS.name: 2, EREBOR.name: 1, EREBOR_BR.name: 1}
    assert facets.states() == {"token_required": 1, "failed": 1}
    assert facets.by_country() == {}
    assert sum(facets.freshness().values()) == 2
    everything = Facets(listing.kinds(db, LinkFilter(), NOW), LinkFilter(), facets.countries)
    assert (everything.number, everything.by_country()) == (4, {"MX": 1, "BR": 1})


def test_a_list_finds_what_is_typed_of_names_documents_and_ends_of_numbers(db: Database) -> None:
    stored = filling.fill(db, days=2)
    judged.renew(db, NOW)

    def found(text: str) -> set[str]:
        return {*listing.ids(db, LinkFilter(find=text), NOW)}

    assert found("user-w") == {stored["well"]}
    assert found(stored["token"][:12]) == {stored["token"]}
    assert found("%") == set()
    assert found("🏦") == set()
    with db.write() as connection:
        links.mark_deleted(connection, stored["well"])
    judged.renew(db, NOW)
    assert found("user-w") == {stored["well"]}
    assert stored["well"] not in listing.ids(db, LinkFilter(), NOW)
    assert listing.ids(db, LinkFilter(states=("deleted",)), NOW) == [stored["well"]]


def test_every_order_lists_every_link_once(db: Database) -> None:
    stored = filling.fill(db, days=2)
    judged.renew(db, NOW)
    for order in listing.ORDERS:
        pages = [listing.ids(db, LinkFilter(), NOW, order=order, start=start, limit=3) for start in (0, 3)]
        assert sorted(pages[0] + pages[1]) == sorted(stored.values())
