"""Templates of the pages and pictures that the sandbox makes; every value in them is escaped."""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

_FOLDER = Path(__file__).parents[1] / "templates"
_ENVIRONMENT = Environment(
    loader=FileSystemLoader(_FOLDER), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
)


def render(template: str, **values: object) -> str:
    """A template of `templates/`, filled in; raises UndefinedError for a value that is missing."""
    return _ENVIRONMENT.get_template(template).render(values)


def read(name: str) -> str:
    """A file of `templates/` as it is."""
    return (_FOLDER / name).read_text(encoding="utf-8")
