"""Belvo's description of its API (OpenAPI), cut down to what its answers and its lists look like.

A new one, as Belvo publishes it at https://developers.belvo.com, is cut and kept by
`python -m tests.belvo_client.description openapi.json`; `make types` then makes the types anew.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

KEPT = Path(__file__).with_name("description.json")

METHODS = ("get", "post", "put", "patch", "delete")
OF_AN_OPERATION = ("parameters", "requestBody", "responses")
PROSE = {"title", "summary", "description", "example", "examples", "x-tags"}


def read() -> dict[str, Any]:
    """The description that is kept."""
    description: dict[str, Any] = json.loads(KEPT.read_text(encoding="utf-8"))
    return description


def cut(whole: dict[str, Any]) -> dict[str, Any]:
    """Operations with their parameters, bodies and good answers, and the components that these name; no prose."""
    paths = {
        path: {method: _operation(operations[method]) for method in METHODS if method in operations}
        for path, operations in whole["paths"].items()
    }
    components: dict[str, dict[str, Any]] = {}
    for kind, name in sorted(_reached(paths, whole)):
        components.setdefault(kind, {})[name] = whole["components"][kind][name]
    info = {"title": whole["info"]["title"], "version": whole["info"]["version"]}
    return {
        "openapi": whole["openapi"],
        "info": info,
        "paths": without_prose(paths),
        "components": without_prose(components),
    }


def _operation(operation: dict[str, Any]) -> dict[str, Any]:
    kept = {key: operation[key] for key in OF_AN_OPERATION if key in operation}
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


def without_prose(part: Any, *, names: bool = False) -> Any:  # noqa: ANN401 - any JSON
    """The part without what is for people; a key that is a `name` given by Belvo stays, whatever it is."""
    if isinstance(part, list):
        return [without_prose(value) for value in part]
    if isinstance(part, dict):
        return {
            key: without_prose(value, names=key == "properties")
            for key, value in part.items()
            if names or key not in PROSE
        }
    return part


def written(part: Any, depth: int = 3) -> str:  # noqa: ANN401 - any JSON
    """JSON with an operation or a component a line, so that a diff names those that changed."""
    if depth == 0 or not isinstance(part, dict):
        return json.dumps(part, ensure_ascii=False)
    entries = ",\n".join(f"{json.dumps(key)}: {written(value, depth - 1)}" for key, value in part.items())
    return f"{{\n{entries}\n}}"


if __name__ == "__main__":
    given = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    KEPT.write_text(written(cut(given)) + "\n", encoding="utf-8")
