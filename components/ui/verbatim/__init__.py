"""A text as it stands, to be read and copied, as a Streamlit component.

`st.code` looks the same, but has the browser read the grammars of 280 languages first.
"""

from pathlib import Path

from components.ui.streamlit_patch import component
from languages import say

_HERE = Path(__file__).resolve().parent

_component = component(
    "linkdesk_verbatim",
    _HERE / "browser" / "verbatim.js",
    html='<pre tabindex="0"></pre><button type="button"></button>',
    css=(_HERE / "verbatim.css").read_text(encoding="utf-8"),
)


def draw_verbatim(text: str, *, key: str, label: str, width: int | None = None, height: int | None = None) -> None:
    """Draw the text with a button that copies it; `label` says what it is to whoever can't see it.

    It is wrapped unless it has a width in pixels; with a height in pixels, the browser keeps its room.
    """
    said = {"copy": say("Copy: {label}", label=label), "copied": say("Copied")}
    data = {"text": text, "label": label, "wraps": width is None, **said}
    _component(key=key, data=data, width=width or "stretch", height=height or "content")
