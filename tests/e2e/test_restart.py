"""Pages that stay open while their server is ended and started anew."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect
from websockets.typing import Origin, Subprotocol

from store.ops import jobs
from store.write import institutions, links
from tests.kit import bodies
from tests.kit.desk import Desk, running_desk
from tests.kit.waiting import PATIENCE, until


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with running_desk(tmp_path_factory.mktemp("restart") / "data") as running:
        wait_for_catalogue(running)
        yield running
        assert running.complaints == []


def wait_for_catalogue(desk: Desk) -> None:
    with desk.store() as db:
        until(lambda: not institutions.table(db).empty)


@dataclass(frozen=True)
class Button:
    """A button that a page has, as its browser names it to the server."""

    id: str
    fragment: str
    page: str


@contextmanager
def answers(desk: Desk, asked: ClientState) -> Iterator[Iterator[ForwardMsg]]:
    """What the server sends to a browser that it sees for the first time, from the first thing that it asks."""
    address = f"{desk.url.replace('http', 'ws', 1)}/_stcore/stream"
    with connect(address, origin=Origin(desk.url), subprotocols=[Subprotocol("streamlit")], max_size=None) as socket:
        socket.send(BackMsg(rerun_script=asked).SerializeToString())
        yield (ForwardMsg.FromString(bytes(socket.recv(PATIENCE, decode=False))) for _ in range(10_000))


def find_button(desk: Desk, page: str, query: str, key: str) -> Button:
    with answers(desk, ClientState(page_name=page, query_string=query)) as sent:
        script = next(one for one in sent if one.HasField("navigation")).navigation.page_script_hash
        drawn = next(one.delta for one in sent if one.delta.new_element.button.id.endswith(f"-{key}"))
        return Button(drawn.new_element.button.id, drawn.fragment_id, script)


def pressed(button: Button, query: str) -> ClientState:
    """What a browser asks for by a click that is the first thing this server hears of the page."""
    asked = ClientState(page_script_hash=button.page, fragment_id=button.fragment, query_string=query)
    asked.widget_states.widgets.add(id=button.id, trigger_value=True)
    return asked


def click(desk: Desk, button: Button, query: str) -> str:
    """What the address becomes by such a click."""
    with answers(desk, pressed(button, query)) as sent:
        return next(one for one in sent if one.HasField("page_info_changed")).page_info_changed.query_string


def test_a_click_counts_on_a_page_that_this_server_has_not_drawn(desk: Desk) -> None:
    button = find_button(desk, "institutions", "find=erebor", "clear")
    assert button.fragment == ""
    assert click(desk, button, "find=erebor") == ""


def test_a_click_counts_on_a_part_that_follows_by_itself(desk: Desk) -> None:
    query = f"link={bodies.LINK}"
    with desk.filling() as db, db.write() as connection:
        links.save(connection, bodies.link())
        job = jobs.enqueue(connection, bodies.LINK, ["accounts"], "schedule", not_before="2100-01-01T00:00:00.000000Z")
    button = find_button(desk, "link", query, "cancel_pull")
    assert button.fragment
    with answers(desk, pressed(button, query)) as sent, desk.store() as db:
        assert next(sent).ListFields()
        until(lambda: (found := jobs.get(db, job)) and found.state == jobs.State.CANCELLED)


def wait_for_address(page: Page, query: str) -> None:
    until(lambda: page.evaluate("location.search") == query, rest=lambda: page.wait_for_timeout(20))


def test_every_open_page_waits_for_the_server_and_counts_the_first_click(newcomer: Page, tmp_path: Path) -> None:
    filtered, chosen = newcomer, newcomer.context.new_page()
    with running_desk(tmp_path / "data") as desk:
        wait_for_catalogue(desk)
        port = desk.url.rpartition(":")[2]
        filtered.goto(f"{desk.url}/institutions?find=erebor")
        chosen.goto(f"{desk.url}/institutions")
        clear = filtered.get_by_role("button", name="Clear", exact=True)
        down = chosen.get_by_role("radio", name="Down", exact=True)
        expect(clear).to_be_enabled()
        expect(down).to_be_enabled()
    expect(clear).to_be_disabled()
    expect(down).to_be_disabled()

    with running_desk(tmp_path / "data", {"PORT": port}) as desk:
        clear.click()
        down.click()
        wait_for_address(filtered, "")
        wait_for_address(chosen, "?health=down")
    assert [line for line in desk.lines if "Traceback" in line] == []
