"""Working on what needs somebody: taken, put off, noted, written to its person; each recorded, until it is over."""

from datetime import timedelta

import pytest

from actions.operators import cases as actions
from actions.permission import NotAllowed
from domain.roles import Actor, Role
from store import Database
from store.core import instants
from store.ops import audit
from store.ops.operators import update_links
from store.queries.links import cases, held_up, judged
from store.queries.links.cases import Case
from store.sight import Sight
from store.upkeep.erasure import erase
from store.write import links
from tests.kit import filling
from tests.kit.actors import TESTER
from tests.kit.bank import GRINGOTTS, NOW

ANA = Actor("ana", Role.OPERATOR)
LATER = NOW + timedelta(days=1)


@pytest.fixture
def link(db: Database) -> str:
    made = filling.pulled(db, "one", GRINGOTTS, status="token_required", days=1)
    judged.renew(db, NOW)
    return made


def case_of(db: Database, link: str) -> Case:
    return cases.of_links(db, [link])[link]


def test_what_was_done_stays_with_a_case_until_and_after_it_is_over(db: Database, link: str) -> None:
    number = case_of(db, link).id
    assert actions.take(db, number, NOW, actor=ANA)
    assert actions.say(db, number, "  Called María, she calls back 📞  ", NOW, actor=ANA)
    assert actions.snooze(db, number, LATER, NOW, actor=ANA)
    found = case_of(db, link)
    assert (found.taken_by, found.note, found.noted_by) == ("ana", "Called María, she calls back 📞", "ana")
    assert (found.is_snoozed(NOW), found.is_snoozed(LATER)) == (True, False)
    assert audit.table(db)["did"].tolist() == ["case put off", "note on a case", "case taken"]
    assert "María" not in audit.table(db).to_csv()
    with db.write() as connection:
        links.set_status(connection, link, "valid", now=instants.encode(NOW))
    judged.renew(db, NOW)
    (over,) = cases.history(db, link=link)
    assert (over.taken_by, over.note, over.outcome) == ("ana", found.note, "passed")
    assert actions.take(db, number, NOW, actor=TESTER) is False


def test_another_trouble_wakes_what_was_put_off_but_is_still_taken(db: Database, link: str) -> None:
    number = case_of(db, link).id
    actions.take(db, number, NOW, actor=ANA)
    actions.snooze(db, number, LATER, NOW, actor=ANA)
    assert sum(held_up.queue(db, NOW, most=3).snoozed.values()) == 1
    with db.write() as connection:
        links.set_status(connection, link, "invalid", now=instants.encode(NOW))
    judged.renew(db, NOW)
    found = case_of(db, link)
    assert (found.id, found.reason, found.taken_by, found.is_snoozed(NOW)) == (number, "invalid", "ana", False)


def test_what_can_not_be_kept_is_told(db: Database, link: str) -> None:
    number = case_of(db, link).id
    for until in (NOW, NOW + timedelta(days=400)):
        with pytest.raises(actions.NotKept):
            actions.snooze(db, number, until, NOW, actor=ANA)
    with pytest.raises(actions.NotKept):
        actions.say(db, number, "x" * 1_001, NOW, actor=ANA)
    with pytest.raises(actions.NotKept):
        actions.take(db, 12_345, NOW, actor=ANA)
    for role in (Role.VIEWER, Role.ANALYST):
        with pytest.raises(NotAllowed):
            actions.take(db, number, NOW, actor=Actor("v", role))
    assert case_of(db, link).taken_by is None
    assert actions.give_back(db, number, NOW, actor=ANA) is False
    assert actions.wake(db, number, NOW, actor=ANA) is False


def test_an_update_link_is_handed_out_once_for_days_and_goes_with_its_link(db: Database, link: str) -> None:
    first = actions.hand_out(db, link, "repair", "es", NOW, actor=ANA)
    assert actions.hand_out(db, link, "repair", "pt", NOW + timedelta(days=2), actor=ANA).code == first.code
    assert actions.hand_out(db, link, "repair", "es", NOW + timedelta(days=5), actor=ANA).code != first.code
    assert erase(db, link).rows["update_links"] == 2
    assert update_links.find(db, first.code) is None


def test_a_note_is_for_those_who_see_people(db: Database, link: str) -> None:
    actions.take(db, case_of(db, link).id, NOW, actor=ANA)
    actions.say(db, case_of(db, link).id, "María", NOW, actor=ANA)
    seen = case_of(db.as_seen(Sight.MASKED), link)
    assert "María" not in str(seen)
    assert "ana" not in str(seen.taken_by)
    assert (seen.reason, case_of(db.as_seen(Sight.CLEAR), link).note) == ("token_required", "María")
