"""A file of test accounts: what is wrong with each, a run of the worker that connects them, and their tokens."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from actions.connect import register
from actions.connect.register import Asked
from actions.permission import Refused, allowed, note
from belvo_client import BelvoClient, BelvoError
from belvo_client.errors import RetriableError
from domain.connect.registration import Numbered
from domain.roles import Actor
from languages import ENGLISH, msg, say, speaking
from settings import Settings
from store import Database
from store.engine import Connection
from store.ops.operators import accounts, bulk
from store.ops.operators.accounts import Account, New
from sync.bulk.sealing import Seal, Unsealed
from sync.error_policy import failure


class NotForProduction(Refused):
    """Test accounts are none of production's."""

    def __init__(self) -> None:
        super().__init__(
            say(
                "A file of test accounts is not connected in production: each line would be a login at a real "
                "institution, with a password that stood in a file. Connect one account at a time there."
            )
        )


class NothingToConnect(Refused):
    """None of the accounts can be connected; the message says why."""

    def __init__(self) -> None:
        super().__init__(say("None of these accounts is left to be connected: each has been, or can't be."))


class NotAsked(Refused):
    """No token is asked for any more, or somebody hands it in at this moment."""

    def __init__(self) -> None:
        super().__init__(say("This token is handed in by somebody at this moment, or no longer asked for."))


def check(db: Database, client: BelvoClient, given: Sequence[Numbered]) -> list[Numbered]:
    """The accounts with what is wrong with each, by what is stored here: nothing is sent anywhere."""
    seal = Seal.of(client)
    marks = {one.line: seal.mark(one.wanted) for one in given}
    with db.read() as connection:
        known = accounts.known(connection, {*marks.values()})
    return [_with_what_is_known(one, known.get(marks[one.line])) for one in register.check(db, given)]


def _with_what_is_known(one: Numbered, state: str | None) -> Numbered:
    if state is None:
        return one
    said = say("It was connected within a day.") if state == "done" else say("It is being connected already.")
    return replace(one, problems=(said, *one.problems))


@allowed("connect", did=msg("file of accounts begun"))
def start(db: Database, client: BelvoClient, settings: Settings, given: Sequence[Numbered], *, actor: Actor) -> int:
    """Have a worker connect those that can be; returns the run's number. Their credentials lie sealed meanwhile.

    What an earlier run connects, or has connected within a day, is left out, whoever has begun it. Raises Refused.
    """
    if settings.environment == "production":
        raise NotForProduction
    seal = Seal.of(client)
    with speaking(ENGLISH):
        checked = check(db, client, given)
    rows = [_new(one, seal) for one in checked]
    with db.write() as connection:
        # Once more inside: of two who begin the same at once, the second finds what the first has begun.
        rows = _left(rows, accounts.known(connection, {row.mark for row in rows}))
        number = sum(1 for row in rows if row.sealed)
        if not number:
            raise NothingToConnect
        run = accounts.start(connection, rows, actor=actor.name, role=actor.role.word)
        note(connection, actor, {"count": number}, target=bulk.link_of(run))
    return run


def _new(one: Numbered, seal: Seal) -> New:
    wanted = one.wanted
    if one.problems:
        return New(one.line, wanted.institution, wanted.external_id, why="\n".join(one.problems))
    return New(one.line, wanted.institution, wanted.external_id, seal.mark(wanted), seal.seal(wanted))


def _left(rows: Sequence[New], known: Collection[str]) -> list[New]:
    why = msg("It is being connected already.")
    return [New(row.place, row.institution, row.external_id, why=why) if row.mark in known else row for row in rows]


@allowed("connect", target="run", did=msg("token handed in"))
def hand_in(
    db: Database, client: BelvoClient, run: int, place: int, token: str, *, actor: Actor
) -> str | Asked | BelvoError:
    """Go on with an account whose institution asks for a token; what became of it is noted with its run.

    Returns the link, what is asked for instead, or why it came to nothing. Raises NotAsked.
    """
    with db.write() as connection:
        account = accounts.take(connection, run, place, datetime.now(UTC))
    if account is None:
        raise NotAsked
    seal = Seal.of(client)
    try:
        asked = seal.asked(account.sealed)
    except Unsealed as error:
        _settle(db, account, bulk.failed(bulk.Failure("fatal", "", accounts.GONE)))
        raise NotAsked from error

    def also(connection: Connection, link: str) -> None:
        accounts.settle(connection, account, bulk.done(), link)

    try:
        found = register.handed_in(db, client, asked, token, actor, also=also)
    except RetriableError as error:
        with db.write() as connection:
            accounts.leave(connection, account)
        return error
    except BelvoError as error:
        _settle(db, account, bulk.failed(failure(error)))
        return error
    if isinstance(found, Asked):
        with db.write() as connection:
            accounts.ask(connection, account, found.link, seal.seal_asked(found))
    return found


def _settle(db: Database, account: Account, outcome: bulk.Outcome) -> None:
    with db.write() as connection:
        accounts.settle(connection, account, outcome)


def asking(db: Database, client: BelvoClient, run: int, *, most: int) -> list[tuple[int, Asked]]:
    """What institutions ask for, by the line of its account; what can't be opened any more is left out."""
    seal, found = Seal.of(client), []
    for account in accounts.asking(db, run, most=most):
        try:
            found.append((account.place, seal.asked(account.sealed)))
        except Unsealed:
            continue
    return found
