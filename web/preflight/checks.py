"""What can be looked at before the server starts, a check each; nothing is written, and nothing is changed."""

import os
import socket
import stat
import sys
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import settings
from actions.health.belvo import keys
from actions.health.check import Check
from belvo_client import BelvoClient, Retries, Timeouts, is_loopback
from context import identity_at
from server_file import running_server
from settings import BadSetting, Settings, SettingsError
from sign_in import SignIn
from store import Database, StoreError
from store.schema import migrations
from web.preflight.certificate import Certificate
from web.preflight.streamlit_options import Options
from web.server.listeners import refusals

_BRIEF = Timeouts(connect=3, read=5)
_LEAST_VARIETY = 10  # characters that differ; 32 of hex nearly always have more
_OTHERS = stat.S_IRWXG | stat.S_IRWXO

_DANGEROUS: Mapping[str, tuple[Collection[object], str]] = {
    "client.showErrorDetails": (("none", None), "shows tracebacks, which may carry data"),
    "client.toolbarMode": (("viewer", "minimal", None), "gives everybody a developer's menu"),
    "global.developmentMode": ((False, None), "is for Streamlit's own developers"),
    "logger.level": (("warning", "error", "critical", None), "logs what pages and browsers tell each other"),
    "server.enableAgentApi": ((False, None), "lets programs run pages without a sign-in of its own"),
    "server.enableXsrfProtection": ((True, None), "takes uploads from other sites' pages"),
    "server.trustedUserHeaders": ((None, {}), "lets a header say who somebody is"),
}
"""Options of Streamlit's by what they may be, and what happens otherwise."""


def sign_in_of(found: SignIn) -> Check:
    """Who lets people in, who the admins are, and whether the cookie's secret is one."""
    name, secret = "Sign-in", str(found.section.get("cookie_secret"))
    if len(set(secret)) < _LEAST_VARIETY:
        return Check(
            name,
            "failed",
            "cookie_secret in [auth] can be guessed: it repeats itself.",
            "Make one: python -c 'import secrets; print(secrets.token_hex(32))'",
        )
    providers = ", ".join(provider.title for provider in found.providers)
    return Check(name, "well", f"{providers}; admins are {', '.join(found.members.admins)}.")


def redirect(way_in: SignIn, found: Settings, certificate: Certificate | None) -> Check:
    """Whether people sign in at the address that they type; one wholly on this machine is for tests."""
    name, here = "Redirect", way_in.origin
    if certificate and here.startswith("http:"):
        return Check(
            name, "failed", f"People sign in at {here}, and the server speaks https.", "Write redirect_uri as https://."
        )
    if is_loopback(here) and all(is_loopback(provider.issuer) for provider in way_in.providers):
        return Check(name, "well", f"People of this machine alone sign in, at {here}.")
    if found.public_url and here != found.public_url:
        return Check(
            name,
            "failed",
            f"People sign in at {here}, and the desk is at {found.public_url}.",
            f'Write redirect_uri = "{found.public_url}/oauth2callback" in [auth], and register it with the provider.',
        )
    return Check(name, "well", f"People sign in at {here}.")


def secrets_file(path: Path) -> Check:
    name = "Secrets file"
    if not path.exists():
        return Check(name, "well", f"There is no {path.name}; the environment says everything.")
    if path.stat().st_mode & _OTHERS:
        return Check(name, "failed", f"Others of this machine may read {path}.", f"Close it: chmod 600 {path}")
    return Check(name, "well", f"{path} is its owner's alone.")


def belvo(found: Settings) -> Check:
    """Whether Belvo takes the keys, by one call that is given up soon."""
    if found.embeds_sandbox:
        return Check("Keys", "well", "The local Belvo comes with the server.")
    with BelvoClient(
        found.belvo_url, found.secret_id, found.secret_password.reveal(), timeouts=_BRIEF, retries=Retries.off()
    ) as client:
        check = keys(client, found)
    if check.state == "doubtful":
        return replace(check, state="failed", cure=f"See that this machine reaches {found.belvo_url}.")
    return check


def data_folder(found: Settings) -> Check:
    name, folder = "Data folder", found.data_dir
    if not folder.exists():
        above = next(parent for parent in folder.parents if parent.exists())
        if os.access(above, os.W_OK | os.X_OK):
            return Check(name, "well", f"{folder} will be made, for its owner alone.")
        return _unusable_folder(folder, f"can't be made in {above}")
    if not folder.is_dir() or not os.access(folder, os.W_OK | os.X_OK):
        return _unusable_folder(folder, "can't be written")
    if folder.stat().st_mode & _OTHERS:
        return Check(name, "failed", f"Others of this machine may look into {folder}.", f"Close it: chmod 700 {folder}")
    return Check(name, "well", f"{folder} is its owner's alone.")


def _unusable_folder(folder: Path, why: str) -> Check:
    return Check("Data folder", "failed", f"{folder} {why}.", "Set LINKDESK_DATA_DIR to a folder that you may write.")


def store(found: Settings) -> Check:
    """Whether the store opens and is of this program and these keys; one that is older is left as it is."""
    name, address = "Store", found.store
    try:
        steps = migrations.left(address)
        if steps is None:
            return Check(name, "well", f"{address} will be made.")
        if steps:
            return Check(name, "well", f"{address} is of an earlier version: the start brings it {steps} steps on.")
        known = identity_at(found)
        with Database.open(address, makes=False) as opened:
            opened.probe()
            opened.confirm(replace(known, instance=None) if found.environment == "local" else known)
    except StoreError as error:
        return Check(name, "failed", f"{error}", "docs/operating.md says what to do about a store.")
    return Check(name, "well", f"{address} fits.")


def port(found: Settings) -> Check:
    """Whether the port of `python app.py` is free, unless this very desk has it."""
    name = "Port"
    try:
        number, running = settings.port(), running_server(found.data_dir)
    except SettingsError as error:
        return Check(name, "failed", str(error))
    if running:
        return Check(name, "well", f"Linkdesk runs already, at {running}.")
    with socket.socket(socket.AF_INET6 if ":" in found.host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((found.host, number))
        except OSError as error:
            cure = "Set PORT to another one, or LINKDESK_HOST to an address of this machine."
            return Check(name, "failed", f"{found.host}, port {number}, can't be used ({error.strerror}).", cure)
    return Check(name, "well", f"{found.host}, port {number}, is free.")


def listening(found: Settings, options: Options, *, signs_in: bool) -> Check:
    """Whether others could reach a desk that nobody has to sign in to."""
    addresses = {"LINKDESK_HOST": found.host, "server.address": str(options("server.address") or settings.LOOPBACK)}
    if reasons := refusals(addresses.items(), signs_in=signs_in):
        return Check("Address", "failed", " ".join(reasons))
    return Check(
        "Address", "well", "Whoever reaches it has to sign in." if signs_in else "It is for this machine alone."
    )


def limits(found: Settings) -> Check:
    """Whether both ends of a session can come."""
    name, limit = "Sessions", found.sign_in_limits
    if limit.idle > limit.longest:
        return Check(
            name,
            "failed",
            f"A session ends after {found.auth_hours} h, before it can be idle for {found.auth_idle_minutes} min.",
            "Lower LINKDESK_AUTH_IDLE_MINUTES, or raise LINKDESK_AUTH_HOURS.",
        )
    return Check(name, "well", f"They end after {found.auth_idle_minutes} min idle, {found.auth_hours} h in all.")


def debugging(options: Options) -> Check:
    """Whether anything is switched on that is for developers."""
    name, flaws = "Debugging", [*_flaws(options)]
    if not flaws:
        return Check(name, "well", "Nothing of it is switched on.")
    return Check(name, "failed", " ".join(flaws), "Take it out of config.toml and the environment.")


def _flaws(options: Options) -> Iterator[str]:
    for option, (harmless, otherwise) in _DANGEROUS.items():
        value = options(option)
        plain = {"true": True, "false": False}.get(value.lower(), value) if isinstance(value, str) else value
        if plain not in harmless:
            yield f"{option} is {value!r}, which {otherwise}."
    if sys.flags.dev_mode:
        yield "PYTHONDEVMODE is set, which tells more than logs should."


def setting(error: BadSetting) -> Check:
    return Check(error.check, "failed", str(error))
