"""Plays a recording: its answers come before those of the local Belvo, which answers all that it does not know."""

from collections.abc import Mapping, Sequence
from threading import Lock
from typing import Any

import orjson
from starlette.datastructures import QueryParams
from starlette.responses import Response

from belvo_sandbox.bank.institutions import INSTITUTIONS
from belvo_sandbox.core.errors import ApiError, failure
from belvo_sandbox.core.responses import no_content, raw_json
from belvo_sandbox.faults.corruption import Cut
from belvo_sandbox.http.paging import paged
from belvo_sandbox.http.requests import Call
from belvo_sandbox.products import RESOURCES
from belvo_sandbox.products.filters import matching_rows
from belvo_sandbox.recordings.recording import RecordedAnswer, Recording

_INSTITUTIONS = "/api/institutions/"
_PLAIN = ("id", "name", "institution", "status")
"""What lists of links and institutions are narrowed by."""

_SILENCE = 400  # seconds, which is longer than anybody waits

_FILTERS = {f"/api/{resource.path}/": resource.filters for resource in RESOURCES.values()}

Row = Mapping[str, Any]


class Player:
    """Answers of one kind come one after the other, and the last of them from then on; a list is one that stays."""

    def __init__(self, recording: Recording) -> None:
        self._answers: dict[tuple[str, str], list[RecordedAnswer]] = {}
        self._played: dict[tuple[str, str, str], int] = {}
        self._lock = Lock()
        for one in recording.answers:
            self._answers.setdefault((one.method, one.path), []).append(one)

    def answer(self, call: Call, path: str) -> Response | None:
        """What was recorded for this call; None where nothing was."""
        method = "GET" if call.request.method == "HEAD" else call.request.method
        about = _links(call, path)
        found = self._next(method, path.lower(), about)
        if found is not None:
            return _response(call, found)
        return self._detail(path.lower()) if method == "GET" else None

    def _next(self, method: str, path: str, about: set[str]) -> RecordedAnswer | None:
        fitting = [
            one for one in self._answers.get((method, path), ()) if not one.link or not about or one.link in about
        ]
        if not fitting:
            return None
        with self._lock:
            key = method, path, fitting[0].link
            place = min(self._played.get(key, 0), len(fitting) - 1)
            if fitting[place].rows is None:
                self._played[key] = place + 1
        return fitting[place]

    def _detail(self, path: str) -> Response | None:
        """One row of a list, by its id."""
        collection, _, identity = path.rstrip("/").rpartition("/")
        for one in self._answers.get(("GET", f"{collection}/"), ()):
            for row in one.rows or ():
                if str(row.get("id")).lower() == identity:
                    return raw_json(orjson.dumps(row))
        return None


def _links(call: Call, path: str) -> set[str]:
    """The links that a call is about, as far as it names any."""
    query = call.request.query_params
    named = [query.get("link", ""), *query.get("link__in", "").split(",")]
    if call.content:
        try:
            named.append(str(call.body().get("link") or ""))
        except ApiError:  # no JSON: the handler says so
            named.append("")
    kind, _, rest = path.removeprefix("/api/").partition("/")
    if kind == "links":
        named.append(rest.partition("/")[0])
    return {one.strip().lower() for one in named if one.strip()}


def _response(call: Call, found: RecordedAnswer) -> Response:
    if found.ends == "silent":
        call.wait(_SILENCE)
    answer = _whole(call, found)
    return Cut(answer) if found.ends else answer


def _whole(call: Call, found: RecordedAnswer) -> Response:
    if found.text is not None:
        kind, characters = found.text
        headers = {**found.headers, "content-type": kind}
        return Response("-" * characters, found.status, headers)
    if found.rows is not None and found.method == "GET":
        return _page(call, found, found.rows)
    if found.rows is not None:
        return raw_json(orjson.dumps(found.rows), found.status, found.headers)
    if found.body is None and found.status == 204:
        return no_content()
    return raw_json(orjson.dumps(found.body), found.status, found.headers)


def _page(call: Call, found: RecordedAnswer, rows: Sequence[Row]) -> Response:
    query = call.request.query_params
    if found.path == _INSTITUTIONS:
        known = {row.get("name") for row in rows}
        rows = [*rows, *(one.body for one in INSTITUTIONS if one.name not in known)]
    return paged(call.request, _matching(found.path, rows, query))


def _matching(path: str, rows: Sequence[Row], query: QueryParams) -> Sequence[Row]:
    if path in _FILTERS:
        try:
            return matching_rows(rows, _FILTERS[path], query)
        except (TypeError, ValueError, ArithmeticError) as error:  # a row that is not as it is described
            raise failure("unexpected_error", "The recorded rows can't be narrowed by this.") from error
    return [row for row in rows if all(_fits(row, name, query) for name in _PLAIN)]


def _fits(row: Row, name: str, query: QueryParams) -> bool:
    wanted = [*query.getlist(name), *query.get(f"{name}__in", "").split(",")]
    asked = {one.strip().lower() for one in wanted if one.strip()}
    return not asked or str(row.get(name)).lower() in asked
