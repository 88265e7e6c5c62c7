"""Who has to have signed in, held before every request and for as long as a page is open."""

from collections.abc import Awaitable, Callable, Collection
from http import HTTPStatus
from urllib.parse import quote, unquote, urlsplit

import anyio
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from domain import roles
from languages import msg
from sign_in import CALLBACK
from web.bearer import brings_token
from web.guard import LOOPBACK, host_of, is_near
from web.page import page
from web.sight import ACTOR
from web.sign_in.conversation import Conversation, Hears
from web.sign_in.cookie import IDENTITY, cookies_of, is_set_by, secure, without_identity
from web.sign_in.doors import Door, Doors
from web.sign_in.visits import Visit, Visits

_BACK = "linkdesk_back"
"""The cookie that remembers, over a sign-in, which page was asked for: Streamlit leads to the first one."""
_BACK_FOR = 600  # seconds
_LONGEST_BACK = 1_500  # characters

_NO_STORE = {"cache-control": "no-store"}

_SIGN_IN = msg("You are not signed in"), msg("Open the desk and sign in, then try again.")
_MAY_NOT = msg("This is not for your role"), msg("Ask an admin of this desk.")

IsActivity = Callable[[bytes], bool]
"""Whether what a page sends was set off by its person: a page that draws itself anew is no activity."""

OwnersOf = Callable[[str], Awaitable[Collection[str]]]
"""The persons on whose pages a file of Streamlit's is, by its address."""


class Admission:
    """Answers 401 to whoever has to sign in first, and 403 to a role that may not, by the table in `domain.roles`.

    Pages themselves are the same for all; what is on them comes over their websocket. One that is opened without a
    sign-in gets none of anybody's, and one whose sign-in is over is closed: the browser comes back for the way in.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        visits: Visits,
        pages: Collection[str],
        is_activity: IsActivity,
        owners_of: OwnersOf,
    ) -> None:
        self._app = app
        self._visits = visits
        self._doors = Doors(pages)
        self._is_activity = is_activity
        self._owners_of = owners_of
        self._is_encrypted = visits.sign_in.origin.startswith("https:")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        match scope["type"]:
            case "http":
                await self._answer(scope, receive, self._with_cookies(scope, send))
            case "websocket":
                await self._converse(scope, receive, send)
            case _:
                await self._app(scope, receive, send)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        door = self._doors.find(scope["path"])
        refusal = await self._refusal(door, scope)
        await (refusal or self._app)(scope, receive, send)

    async def _refusal(self, door: Door, scope: Scope) -> Response | None:
        """What is answered instead; None for who may pass."""
        if door.kind == "open":
            # A provider leads here after signing out, too, which Streamlit takes for a sign-in that went wrong.
            return RedirectResponse("/") if scope["path"] == CALLBACK and not scope["query_string"] else None
        if door.kind == "sandbox":
            return None if _is_here(scope) else _refused(scope, _MAY_NOT, HTTPStatus.FORBIDDEN)
        if door.route in roles.WITH_TOKEN and brings_token(scope):
            return None  # the route asks whose it is
        visit = await self._visits.of(scope)
        match door.kind:
            case "page":
                if visit:
                    await self._visits.note(visit)
                return None
            case "sign_out":
                return await self._sign_out(visit, scope)
        if visit is None:
            return _refused(scope, _SIGN_IN, HTTPStatus.UNAUTHORIZED)
        if not await self._may(visit, door, scope):
            await self._visits.refuse(visit, door, scope)
            return _refused(scope, _MAY_NOT, HTTPStatus.FORBIDDEN)
        if door.kind == "route":
            await self._visits.note(visit)
            scope.setdefault("state", {})[ACTOR] = visit.actor
        return None

    async def _may(self, visit: Visit, door: Door, scope: Scope) -> bool:
        actor = visit.visitor.actor
        if actor is None:
            return False
        if door.kind == "route":
            return roles.may_ask(actor.role, door.route)
        return door.kind == "other" or visit.visitor.person in await self._owners_of(scope["path"])

    async def _sign_out(self, visit: Visit | None, scope: Scope) -> Response | None:
        """End it here, and let Streamlit take the cookie away and tell the provider."""
        if Headers(scope=scope).get("sec-fetch-site", "none") not in ("same-origin", "none"):
            return RedirectResponse("/", HTTPStatus.SEE_OTHER)  # another site's page may not sign anybody out
        if visit:
            await self._visits.sign_out(visit)
        return None

    def _with_cookies(self, scope: Scope, send: Send) -> Send:
        async def send_on(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._lead_back(scope, message)
                if self._is_encrypted:
                    secure(message)
            await send(message)

        return send_on

    def _lead_back(self, scope: Scope, message: Message) -> None:
        """Remember the page that somebody asks for who has yet to sign in, and lead them there afterwards."""
        headers, path = MutableHeaders(raw=message["headers"]), scope["path"]
        if path == CALLBACK and is_set_by(message):
            wanted = urlsplit(unquote(cookies_of(scope).get(_BACK, "")))
            if wanted.path != "/" and self._doors.is_page(wanted.path) and not wanted.netloc:
                headers["location"] = wanted._replace(scheme="", fragment="").geturl()
            headers.append("set-cookie", f"{_BACK}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax")
        elif self._doors.is_page(path) and not _has_identity(scope):
            query = scope["query_string"].decode("ascii", "replace")
            asked = quote(f"{path}?{query}" if query else path, safe="")
            if len(asked) <= _LONGEST_BACK:
                headers.append("set-cookie", f"{_BACK}={asked}; Path=/; Max-Age={_BACK_FOR}; HttpOnly; SameSite=Lax")
        message["headers"] = headers.raw

    async def _converse(self, scope: Scope, receive: Receive, send: Send) -> None:
        visit = await self._visits.of(scope)
        if visit is None:
            await self._app(without_identity(scope), receive, send)
            return
        with Conversation(receive, send) as conversation, self._visits.opened(visit) as over:
            async with anyio.create_task_group() as beside:
                beside.start_soon(conversation.pass_on, self._heard(visit))
                beside.start_soon(conversation.end_after, over)
                await self._app(scope, conversation.receive, conversation.send)
                beside.cancel_scope.cancel()

    def _heard(self, visit: Visit) -> Hears:
        """Note what a person does; a page's first word is only that it is there, as after a broken connection."""
        has_begun = False

        async def hear(message: Message) -> None:
            nonlocal has_begun
            if self._is_activity(message.get("bytes") or b""):
                if has_begun:
                    await self._visits.note(visit)
                has_begun = True

        return hear


def _has_identity(scope: Scope) -> bool:
    return any(name.startswith(IDENTITY) for name in cookies_of(scope))


def _is_here(scope: Scope) -> bool:
    """Whether this machine asks, and not a proxy on it for somebody else."""
    return is_near(scope) and host_of(Headers(scope=scope).get("host", "")) in LOOPBACK


def _refused(scope: Scope, words: tuple[str, str], status: HTTPStatus) -> Response:
    if "text/html" in Headers(scope=scope).get("accept", ""):
        return page(words, status, _NO_STORE)
    return PlainTextResponse(". ".join(words), status, _NO_STORE)
