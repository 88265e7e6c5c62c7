"""What a server keeps of pages that were opened and closed again."""

import re
import signal
from pathlib import Path

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect

from tests.kit.desk import Desk, running_desk
from tests.kit.waiting import PATIENCE, until

_COUNTING = """
import gc, os, runpy, signal, sys
from cachetools import TTLCache
from streamlit.runtime import memory_session_storage

# Nobody comes back: all sessions that have ended but the last one are forgotten at once, and not after two minutes.
memory_session_storage.TTLCache = lambda maxsize, ttl: TTLCache(1, ttl)

def tell(*_):
    gc.collect()
    kinds = [str(type(one).__module__).split(".")[0] for one in gc.get_objects()]
    ours = sum(kind in ("streamlit", "pandas", "pyarrow", "components", "domain", "store") for kind in kinds)
    print("kept:", ours, flush=True)

signal.signal(signal.SIGUSR1, tell)
sys.argv = ["app.py"]
runpy.run_path("app.py", run_name="__main__")
"""
"""A server that says, when it is signalled, how many objects there are of what pages are drawn with."""

_VIEWS = ("", "links", "accounts", "health")
_ROUNDS = 5
_FEW = 10
"""Objects a visit, of the hundred and more that one has while it lasts: what a tick that is under way may have."""


def test_visits_that_have_ended_leave_no_objects(tmp_path: Path) -> None:
    with running_desk(tmp_path, {"LINKDESK_WORKERS": "0"}, ("-c", _COUNTING)) as desk:
        for view in _VIEWS * 2:
            _visit(desk, view)
        before = _kept(desk)
        for view in _VIEWS * _ROUNDS:
            _visit(desk, view)
        until(lambda: _kept(desk) - before < _FEW * len(_VIEWS) * _ROUNDS)  # the last ones are still being ended


def _visit(desk: Desk, view: str) -> None:
    """Have a page drawn in a session of its own, as far as a browser would have it."""
    address = f"ws{desk.url.removeprefix('http')}/_stcore/stream"
    with connect(address, subprotocols=["streamlit"], max_size=None, open_timeout=PATIENCE) as socket:  # type: ignore[list-item]
        asked = BackMsg()
        asked.rerun_script.page_name = view
        socket.send(asked.SerializeToString())
        told = ForwardMsg()
        while told.WhichOneof("type") != "script_finished":
            told.ParseFromString(socket.recv(PATIENCE))


def _kept(desk: Desk) -> int:
    known = len(_counts(desk))
    desk.process.send_signal(signal.SIGUSR1)
    until(lambda: len(_counts(desk)) > known)
    return _counts(desk)[-1]


def _counts(desk: Desk) -> list[int]:
    return [int(found[1]) for line in [*desk.lines] if (found := re.match(r"kept: (\d+)", line))]
