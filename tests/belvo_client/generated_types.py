"""The types of Belvo's answers, made from its description; `make types` writes them into belvo_client/types."""

import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from datamodel_code_generator import InputFileType, PythonVersion, generate
from datamodel_code_generator.enums import DataModelType
from datamodel_code_generator.parser import LiteralType

from settings import ROOT
from tests.belvo_client import description
from tests.belvo_client.type_names import ROWS, SCHEMAS, Named

#: Never imported here: it must be possible to make it anew when it is broken.
PACKAGE = "belvo_client.types"
FOLDER = ROOT.joinpath(*PACKAGE.split("."))
HEADER = "# Made from Belvo's description of its API by `make types`: what is changed here is lost."

#: What the description adds to names to say that they are an enum, or whose.
ADDED = re.compile(r"^Enum|OpenFinance(Brazil)?$|Sat(?![a-z])")

Schema = dict[str, Any]


def modules() -> dict[str, str]:
    """The text of each module by its file's name."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "types"
        generate(
            {**description.read(), "paths": {}, "components": {"schemas": described(description.read())}},
            output=target,
            input_file_type=InputFileType.OpenAPI,
            output_model_type=DataModelType.TypingTypedDict,
            target_python_version=PythonVersion.PY_311,
            enum_field_as_literal=LiteralType.All,
            strict_nullable=True,
            type_mappings=["string+binary=string"],  # a file is text in JSON
            use_closed_typed_dict=False,  # mypy does not know PEP 728
            use_schema_description=True,
            use_single_line_docstring=True,
            use_exact_imports=True,
            treat_dot_as_module=True,
            disable_future_imports=True,  # under them a TypedDict does not know what it requires
            disable_timestamp=True,
            custom_file_header=HEADER,
            formatters=[],
        )
        (target / "__init__.py").unlink()
        tidy(target)
        return {path.name: path.read_text(encoding="utf-8") for path in target.iterdir()}


def tidy(folder: Path) -> None:
    """Write the modules as ours are written."""
    for path in folder.iterdir():
        text = path.read_text(encoding="utf-8")
        path.write_text(re.sub(r"^from \.", f"from {PACKAGE}.", text, flags=re.M), encoding="utf-8")
    for command in (["check", "--select", "I", "--fix"], ["format"]):
        settings = ["--quiet", "--config", str(ROOT / "pyproject.toml")]
        subprocess.run([sys.executable, "-m", "ruff", *command, *settings, str(folder)], check=True)


def described(whole: Schema) -> dict[str, Schema]:
    """The schemas of what is answered, by module and name."""
    schemas = {name: null_said_once(schema) for name, schema in whole["components"]["schemas"].items()}
    rows = {path: rows_of(whole, path) for path in ROWS}
    roots = {named_in(schema) or path: ROWS[path] for path, schema in rows.items()}
    schemas |= {path: schema for path, schema in rows.items() if path in roots}
    places = settled(schemas, list(roots), SCHEMAS | roots)
    return {
        f"{place.module}.{place.name}": component(schemas[name], place, schemas, places)
        for name, place in places.items()
        if not plain(schemas[name])
    }


def null_said_once(part: Any) -> Any:  # noqa: ANN401 - any JSON
    """The part with `nullable` where null is among the values as well, or the word that Belvo has put for it."""
    if isinstance(part, list):
        return [null_said_once(one) for one in part]
    if not isinstance(part, dict):
        return part
    values = part.get("enum")
    if isinstance(values, list) and {None, "null"} & set(values):
        part = {**part, "enum": [value for value in values if value not in (None, "null")], "nullable": True}
    return {key: null_said_once(value) for key, value in part.items()}


def rows_of(whole: Schema, path: str) -> Schema:
    """The schema of a list's rows: a reference to a component, or a union of several."""
    answer = whole["paths"][f"/api/{path}"]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    rows: Schema = answer["allOf"][1]["properties"]["results"]["items"]
    return rows


def named_in(schema: Schema) -> str | None:
    """The component that a schema refers to, if that is all it does."""
    return schema["$ref"].rpartition("/")[2] if isinstance(schema.get("$ref"), str) else None


def settled(schemas: dict[str, Schema], roots: list[str], chosen: dict[str, Named]) -> dict[str, Named]:
    """The place of each component that the roots lead to: the chosen one, or with the first that leads there."""
    places: dict[str, Named] = {}
    ahead = [(root, "") for root in roots]
    while ahead:
        name, module = ahead.pop(0)
        if name not in places:
            places[name] = chosen.get(name) or Named(module, ADDED.sub("", name))
            ahead[:0] = [(one, places[name].module) for _, one in description.references(schemas[name])]
    return places


def plain(schema: Schema) -> bool:
    """Whether a component is text or a number and no more, which is said where it is used."""
    return not schema.keys() & {"properties", "enum", "oneOf", "anyOf", "allOf"}


def component(schema: Schema, place: Named, schemas: dict[str, Schema], places: dict[str, Named]) -> Schema:
    """A component for the generator; whether it can be null is said where it is used."""
    kept: Schema = {key: value for key, value in placed(schema, schemas, places).items() if key != "nullable"}
    return {**kept, "description": place.says} if place.says else kept


def placed(part: Any, schemas: dict[str, Schema], places: dict[str, Named]) -> Any:  # noqa: ANN401 - any JSON
    """The part with references to where components are placed."""
    if isinstance(part, list):
        return [placed(one, schemas, places) for one in part]
    if not isinstance(part, dict):
        return part
    name = named_in(part)
    if name is None:
        return {key: placed(value, schemas, places) for key, value in part.items()}
    if plain(schemas[name]):
        return schemas[name]
    reference = {"$ref": f"#/components/schemas/{places[name].module}.{places[name].name}"}
    return {"nullable": True, "allOf": [reference]} if schemas[name].get("nullable") else reference


def made() -> dict[str, str]:
    """The text of each module in the package that was made, by its file's name."""
    texts = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.py")}
    return {name: text for name, text in texts.items() if text.startswith(HEADER)}


if __name__ == "__main__":
    wanted = modules()
    for name in made().keys() - wanted.keys():
        (FOLDER / name).unlink()
    for name, text in wanted.items():
        (FOLDER / name).write_text(text, encoding="utf-8")
