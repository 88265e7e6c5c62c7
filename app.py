"""The server: pages, plain routes, the local Belvo and the worker process, all behind one address.

`python app.py` (what `make run` starts) and `streamlit run app.py` serve it; docs/streamlit.md says how they differ.
"""

import argparse
import contextlib
import logging
import signal
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import NoReturn

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
import tracing
from actions import configuration
from components.account import identity
from components.status.setup_error import explain_store
from components.status.troubles import take_failure
from components.ui import desk, streamlit_patch
from components.ui.following import open_pages
from context import ROUTES, VERSION, Context, make_data_dir
from server_file import announce, refuse_a_second_server, withdraw
from sign_in import SignIn
from store import StoreError
from store.queries.banking import transactions
from sync.child import keep_worker
from web import demo
from web.api.reads import keep_written
from web.elsewhere import Elsewhere
from web.guard import Guard, host_of
from web.headers import content_policy
from web.language import Speaking
from web.limits import BY_ADDRESS, BY_PERSON, Limits, address_of, person_of
from web.notices.watch import keep_watch
from web.page_html import inline_scripts, page_html, page_routes
from web.preflight import Certificate, Unusable, is_production, lacking
from web.preflight.__main__ import main as check_all
from web.requests import EXCEPTION_HANDLERS
from web.routes import monitoring_routes, routes
from web.server import arenas
from web.server.address import listening_addresses, listening_url
from web.server.http_protocol import PunctualProtocol
from web.server.listeners import listeners, open_many_files, refusals
from web.server.presence import keep_heard_of
from web.server.registration import begin_registering
from web.sign_in import Admission, Visits


def _option(name: str) -> object:
    """An option of Streamlit's, which its environment names too where Streamlit itself does not look."""
    return st.get_option(name) or settings.of_streamlit(name)


def _certificate() -> Certificate | None:
    """With what this server speaks https, where no proxy does so for it."""
    try:
        return Certificate.of(_option)
    except Unusable as error:
        terminal.end(error)


def _sign_in() -> SignIn | None:
    """How people sign in, or None where nobody has to: then this server is for this machine alone."""
    try:
        found = desk.sign_in()
    except settings.BadSetting as error:
        _end(str(error), *lacking(signs_in=True, has_certificate=certificate is not None))
    if found and st.get_option("server.trustedUserHeaders"):
        terminal.end("server.trustedUserHeaders lets a header say who somebody is. Take it out where people sign in.")
    return found


def _context() -> Context | None:
    """What the routes work with, or None where something is missing: then the pages say what, and how to mend it."""
    addresses = {"server.address": st.get_option("server.address") or "0.0.0.0"}  # noqa: S104 - what Streamlit takes
    try:
        found = desk.settings()
        addresses["LINKDESK_HOST"] = found.host
        _refuse(addresses)
        return Context(found, ROUTES)
    except settings.UnreadableSecrets as error:
        _refuse(addresses, str(error))
        terminal.end(error)
    except settings.BadSetting as error:
        _refuse(addresses)
        if sign_in:  # nobody can sign in to be told
            terminal.complain(error)
        return None
    except settings.SettingsError as error:
        terminal.end(error)


def _refuse(addresses: Mapping[str, str], *others: str) -> None:
    """End the program where others could reach it without a sign-in, or where production lacks what it needs."""
    signs_in = sign_in is not None
    reasons = refusals(addresses.items(), signs_in=signs_in)
    if reasons := reasons + lacking(signs_in=signs_in, has_certificate=certificate is not None):
        _end(*others, *reasons)


def _end(*reasons: str) -> NoReturn:
    """End the program with a line for each reason."""
    for reason in dict.fromkeys(reasons):
        terminal.complain(reason)
    sys.exit(1)


_LARGEST_MESSAGE = 1 << 20  # bytes that a page sends at once: what its widgets are set to

logger = logging.getLogger(__name__)

certificate = _certificate()
sign_in = _sign_in()
context = _context()
visits = Visits(context, sign_in, identity.read_cookie) if sign_in else None
_ADDRESSES = {"cash_flow": "cash-flow", "connect_many": "connect-many", "widget_lab": "widget-lab"}
PAGES = [
    _ADDRESSES.get(script.stem, script.stem)
    for script in (settings.ROOT / "pages").glob("*.py")
    if desk.is_here(script.stem)
]
PAGE = page_html(Path(get_static_dir()), is_production=is_production())


@asynccontextmanager
async def lifespan(_app: st.App) -> AsyncIterator[None]:
    """Announce the address and keep the worker running for as long as the server runs."""
    # A pages/ folder beside the script would flash as a menu of its own until st.navigation has run once.
    PagesManager.uses_pages_directory = False
    arenas.keep_few()
    streamlit_patch.install(take_failure)
    if sign_in:
        identity.note_what_is_made()
    terminal.keep_records_to_their_lines()
    if context and context.settings.log == "json":
        streamlit_patch.leave_the_log()
        terminal.open_log("json")
    if context:
        tracing.open_traces(context.settings.otlp_endpoint, "server", VERSION)
    # Streamlit turns on a line per request, each with its address and with what the address says.
    for name in ("uvicorn.access", "uvicorn.error"):
        logging.getLogger(name).setLevel(logging.WARNING)
    async with anyio.create_task_group() as beside:
        beside.start_soon(_work_beside)
        beside.start_soon(open_pages.look_around)
        if visits:
            beside.start_soon(visits.watch)
        yield
        beside.cancel_scope.cancel()
    if context:
        context.close()
    tracing.close_traces()


async def _work_beside() -> None:
    url = await listening_url("https" if certificate else "http")
    if _listens_to_all():
        signal.raise_signal(signal.SIGTERM)
        return
    if context is None:
        _say_ready(url)
        return
    for one in (context, desk.context()):
        one.listen_at(url)
    try:
        announce(url, context.id, context.settings.data_dir)
    except OSError as error:  # a full disk: what is stored can be shown
        terminal.complain(f"Programs in a terminal will not find this server ({error.strerror}).")
    try:
        async with anyio.create_task_group() as beside:
            await begin_registering(beside, context.settings)
            _say_ready(url)
            beside.start_soon(anyio.to_thread.run_sync, _note_start, context)
            beside.start_soon(keep_heard_of, context, "server")
            beside.start_soon(keep_written, context)
            beside.start_soon(keep_watch, context)
            beside.start_soon(partial(anyio.to_thread.run_sync, _look_ahead, desk.context(), abandon_on_cancel=True))
            for _ in range(context.settings.workers):
                beside.start_soon(keep_worker, settings.environment_beside(url))
    finally:
        withdraw(context.id, context.settings.data_dir)


def _note_start(found: Context) -> None:
    try:
        configuration.note_start(found.database, found.settings, sign_in)
    except (settings.SettingsError, StoreError) as error:  # pages and log say what is to be mended
        logger.info("Whether settings have changed is not known: %s", error)


def _look_ahead(found: Context) -> None:
    """Find out beside everything else what the first visitor would wait for."""
    try:
        transactions.look_ahead(found.database)
    except (settings.SettingsError, StoreError) as error:  # whoever opens the page is told
        logger.info("Nothing is worked out ahead: %s", error)


def _listens_to_all() -> bool:
    """Whether a launcher that is asked by nobody here has this server listen where it may not; says so."""
    reasons = refusals((("--host", ip) for ip in listening_addresses()), signs_in=sign_in is not None)
    for reason in reasons:
        terminal.complain(reason)
    return bool(reasons)


def _say_ready(url: str) -> None:
    terminal.say(f"Linkdesk is ready at {url}")


def _script_failed(error: Exception) -> bool:
    if isinstance(error, StoreError):  # of a fragment that draws itself again
        explain_store(error)
        return True
    st.error(
        "This page could not be drawn. Reload it; if that does not help, the server's log names the cause.",
        icon=":material/error:",
    )
    return True


def _routes(context: Context | None) -> list[BaseRoute]:
    """Ours, and then 404 for all that is no page either; pages answer at the names of their scripts."""
    ours = [*monitoring_routes(context), *(_beside_pages(context) if context else [])]
    folders = {"/static": Path(get_static_dir()) / "static", "/app/static": settings.ROOT / "static"}
    return [*ours, *page_routes(PAGES, PAGE), Elsewhere(PAGES, ours, folders, takes_files=desk.takes_files())]


def _beside_pages(context: Context) -> list[BaseRoute]:
    found, members = context.settings, sign_in.members if sign_in else None
    try:
        make_data_dir(found)
        refuse_a_second_server(found.data_dir)
        if not found.embeds_sandbox:
            return routes(context, members)
        local_belvo = belvo_sandbox.create_app(found.sandbox_dir, hosts=_public_hosts())
    except (settings.SettingsError, belvo_sandbox.StateError) as error:
        terminal.end(error)
    shop = demo.routes(lambda: context.client, data_dir=found.data_dir, widget_script=found.widget_script_url)
    return [*routes(context, members), *shop, Mount("/sandbox", app=local_belvo)]


def _guard() -> Middleware:
    found = context.settings if context else None
    policy = content_policy(
        belvo=found is not None and found.environment != "local",
        base_url=found.base_url if found else None,
        scripts=inline_scripts(PAGE),
    )
    return Middleware(
        Guard,
        public_url=found.public_url if found else None,
        policy=policy,
        sign_in_url=sign_in.origin if sign_in else None,
        is_for_all=sign_in is not None,
    )


def _admission() -> list[Middleware]:
    """Who may ask for what; nothing where nobody has to sign in."""
    if not (sign_in and visits):
        return []
    owners_of = partial(identity.owners_of, sign_in)
    return [Middleware(Admission, visits=visits, pages=PAGES, is_activity=identity.is_activity, owners_of=owners_of)]


def _limited(admission: list[Middleware]) -> list[Middleware]:
    """Count by address before anybody is asked who they are, and by person afterwards."""
    by_address = Middleware(Limits, who=address_of, most=BY_ADDRESS)
    by_person = Middleware(Limits, who=person_of, most=BY_PERSON)
    return [by_address, *admission, by_person]


def _public_hosts() -> list[str]:
    url = context.settings.public_url if context else None
    return [host_of(url)] if url else []


app = st.App(
    settings.ROOT / "dashboard.py",
    routes=_routes(context),
    middleware=[_guard(), Middleware(Speaking), *_limited(_admission())],
    secrets={"auth": dict(sign_in.section)} if sign_in else None,
    lifespan=lifespan,
    on_script_error=_script_failed,
    exception_handlers=EXCEPTION_HANDLERS,
)


def main() -> None:
    """Serve at $PORT (8501 without it), on 127.0.0.1 or LINKDESK_HOST; --check only says whether that could work."""
    where = "Serve the desk; PORT and LINKDESK_HOST say where."
    parser = argparse.ArgumentParser(prog="python app.py", description=where)
    parser.add_argument("--check", action="store_true", help="only say what would keep it from its work")
    if parser.parse_args().check:
        sys.exit(check_all())
    terminal.open_log()
    open_many_files()
    try:
        host = context.settings.host if context else settings.LOOPBACK
        sockets = listeners(host, settings.port(), other="make run PORT=8601")
    except settings.BadSetting as error:
        terminal.end(error)
    config = uvicorn.Config(
        app,
        http=PunctualProtocol,
        ws="websockets-sansio",
        ws_per_message_deflate=False,
        ws_max_size=_LARGEST_MESSAGE,
        log_config=None,
        access_log=False,
        timeout_graceful_shutdown=5,
        ssl_certfile=certificate.file if certificate else None,
        ssl_keyfile=certificate.key if certificate else None,
    )
    with contextlib.suppress(KeyboardInterrupt):  # how a person at the keyboard ends it, after the lifespan
        uvicorn.Server(config).run(sockets=sockets)


if __name__ == "__main__":
    main()
