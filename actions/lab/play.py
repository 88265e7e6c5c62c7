"""Telling a story: begin, one step on, one back, all over again, the end; and whether it plays clean.

A story is told in a state of its own: what is here when it begins is put aside, and comes back at its end. Before each
step that does something the state is kept, so that the way back leads to where it was.
"""

import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from actions import links as link_actions
from actions.lab import people, saved_states, steering
from actions.lab.stories import Step, Story, find
from actions.local_belvo import Control, ControlFailed
from actions.permission import allowed, note
from belvo_client import BelvoClient, BelvoError, LoginFailed
from domain.roles import Actor
from languages import say
from settings import Settings
from store import Database
from store.core import instants
from store.ops import jobs, plays
from store.ops.plays import Play
from store.write import links

_REFUSALS = 6
"""Wrong passwords after which a link is invalid."""

_WRONG = "pass_invalid"
_PATIENCE = 120.0  # seconds for what a step sets off
_ANNOUNCED = 20.0
_LOOK = 0.1
_ASIDE = "aside"


@dataclass(frozen=True, slots=True)
class Told:
    """How a step went when the story was tried: what is wrong, nothing where it played clean."""

    step: int
    problem: str
    seconds: float


@dataclass(frozen=True)
class Stage:
    """What a story is told with."""

    db: Database
    client: BelvoClient
    settings: Settings
    actor: Actor

    @property
    def folder(self) -> Path:
        return self.settings.data_dir / "stories"

    def kept(self, name: str) -> Path:
        return self.folder / f"{name}.{saved_states.EXTENSION}"


@allowed("tell_story", target="name", did="story begun")
def begin(db: Database, client: BelvoClient, settings: Settings, name: str, *, actor: Actor) -> None:
    """Put aside what is here, unless a story is being told already, and be at the first step of this one."""
    story, stage = find(name), Stage(db, client, settings, actor)
    if plays.current(db) is None:
        _put_aside(stage)
    _from_the_start(stage, story)


@allowed("tell_story", did="story told on")
def forward(db: Database, client: BelvoClient, settings: Settings, *, seen: int, actor: Actor) -> bool:
    """Do the next step; False where that was done already, by another click, or there is none.

    Raises BelvoError and ControlFailed where it can't be done; the story then is where it was.
    """
    stage, play = Stage(db, client, settings, actor), plays.current(db)
    if play is None or play.step != seen or seen + 1 >= len(find(play.story).steps):
        return False
    _do(stage, play, find(play.story).steps[seen + 1])
    return True


@allowed("tell_story", did="story told back")
def back(db: Database, client: BelvoClient, settings: Settings, *, seen: int, actor: Actor) -> bool:
    """Undo the step that the story is at; False where that was done already."""
    stage, play = Stage(db, client, settings, actor), plays.current(db)
    if play is None or play.step != seen or seen == 0:
        return False
    if find(play.story).steps[seen].deeds:
        saved_states.restore(db, settings, stage.kept(f"{play.story}-{seen}"))
    with db.write() as connection:
        play = plays.current(db) or play
        began = instants.encode(play.began_at)
        plays.put(connection, play.story, seen - 1, play.links, began_at=began)
    return True


@allowed("tell_story", did="story rewound")
def rewind(db: Database, client: BelvoClient, settings: Settings, *, actor: Actor) -> bool:
    """Be at the first step again, with nothing done yet; False where no story is told any more."""
    play = plays.current(db)
    if play is None:
        return False
    _from_the_start(Stage(db, client, settings, actor), find(play.story))
    return True


@allowed("tell_story", did="story ended")
def end(db: Database, client: BelvoClient, settings: Settings, *, actor: Actor) -> bool:
    """Bring back what was here before the story; False where none is told any more."""
    stage = Stage(db, client, settings, actor)
    if plays.current(db) is None:
        return False
    aside = stage.kept(_ASIDE)
    if aside.exists():
        saved_states.restore(db, settings, aside)
    else:
        saved_states.begin_anew(db, settings)
    with db.write() as connection:
        plays.end(connection)
    for path in stage.folder.glob(f"*.{saved_states.EXTENSION}"):
        path.unlink(missing_ok=True)
    return True


def tried(db: Database, client: BelvoClient, settings: Settings, name: str, *, actor: Actor) -> Iterator[Told]:
    """Tell the story once from end to end, each step as soon as what the one before has set off is done; then rewind.

    It ends with the first step that goes wrong.
    """
    begin(db, client, settings, name, actor=actor)
    stage, story = Stage(db, client, settings, actor), find(name)
    try:
        for number in range(len(story.steps)):
            began = time.monotonic()
            problem = _problem(stage, story, number)
            yield Told(number, problem, time.monotonic() - began)
            if problem:
                return
    finally:
        rewind(db, client, settings, actor=actor)


def _problem(stage: Stage, story: Story, number: int) -> str:
    try:
        if number and not forward(stage.db, stage.client, stage.settings, seen=number - 1, actor=stage.actor):
            return say("Somebody else told the story on meanwhile.")
    except (BelvoError, ControlFailed) as error:
        return str(error)
    if not _has_settled(stage):
        return say("What it sets off has not ended.")
    until = time.monotonic() + _ANNOUNCED  # what is announced becomes a webhook a moment later
    while (problem := _unmet(stage, story.steps[number])) and time.monotonic() < until:
        time.sleep(_LOOK)
    return problem


def _unmet(stage: Stage, step: Step) -> str:
    """What a step expects of links and does not find."""
    play = plays.current(stage.db)
    for name, status in step.expects.items():
        link = links.find(stage.db, play.links.get(name, "")) if play else None
        if link is None or link.status != status:
            if link is None:
                return say("The link {name} is not there, and should be {status}.", name=name, status=status)
            return say("The link {name} is {now}, and should be {status}.", name=name, now=link.status, status=status)
    return ""


def _has_settled(stage: Stage) -> bool:
    """Whether webhooks have come and pulls have ended, soon enough."""
    until = time.monotonic() + _PATIENCE
    with Control.of(stage.settings) as control:
        while time.monotonic() < until:
            if not steering.still_to_come(control.state()) and not jobs.active(stage.db):
                return True
            time.sleep(_LOOK)
    return False


def _put_aside(stage: Stage) -> None:
    stage.folder.mkdir(mode=0o700, exist_ok=True)
    stage.kept(_ASIDE).unlink(missing_ok=True)
    if not links.table(stage.db).empty:
        saved_states.write(stage.db, stage.settings, "Before the story", stage.kept(_ASIDE))


def _from_the_start(stage: Stage, story: Story) -> None:
    stage.folder.mkdir(mode=0o700, exist_ok=True)
    saved_states.begin_anew(stage.db, stage.settings)
    with stage.db.write() as connection:
        plays.put(connection, story.id, 0, {})
        note(connection, stage.actor, {"story": story.id})


def _do(stage: Stage, play: Play, step: Step) -> None:
    number = play.step + 1
    kept = stage.kept(f"{play.story}-{number}")
    if step.deeds:
        saved_states.write(stage.db, stage.settings, step.title, kept)
    known = dict(play.links)
    try:
        for deed in step.deeds:
            _deed(stage, deed, known)
    except (BelvoError, ControlFailed):
        saved_states.restore(stage.db, stage.settings, kept)
        raise
    with stage.db.write() as connection:
        # The time runs from when the first step is left: before that people still come in.
        began = None if play.step == 0 else instants.encode(play.began_at)
        plays.put(connection, play.story, number, known, began_at=began)


def _deed(stage: Stage, deed: Mapping[str, Any], known: dict[str, str]) -> None:
    """Carry out one thing that a step does; a link that it connects is known by its name afterwards."""
    db, client, settings, actor = stage.db, stage.client, stage.settings, stage.actor
    match deed:
        case {"connect": str(who), "at": str(where), "name": str(name)}:
            known[name] = people.connect(db, client, _login(who, where), actor=actor)
        case {"refuse": str(name)}:
            for _ in range(_REFUSALS):
                with suppress(LoginFailed):
                    client.links.update_credentials(known[name], _WRONG)
        case {"repair": str(name)}:
            client.links.update_credentials(known[name], "full")
            link_actions.pull(db, known[name], actor=actor)
        case {"pull": str(name)}:
            link_actions.pull(db, known[name], actor=actor)
        case {"fault": dict(fault)}:
            with Control.of(settings) as control:
                control.add_rule("faults", {**fault, **({"link": known[fault["link"]]} if "link" in fault else {})})
        case {"end_faults": True}:
            with Control.of(settings) as control:
                control.end_rule("faults")
        case {"advance": int(days)}:
            with Control.of(settings) as control:
                control.advance(days=days)
        case _:
            raise ControlFailed(say("A step says {deed}, which nothing here does.", deed=dict(deed)))


def _login(who: str, where: str) -> people.Login:
    found = (login for one in people.SCENARIOS if one.id == who for login in one.logins if login.institution == where)
    login = next(found, None)
    if login is None:
        raise ControlFailed(say("Nobody called {who} can be connected at {where}.", who=who, where=where))
    return login
