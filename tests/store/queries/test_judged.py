"""How links are kept judged: as a judge of all of them finds them, after whatever has happened."""

from datetime import datetime, timedelta

import pytest

from domain.link_state import LinkFacts, Reason, judge
from store import Database
from store.core import instants
from store.ops import jobs
from store.ops.jobs import Failure
from store.queries.links import cases, facts, judged
from store.upkeep.erasure import erase
from store.write import links
from tests.kit import bank, filling
from tests.kit.bank import EREBOR, GRINGOTTS, NOW


def agrees(db: Database, now: datetime = NOW) -> None:
    """All that is kept is what judging all links says."""
    assert judged.renew(db, now).left == 0
    known = judge(facts.of_all(db, now), now)
    with db.read() as connection:
        rows = connection.execute("SELECT link, badge, trouble, reason FROM link_states").fetchall()
        needy = connection.execute("SELECT link, whose FROM link_states WHERE whose <> ''").fetchall()
    kept = {row["link"]: (row["badge"], row["trouble"], row["reason"]) for row in rows}
    assert kept == {
        link: (state.badge.value, state.trouble.value if state.trouble else "", state.reason or "")
        for link, state in known.items()
    }
    turns = {link: state.turn for link, state in known.items() if state.reason}
    assert {row["link"]: row["whose"] for row in needy} == turns


def test_what_is_kept_follows_every_change(db: Database) -> None:
    stored = filling.fill(db, days=2)
    agrees(db)
    with db.write() as connection:
        links.set_status(connection, stored["well"], "invalid", now=instants.encode(NOW))
    agrees(db)
    filling.fail_pull(db, stored["brazil"])
    agrees(db)
    filling.begin_pull(db, stored["failed"])
    agrees(db)
    with db.write() as connection:
        links.mark_deleted(connection, stored["token"])
        links.set_followed(connection, stored["brazil"], followed=False)
    agrees(db)
    erase(db, stored["token"])
    agrees(db)


def test_of_a_link_that_is_erased_while_it_is_judged_nothing_is_kept(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored = filling.fill(db, days=2)
    judged.renew(db, NOW)
    with db.write() as connection:
        links.set_status(connection, stored["well"], "invalid", now=instants.encode(NOW))
    read = facts.of_these

    def read_and_erase(db: Database, chosen: list[str], now: datetime) -> list[LinkFacts]:
        known = read(db, chosen, now)
        erase(db, stored["well"])
        return known

    monkeypatch.setattr(facts, "of_these", read_and_erase)
    judged.renew(db, NOW)
    with db.read() as connection:
        for table in ("link_states", "link_money", "revisions", "cases"):
            rows = connection.execute(f"SELECT 1 FROM {table} WHERE link = :link", {"link": stored["well"]}).fetchall()
            assert rows == [], table
    monkeypatch.undo()
    agrees(db)


def test_time_alone_makes_links_stale_and_ends_leases(db: Database) -> None:
    stored = filling.fill(db, days=2)
    agrees(db)
    filling.begin_pull(db, stored["well"])
    for later in (timedelta(minutes=2), timedelta(hours=6), timedelta(days=13), timedelta(days=40)):
        agrees(db, NOW + later)


def test_nothing_is_judged_twice_where_nothing_has_changed(db: Database) -> None:
    filling.fill(db, days=2)
    assert judged.renew(db, NOW) == (4, 0)
    assert judged.renew(db, NOW) == (0, 0)
    with db.write() as connection:
        links.set_followed(connection, str(bank.link("well", EREBOR)["id"]), followed=False)
    assert judged.renew(db, NOW) == (1, 0)


def test_no_more_changed_links_are_judged_than_are_asked_for_but_all_new_ones(db: Database) -> None:
    stored = filling.fill(db, days=2)
    assert judged.renew(db, NOW, most=0) == (4, 0)
    for link in stored.values():
        filling.fail_pull(db, link)
    assert judged.renew(db, NOW, most=3) == (3, 1)
    assert judged.renew(db, NOW, most=3) == (1, 0)


def many(db: Database, number: int, where: bank.Bank) -> list[str]:
    return [filling.pulled(db, f"user {place}", where, days=1) for place in range(number)]


def test_whose_turn_it_is_follows_how_others_at_the_bank_do(db: Database) -> None:
    well, *others = many(db, 4, GRINGOTTS)
    filling.fail_pull(db, others[0], code="institution_unavailable")
    agrees(db)
    later = NOW + timedelta(hours=1)
    job = filling.begin_pull(db, well, at=later)
    jobs.finish(db, job, now=instants.encode(later))  # which says that the bank is there
    agrees(db, later)
    for link in others[1:]:
        filling.fail_pull(db, link, code="login_error")
    agrees(db, later)
    with db.write() as connection:
        connection.execute("UPDATE institutions SET status = 'down'")
    agrees(db, later)


def test_a_case_opens_changes_and_ends_with_how(db: Database) -> None:
    stored = filling.fill(db, days=2)
    judged.renew(db, NOW)
    found = cases.of_links(db, [*stored.values()])
    assert {case.link: case.reason for case in found.values()} == {
        stored["token"]: Reason.TOKEN_REQUIRED,
        stored["failed"]: Reason.PULL_FAILED,
    }
    with db.write() as connection:
        links.set_status(connection, stored["failed"], "invalid", now=instants.encode(NOW))
        links.set_status(connection, stored["token"], "valid", now=instants.encode(NOW))
    judged.renew(db, NOW)
    assert {case.link: case.reason for case in cases.of_links(db, [*stored.values()]).values()} == {
        stored["failed"]: Reason.INVALID
    }
    (ended,) = cases.history(db, link=stored["token"])
    assert (ended.reason, ended.outcome, ended.ended_at) == (Reason.TOKEN_REQUIRED, "passed", NOW)


def test_a_pull_that_goes_well_is_how_a_failure_ended(db: Database) -> None:
    stored = filling.fill(db, days=2)
    judged.renew(db, NOW)
    later = NOW + timedelta(hours=1)
    jobs.finish(db, filling.begin_pull(db, stored["failed"], at=later), now=instants.encode(later))
    judged.renew(db, later)
    assert [case.outcome for case in cases.history(db, link=stored["failed"])] == ["pulled"]


def test_a_bank_that_fails_its_links_is_one_case_until_it_answers(db: Database) -> None:
    broken = many(db, 3, GRINGOTTS)
    for link in broken:
        filling.fail_pull(db, link)
    judged.renew(db, NOW)
    (outage,) = cases.of_banks(db).values()
    assert (outage.institution, outage.links, outage.people) == (GRINGOTTS.name, 3, 3)
    assert cases.history(db, institution=GRINGOTTS.name) == []
    later = NOW + timedelta(hours=2)
    for link in broken:
        jobs.finish(db, filling.begin_pull(db, link, at=later), now=instants.encode(later))
    judged.renew(db, later)
    assert cases.of_banks(db) == {}
    (over,) = cases.history(db, institution=GRINGOTTS.name)
    assert (over.links, over.ended_at, over.outcome) == (3, later, "answered")


def test_a_link_that_is_erased_leaves_nothing_of_what_was_kept(db: Database) -> None:
    stored = filling.fill(db, days=2)
    judged.renew(db, NOW)
    removed = erase(db, stored["token"]).rows
    assert (removed["cases"], removed["link_states"], removed["link_money"]) == (1, 1, 1)


def test_a_failure_of_another_kind_is_judged_by_its_own_words(db: Database) -> None:
    link = filling.pulled(db, "one", EREBOR, days=1)
    job = filling.begin_pull(db, link)
    jobs.fail(db, job, Failure("needs_user", "something_new", "", None), now=instants.encode(NOW))
    agrees(db)
