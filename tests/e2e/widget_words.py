"""What the local Belvo's widget says in the language that is spoken, as its own files have it."""

from functools import cache

from playwright.sync_api import Page

from belvo_sandbox.routes.widget_files import FOLDER
from languages import spoken

_WORD = """([name, given]) => {
  const texts = (() => { %s })();
  const found = name.split(".").reduce((inner, key) => inner[key], texts);
  return typeof found === "function" ? found(...given) : found;
}"""
_said: dict[tuple[str, str, tuple[str, ...]], str] = {}


def word(page: Page, name: str, *given: str) -> str:
    """What the widget says under a name of its texts' files, as `credentials.title` of an institution's name.

    Whichever page it is, it only lends its JavaScript: no server is asked.
    """
    key = (spoken().code, name, given)
    if key not in _said:
        _said[key] = str(page.evaluate(_WORD % _texts(spoken().code), [name, [*given]]))
    return _said[key]


@cache
def _texts(code: str) -> str:
    """The body of a function that gives a language's texts."""
    return (FOLDER / "texts" / f"{code}.js").read_text(encoding="utf-8").replace("export default", "return")
