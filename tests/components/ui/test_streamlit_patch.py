"""Which page is to be run is known before the navigation is sent, so that it is sent once."""

from types import SimpleNamespace
from typing import Any

import pytest

from components.ui import streamlit_patch
from components.ui.streamlit_patch import asked_for

PAGES: Any = [SimpleNamespace(url_path=name, _script_hash=f"hash of {name}") for name in ("", "links", "link")]


@pytest.mark.parametrize(
    ("hash_", "name", "found"),
    [
        ("hash of link", "", "link"),  # a click, a reload
        ("hash of link", "links", "link"),
        ("", "link", "link"),  # an address that was typed
        ("", "nowhere", ""),
        ("", "", ""),
    ],
)
def test_the_page_is_the_one_that_streamlit_will_run(
    hash_: str, name: str, found: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    manager = SimpleNamespace(intended_page_script_hash=hash_, intended_page_name=name)
    monkeypatch.setattr(streamlit_patch, "get_script_run_ctx", lambda: SimpleNamespace(pages_manager=manager))
    assert asked_for(PAGES) == found
