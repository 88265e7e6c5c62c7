"""The store and Belvo, as the settings name them, for a process of its own."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from functools import partial

import settings
from belvo_client import BelvoClient, Retries, limiter_for
from store import Database, Identity
from store.ops.api_log_writer import ApiLogWriter
from sync import local_belvo
from sync.schedule_settings import Rules


@dataclass(frozen=True, slots=True)
class Desk:
    """What a pull works with."""

    db: Database
    client: BelvoClient
    calls: ApiLogWriter
    rules: Rules
    confirm: Callable[[], None]
    """Raises WrongIdentity once the local Belvo is no longer the one that the store is about."""


@contextmanager
def opened() -> Iterator[Desk]:
    """Store and client for as long as the block lasts; in `local` with no server running, a local Belvo as well.

    Raises SettingsError, StoreError, NotStarted.
    """
    with ExitStack() as stack:
        current = settings.load()
        try:
            url = current.belvo_url
        except settings.NoServer:
            url = stack.enter_context(local_belvo.running(current.sandbox_dir))
            current = replace(current, base_url=url)
        db = Database.open(current.database_path, Identity(*current.identity_parts()))
        stack.callback(db.close)
        password = current.secret_password.reveal()
        # The job's own ladder does the waiting: steps of the client's would multiply with it.
        limiter = limiter_for(url, settings.CALL_SHARES["worker"])
        calls = ApiLogWriter(lambda: db)
        stack.callback(calls.close)
        client = BelvoClient(url, current.secret_id, password, retries=Retries.brief(), limiter=limiter, observer=calls)
        stack.callback(client.close)
        yield Desk(db, client, calls, Rules.of(current), partial(confirm, db, current))


def confirm(db: Database, current: settings.Settings) -> None:
    """Raise WrongIdentity when the local Belvo that answers is not the one that the store is about."""
    if current.environment != "local":
        return
    with suppress(settings.SettingsError):  # it does not answer: whoever calls it next says so
        db.confirm(Identity(*current.identity_parts()))
