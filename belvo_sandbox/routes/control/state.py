"""/control/state/…: what the sandbox holds, as counts and as a file, and the way back to nothing."""

import tempfile
from dataclasses import dataclass
from pathlib import Path

from starlette.responses import Response
from starlette.routing import Route

from belvo_sandbox.control import Control
from belvo_sandbox.core.errors import ApiError, invalid
from belvo_sandbox.core.responses import json_response
from belvo_sandbox.core.state import FILE_NAME, StateError
from belvo_sandbox.http.requests import Call, control_operation, methods

_LARGEST = 512 * 1024 * 1024  # bytes
_HEADERS = {
    "Content-Disposition": f'attachment; filename="{FILE_NAME}"',
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
}


@dataclass(frozen=True)
class Handlers:
    """The state, counted, saved, loaded and reset."""

    control: Control

    def show(self, call: Call) -> Response:  # noqa: ARG002 - a handler's signature
        """Answer with counts."""
        return json_response(self.control.inspect())

    def reset(self, call: Call) -> Response:
        """Forget everything."""
        self.control.reset()
        return self.show(call)

    def save(self, call: Call) -> Response:  # noqa: ARG002 - a handler's signature
        """Answer with everything, as a file."""
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / FILE_NAME
            self.control.save(path)
            return Response(path.read_bytes(), headers=_HEADERS, media_type="application/vnd.sqlite3")

    def load(self, call: Call) -> Response:
        """Go on from a file that was saved."""
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / FILE_NAME
            path.write_bytes(call.content)
            try:
                self.control.load(path)
            except StateError as refused:
                raise ApiError(400, invalid("file", message=str(refused))) from refused
        return self.show(call)


def routes(control: Control) -> tuple[Route, ...]:
    """The routes below /control/state/."""
    handlers = Handlers(control)
    return (
        methods("/control/state/", GET=control_operation(handlers.show)),
        methods("/control/state/reset/", POST=control_operation(handlers.reset)),
        methods(
            "/control/state/file/", GET=control_operation(handlers.save), PUT=control_operation(handlers.load, _LARGEST)
        ),
    )
