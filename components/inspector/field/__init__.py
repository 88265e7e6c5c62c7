"""Has the inspector's field have the focus as soon as its page is opened, its text chosen, as a Streamlit component."""

from pathlib import Path

from components.ui.streamlit_patch import component

_HERE = Path(__file__).resolve().parent

_component = component("linkdesk_field", _HERE / "browser" / "field.js", html="<span hidden></span>")


def focus_field(field: str, *, times: int, key: str) -> None:
    """Focus the input of the widget with this key, once for each number of `times`."""
    _component(key=key, data={"field": field, "times": times}, width="content")
