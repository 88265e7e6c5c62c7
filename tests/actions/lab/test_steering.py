"""The clock, faults and consents of the local Belvo, and its people connected without the widget."""

from datetime import timedelta

import pytest

from actions import links as links_actions
from actions.lab import people, steering
from actions.local_belvo import ControlFailed, NotLocal
from belvo_client import BelvoClient
from settings import LOCAL_KEYS, Secret, Settings
from store import Database
from store.ops import audit, jobs
from store.queries.links import consents
from store.write import links
from sync import pull_link
from tests.kit.actors import TESTER
from tests.kit.rows import tuples


def someone(name: str) -> people.Login:
    return next(one for one in people.SCENARIOS if one.id == name).logins[0]


def pulled(db: Database, client: BelvoClient) -> None:
    job = jobs.claim(db, "tester", timedelta(minutes=1))
    assert job is not None
    pull_link(db, client, job)
    jobs.finish(db, job)


def test_a_click_that_comes_twice_moves_the_clock_once(db: Database, settings: Settings, client: BelvoClient) -> None:
    people.connect(db, client, someone("expires_30"), actor=TESTER)
    _, offset = steering.state_of(settings)
    move = steering.advance(db, settings, 40, seen=offset, actor=TESTER)
    assert (move.statuses_before, move.statuses_after) == ({"valid": 1}, {"invalid": 1})
    with pytest.raises(ControlFailed, match="moved meanwhile"):
        steering.advance(db, settings, 40, seen=offset, actor=TESTER)
    assert steering.state_of(settings)[1] == pytest.approx(40 * 86400, abs=2)
    assert ("steer", "Belvo's clock moved", "failed") in tuples(audit.table(db), "action", "did", "outcome")


def test_faults_and_mishaps_are_composed_listed_and_ended(db: Database, settings: Settings) -> None:
    for kind, rule in (
        ("faults", {"error": "institution_down", "endpoint": "transactions", "times": 2}),
        ("webhooks/mishaps", {"mishap": "late", "hours": 24.0, "probability": 0.5}),
    ):
        number = steering.add_rule(db, settings, kind, rule, actor=TESTER)
        catalogue, rules = steering.rules_of(settings, kind)
        assert catalogue
        assert [{name: one[name] for name in rule} for one in rules] == [rule]
        steering.end_rule(db, settings, kind, number, actor=TESTER)
        with pytest.raises(ControlFailed):
            steering.end_rule(db, settings, kind, number, actor=TESTER)
        assert steering.rules_of(settings, kind)[1] == []


def test_what_belvo_does_not_take_is_said(db: Database, settings: Settings) -> None:
    with pytest.raises(ControlFailed):
        steering.add_rule(db, settings, "faults", {"error": "no_such_thing"}, actor=TESTER)


def test_a_person_is_connected_once_however_often_it_is_clicked(
    db: Database, settings: Settings, client: BelvoClient
) -> None:
    first, second = (people.connect(db, client, someone("open_finance"), actor=TESTER) for _ in range(2))
    assert first == second
    assert [*links.table(db)["external_id"]] == ["caio-consent"]
    job = jobs.latest(db, first)
    assert job is not None
    assert (job.reason, len(jobs.active(db))) == ("connected", 1)
    pulled(db, client)
    before = consents.table(db)["expired_at"].iloc[0]
    steering.renew_consent(db, settings, str(consents.table(db)["consent"].iloc[0]), actor=TESTER)
    links_actions.pull(db, first, actor=TESTER)
    pulled(db, client)
    assert consents.table(db)["expired_at"].iloc[0] >= before


def test_each_of_the_people_can_be_connected_where_it_is_said(
    db: Database, settings: Settings, client: BelvoClient
) -> None:
    for person in people.people(settings):
        for login in person.logins:
            people.connect(db, client, login, actor=TESTER)
    assert len(links.table(db)) == sum(len(one.logins) for one in people.people(settings))


def test_what_is_true_of_an_example_is_told(settings: Settings) -> None:
    overdrawn = next(one for one in people.people(settings) if one.id == "overdrawn")
    assert people.truth(settings, overdrawn)["days_below_zero"]


def test_only_the_local_belvo_can_be_steered(db: Database, settings: Settings) -> None:
    key, password = LOCAL_KEYS
    real = Settings(environment="sandbox", data_dir=settings.data_dir, secret_id=key, secret_password=Secret(password))
    with pytest.raises(NotLocal):
        steering.advance(db, real, 1, seen=0, actor=TESTER)
