"""From a request to a handler: who may call it, its body, and a thread to work in."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import orjson
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Match, Route
from starlette.types import Scope

from belvo_sandbox.core.errors import ApiError, failure
from belvo_sandbox.data.sandbox import Sandbox
from belvo_sandbox.faults import effects
from belvo_sandbox.faults.targets import TargetedCall
from belvo_sandbox.http.auth import Caller, identify
from belvo_sandbox.http.guard import is_embedded_widget, refuse_foreign_pages, refuse_other_machines

MAX_BODY = 1024 * 1024  # bytes; the largest body that Belvo describes is a widget token's, a few KB
_FAULTS_BELOW = "/api/"  # the targets of faults: not the controls, or nobody could end a fault
_READING = frozenset({"GET", "HEAD"})  # methods that bring no webhooks about


@dataclass(frozen=True)
class Call:
    """One request as its handler sees it. Its repr shows no body and no headers: they hold credentials."""

    sandbox: Sandbox = field(repr=False)
    request: Request = field(repr=False)
    caller: Caller = field(repr=False)
    content: bytes = field(repr=False)

    @property
    def id(self) -> str:
        """The id in the path, in the form in which ids are kept."""
        return str(self.request.path_params["id"]).lower()

    @property
    def base_url(self) -> str:
        """The sandbox's address as the caller wrote it, with the path that it is mounted below."""
        url = self.request.url
        return f"{url.scheme}://{url.netloc}{self.request.scope['root_path']}"

    @property
    def is_asynchronous(self) -> bool:
        """The caller wants an answer before the work is done."""
        return self.request.headers.get("x-belvo-request-mode") == "async"

    @property
    def forced_challenge(self) -> str | None:
        """The kind of token that a fault has this call ask for."""
        kind: str | None = getattr(self.request.state, "forced_challenge", None)
        return kind

    def force_challenge(self) -> None:
        """Have the institution ask for a token, whoever the user is."""
        self.request.state.forced_challenge = "text"

    def wait(self, seconds: float) -> None:
        """Have the answer come later by this; nothing is held up by that, neither a thread nor another call."""
        self.request.state.wait = getattr(self.request.state, "wait", 0) + seconds

    def body(self) -> dict[str, Any]:
        """The body, a JSON object; raises `parse_error`."""
        try:
            body = orjson.loads(self.content or b"{}")
        except orjson.JSONDecodeError as cause:
            raise failure("parse_error") from cause
        if not isinstance(body, dict):
            raise failure("parse_error", "The body must be a JSON object")
        return body


Handler = Callable[[Call], Response]
Player = Callable[[Call, str], Response | None]
"""What answers a call, by its path, in place of its handler; None where that has to."""


@dataclass(frozen=True)
class Operation:
    """A handler and who may call it: keys always, a widget only with this scope (and for its own link)."""

    handler: Handler
    scope: str | None = None
    bound: bool | None = None  # the token must (not) be one of update mode, for the link in the path
    public: bool = False
    local: bool = False  # only for programs on this machine
    max_body: int = MAX_BODY  # bytes


def control_operation(handler: Handler, max_body: int = MAX_BODY) -> Operation:
    """An operation of the controls: without keys, for programs on this machine."""
    return Operation(handler, public=True, local=True, max_body=max_body)


class _Route(Route):
    """A route that sees at a glance that it is not meant: there are eighty, and each call asks one after the other."""

    @cached_property
    def _start(self) -> str:
        return self.path.partition("{")[0]

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """As starlette's, for the few routes that begin alike."""
        # Below a mount, the path has that of the mount before it.
        return super().matches(scope) if self._start in scope["path"] else (Match.NONE, {})


def methods(path: str, **operations: Operation) -> Route:
    """A route that gives each method its operation."""

    async def endpoint(request: Request) -> Response:
        operation = operations["GET" if request.method == "HEAD" else request.method]
        if not (operation.scope and is_embedded_widget(request.headers)):
            refuse_foreign_pages(request.headers)
        if operation.local:
            refuse_other_machines(request)
        content = await _read(request, operation.max_body)
        try:
            answer = await run_in_threadpool(_handle, operation, request, content, path)
        except ApiError:
            await _wait(request)
            raise
        await _wait(request)
        return answer

    return _Route(path, endpoint, methods=[*operations])


async def _wait(request: Request) -> None:
    await asyncio.sleep(getattr(request.state, "wait", 0))


def _handle(operation: Operation, request: Request, content: bytes, path: str) -> Response:
    sandbox: Sandbox = request.app.state.sandbox
    caller = Caller() if operation.public else identify(sandbox, request.headers)
    call = Call(sandbox, request, caller, content)
    _authorize(call, operation)
    if played := _played(call, path):
        return played
    may_fail = path.startswith(_FAULTS_BELOW) and effects.is_any_live(sandbox)
    answer = _handle_with_faults(call, operation, path) if may_fail else operation.handler(call)
    if request.method not in _READING:
        request.app.state.sender.wake()
    return answer


def _played(call: Call, path: str) -> Response | None:
    """The answer of a recording that is played."""
    player: Player | None = getattr(call.request.app.state, "player", None)
    if player is None or not path.startswith(_FAULTS_BELOW):
        return None
    return player(call, path.replace("{id}", call.id) if call.request.path_params else path)


def _handle_with_faults(call: Call, operation: Operation, path: str) -> Response:
    """The handler's answer, unless a fault applies."""
    method = "GET" if call.request.method == "HEAD" else call.request.method
    id_ = call.id if call.request.path_params else None
    link = call.caller.token.link if call.caller.token else None
    targeted = TargetedCall(f"{method} {path}", id_, call.request.query_params, call.content, link)
    effect = effects.effect_on(call.sandbox, targeted)
    if effect is None:
        return operation.handler(call)
    call.wait(effect.delay)
    if refusal := effect.refusal:
        return refusal
    if effect.requires_token:
        call.force_challenge()
    answer = operation.handler(call)
    return effect.corruption(answer) if effect.corruption else answer


def _authorize(call: Call, operation: Operation) -> None:
    token = call.caller.token
    if token is None:
        return
    if operation.scope not in token.scopes:
        raise failure("permission_denied")
    if operation.bound is False and token.link is not None:
        raise failure("permission_denied", "This access token is for updating a link.")
    if operation.bound is True and token.link != call.id:
        raise failure("permission_denied", "This access token is for another link.")


async def _read(request: Request, max_body: int) -> bytes:
    content = bytearray()
    async for chunk in request.stream():
        content += chunk
        if len(content) > max_body:
            raise failure("request_too_large")
    return bytes(content)
