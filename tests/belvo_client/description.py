"""Belvo's description of its API (OpenAPI), cut down to what it takes and what it answers, with a few words of help.

A new one, as Belvo publishes it at https://developers.belvo.com, is cut and kept by
`python -m tests.belvo_client.description openapi.json`; `make types` then makes the types anew.
"""

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from belvo_client.description import operations
from belvo_client.description.operations import HELP

KEPT = Path(operations.__file__).with_name("belvo.json")

METHODS = ("get", "post", "put", "patch", "delete")
OF_AN_OPERATION = ("operationId", "summary", "tags", "parameters", "requestBody", "responses")
OF_ALL = ("operationId", "summary", "tags")
"""What an operation says of itself, which no type needs."""
PROSE = {"title", "summary", "description", "example", "examples", "x-tags"}
ASKED = ("parameters", "requestBodies")
"""Components that say what people send."""
LONGEST_HELP = 160
"""Characters of what is told of a parameter: its first sentence, if that is no longer."""


def read() -> dict[str, Any]:
    """The description that is kept, without help and names of operations."""
    return bare(whole())


def whole() -> dict[str, Any]:
    """All that is kept."""
    description: dict[str, Any] = json.loads(KEPT.read_text(encoding="utf-8"))
    return description


def bare(description: dict[str, Any]) -> dict[str, Any]:
    """What types are made of."""
    paths = {
        path: {
            method: {key: value for key, value in operation.items() if key not in OF_ALL}
            for method, operation in made.items()
        }
        for path, made in description["paths"].items()
    }
    found: dict[str, Any] = without_help({**description, "paths": paths})
    return found


def without_help(part: Any, *, names: bool = False) -> Any:  # noqa: ANN401 - any JSON
    if isinstance(part, list):
        return [without_help(value) for value in part]
    if isinstance(part, dict):
        return {
            key: without_help(value, names=key == "properties") for key, value in part.items() if names or key != HELP
        }
    return part


def cut(whole: dict[str, Any]) -> dict[str, Any]:
    """Operations with parameters, bodies and good answers, and the components that these name; of prose short help."""
    paths = {
        path: {method: _operation(operations[method]) for method in METHODS if method in operations}
        for path, operations in whole["paths"].items()
    }
    components: dict[str, dict[str, Any]] = {}
    for kind, name in sorted(_reached(paths, whole)):
        components.setdefault(kind, {})[name] = whole["components"][kind][name]
    asked = _asked(paths, whole)
    info = {"title": whole["info"]["title"], "version": whole["info"]["version"]}
    return {
        "openapi": whole["openapi"],
        "info": info,
        "paths": {
            path: {
                method: {key: operation[key] for key in OF_ALL if key in operation} | without_prose(operation)
                for method, operation in made.items()
            }
            for path, made in paths.items()
        },
        "components": {
            kind: {name: without_prose(one, helps=kind in ASKED or name in asked) for name, one in made.items()}
            for kind, made in components.items()
            if kind not in PROSE
        },
    }


def _operation(operation: dict[str, Any]) -> dict[str, Any]:
    kept = {key: operation[key] for key in OF_AN_OPERATION if key in operation}
    kept |= {"summary": first_words(kept["summary"])} if "summary" in kept else {}
    return {**kept, "responses": {code: answer for code, answer in kept["responses"].items() if code.startswith("2")}}


def _reached(paths: dict[str, Any], whole: dict[str, Any]) -> set[tuple[str, str]]:
    """Kind and name of each component that the paths name, or that one of these names."""
    found: set[tuple[str, str]] = set()
    open_ = set(references(paths))
    while open_:
        found |= open_
        open_ = {one for kind, name in open_ for one in references(whole["components"][kind][name])} - found
    return found


def references(part: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401 - any JSON
    """Kind and name of each component that a part of a description names itself."""
    if isinstance(part, dict):
        if isinstance(reference := part.get("$ref"), str):
            _, _, kind, name = reference.split("/")
            yield kind, name
        for value in part.values():
            yield from references(value)
    elif isinstance(part, list):
        for value in part:
            yield from references(value)


def without_prose(part: Any, *, names: bool = False, helps: bool = False) -> Any:  # noqa: ANN401 - any JSON
    """The part without what is for people; a key that is a `name` given by Belvo stays, whatever it is.

    What people are asked for keeps the first words about it.
    """
    if isinstance(part, list):
        return [without_prose(value, helps=helps) for value in part]
    if not isinstance(part, dict):
        return part
    kept = {
        key: without_prose(value, names=key == "properties", helps=helps or key in ("parameters", "requestBody"))
        for key, value in part.items()
        if names or (key not in PROSE and key not in OF_ALL)
    }
    told = first_words(part.get(HELP) or part.get("description")) if helps and not names else ""
    return {**kept, HELP: told} if told else kept


def first_words(text: object) -> str:
    """The first sentence of a text without its marks, cut where it is long; empty for none."""
    if not isinstance(text, str):
        return ""
    plain = re.sub(r"<[^>]*>|\{%.*?%\}|[`*]", "", re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text)).strip()
    line = " ".join(plain.partition("\n\n")[0].split())
    sentence = re.split(r"(?<=[.!?])\s+(?=[A-Z])", line)[0]
    if len(sentence) <= LONGEST_HELP:
        return sentence
    return sentence[:LONGEST_HELP].rpartition(" ")[0].rstrip(",;:") + "\u2026"


def _asked(paths: dict[str, Any], whole: dict[str, Any]) -> set[str]:
    """The schemas of what people send: those that bodies and parameters lead to."""
    sent = [
        {key: operation.get(key) for key in ("parameters", "requestBody")}
        for made in paths.values()
        for operation in made.values()
    ]
    return {name for kind, name in _reached({"sent": sent}, whole) if kind == "schemas"}


def written(part: Any, depth: int = 3) -> str:  # noqa: ANN401 - any JSON
    """JSON with an operation or a component a line, so that a diff names those that changed."""
    if depth == 0 or not isinstance(part, dict):
        return json.dumps(part, ensure_ascii=False)
    entries = ",\n".join(f"{json.dumps(key)}: {written(value, depth - 1)}" for key, value in part.items())
    return f"{{\n{entries}\n}}"


if __name__ == "__main__":
    given = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    KEPT.write_text(written(cut(given)) + "\n", encoding="utf-8")
