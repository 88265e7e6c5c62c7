"""`python -m web.mcp`: the agent's door over a pipe, for a client that starts it on the desk's own machine."""

import argparse
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

import anyio
from mcp.server import Server
from mcp.server.mcpserver import Context as Call
from mcp.server.mcpserver.exceptions import ToolError
from mcp.server.stdio import stdio_server

import settings
from context import READER, Context
from domain.roles import HERE, Actor
from server_file import running_server
from settings import Settings, SettingsError
from sign_in import SignIn
from store import StoreError
from store.core.errors import Unusable
from terminal import complain, open_log
from web.bearer import Bearer, NotAdmitted
from web.mcp.server import Who, server

VARIABLE = "LINKDESK_TOKEN"
"""What names the token: arguments can be read by every program of the machine."""

_DESCRIPTION = f"Answers an agent's client over standard input and output. The token is in {VARIABLE}, or in a file."
_ADDRESS = "stdio"
"""From where it acts, as the audit has it."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until standard input ends; 1 where that can't be begun, with what to do on standard error."""
    parser = argparse.ArgumentParser(prog="python -m web.mcp", description=_DESCRIPTION)
    parser.add_argument("--token-file", type=Path, metavar="FILE", help=f"holds the token, instead of {VARIABLE}")
    options = parser.parse_args(arguments)
    open_log()
    try:
        sign_in, found = settings.sign_in(), _settings()
        secret = _secret(options.token_file, found)
        with Context(found, READER, makes_store=False) as context:
            who = _who(context, sign_in, secret)
            anyio.run(_serve, server(context, who).lowlevel)
    except (NotAdmitted, SettingsError, StoreError) as error:
        complain(error)
        return 1
    except Unusable as error:
        complain(f"The store cannot be used: {error}.")
        return 1
    return 0


def _settings() -> Settings:
    found = settings.load_without_keys()
    url = running_server(found.data_dir)
    return found.at(url) if url else found


def _secret(file: Path | None, found: Settings) -> str:
    if file is None:
        return found.agent_token.reveal() if found.agent_token else ""
    try:
        return file.read_text(encoding="utf-8").strip()
    except (OSError, ValueError) as error:
        raise NotAdmitted(401, f"{file} can't be read as a token. Name a file that holds one.") from error


def _who(context: Context, sign_in: SignIn | None, secret: str) -> Who:
    """Who calls, asked with each call: a token may be revoked meanwhile. Raises NotAdmitted for none that counts."""
    if not secret:
        if sign_in is not None:
            said = f"This desk asks for a sign-in, so that an agent needs a token: put one into {VARIABLE}."
            raise NotAdmitted(401, f"{said} The page Tokens makes one, and so does `python -m web.tokens create`.")
        complain(
            f"Nobody signs in at this desk: this runs as {HERE.name}, {HERE.role.word}, who sees everybody. With a "
            f"token in {VARIABLE} it sees what the token's role sees."
        )
        return lambda _call: HERE
    bearer = Bearer(context, sign_in.members if sign_in else None)
    bearer.admitted(secret, _ADDRESS)
    return partial(_admitted, bearer, secret)


def _admitted(bearer: Bearer, secret: str, _call: Call[Any, Any]) -> Actor:
    try:
        return bearer.admitted(secret, _ADDRESS)
    except NotAdmitted as error:
        raise ToolError(f"{error.status}: {error}") from error


async def _serve(made: Server[Any]) -> None:
    async with stdio_server() as (read, write):
        await made.run(read, write, made.create_initialization_options())


if __name__ == "__main__":
    sys.exit(main())
