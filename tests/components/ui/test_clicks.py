"""A click is heard whatever else arrives beside it, though Streamlit stops a page's run at each of its messages."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast
from unittest.mock import MagicMock
from urllib.parse import parse_qs

import pytest
from anyio.from_thread import BlockingPortal, start_blocking_portal
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.runtime import Runtime
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.pages_manager import PagesManager
from streamlit.runtime.script_data import ScriptData
from streamlit.runtime.scriptrunner.script_cache import ScriptCache
from streamlit.runtime.scriptrunner.script_runner import ScriptRunner
from streamlit.runtime.state import SessionState
from streamlit.util import calc_hash

from tests.kit.waiting import PATIENCE, until

FRAME = """
import streamlit as st

st.toggle("Of every page", key="frame")
st.navigation([st.Page("page.py", default=True), st.Page("elsewhere.py")], position="hidden").run()
"""

ELSEWHERE = "import streamlit as st; st.session_state['pass_by']('elsewhere')"

SCRIPT = """
import streamlit as st

pass_by = st.session_state["pass_by"]
pass_by("asked " + st.query_params.get("asked", "nothing"))

def press(name):
    pass_by(f"{name} is heard")
    st.session_state["heard"] = (*st.session_state.get("heard", ()), name)
    pass_by(f"{name} is done")

def write(name):
    st.query_params[name] = "written"
    pass_by(f"{name} is written")

st.text_input("Words", key="words")
for name in ("asked", "besides"):
    st.button(f"Write {name}", key=f"write_{name}", on_click=write, args=[name])
st.button("Outside", key="outside", on_click=press, args=["outside"])
if st.button("Read", key="read"):
    press("read")
if st.button("Lead on", key="lead_on"):
    st.rerun()
pass_by("half drawn")

@st.fragment
def part():
    st.button("Inside", key="inside", on_click=press, args=["inside"])
    pass_by("part of " + st.query_params.get("asked", "nothing"))
    st.text("Part of the page")

part()
pass_by("drawn")
if st.session_state.get("ends_early"):
    st.stop()
st.text("The page's end")
pass_by("drawn with " + ", ".join(st.session_state.get("heard", ["nothing"])))
"""


class Stops:
    """What the runs of a page pass by, and where the next one waits until it may go on."""

    def __init__(self) -> None:
        self.passed: list[str] = []
        self._closed: dict[str, tuple[threading.Event, threading.Event]] = {}

    def __call__(self, name: str) -> None:
        self.passed.append(name)
        if name in self._closed:
            arrived, may_go_on = self._closed.pop(name)
            arrived.set()
            assert may_go_on.wait(PATIENCE)

    def fail_at(self, name: str) -> Callable[[str], None]:
        """As this, but what comes there fails."""

        def pass_by(passed: str) -> None:
            self(passed)
            if passed == name:
                raise ValueError(name)

        return pass_by

    def close(self, name: str) -> tuple[Callable[[], None], Callable[[], None]]:
        """Have the next run wait there: to wait for its arrival, and to let it go on."""
        arrived, may_go_on = threading.Event(), threading.Event()
        self._closed[name] = arrived, may_go_on

        def wait() -> None:
            assert arrived.wait(PATIENCE), self.passed

        return wait, may_go_on.set


class OpenPage:
    """A page as its server knows it, without a browser: what one would send is asked of it."""

    def __init__(self, session: AppSession, portal: BlockingPortal, stops: Stops) -> None:
        self.session = session
        self.portal = portal
        self.stops = stops

    @property
    def heard(self) -> tuple[str, ...]:
        return cast("tuple[str, ...]", self.session.session_state.filtered_state.get("heard", ()))

    def says(self, *clicked: str, fragment: bool = False, query: str = "") -> ClientState:
        """What a browser sends: all it knows of the page's widgets, and which were clicked."""
        state = ClientState(query_string=query, page_script_hash=self.session.page_script_hash)
        for key in ("frame", "words", *clicked):
            id_ = self.session.session_state.get_widget_id_from_key(key)
            assert id_ is not None
            widget = state.widget_states.widgets.add(id=id_)
            if key in clicked:
                widget.trigger_value = True
            elif key == "words":
                widget.string_value = ""
            else:
                widget.bool_value = False
        if fragment:
            (state.fragment_id,) = cast("Any", self.session._fragment_storage)._fragments
        return state

    def follows_a_link(self, query: str = "") -> ClientState:
        """What a browser sends that leaves what the page has drawn."""
        state = self.says(query=query)
        del state.widget_states.widgets[1:]
        return state

    def send(self, *messages: ClientState | None) -> None:
        def ask() -> None:
            for message in messages:
                self.session.request_rerun(message)

        self.portal.call(ask)

    def click(self, key: str) -> None:
        self.send(self.says(key, fragment=key == "inside"))

    def come_to_rest(self) -> None:
        until(lambda: self.session._scriptrunner is None)

    def drawn(self) -> None:
        """The page as it is opened."""
        self.send(ClientState())
        self.come_to_rest()


@pytest.fixture
def stops() -> Stops:
    return Stops()


@pytest.fixture
def page(as_served: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, stops: Stops) -> Iterator[OpenPage]:  # noqa: ARG001
    monkeypatch.setattr(Runtime, "_instance", MagicMock(spec=Runtime))
    monkeypatch.setattr(PagesManager, "uses_pages_directory", False)
    script = tmp_path / "frame.py"
    for name, text in {"frame": FRAME, "page": SCRIPT, "elsewhere": ELSEWHERE}.items():
        (tmp_path / f"{name}.py").write_text(text, encoding="utf-8")

    async def opened() -> AppSession:
        session = AppSession(ScriptData(str(script)), MagicMock(), ScriptCache(), None, {})
        session.session_state["pass_by"] = stops
        watcher = SimpleNamespace(
            on_script_run=lambda: stops("begun"), update_watched_modules=lambda: None, update_watched_pages=lambda: None
        )
        session._local_sources_watcher = cast("Any", watcher)
        return session

    with start_blocking_portal() as portal:
        session = portal.call(opened)
        yield OpenPage(session, portal, stops)
        session._local_sources_watcher = None
        portal.call(session.shutdown)


def test_a_click_is_heard_that_another_message_follows_before_it_is_looked_at(page: OpenPage, stops: Stops) -> None:
    page.drawn()
    page.send(page.says("outside"), page.says())
    page.come_to_rest()
    assert page.heard == ("outside",)
    assert stops.passed[-1] == "drawn with outside"


def test_a_click_is_heard_whose_run_is_stopped_as_it_begins(page: OpenPage, stops: Stops) -> None:
    page.drawn()
    wait, go_on = stops.close("begun")
    page.click("outside")
    wait()
    page.send(page.says())
    go_on()
    page.come_to_rest()
    assert page.heard == ("outside",)
    assert stops.passed[-1] == "drawn with outside"


def test_a_click_is_heard_to_its_end(page: OpenPage, stops: Stops) -> None:
    """As it asks Belvo for an access token, the page's own component reports something."""
    page.drawn()
    wait, go_on = stops.close("outside is heard")
    page.click("outside")
    wait()
    page.send(page.says())
    go_on()
    page.come_to_rest()
    assert page.heard == ("outside",)
    assert stops.passed[-2:] == ["drawn", "drawn with outside"]


def test_a_click_is_heard_on_a_page_that_is_half_drawn(page: OpenPage, stops: Stops) -> None:
    """Its first run goes on until it hears of the click; then a component reports, that was half drawn too."""
    first, first_goes_on = stops.close("half drawn")
    page.send(ClientState())
    first()
    again, again_goes_on = stops.close("drawn")
    page.click("outside")
    first_goes_on()
    again()
    page.send(page.says())
    again_goes_on()
    page.come_to_rest()
    assert page.heard == ("outside",)
    assert stops.passed[-1] == "drawn with outside"


def test_a_click_in_a_part_is_heard_that_waits_for_the_page_to_be_drawn(page: OpenPage, stops: Stops) -> None:
    page.drawn()
    wait, go_on = stops.close("half drawn")
    page.send(page.says())
    wait()
    page.click("inside")
    page.send(page.says())
    go_on()
    page.come_to_rest()
    assert page.heard == ("inside",)
    assert stops.passed[-1] == "drawn with inside"


def test_a_click_is_heard_that_the_page_reads_itself(page: OpenPage, stops: Stops) -> None:
    page.drawn()
    wait, go_on = stops.close("asked nothing")
    page.click("read")
    wait()
    page.send(page.says())
    go_on()
    page.come_to_rest()
    assert page.heard == ("read",)
    assert stops.passed[-1] == "drawn with read"


def test_what_a_click_has_led_to_waits_for_nothing(page: OpenPage, stops: Stops) -> None:
    """The page has read the click itself, and is run again for it: the next click is heard in the middle of that."""
    page.drawn()
    wait, go_on = stops.close("half drawn")
    page.click("lead_on")
    wait()
    page.click("outside")
    until(lambda: page.heard == ("outside",))
    go_on()
    page.come_to_rest()
    assert stops.passed[-1] == "drawn with outside"


def test_a_click_in_a_part_is_heard_after_a_page_that_ends_early(page: OpenPage, stops: Stops) -> None:
    page.drawn()
    page.session.session_state["ends_early"] = True
    wait, go_on = stops.close("half drawn")
    page.send(page.says())
    wait()
    page.click("inside")
    go_on()
    page.come_to_rest()
    assert page.heard == ("inside",)


def test_a_click_is_heard_to_its_end_though_the_browser_goes(page: OpenPage, stops: Stops) -> None:
    page.drawn()
    wait, go_on = stops.close("outside is heard")
    page.click("outside")
    wait()
    page.portal.call(page.session.request_script_stop)
    go_on()
    page.come_to_rest()
    assert page.heard == ("outside",)
    assert "drawn with outside" not in stops.passed


def test_a_click_is_heard_as_the_run_before_ends(page: OpenPage, stops: Stops, monkeypatch: pytest.MonkeyPatch) -> None:
    """The end of a run takes back what was clicked in it, and not what the next one has begun with."""
    finish, call = ScriptRunner._on_script_finished, SessionState._call_callbacks

    def finish_late(self: ScriptRunner, *how: Any) -> None:  # noqa: ANN401
        stops("finishing")
        finish(self, *how)

    def call_late(self: SessionState, **replayed: Any) -> None:  # noqa: ANN401
        stops("calling")
        call(self, **replayed)

    page.drawn()
    monkeypatch.setattr(ScriptRunner, "_on_script_finished", finish_late)
    monkeypatch.setattr(SessionState, "_call_callbacks", call_late)
    wait, go_on = stops.close("finishing")
    page.send(page.says())
    wait()
    before = page.session._scriptrunner
    assert before is not None
    assert before._script_thread is not None
    wait_for_next, next_goes_on = stops.close("calling")
    page.click("outside")
    wait_for_next()
    go_on()
    before._script_thread.join(PATIENCE)
    next_goes_on()
    page.come_to_rest()
    assert page.heard == ("outside",)


def test_what_waits_for_a_click_comes_in_its_order(page: OpenPage, stops: Stops) -> None:
    page.drawn()
    wait, go_on = stops.close("outside is heard")
    page.click("outside")
    wait()
    page.send(page.says(query="asked=first"), page.says("read", query="asked=second"))
    page.send(page.says(query="asked=last"))
    go_on()
    page.come_to_rest()
    assert page.heard == ("outside", "read")
    assert [passed for passed in stops.passed if passed.startswith("asked")][-1] == "asked last"


def test_what_fails_keeps_nothing_waiting(page: OpenPage, stops: Stops) -> None:
    page.session.session_state["pass_by"] = stops.fail_at("outside is heard")
    page.drawn()
    wait, go_on = stops.close("outside is heard")
    page.click("outside")
    wait()
    page.send(page.says(query="asked=last"))
    go_on()
    page.come_to_rest()
    assert page.heard == ()
    assert stops.passed[-1] == "drawn with nothing"


def test_what_was_clicked_is_heard_on_its_own_page_before_another_is_opened(page: OpenPage, stops: Stops) -> None:
    """In a fragment, which waits for its page to be drawn; it may write the address, which is of its page."""
    page.drawn()
    wait, go_on = stops.close("half drawn")
    page.send(page.says())
    wait()
    page.click("inside")
    away = page.follows_a_link()
    away.page_script_hash = calc_hash("elsewhere")
    page.send(away)
    go_on()
    page.come_to_rest()
    assert page.heard == ("inside",)
    assert stops.passed.index("inside is heard") < stops.passed.index("elsewhere")


@pytest.fixture
def writing(page: OpenPage, stops: Stops) -> OpenPage:
    """A page that has just written its address, which its browser has not heard of."""
    page.drawn()
    page.click("write_asked")
    page.come_to_rest()
    assert stops.passed[-1] == "drawn with nothing"
    stops.passed.clear()
    return page


def test_what_a_click_has_written_stays_though_the_browser_has_not_heard_of_it(writing: OpenPage, stops: Stops) -> None:
    """As where a component of the page reports a moment after the click that it has no widget."""
    writing.send(writing.says())
    writing.come_to_rest()
    writing.send(writing.says("write_besides"))
    writing.come_to_rest()
    assert [passed for passed in stops.passed if passed.startswith("asked")] == ["asked written"] * 2
    assert parse_qs(writing.session._client_state.query_string) == {"asked": ["written"], "besides": ["written"]}


def test_what_waited_for_a_click_comes_from_the_address_that_it_has_written(page: OpenPage, stops: Stops) -> None:
    page.drawn()
    wait, go_on = stops.close("asked is written")
    page.click("write_asked")
    wait()
    page.send(page.says())
    page.send(page.says(fragment=True))
    go_on()
    page.come_to_rest()
    assert stops.passed[-1] == "part of written"
    assert [passed for passed in stops.passed if passed.startswith("asked")][-1] == "asked written"


def test_a_part_is_drawn_for_what_was_written(writing: OpenPage, stops: Stops) -> None:
    """And what it asks for in its turn is asked for that address."""
    writing.send(writing.says(fragment=True))
    writing.come_to_rest()
    assert stops.passed[-1] == "part of written"
    assert writing.session._client_state.query_string == "asked=written"


@pytest.mark.parametrize("way", ["Back", "a link", "words of its own"])
def test_who_goes_to_the_address_before_gets_there(writing: OpenPage, stops: Stops, way: str) -> None:
    message = writing.follows_a_link() if way == "a link" else writing.says()
    if way == "words of its own":  # it has heard of the address meanwhile, and said so
        writing.send(writing.says(query="asked=written"))
        writing.come_to_rest()
    message.is_history_navigation = way == "Back"
    writing.send(message)
    writing.come_to_rest()
    assert [passed for passed in stops.passed if passed.startswith("asked")][-1] == "asked nothing"
