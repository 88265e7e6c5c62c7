"""The store and Belvo as the routes reach them."""

from threading import Lock

import settings as configuration
from belvo_client import BelvoClient, Retries, limiter_for
from store import Database, Identity
from store.recorder import Recorder


class Desk:
    """Opens store and client at first use: the local Belvo is part of this server and answers only once it listens."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._database: Database | None = None
        self._client: BelvoClient | None = None
        self._calls: Recorder | None = None

    @property
    def database(self) -> Database:
        with self._lock:
            if self._database is None:
                current = configuration.load()
                self._database = Database.open(current.database_path, Identity(*current.identity_parts()))
            return self._database

    @property
    def client(self) -> BelvoClient:
        with self._lock:
            if self._client is None:
                current = configuration.load()
                key, password = current.secret_id, current.secret_password.reveal()
                limiter = limiter_for(current.belvo_url, configuration.CALL_SHARES["routes"])
                self._calls = Recorder(lambda: self.database)
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
