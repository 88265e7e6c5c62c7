"""Telling a story: on, back, rewound, ended; what was here before is put aside and comes back."""

from collections.abc import Callable
from functools import partial

import pytest

from actions.lab import people, play, stories
from actions.lab.play import Told
from actions.local_belvo import Control, ControlFailed
from actions.permission import NotAllowed
from belvo_client import BelvoClient
from domain.roles import Actor, Role
from settings import Settings
from store import Database
from store.ops import jobs, plays
from store.write import links
from tests.kit.actors import TESTER

PENSIONER = next(one for one in people.SCENARIOS if one.id == "pensioner").logins[0]
NAME = "broken-link"


@pytest.fixture
def on(db: Database, client: BelvoClient, settings: Settings) -> Callable[[int], bool]:
    return lambda seen: play.forward(db, client, settings, seen=seen, actor=TESTER)


@pytest.fixture
def back(db: Database, client: BelvoClient, settings: Settings) -> Callable[[int], bool]:
    return lambda seen: play.back(db, client, settings, seen=seen, actor=TESTER)


@pytest.fixture
def begin(db: Database, client: BelvoClient, settings: Settings) -> Callable[[], None]:
    return partial(play.begin, db, client, settings, NAME, actor=TESTER)


def step_of(db: Database) -> int | None:
    found = plays.current(db)
    return found.step if found else None


def statuses(client: BelvoClient) -> dict[str, str]:
    return {str(link.get("external_id")): link["status"] for link in client.links.list()}


def test_what_was_here_is_put_aside_and_comes_back(
    db: Database, client: BelvoClient, settings: Settings, begin: Callable[[], None]
) -> None:
    before = people.connect(db, client, PENSIONER, actor=TESTER)
    begin()
    assert (step_of(db), links.table(db).empty, statuses(client)) == (0, True, {})
    play.forward(db, client, settings, seen=0, actor=TESTER)
    begin()  # once more, from the start: what was put aside stays
    assert play.end(db, client, settings, actor=TESTER)
    assert (step_of(db), [*links.table(db)["link"]]) == (None, [before])
    assert statuses(client) == {"pia-pensioner": "valid"}
    assert [*(settings.data_dir / "stories").iterdir()] == []
    assert not play.end(db, client, settings, actor=TESTER)


def test_each_step_is_done_once_and_undone_on_the_way_back(
    db: Database, client: BelvoClient, begin: Callable[[], None], on: Callable[[int], bool], back: Callable[[int], bool]
) -> None:
    begin()
    assert [on(0), on(0), on(1), on(2), on(2)] == [True, False, True, True, False]
    assert (step_of(db), statuses(client)) == (3, {"gil-driver": "invalid"})
    assert [back(3), back(3)] == [True, False]
    assert (step_of(db), statuses(client)) == (2, {"gil-driver": "valid"})
    assert [back(2), back(1), back(0)] == [True, True, False]
    assert (step_of(db), statuses(client), links.table(db).empty) == (0, {}, True)
    assert on(0)
    assert statuses(client) == {"gil-driver": "valid"}


def test_it_is_rewound_at_once(
    db: Database, client: BelvoClient, settings: Settings, begin: Callable[[], None], on: Callable[[int], bool]
) -> None:
    assert not play.rewind(db, client, settings, actor=TESTER)
    begin()
    for seen in range(3):
        on(seen)
    assert play.rewind(db, client, settings, actor=TESTER)
    assert (step_of(db), statuses(client), links.table(db).empty) == (0, {}, True)
    assert len(jobs.active(db)) == 1  # the catalogue is read


def test_the_last_step_is_the_last(db: Database, begin: Callable[[], None], on: Callable[[int], bool]) -> None:
    begin()
    number = len(stories.find(NAME).steps)
    assert [on(seen) for seen in range(number)] == [*[True] * (number - 1), False]
    assert step_of(db) == number - 1


def test_a_step_that_can_not_be_done_leaves_the_story_where_it_was(
    db: Database, client: BelvoClient, settings: Settings, begin: Callable[[], None], on: Callable[[int], bool]
) -> None:
    begin()
    on(0)
    on(1)
    with Control.of(settings) as control:
        control.add_rule("faults", {"error": "unexpected_error", "endpoint": "PUT /api/links/{id}/"})
    with pytest.raises(Exception, match="unexpected_error"):
        on(2)
    assert (step_of(db), statuses(client)) == (2, {"gil-driver": "valid"})


def test_whether_it_plays_clean_is_found_out_and_it_is_rewound(
    db: Database, client: BelvoClient, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(play, "_has_settled", lambda _stage: True)  # nobody pulls here
    monkeypatch.setattr(play, "_ANNOUNCED", 0.0)
    told = [*play.tried(db, client, settings, NAME, actor=TESTER)]
    assert [one.problem for one in told[:3]] == ["", "", ""]
    assert told[3] == Told(3, "The link bank is valid, and should be invalid.", told[3].seconds)  # no webhook came
    assert (len(told), step_of(db), links.table(db).empty) == (4, 0, True)


def test_a_local_belvo_that_is_silent_is_a_problem_of_the_step(
    db: Database, client: BelvoClient, settings: Settings, begin: Callable[[], None]
) -> None:
    begin()
    silent = settings.model_copy(update={"base_url": "http://127.0.0.1:9"})
    with pytest.raises(ControlFailed):
        play.forward(db, client, silent, seen=0, actor=TESTER)
    assert step_of(db) == 0


def test_only_admins_tell_stories(db: Database, client: BelvoClient, settings: Settings) -> None:
    with pytest.raises(NotAllowed):
        play.begin(db, client, settings, NAME, actor=Actor("oscar", Role.OPERATOR))
