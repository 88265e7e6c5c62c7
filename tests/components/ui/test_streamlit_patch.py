"""Which page is to be run is known before the navigation is sent, so that it is sent once."""

from types import SimpleNamespace
from typing import Any

import pytest
import streamlit as st
from streamlit.runtime.caching.ttl_cache import TTLCache

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


@pytest.mark.usefixtures("as_served")
def test_what_runs_out_between_a_look_and_the_reading_is_found_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """As it does where the machine is busy: Streamlit asks whether it is there, and then reads it."""
    found = list[int]()

    @st.cache_resource(ttl="1h", show_spinner=False)
    def find() -> int:
        found.append(len(found))
        return found[-1]

    assert (find(), find()) == (0, 0)
    kept = TTLCache.__getitem__
    runs_out = iter([True])

    def read(self: "TTLCache[str, Any]", key: str) -> Any:  # noqa: ANN401 - whatever is kept
        if next(runs_out, False):
            self.pop(key)
        return kept(self, key)

    monkeypatch.setattr(TTLCache, "__getitem__", read)
    assert (find(), find()) == (1, 1)
