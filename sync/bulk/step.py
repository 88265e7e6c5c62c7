"""What each kind of run does with the next few links of it."""

import contextlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from belvo_client import BelvoClient
from store import Database
from store.engine import Connection
from store.ops import jobs
from store.ops.api_log_writer import ApiLogWriter
from store.ops.jobs import Job
from store.ops.operators import bulk
from store.ops.operators.bulk import Item, Outcome, Run


@dataclass(frozen=True, slots=True)
class Work:
    """A run that is carried out, with what it is done by; `first` is the run that it takes back."""

    db: Database
    client: BelvoClient
    job: Job
    run: Run
    calls: ApiLogWriter | None = None
    first: Run | None = None

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that only whoever has the job gets to the end of; raises LostLease."""
        with self.db.write() as connection:
            jobs.guard(connection, self.job)
            yield connection

    def settle(self, item: Item, outcome: Outcome) -> None:
        """Note what became of a link, behind what Belvo was asked about it."""
        with self.writing() as connection:
            bulk.settle(connection, self.run.id, item, outcome)

    def asking_about(self, link: str) -> contextlib.AbstractContextManager[None]:
        """Have calls be noted as this link's, which is there or about to be."""
        return self.calls.about(self.job.id, link or None) if self.calls else contextlib.nullcontext()


Step = Callable[[Work, Sequence[Item]], None]
