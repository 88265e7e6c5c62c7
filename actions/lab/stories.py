"""Stories: files of steps that somebody tells before others, each with what it does, where it leads and what to say."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Literal, get_args

from settings import ROOT

Chapter = Literal["look", "connect", "break", "repair", "month"]
"""What a step is about; a month is one that passes."""

FOLDER = ROOT / "stories"
_DEEDS = frozenset({"connect", "refuse", "repair", "fault", "end_faults", "pull", "advance"})


class BadStory(Exception):
    """The file of a story can't be told; the message names the step and what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step: what it does, the page that it leads to, the key of what to click there, and what to say.

    In the page's `query` a value that begins with a dollar sign is the id of the link that was connected by that name.
    What it `expects` are statuses of links by those names.
    """

    title: str
    chapter: Chapter
    page: str
    say: str
    minutes: float = 1.0
    query: Mapping[str, str] = field(default_factory=dict)
    mark: str = ""
    deeds: tuple[Mapping[str, Any], ...] = ()
    expects: Mapping[str, str] = field(default_factory=dict)

    def address(self, links: Mapping[str, str]) -> dict[str, str]:
        """The page's query with the ids of links in it."""
        return {name: links.get(value[1:], "") if value[:1] == "$" else value for name, value in self.query.items()}


@dataclass(frozen=True, slots=True)
class Story:
    """A story by the name of its file."""

    id: str
    title: str
    about: str
    steps: tuple[Step, ...]

    @property
    def minutes(self) -> float:
        return sum(step.minutes for step in self.steps)


def stories() -> list[Story]:
    """All that come with the desk, in the order in which they are told; raises BadStory."""
    return [find(path.stem.partition("_")[2]) for path in sorted(FOLDER.glob("*_*.toml"))]


@cache
def find(name: str) -> Story:
    """One of them, by the name in its file's, which has a number before it; raises BadStory."""
    path = next((path for path in FOLDER.glob("*_*.toml") if path.stem.partition("_")[2] == name), None)
    if path is None:
        raise BadStory(f"There is no story {name}. Choose one of the list.")
    return read(path)


def read(path: Path) -> Story:
    """A story's file; raises BadStory."""
    name = path.stem.partition("_")[2]
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))
        steps = tuple(_steps(name, told["steps"]))
        return Story(name, told["title"], told["about"], steps)
    except (tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise BadStory(f"{path.name} can't be read: {error}") from error


def _steps(name: str, told: list[dict[str, Any]]) -> Iterator[Step]:
    known = set[str]()
    for number, one in enumerate(told, 1):
        step = Step(**{**one, "deeds": tuple(one.get("deeds", ()))})
        for problem in _problems(step, known):
            raise BadStory(f"{name}, step {number} ({step.title}): {problem}")
        yield step


def _problems(step: Step, known: set[str]) -> Iterator[str]:
    """What keeps it from being told; `known` are the links named by earlier steps, to which its own are added."""
    if step.chapter not in get_args(Chapter):
        yield f"{step.chapter} is no chapter"
    for deed in step.deeds:
        if len({*deed} & _DEEDS) != 1:
            yield f"{[*deed]} says not one of {', '.join(sorted(_DEEDS))}"
        if "connect" in deed:
            known.add(str(deed.get("name", "")))
        named = {str(deed[name]) for name in ("refuse", "repair", "pull") if name in deed}
        if missing := named - known:
            yield f"no link is called {', '.join(missing)} yet"
    asked = {value[1:] for value in step.query.values() if value[:1] == "$"} | {*step.expects}
    if missing := asked - known:
        yield f"no link is called {', '.join(sorted(missing))} yet"
