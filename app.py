"""The server: pages, plain routes, the local Belvo and the worker process, all behind one address.

`python app.py` (what `make run` starts) and `streamlit run app.py` serve it; docs/streamlit.md says how they differ.
"""

import contextlib
import logging
import resource
import socket
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import anyio
import streamlit as st
import uvicorn
from starlette.middleware import Middleware
from starlette.routing import BaseRoute, Mount
from streamlit.file_util import get_static_dir
from streamlit.runtime.pages_manager import PagesManager

import belvo_sandbox
import settings
import terminal
import web
from components.status.setup_error import explain_store
from components.status.troubles import take_failure
from components.ui import desk, streamlit_patch
from context import ROUTES, Context, announce, make_data_dir, refuse_a_second_server, withdraw
from store import StoreError
from sync.child import keep_worker
from web import demo


def _context() -> Context | None:
    """What the routes work with, or None where something is missing: then the pages say what, and how to mend it."""
    try:
        return Context(desk.settings(), ROUTES)
    except (settings.NotOffered, settings.UnreadableSecrets) as error:
        terminal.end(error)
    except settings.BadSetting:
        return None
    except settings.SettingsError as error:
        terminal.end(error)


_MOST_FILES = 65_536

context = _context()
PAGE = web.page_html(Path(get_static_dir()))


@asynccontextmanager
async def lifespan(_app: st.App) -> AsyncIterator[None]:
    """Announce the address and keep the worker running for as long as the server runs."""
    # A pages/ folder beside the script would flash as a menu of its own until st.navigation has run once.
    PagesManager.uses_pages_directory = False
    streamlit_patch.install(take_failure)
    terminal.keep_records_to_their_lines()
    # Streamlit turns on a line per request, each with its address and with what the address says.
    for name in ("uvicorn.access", "uvicorn.error"):
        logging.getLogger(name).setLevel(logging.WARNING)
    async with anyio.create_task_group() as beside:
        beside.start_soon(_work_beside)
        yield
        beside.cancel_scope.cancel()
    if context:
        context.close()


async def _work_beside() -> None:
    url = await web.listening_url()
    if context is None:
        _say_ready(url)
        return
    for one in (context, desk.context()):
        one.listen_at(url)
    try:
        announce(url, context)
    except OSError as error:  # a full disk: what is stored can be shown
        terminal.complain(f"Programs in a terminal will not find this server ({error.strerror}).")
    _say_ready(url)
    try:
        async with anyio.create_task_group() as beside:
            beside.start_soon(web.keep_registered, context.settings)
            await keep_worker(settings.environment_beside(url))
    finally:
        withdraw(context)


def _say_ready(url: str) -> None:
    terminal.say(f"Linkdesk is ready at {url}")


def _script_failed(error: Exception) -> bool:
    if isinstance(error, StoreError | sqlite3.DatabaseError):  # of a fragment that draws itself again
        explain_store(error)
        return True
    st.error(
        "This page could not be drawn. Reload it; if that does not help, the server's log names the cause.",
        icon=":material/error:",
    )
    return True


def _routes(context: Context | None) -> list[BaseRoute]:
    """Ours, and then 404 for all that is no page either; pages answer at the names of their scripts."""
    ours = [web.health_route(context), *(_beside_pages(context) if context else [])]
    pages = [script.stem for script in (settings.ROOT / "pages").glob("*.py")]
    folders = {"/static": Path(get_static_dir()) / "static", "/app/static": settings.ROOT / "static"}
    return [*ours, *web.page_routes(pages, PAGE), web.Elsewhere(pages, ours, folders)]


def _beside_pages(context: Context) -> list[BaseRoute]:
    found = context.settings
    try:
        make_data_dir(found)
        refuse_a_second_server(found.data_dir)
        if not found.embeds_sandbox:
            return web.routes(context)
        local_belvo = belvo_sandbox.create_app(found.sandbox_dir, hosts=_public_hosts())
    except (settings.SettingsError, belvo_sandbox.StateError) as error:
        terminal.end(error)
    shop = demo.routes(lambda: context.client, data_dir=found.data_dir, widget_script=found.widget_script_url)
    return [*web.routes(context), *shop, Mount("/sandbox", app=local_belvo)]


def _guard() -> Middleware:
    found = context.settings if context else None
    policy = web.content_policy(
        belvo=found is not None and found.environment != "local",
        base_url=found.base_url if found else None,
        scripts=web.inline_scripts(PAGE),
    )
    return Middleware(web.Guard, public_url=found.public_url if found else None, policy=policy)


def _public_hosts() -> list[str]:
    url = context.settings.public_url if context else None
    return [web.host_of(url)] if url else []


app = st.App(
    settings.ROOT / "dashboard.py",
    routes=_routes(context),
    middleware=[_guard()],
    lifespan=lifespan,
    on_script_error=_script_failed,
    exception_handlers=web.EXCEPTION_HANDLERS,
)


def main() -> None:
    """Serve on 127.0.0.1 at $PORT (8501 without it)."""
    terminal.open_log()
    _open_many_files()
    try:
        port = settings.port()
    except settings.BadSetting as error:
        terminal.end(error)
    # Named as TCP, or asyncio leaves Nagle's algorithm on and each answer takes 40 ms longer.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(("127.0.0.1", port))
    except OSError as error:
        terminal.end(f"Port {port} can't be used ({error.strerror}). Name another one: make run PORT=8601")
    config = uvicorn.Config(
        app,
        http=web.PunctualProtocol,
        ws="websockets-sansio",
        ws_per_message_deflate=False,
        log_config=None,
        access_log=False,
        timeout_graceful_shutdown=5,
    )
    with contextlib.suppress(KeyboardInterrupt):  # how a person at the keyboard ends it, after the lifespan
        uvicorn.Server(config).run(sockets=[listener])


def _open_many_files() -> None:
    """Take as many descriptors as the system allows: what shells give, 1,024 mostly, is soon used up."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _MOST_FILES if hard == resource.RLIM_INFINITY else min(_MOST_FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        with contextlib.suppress(ValueError, OSError):  # a system may allow less than it says
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


if __name__ == "__main__":
    main()
