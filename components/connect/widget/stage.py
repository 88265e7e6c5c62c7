"""Belvo's Connect Widget in a frame beside other things, and what happens to it there; as a Streamlit component."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from components.connect.widget import WidgetSession
from components.ui.streamlit_patch import component

HEIGHT = 664
"""Pixels of one widget in its frame, which stage.css says, and of the line that it stands on."""

_HERE = Path(__file__).resolve().parent

_component = component(
    "linkdesk_widget_stage",
    _HERE / "browser" / "stage.js",
    html='<div class="stage"></div>',
    css=(_HERE / "stage.css").read_text(encoding="utf-8"),
)


@dataclass(frozen=True, slots=True)
class Tab:
    """A widget in a frame as in a tab of its own; `play` is what happens to it there, nothing where that is empty."""

    session: WidgetSession
    title: str
    play: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """All events that the widgets have told this page, each widget's in their order; the one that is gone for good."""

    events: Sequence[Mapping[str, Any]] = ()
    missing: str | None = None


def widget_stage(tabs: Sequence[Tab], *, key: str) -> Told:
    """Have these widgets open, each from its first appearance to its last, and return what they have told.

    A session without an event token is looked at: nobody is told of it but this page.
    """
    reported = _component(
        key=key,
        data={"tabs": [asdict(tab) for tab in tabs]},
        default={"events": [], "missing": None},
        on_events_change=lambda: None,
        on_missing_change=lambda: None,
        height="content",
    )
    shown = {tab.session.nonce for tab in tabs}
    events = [event for event in reported.events or () if event["nonce"] in shown]
    return Told(events, reported.missing if reported.missing in shown else None)
