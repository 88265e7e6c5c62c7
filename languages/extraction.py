"""The texts that the code says, found where they are written."""

import ast
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass

from jinja2 import Environment, nodes

from languages.areas import ROOT, area_of, files

SAID_OF_STORIES = ("title", "about", "say")
"""The keys of a story's file under which stand texts for people."""


@dataclass(frozen=True, slots=True)
class Text:
    """One text and where it is said; `many` where it counts, `context` where it could mean something else."""

    place: str
    one: str
    many: str = ""
    context: str = ""

    @property
    def area(self) -> str:
        return area_of(self.place)


def texts() -> Iterator[Text]:
    """All that is said anywhere, in the order of files and lines; the same text again and again."""
    for file in files():
        place = file.relative_to(ROOT).as_posix()
        source = file.read_text(encoding="utf-8")
        if file.suffix == ".py":
            yield from in_python(source, place)
        elif file.suffix == ".html":
            yield from in_template(source, place)
        else:
            yield from in_story(source, place)


def in_python(source: str, place: str) -> Iterator[Text]:
    """What `say`, `say_as`, `say_many`, `msg` and `count` are called with; not what a terminal says."""
    found = [*ast.walk(ast.parse(source))]
    of_terminal = {
        name.asname or name.name
        for node in found
        if isinstance(node, ast.ImportFrom) and node.module == "terminal"
        for name in node.names
    }
    for node in found:
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id not in of_terminal:
            given = [_literal(one) for one in node.args]
            yield from _said(node.func.id, given, place)


def in_template(source: str, place: str) -> Iterator[Text]:
    """What they are called with in a template of jinja2's."""
    for call in Environment(autoescape=True).parse(source).find_all(nodes.Call):
        if isinstance(call.node, nodes.Name):
            given = [one.value if isinstance(one, nodes.Const) else None for one in call.args]
            yield from _said(call.node.name, given, place)


def in_story(source: str, place: str) -> Iterator[Text]:
    """What a story and its steps are called, and what is said at each."""
    told = tomllib.loads(source)
    for part in (told, *told.get("steps", ())):
        yield from (Text(place, part[name].strip()) for name in SAID_OF_STORIES if name in part)


def _literal(node: ast.expr) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def _said(name: str, given: list[str | None], place: str) -> Iterator[Text]:
    match name, given:
        case (("say" | "msg"), [str(one), *_]):
            yield Text(place, one)
        case "say_as", [str(context), str(one), *_]:
            yield Text(place, one, context=context)
        case "say_many", [str(one), str(many), *_]:
            yield Text(place, one, many)
        case "count", [_, str(noun)]:
            yield Text(place, f"{{number}} {noun}", f"{{number}} {noun}s")
        case "count", [_, str(noun), str(plural)]:
            yield Text(place, f"{{number}} {noun}", f"{{number}} {plural}")
