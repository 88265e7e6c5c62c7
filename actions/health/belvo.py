"""What the desk needs of Belvo: its keys, its host and clock, and that webhooks, widget and phones find their way."""

import time
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import requests

from actions.connect.reach import unreachable
from actions.health.check import PATIENCE, Check, as_span
from actions.local_belvo import RECEIVER
from belvo_client import AuthenticationFailed, BelvoClient, BelvoError, plain_session
from languages import decimal, say
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
            say("Belvo refuses them ({message}).", message=error.message),
            say(
                "Each environment has a key pair of its own: check that the keys belong to {environment}.",
                environment=settings.environment,
            ),
        )
    except BelvoError as error:
        return Check(
            name,
            "doubtful",
            say("Not tested: {message}", message=error.message),
            say("Mend the connection to Belvo first."),
        )
    return Check(name, "well", say("Belvo takes them."))


def host(settings: Settings) -> Check:
    began = time.perf_counter()
    try:
        _ask("HEAD", f"{settings.belvo_url}/api/")
    except requests.RequestException as error:
        return Check(
            "Belvo",
            "failed",
            say("{address} does not answer ({error}).", address=settings.belvo_url, error=type(error).__name__),
            say("Check the network, a proxy or firewall, and BELVO_BASE_URL if it is set."),
        )
    taken = (time.perf_counter() - began) * 1000
    return Check(
        "Belvo",
        "well",
        say("{address} answers in {number} ms.", address=settings.belvo_url, number=decimal(taken, 0)),
    )


def clock(settings: Settings) -> Check:
    name = "Clock"
    try:
        there = _time_at(settings)
    except (requests.RequestException, KeyError, ValueError, TypeError):
        return Check(
            name, "doubtful", say("Belvo did not say what time it is."), say("Mend the connection to Belvo first.")
        )
    skew = there - datetime.now(UTC)
    if abs(skew) <= LARGEST_SKEW:
        seconds = decimal(max(abs(skew).total_seconds(), 1), 0)
        return Check(name, "well", say("Within {seconds} s of Belvo's.", seconds=seconds))
    if skew > timedelta(0):
        found = say("This machine's is {span} behind Belvo's.", span=as_span(abs(skew)))
    else:
        found = say("This machine's is {span} ahead of Belvo's.", span=as_span(abs(skew)))
    if settings.environment == "local":
        moved = say("The local Belvo's clock can be moved, and was.")
        return Check(name, "well", f"{found} {moved}")
    return Check(name, "failed", found, say("Set this machine's clock; tokens are refused by a wrong one."))


def _time_at(settings: Settings) -> datetime:
    if settings.environment == "local":
        return instants.decode(_ask("GET", f"{settings.belvo_url}/healthz").json()["now"])
    return parsedate_to_datetime(_ask("HEAD", f"{settings.belvo_url}/api/").headers["Date"])


def webhooks(settings: Settings) -> Check:
    name = "Webhooks"
    if settings.embeds_sandbox:
        return Check(
            name,
            "well",
            say("The local Belvo delivers to {address}.", address=f"{settings.server_url}{RECEIVER}"),
        )
    if settings.public_url is None:
        return Check(
            name,
            "doubtful",
            say("Belvo can't reach this server, so new data are looked for instead of announced."),
            say("Set LINKDESK_PUBLIC_URL to an address that leads here, and enter it in Belvo's dashboard."),
        )
    if settings.webhook_authorization is None:
        return Check(
            name,
            "failed",
            say("Every webhook is refused: no Authorization is agreed."),
            say("Set BELVO_WEBHOOK_AUTHORIZATION, and enter the same value in Belvo's dashboard."),
        )
    return Check(
        name,
        "well",
        say(
            "Received at {address}, with the agreed Authorization.",
            address=f"{settings.public_url}{RECEIVER}",
        ),
    )


def phones(settings: Settings) -> Check:
    """Whether a connection that is handed out can be opened elsewhere; without a public address none is."""
    name = "Phones"
    if settings.public_url is None:
        return Check(
            name, "well", say("Connections open on this machine alone; LINKDESK_PUBLIC_URL would let phones come.")
        )
    if why := unreachable(settings):
        found, _, cure = why.partition(". ")
        return Check(name, "failed", f"{found}.", cure)
    return Check(
        name, "well", say("They reach {address}, as far as this server can tell.", address=settings.public_url)
    )


def widget(settings: Settings) -> Check:
    name, url = "Widget", settings.widget_script_url
    address = f"{settings.server_url or ''}{url}" if url.startswith("/") else url
    try:
        _ask("HEAD", address)
    except requests.RequestException:
        return Check(
            name,
            "failed",
            say("Its script at {address} can't be had.", address=address),
            say("Check that browsers here reach this address."),
        )
    return Check(name, "well", say("Its script is there: {address}", address=address))


def institutions(db: Database) -> Check:
    """Those that do not answer are no fault of the desk, but are why some of its pulls come to nothing."""
    name, silent = "Institutions", breakers.opened(db)
    if not silent:
        return Check(name, "well", say("None keeps this desk waiting again and again."))
    told = [
        say(
            "{institution}, {number} pulls in a row since {span} ago, at {resources}",
            institution=breaker.institution,
            number=breaker.pulls,
            span=as_span(datetime.now(UTC) - breaker.since),
            resources=", ".join(sorted(breaker.resources)),
        )
        for breaker in silent
    ]
    return Check(
        name,
        "doubtful",
        say("Calls time out: {told}.", told="; ".join(told)),
        say("Each is tried by one pull at a time until it answers. If it stays, write to Belvo's support."),
    )


def _ask(method: str, url: str) -> requests.Response:
    with plain_session(url) as session:
        return session.request(method, url, timeout=PATIENCE, allow_redirects=False)
