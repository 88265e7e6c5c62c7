"""A film of what happened, as a Streamlit component: it plays by itself, and each picture can be gone to."""

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from components.sessions.frames import Frame
from components.ui.streamlit_patch import component
from languages import say

_HERE = Path(__file__).resolve().parent

_component = component(
    "linkdesk_film",
    _HERE / "browser" / "film.js",
    html=(_HERE / "film.html").read_text(encoding="utf-8"),
    css=(_HERE / "film.css").read_text(encoding="utf-8"),
)


def draw_film(frames: Sequence[Frame], *, key: str) -> None:
    """Draw the pictures as a list, and above it the one that the film is at, with what plays it."""
    told = [{**asdict(frame), "number": number} for number, frame in enumerate(frames)]
    _component(key=key, data={"frames": told, "words": _words()}, width="stretch", height="content")


def _words() -> dict[str, str]:
    """What the film says; what it names it fills in as it plays."""
    return {
        "film": say("Film of the session"),
        "play": say("Play"),
        "pause": say("Pause"),
        "back": say("Event before"),
        "next": say("Next event"),
        "event": say("Event"),
        "speed": say("Speed"),
        "clock": say("{now} of {end}"),
        "place": say("{number} of {all}: {title}"),
    }
