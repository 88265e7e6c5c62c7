"""What of Streamlit's own sign-in the server needs: its cookie, what its pages send, and whose its files are.

Streamlit 1.67 has no public way to any of it; tests/e2e/test_sign_in.py holds it to that.
"""

import json
from collections.abc import Collection, Mapping
from datetime import timedelta

import anyio
from google.protobuf.message import DecodeError  # type: ignore[import-untyped] # of Streamlit
from itsdangerous import BadData, URLSafeTimedSerializer
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.runtime import Runtime
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.media_file_manager import MediaFileManager
from streamlit.web.server.server_util import get_cookie_secret
from streamlit.web.server.starlette.starlette_server_config import AUTH_COOKIE_MAX_AGE_SECONDS, USER_COOKIE_NAME
from streamlit.web.server.starlette.starlette_websocket import _get_signed_cookie_with_chunks

from sign_in import Cookie, NotAccepted, SignIn

_PATIENCE = timedelta(seconds=2)
"""For a page that is being drawn anew: its files are nobody's until it has got to them."""
_REST = 0.05  # seconds


def read_cookie(cookies: Mapping[str, str]) -> Cookie | None:
    """What Streamlit's cookie says; None for none, one that is tampered with, too old, or of another secret."""
    told = cookies.get(USER_COOKIE_NAME)
    if told is None:
        return None
    signed = URLSafeTimedSerializer(get_cookie_secret(), salt=USER_COOKIE_NAME)
    try:
        _, signed_at = signed.loads(told, max_age=AUTH_COOKIE_MAX_AGE_SECONDS, return_timestamp=True)
        claims = json.loads(_get_signed_cookie_with_chunks(dict(cookies), USER_COOKIE_NAME) or b"")
    except (BadData, ValueError):
        return None
    return Cookie(claims, signed_at) if isinstance(claims, dict) else None


def is_activity(sent: bytes) -> bool:
    """Whether this message of a page was set off by its person, and not by something on it that ticks."""
    message = BackMsg()
    try:
        message.ParseFromString(sent)
    except DecodeError:
        return False
    return message.WhichOneof("type") == "rerun_script" and not message.rerun_script.is_auto_rerun


async def owners_of(sign_in: SignIn, path: str) -> Collection[str]:
    """The persons on whose open pages a file of Streamlit's is, by its address below /media/."""
    file = _file_at(path)
    with anyio.move_on_after(_PATIENCE.total_seconds()):
        while not (found := _owners(sign_in, file)):
            await anyio.sleep(_REST)
        return found
    return ()


def note_what_is_made() -> None:
    """Have Streamlit, in all of this process, say which button a file is of that is made when it is clicked."""
    MediaFileManager.execute_deferred = _execute_and_note  # type: ignore[method-assign]


_execute_deferred = MediaFileManager.execute_deferred
_buttons_of: dict[str, set[str]] = {}
"""By a file that was made, the buttons that it was made for, as long as one of them is on a page."""


def _execute_and_note(self: MediaFileManager, file_id: str) -> str:
    made = _execute_deferred(self, file_id)
    for file, buttons in [*_buttons_of.items()]:
        if not buttons & self._deferred_callables.keys():
            _buttons_of.pop(file, None)
    _buttons_of.setdefault(_file_at(made), set()).add(file_id)
    return made


def _file_at(path: str) -> str:
    return path.rpartition("/")[2].partition(".")[0]


def _owners(sign_in: SignIn, file: str) -> set[str]:
    runtime = Runtime.instance()
    owners = set()
    for id_ in _sessions_with(runtime.media_file_mgr, {file, *_buttons_of.get(file, ())}):
        if found := runtime._session_mgr.get_session_info(id_):
            owners |= _person_of(sign_in, found.session)
    return owners


def _sessions_with(files: MediaFileManager, known: set[str]) -> list[str]:
    with files._lock:
        return [id_ for id_, places in files._files_by_session_and_coord.items() if known & {*places.values()}]


def _person_of(sign_in: SignIn, session: AppSession) -> set[str]:
    try:
        return {sign_in.visitor({**session._user_info, "origin": sign_in.origin}).person}
    except NotAccepted:
        return set()
