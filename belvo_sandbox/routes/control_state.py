"""/control/state/…: what the sandbox holds, as counts and as a file, and the way back to nothing."""

import tempfile
from pathlib import Path

from starlette.responses import Response

from belvo_sandbox.core.answers import answer
from belvo_sandbox.core.errors import ApiError, invalid
from belvo_sandbox.core.state import FILE_NAME, StateError
from belvo_sandbox.http.requests import Call, methods, steering

_LARGEST = 512 * 1024 * 1024  # bytes
_HEADERS = {
    "Content-Disposition": f'attachment; filename="{FILE_NAME}"',
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
}


def show(call: Call) -> Response:
    """What there is, as counts."""
    return answer(call.control.inspect())


def reset(call: Call) -> Response:
    """Forget everything."""
    call.control.reset()
    return show(call)


def save(call: Call) -> Response:
    """Everything, as a file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / FILE_NAME
        call.control.save(path)
        return Response(path.read_bytes(), headers=_HEADERS, media_type="application/vnd.sqlite3")


def load(call: Call) -> Response:
    """Go on from a file that was saved."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / FILE_NAME
        path.write_bytes(call.content)
        try:
            call.control.load(path)
        except StateError as refused:
            raise ApiError(400, invalid("file", message=str(refused))) from refused
    return show(call)


ROUTES = (
    methods("/control/state/", GET=steering(show)),
    methods("/control/state/reset/", POST=steering(reset)),
    methods("/control/state/file/", GET=steering(save), PUT=steering(load, _LARGEST)),
)
