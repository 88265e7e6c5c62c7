"""What the desk needs of Belvo: its keys, its host and clock, and that webhooks, widget and phones find their way."""

import time
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import requests

from actions.connect.reach import unreachable
from actions.health.check import PATIENCE, Check, as_span
from actions.local_belvo import RECEIVER
from belvo_client import AuthenticationFailed, BelvoClient, BelvoError, plain_session
from settings import Settings
from store import Database
from store.core import instants
from store.ops import breakers

LARGEST_SKEW = timedelta(minutes=2)


def keys(client: BelvoClient, settings: Settings) -> Check:
    name = "Keys"
    try:
        client.check()
    except AuthenticationFailed as error:
        return Check(
            name,
            "failed",
            f"Belvo refuses them ({error.message}).",
            f"Each environment has a key pair of its own: check that the keys belong to {settings.environment}.",
        )
    except BelvoError as error:
        return Check(name, "doubtful", f"Not tested: {error.message}", "Mend the connection to Belvo first.")
    return Check(name, "well", "Belvo takes them.")


def host(settings: Settings) -> Check:
    began = time.perf_counter()
    try:
        _ask("HEAD", f"{settings.belvo_url}/api/")
    except requests.RequestException as error:
        return Check(
            "Belvo",
            "failed",
            f"{settings.belvo_url} does not answer ({type(error).__name__}).",
            "Check the network, a proxy or firewall, and BELVO_BASE_URL if it is set.",
        )
    taken = (time.perf_counter() - began) * 1000
    return Check("Belvo", "well", f"{settings.belvo_url} answers in {taken:,.0f} ms.")


def clock(settings: Settings) -> Check:
    name = "Clock"
    try:
        there = _time_at(settings)
    except (requests.RequestException, KeyError, ValueError, TypeError):
        return Check(name, "doubtful", "Belvo did not say what time it is.", "Mend the connection to Belvo first.")
    skew = there - datetime.now(UTC)
    if abs(skew) <= LARGEST_SKEW:
        return Check(name, "well", f"Within {max(abs(skew).total_seconds(), 1):.0f} s of Belvo's.")
    direction = "behind" if skew > timedelta(0) else "ahead of"
    found = f"This machine's is {as_span(abs(skew))} {direction} Belvo's."
    if settings.environment == "local":
        return Check(name, "well", f"{found} The local Belvo's clock can be moved, and was.")
    return Check(name, "failed", found, "Set this machine's clock; tokens are refused by a wrong one.")


def _time_at(settings: Settings) -> datetime:
    if settings.environment == "local":
        return instants.decode(_ask("GET", f"{settings.belvo_url}/healthz").json()["now"])
    return parsedate_to_datetime(_ask("HEAD", f"{settings.belvo_url}/api/").headers["Date"])


def webhooks(settings: Settings) -> Check:
    name = "Webhooks"
    if settings.embeds_sandbox:
        return Check(name, "well", f"The local Belvo delivers to {settings.server_url}{RECEIVER}.")
    if settings.public_url is None:
        return Check(
            name,
            "doubtful",
            "Belvo can't reach this server, so new data are looked for instead of announced.",
            "Set LINKDESK_PUBLIC_URL to an address that leads here, and enter it in Belvo's dashboard.",
        )
    if settings.webhook_authorization is None:
        return Check(
            name,
            "failed",
            "Every webhook is refused: no Authorization is agreed.",
            "Set BELVO_WEBHOOK_AUTHORIZATION, and enter the same value in Belvo's dashboard.",
        )
    return Check(name, "well", f"Received at {settings.public_url}{RECEIVER}, with the agreed Authorization.")


def phones(settings: Settings) -> Check:
    """Whether a connection that is handed out can be opened elsewhere; without a public address none is."""
    name = "Phones"
    if settings.public_url is None:
        return Check(name, "well", "Connections open on this machine alone; LINKDESK_PUBLIC_URL would let phones come.")
    if why := unreachable(settings):
        found, _, cure = why.partition(". ")
        return Check(name, "failed", f"{found}.", cure)
    return Check(name, "well", f"They reach {settings.public_url}, as far as this server can tell.")


def widget(settings: Settings) -> Check:
    name, url = "Widget", settings.widget_script_url
    address = f"{settings.server_url or ''}{url}" if url.startswith("/") else url
    try:
        _ask("HEAD", address)
    except requests.RequestException:
        return Check(
            name, "failed", f"Its script at {address} can't be had.", "Check that browsers here reach this address."
        )
    return Check(name, "well", f"Its script is there: {address}")


def institutions(db: Database) -> Check:
    """Those that do not answer are no fault of the desk, but are why some of its pulls come to nothing."""
    name, silent = "Institutions", breakers.opened(db)
    if not silent:
        return Check(name, "well", "None keeps this desk waiting again and again.")
    told = [
        f"{breaker.institution}, {breaker.pulls} pulls in a row since "
        f"{as_span(datetime.now(UTC) - breaker.since)} ago, at {', '.join(sorted(breaker.resources))}"
        for breaker in silent
    ]
    return Check(
        name,
        "doubtful",
        f"Calls time out: {'; '.join(told)}.",
        "Each is tried by one pull at a time until it answers. If it stays, write to Belvo's support.",
    )


def _ask(method: str, url: str) -> requests.Response:
    with plain_session(url) as session:
        return session.request(method, url, timeout=PATIENCE, allow_redirects=False)
