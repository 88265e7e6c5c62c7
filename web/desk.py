"""The store and Belvo as the routes reach them."""

from threading import Lock

import settings as configuration
from actions.identity_check import Watch
from belvo_client import BelvoClient, Retries, limiter_for
from store import Database, Identity, WrongIdentity
from store.ops.api_log_writer import ApiLogWriter


class Desk:
    """Opens store and client at first use: the local Belvo is part of this server and answers only once it listens."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._database: Database | None = None
        self._watch = Watch()
        self._client: BelvoClient | None = None
        self._calls: ApiLogWriter | None = None

    @property
    def database(self) -> Database:
        """The store; raises SettingsError, and StoreError also for one that the local Belvo has since left behind."""
        with self._lock:
            if self._database is None:
                current = configuration.load()
                self._database = Database.open(current.database_path, Identity(*current.identity_parts()))
                self._watch = Watch()
            opened, watch = self._database, self._watch
        try:
            watch.confirm(opened, configuration.load)
        except WrongIdentity:
            self._let_go(opened)
            raise
        return opened

    def _let_go(self, opened: Database) -> None:
        """Close a store, so that its file can be moved out of the way."""
        with self._lock:
            if self._database is opened:
                self._database = None
        opened.close()

    @property
    def client(self) -> BelvoClient:
        with self._lock:
            if self._client is None:
                current = configuration.load()
                key, password = current.secret_id, current.secret_password.reveal()
                limiter = limiter_for(current.belvo_url, configuration.CALL_SHARES["routes"])
                self._calls = ApiLogWriter(lambda: self.database)
                self._client = BelvoClient(
                    current.belvo_url, key, password, retries=Retries.off(), limiter=limiter, observer=self._calls
                )
            return self._client

    def close(self) -> None:
        """Close what was opened, with the last calls written."""
        if self._calls is not None:
            self._calls.close()
        with self._lock:
            for opened in (self._database, self._client):
                if opened is not None:
                    opened.close()
            self._database = self._client = self._calls = None
