"""A loan file on its way: made before it is answered, so that errors are said in words, and ended with its reader."""

import logging
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from threading import Event

import anyio
import anyio.to_thread
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from web.loan import archive, press, words
from web.loan.making import Made, Moving, make
from web.loan.manifest import PDF
from web.loan.subject import Subject

AT_ONCE = anyio.CapacityLimiter(2)
"""How many loan files may be made at the same time; others wait, and take no thread while they do."""

MEDIA_TYPES = {"zip": "application/zip", "pdf": "application/pdf"}
_PART = 1 << 16  # bytes
_WAIT = {"retry-after": "60"}

logger = logging.getLogger(__name__)

Record = Callable[[int, bool], None]
"""Has the audit know of a file of so many rows, and whether all of it was handed over."""


class LoanFile(Response):
    """The answer; it is on record once its making has begun, as broken off where not all of it was sent."""

    def __init__(self, subject: Subject, extension: str, record: Record) -> None:
        super().__init__()
        self._subject, self._extension, self._record = subject, extension, record
        self._left = Event()
        self._rows, self._is_begun, self._is_whole = 0, False, False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        failed: Exception | None = None
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(self._listen, receive, tasks.cancel_scope)
            try:
                await self._answer(scope, receive, send)
            except Exception as error:  # noqa: BLE001 - raised as it is, not as one of a group
                failed = error
            tasks.cancel_scope.cancel()
        if self._is_begun:
            await anyio.to_thread.run_sync(self._record, self._rows, self._is_whole)
        if failed is not None:
            raise failed

    async def _listen(self, receive: Receive, everything: anyio.CancelScope) -> None:
        """Until the reader leaves; whoever still waits for their turn then does so no more."""
        while (await receive())["type"] != "http.disconnect":
            pass
        self._left.set()
        everything.cancel()

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        async with AT_ONCE:
            self._is_begun = True
            with tempfile.TemporaryDirectory(prefix="linkdesk-loan-") as folder:
                answer = await anyio.to_thread.run_sync(self._made, Path(folder))
                if answer is not None:
                    await answer(scope, receive, send)

    def _made(self, folder: Path) -> Response | None:
        """The file, or in words why there is none; nothing for a reader who has left."""
        try:
            made = make(self._subject, folder, lambda: not self._left.is_set())
        except press.GivenUp:
            return None
        except Moving:
            return _refused(503, "refusal.moving")
        except press.TookTooLong:
            logger.warning("A loan file took longer than %.0f s to be set", press.LONGEST)
            return _refused(503, "refusal.too_long")
        except press.NotSet:
            logger.exception("A loan file could not be set in type")
            self._is_begun = False
            return _refused(500, "refusal.not_set")
        self._rows = made.rows
        return self._sent(made)

    def _sent(self, made: Made) -> Response:
        headers = headers_of(self._extension)
        parts = archive.parts(made.files) if self._extension == "zip" else _read(dict(made.files)[PDF])
        return _Unheard(self._to_the_end(parts), media_type=MEDIA_TYPES[self._extension], headers=headers)

    def _to_the_end(self, parts: Iterator[bytes]) -> Iterator[bytes]:
        yield from parts
        self._is_whole = True


def headers_of(extension: str) -> dict[str, str]:
    """What a browser does with the file, and that nobody keeps it on its way."""
    return {
        "content-disposition": f'attachment; filename="loan-file.{extension}"',
        "cache-control": "no-store",
    }


class _Unheard(StreamingResponse):
    """Sends its parts alone: who listens whether the reader has left is around it."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 - as all answers
        with suppress(OSError):  # the reader has left
            await self.stream_response(send)


def _read(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while part := file.read(_PART):
            yield part


def _refused(status: int, word: str) -> Response:
    return PlainTextResponse(words.TEXTS[word], status, _WAIT if status == 503 else None)
