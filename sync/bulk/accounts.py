"""Accounts of a file connected one after the other: each is one login, and none is sent twice.

What is under way when a worker ends is looked up at Belvo by its external id before it would be sent again. Belvo may
work on it still: where it is not found there, it is sent again only after the longest that Belvo asks an institution.
"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from belvo_client import (
    AuthenticationFailed,
    BelvoError,
    ConnectionFailed,
    Link,
    NotFound,
    RateLimited,
    TokenRequired,
)
from belvo_client.errors import RetriableError
from domain.link_state import Failure
from languages import ENGLISH, msg, speaking
from store.core import instants
from store.ops import audit, jobs
from store.ops.operators import accounts, bulk
from store.ops.operators.accounts import GONE, Account
from store.ops.operators.bulk import State
from sync.bulk.registering import Asked, asked_of, create, take_in
from sync.bulk.sealing import Seal, Unsealed
from sync.bulk.step import Work
from sync.error_policy import failure
from sync.run import OnPage, Progress

STILL_ASKED = timedelta(seconds=330)
"""How long Belvo may work on a login that nobody waits for any more."""

MOST_TRIES = 3

NOT_OURS = (AuthenticationFailed, RateLimited)
"""What Belvo answers before it does anything: nothing was sent to an institution."""

_UNCONFIRMED = frozenset({"unconfirmed", "token_required"})

BROKEN_OFF = msg("It was broken off while it was sent. Look among the links before you hand it in again.")
CALLED_OFF = msg("It was called off before its turn")


def carry_out(work: Work, on_page: OnPage | None) -> None:
    """Go on with a run until nothing waits; what may still be under way at Belvo is left for a later job.

    Raises as `sync.bulk.carry_out`.
    """
    for account in accounts.sent(work.db, work.run.id):
        _look_after(work, account)
        _tell(work, on_page)
    while waiting := accounts.next_waiting(work.db, work.run.id):
        _send(work, waiting)
        _tell(work, on_page)
    left = accounts.sent(work.db, work.run.id)
    with work.writing() as connection:
        if left:
            later = instants.encode(min(one.at for one in left) + STILL_ASKED)
            jobs.enqueue(connection, work.run.job_link, [bulk.REASON], bulk.REASON, not_before=later)
        else:
            bulk.end(connection, work.run.id, State.DONE)


def _tell(work: Work, on_page: OnPage | None) -> None:
    if on_page and (known := bulk.get(work.db, work.run.id)):
        on_page(Progress(bulk.REASON, known.total - known.waiting, known.total))


def _send(work: Work, account: Account) -> None:
    with work.writing() as connection:
        if not accounts.begin(connection, account):
            return  # it was called off, erased or wiped a moment ago
        details = {"institution": account.institution, "mode": "without widget"}
        audit.record(
            connection,
            work.run.actor,
            "connect",
            work.run.job_link,
            details,
            did="connection started",
            external_id=account.external_id,
        )
    account = replace(account, state="sent", at=datetime.now(UTC), tries=account.tries + 1)
    try:
        wanted = Seal.of(work.client).opened(account.sealed)
        with work.asking_about(""):
            link = create(work.client, wanted)
    except Unsealed:
        _fail(work, account, Failure("fatal", "", GONE))
    except TokenRequired as error:
        _ask(work, account, error)
    except NOT_OURS:
        with work.writing() as connection:
            accounts.put_back(connection, account)
        raise
    except ConnectionFailed:
        raise  # it may have reached Belvo all the same: it is looked up before anything else
    except RetriableError as error:
        _settle_as_found(work, account, error)
    except BelvoError as error:
        _fail(work, account, failure(error))
    else:
        _take_in(work, account, link)


def _settle_as_found(work: Work, account: Account, error: BelvoError) -> None:
    """Belvo or the institution gave no clear answer: a second login would not be for us to decide."""
    found = _found(work, account)
    if found is None:
        _fail(work, account, failure(error))
    else:
        _go_on_with(work, account, found)


def _look_after(work: Work, account: Account) -> None:
    """One that was sent by who is gone: it is at Belvo, or may be yet, or was never made there."""
    if not account.external_id:
        _fail(work, account, Failure("fatal", "", BROKEN_OFF))
    elif (found := _found(work, account)) is not None:
        _go_on_with(work, account, found)
    elif datetime.now(UTC) - account.at < STILL_ASKED:
        return
    elif account.tries >= MOST_TRIES:
        _fail(work, account, Failure("fatal", "", BROKEN_OFF))
    else:
        _send(work, account)


def _found(work: Work, account: Account) -> Link | None:
    """What Belvo has of the account, the newest."""
    if not account.external_id:
        return None
    with work.asking_about(""):
        there = work.client.links.list(institution=account.institution, external_id=account.external_id)
        # Held against what was asked for: a filter that makes no difference would make somebody else's of it.
        theirs = [one for one in there if _is_of(one, account)]
    return max(theirs, key=lambda one: str(one.get("created_at") or ""), default=None)


def _is_of(link: Link, account: Account) -> bool:
    return link.get("external_id") == account.external_id and link.get("institution") == account.institution


def _go_on_with(work: Work, account: Account, link: Link) -> None:
    """Take a link in that is there; one whose institution waits for a token is asked for it anew."""
    if link.get("status") not in _UNCONFIRMED:
        _take_in(work, account, link)
        return
    try:
        wanted = Seal.of(work.client).opened(account.sealed)
        with work.asking_about(link["id"]):
            again = work.client.links.update_credentials(
                link["id"], wanted.secrets.get("password", ""), password2=wanted.secrets.get("password2")
            )
    except Unsealed:
        _fail(work, account, Failure("fatal", "", GONE))
    except TokenRequired as error:
        _ask(work, account, error, link["id"])
    except (*NOT_OURS, ConnectionFailed):
        raise
    except BelvoError as error:
        _fail(work, account, failure(error))
    else:
        _take_in(work, account, again)


def _ask(work: Work, account: Account, error: TokenRequired, link: str = "") -> None:
    with speaking(ENGLISH):
        asked: Asked = asked_of(error, account.institution, account.external_id, link)
    with work.writing() as connection:
        accounts.ask(connection, account, asked.link, Seal.of(work.client).seal_asked(asked))


def _fail(work: Work, account: Account, why: Failure) -> None:
    with work.writing() as connection:
        accounts.settle(connection, account, bulk.failed(why))


def _take_in(work: Work, account: Account, link: Link) -> None:
    """All at once, or by the next worker; what was erased meanwhile is taken back at Belvo."""
    with work.writing() as connection:
        is_there = accounts.settle(connection, account, bulk.done(), link["id"])
        if is_there:
            take_in(connection, link, why=bulk.PULLS)
            details = {"institution": link["institution"]}
            audit.record(connection, work.run.actor, "connect", "", details, did="link connected", link=link["id"])
    if not is_there:
        try:
            work.client.links.delete(link["id"])
        except NotFound:
            return
