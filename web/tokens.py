"""`python -m web.tokens`: make, list and revoke the tokens by which programs read through the API."""

import argparse
import sys
from collections.abc import Sequence
from datetime import UTC, datetime

import settings
from actions.access import tokens
from actions.permission import Refused
from context import make_data_dir
from domain.access.tokens import DAYS, MOST_DAYS, MOST_RATE, RATE, Token
from domain.roles import SYSTEM, Role
from settings import SettingsError
from store import Database, StoreError
from store.core.errors import Unusable
from terminal import complain, say

_DESCRIPTION = f"Tokens of the JSON API. Acts as {SYSTEM.name}, and the audit says so."


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the arguments say; 1 where that could not be done."""
    options = _options(arguments)
    try:
        found = settings.load_without_keys()
        make_data_dir(found)
        with Database.open(found.store) as db:
            return _do(db, options)
    except (Refused, SettingsError, StoreError) as error:
        complain(error)
    except Unusable as error:
        complain(f"The store cannot be used: {error}.")
    return 1


def _do(db: Database, options: argparse.Namespace) -> int:
    match options.command:
        case "create":
            role = Role[options.role.upper()]
            say(tokens.make(db, options.name, role, actor=SYSTEM, days=options.days, rate=options.rate))
        case "revoke":
            was_revoked = tokens.revoke(db, options.name, actor=SYSTEM)
            complain(f"{options.name} lets nobody in {'any more' if was_revoked else 'since it was revoked before'}.")
        case _:
            _list(tokens.seen_by(db, SYSTEM))
    return 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m web.tokens", description=_DESCRIPTION)
    commands = parser.add_subparsers(dest="command", required=True)
    making = commands.add_parser("create", help="make a token; it alone is printed, and never again")
    making.add_argument("--name", required=True, help="by which it is listed, revoked, and called in the audit")
    making.add_argument("--role", required=True, choices=[role.word for role in Role], help="what it may read")
    making.add_argument("--days", type=int, default=DAYS, help=f"for how long it counts: {DAYS}, at most {MOST_DAYS}")
    making.add_argument("--rate", type=int, default=RATE, help=f"requests a minute: {RATE}, at most {MOST_RATE:,}")
    commands.add_parser("list", help="every token: its role, who made it, until when it counts, when it was used")
    revoking = commands.add_parser("revoke", help="have a token let nobody in from now on")
    revoking.add_argument("name", metavar="NAME")
    return parser.parse_args(arguments)


def _list(found: Sequence[Token]) -> None:
    now = datetime.now(UTC)
    for token in found:
        used = f"used {token.used_at:%Y-%m-%d %H:%M}" if token.used_at else "never used"
        say(f"{token.name}  {token.role.word}  {_state(token, now)}  {used}  {token.rate} a minute  by {token.owner}")
    if not found:
        complain("There is no token. Make one with `python -m web.tokens create --name NAME --role ROLE`.")


def _state(token: Token, now: datetime) -> str:
    if token.revoked_at:
        return f"revoked {token.revoked_at:%Y-%m-%d}"
    return f"{'until' if token.counts(now) else 'ended'} {token.expires_at:%Y-%m-%d}"


if __name__ == "__main__":
    sys.exit(main())
