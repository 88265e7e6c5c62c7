"""A file on its way: made as it is read, on record once it is over, and ended as soon as its reader leaves."""

import json
import logging
from collections.abc import Generator, Iterator
from contextlib import closing
from itertools import chain, islice
from threading import Event

import anyio
import anyio.to_thread
from starlette.requests import Request
from starlette.responses import StreamingResponse
from starlette.types import Message, Receive, Scope, Send

from actions import exports
from context import Context
from store import StoreError
from store.core.files import formats, under_way
from store.core.files.sheet import Manifest, Sheet
from store.core.files.under_way import UnderWay
from store.queries.tables.table import Rows
from web.server.http_protocol import BREAK_OFF
from web.sight import actor_of, who_is_masked

MANIFEST = "linkdesk-manifest"
"""The header that says what a file is, for formats that have no place for it."""

_LONGEST = 1_000
"""Characters of one thing that the header says, whose room is short everywhere."""

_MADE_AT_ONCE = anyio.CapacityLimiter(2)
"""How many files that are made before they are sent may be so at the same time: more would hold all else up."""

logger = logging.getLogger(__name__)


class ReaderLeft(Exception):
    """Nobody wants the file any more: its reader has gone, or has said so on the page."""


class Given:
    """Rows that are handed over one by one: how many were, and whether somebody still wants them.

    The first is read at once: a store that can't be read is answered in words instead of by half a file.
    """

    def __init__(self, rows: Rows) -> None:
        self._rows = rows
        self._first = [*islice(rows, 1)]
        self.number = 0
        self.left = Event()

    def rows(self) -> Rows:
        """All of them, each counted; raises ReaderLeft."""
        with closing(self._rows):  # a reader who leaves early gives its connection back
            for row in chain(self._first, self._rows):
                if self.left.is_set():
                    raise ReaderLeft
                self.number += 1
                yield row


class File(StreamingResponse):
    """The file of a sheet; the audit has it when it has been sent, or was broken off."""

    def __init__(
        self,
        request: Request,
        context: Context,
        sheet: Sheet,
        extension: str,
        given: Given,
        *,
        rows: int | None = None,
    ) -> None:
        """`rows` are all that it will have, where that is known."""
        self._rows = rows
        self._request, self._context, self._sheet, self._extension = request, context, sheet, extension
        self._given, self._is_whole = given, False
        made = formats.FORMATS[extension]
        self._waits = made.is_made_at_once
        self._parts = self._to_the_end(made.parts(sheet))
        headers = {
            "content-disposition": f'attachment; filename="{sheet.name}.{extension}"',
            "cache-control": "no-store",
            MANIFEST: _header(sheet.manifest),
        }
        super().__init__(self._parts, media_type=made.media_type, headers=headers)

    def _to_the_end(self, parts: Iterator[bytes]) -> Generator[bytes, None, None]:
        for part in parts:
            if self._given.left.is_set():
                raise ReaderLeft
            yield part
        self._is_whole = True

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def listen() -> Message:
            message = await receive()
            if message["type"] == "http.disconnect":
                self._given.left.set()
            return message

        try:
            with under_way.noted(self._under_way()):
                await super().__call__(scope, listen, send)
        finally:
            self._given.left.set()
            with anyio.CancelScope(shield=True):
                await anyio.to_thread.run_sync(self._end)

    def _under_way(self) -> UnderWay:
        request, given = self._request, self._given
        return UnderWay(
            actor_of(request),
            f"{self._sheet.name}.{self._extension}",
            request.query_params.multi_items(),
            lambda: given.number,
            given.left.set,
            self._rows,
        )

    async def stream_response(self, send: Send) -> None:
        try:
            await self._stream(send)
        except ReaderLeft:  # where it still is there, it is not to take what has come for the file
            if break_off := self._request.scope.get("extensions", {}).get(BREAK_OFF):
                break_off()

    async def _stream(self, send: Send) -> None:
        if not self._waits:
            await super().stream_response(send)
            return
        # What compresses on the way holds the head back until there is a body: with an empty piece of one the
        # browser has a download that it lists, and that can be cancelled, for as long as the file is being made.
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        await send({"type": "http.response.body", "body": b"", "more_body": True})
        async with _MADE_AT_ONCE:
            await super().stream_response(_without_start(send))

    def _end(self) -> None:
        """Let go of what it was made with, and have it on record."""
        self._parts.close()
        request, given = self._request, self._given
        try:
            exports.hand_over(
                self._context.database.whole,
                self._sheet.name,
                request.query_params.multi_items(),
                given.number,
                actor=actor_of(request),
                is_whole=self._is_whole,
                masked=who_is_masked(request, self._context),
                extension=self._extension,
            )
        except StoreError:  # it is gone already
            logger.exception("A file was handed over, and the audit could not be written")


def _without_start(send: Send) -> Send:
    async def further(message: Message) -> None:
        if message["type"] != "http.response.start":
            await send(message)

    return further


def _header(manifest: Manifest) -> str:
    """As JSON of plain ASCII, what is long in it cut."""
    cut = {name: text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…" for name, text in manifest.items()}
    return json.dumps(cut, ensure_ascii=True)
