"""A button that opens an address in a window of a phone's size, as a Streamlit component."""

from pathlib import Path

from components.ui.streamlit_patch import component

_HERE = Path(__file__).resolve().parent

_component = component(
    "linkdesk_phone_window",
    _HERE / "browser" / "phone_window.js",
    html='<button type="button"></button>',
    css=(_HERE / "phone_window.css").read_text(encoding="utf-8"),
)


def phone_window(label: str, url: str, *, key: str) -> None:
    """Draw the button; the window knows nothing of this page, and this page nothing of it."""
    _component(key=key, data={"label": label, "url": url}, height="content")
