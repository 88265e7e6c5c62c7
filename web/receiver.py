"""`python -m web.receiver`: takes in webhooks and what the hosted widget reports, without any of the pages.

It works on the same store as the servers that have them, so that nothing is missed while one of these is replaced. It
imports neither Streamlit nor pandas, and starts no worker: `python -m sync --work` does.
"""

import argparse
import contextlib
import sys
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager

import anyio
import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware

import settings
import terminal
import tracing
from actions.health import belvo, machine
from actions.health.check import Check, tell
from context import ROUTES, VERSION, Context
from server_file import running_server
from settings import NoServer, Settings, SettingsError
from store import StoreError
from web.guard import Guard
from web.headers import content_policy
from web.limits import BY_ADDRESS, Limits, address_of
from web.requests import EXCEPTION_HANDLERS
from web.routes import monitoring_routes, receiving_routes
from web.server.address import listening_url
from web.server.http_protocol import PunctualProtocol
from web.server.listeners import is_of_this_machine, listeners, open_many_files
from web.server.presence import keep_heard_of
from web.server.registration import begin_registering

USUAL_PORT = 8502

_UNAGREED = (
    "LINKDESK_HOST {host} would take webhooks from everybody, since none are agreed. "
    "Set BELVO_WEBHOOK_AUTHORIZATION, or take LINKDESK_HOST out."
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until a signal ends it, or say whether it could; 0 if all is well, 1 if not."""
    options = _options(arguments)
    terminal.open_log()
    try:
        port = settings.port(USUAL_PORT) if options.port is None else options.port
        found = _beside_server(settings.load())
        terminal.open_log(found.log)
        tracing.open_traces(found.otlp_endpoint, "receiver", VERSION)
        if options.check:
            return tell(_checks(found))
        if problem := _refusal(found):
            terminal.end(problem)
        try:
            _serve(found, port)
        finally:
            tracing.close_traces()
    except (SettingsError, StoreError) as error:
        terminal.complain(error)
        return 1
    return 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m web.receiver", description="Take in Belvo's webhooks and callbacks, without the pages."
    )
    parser.add_argument("--port", type=int, help=f"where to listen, 0 for any that is free (PORT, {USUAL_PORT})")
    parser.add_argument("--check", action="store_true", help="only say what would keep it from its work")
    return parser.parse_args(arguments)


def _beside_server(found: Settings) -> Settings:
    """The same with the local Belvo that a server on this machine carries; raises NoServer where none runs."""
    if not found.embeds_sandbox or found.server_url:
        return found
    if url := running_server(found.data_dir):
        return found.at(url)
    raise NoServer


def _refusal(found: Settings) -> str | None:
    """Why this may not listen where it is to."""
    if found.webhook_authorization or is_of_this_machine(found.host):
        return None
    return _UNAGREED.format(host=found.host)


def _checks(found: Settings) -> Iterator[Check]:
    yield Check("Environment", "well", f"BELVO_ENV is {found.environment}.")
    if problem := _refusal(found):
        yield Check("Address", "failed", problem)
    yield _agreement(found)
    yield belvo.host(found)
    with Context(found, ROUTES) as context:
        yield belvo.keys(context.client, found)
        yield machine.store(context.database)
        yield machine.space(context.database)


def _agreement(found: Settings) -> Check:
    """Whether webhooks are known for Belvo's; in `local` they come from this machine."""
    name = "Webhooks"
    if found.webhook_authorization:
        return Check(name, "well", "They come with the agreed Authorization.")
    if found.environment == "local":
        return Check(name, "well", "They come from the local Belvo, without an Authorization.")
    return Check(
        name,
        "failed",
        "Every webhook is refused: no Authorization is agreed.",
        "Set BELVO_WEBHOOK_AUTHORIZATION, and enter the same value in Belvo's dashboard.",
    )


def _serve(found: Settings, port: int) -> None:
    open_many_files()
    sockets = listeners(found.host, port, other="python -m web.receiver --port 8602")
    with Context(found, ROUTES) as context:
        config = uvicorn.Config(
            application(context),
            http=PunctualProtocol,
            ws="none",
            log_config=None,
            access_log=False,
            timeout_graceful_shutdown=5,
        )
        with contextlib.suppress(KeyboardInterrupt):
            uvicorn.Server(config).run(sockets=sockets)


def application(context: Context) -> Starlette:
    """What it answers: webhooks, callbacks, and whether it works."""
    found = context.settings
    guard = Middleware(
        Guard,
        public_url=found.public_url,
        policy=content_policy(belvo=False),
        is_for_all=found.webhook_authorization is not None,
    )
    return Starlette(
        routes=[*monitoring_routes(context), *receiving_routes(context)],
        middleware=[guard, Middleware(Limits, who=address_of, most=BY_ADDRESS)],
        exception_handlers=EXCEPTION_HANDLERS,
        lifespan=_kept_known(context),
    )


def _kept_known(context: Context) -> Callable[[Starlette], contextlib.AbstractAsyncContextManager[None]]:
    """Have the local Belvo and the store know of this receiver for as long as it runs."""

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        async with anyio.create_task_group() as beside:
            beside.start_soon(_be_known, context)
            yield
            beside.cancel_scope.cancel()

    return lifespan


async def _be_known(context: Context) -> None:
    url = await listening_url(path="/healthz")
    async with anyio.create_task_group() as beside:
        await begin_registering(beside, context.settings, url)
        terminal.say(f"Linkdesk receives at {url}")
        beside.start_soon(keep_heard_of, context, "receiver")


if __name__ == "__main__":
    sys.exit(main())
