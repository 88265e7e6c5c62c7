"""The scripts of components are files that browsers load: no page has to admit scripts that write themselves."""

import pytest
from streamlit.components.v2.component_manager import BidiComponentManager

from components.connect import phone_window, widget
from components.connect.widget import stage
from components.ui import ahead, downloads, grid, presenter, streamlit_patch, verbatim
from settings import ROOT

NAMES = {
    "linkdesk_ahead": (ahead, "components/ui/ahead/browser/idle.js"),
    "linkdesk_connect_widget": (widget, "components/connect/widget/browser/connect_widget.js"),
    "linkdesk_cookie": (downloads, "components/ui/cookie/cookie.js"),
    "linkdesk_grid": (grid, "components/ui/grid/browser/grid.js"),
    "linkdesk_phone_window": (phone_window, "components/connect/phone_window/browser/phone_window.js"),
    "linkdesk_presenter": (presenter, "components/ui/presenter/browser/presenter.js"),
    "linkdesk_widget_stage": (stage, "components/connect/widget/browser/stage.js"),
    "linkdesk_verbatim": (verbatim, "components/ui/verbatim/browser/verbatim.js"),
}

BESIDE = {
    "linkdesk_connect_widget": {"opening.js", "autopilot.js", "stage.js"},
    "linkdesk_widget_stage": {"opening.js", "autopilot.js", "connect_widget.js"},
}
"""Scripts that stand beside it: two components open the same widget, and what both need is a script of its own."""


@pytest.mark.parametrize("name", NAMES)
def test_a_script_is_served_from_a_folder_with_nothing_else_in_it(name: str) -> None:
    script = ROOT / NAMES[name][1]
    manager = BidiComponentManager()
    made = manager.build_definition_with_validation(component_key=name, html=None, css=None, js=script.name)
    assert (made.js_content, made.js_url) == (None, script.name)
    assert manager.get_component_path(name) == str(script.parent)
    assert {path.name for path in script.parent.iterdir()} == {script.name, *BESIDE.get(name, ())}


def test_every_component_is_made_that_way() -> None:
    pages = [*(ROOT / "components").rglob("*.py"), *(ROOT / "pages").rglob("*.py")]
    making = [path.parent.name for path in pages if "components.v2.component(" in path.read_text(encoding="utf-8")]
    assert making == ["streamlit_patch"]
    assert NAMES.keys() <= streamlit_patch._folders.keys()
