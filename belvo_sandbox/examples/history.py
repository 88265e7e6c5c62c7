"""What an institution knows of a person, without a link: what is true of them is told from it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from belvo_sandbox.bank.links import Link, institution_user_id
from belvo_sandbox.core.clock import text
from belvo_sandbox.data.sandbox import Sandbox
from belvo_sandbox.people import Movement, Person
from belvo_sandbox.products.insights import history_start
from belvo_sandbox.products.link_data import LinkData, load_link_data
from belvo_sandbox.products.transactions import internal_identification

Row = dict[str, Any]


@dataclass(frozen=True)
class Login:
    """How somebody is connected."""

    institution: str
    username: str
    external_id: str
    password: str = "full"  # noqa: S105 - published in the README


@dataclass(frozen=True)
class History:
    """A login's person and movements, as the institution has them at an instant."""

    data: LinkData
    now: datetime

    @property
    def person(self) -> Person:
        return self.data.person

    @property
    def today(self) -> date:
        """The day at the institution."""
        return self.data.moment(self.now)[0]

    @property
    def first(self) -> date:
        """The first day that the institution shows."""
        return history_start(self.data, self.now)

    @cached_property
    def movements(self) -> list[Movement]:
        """What the institution shows, oldest first, as it is once its mistakes are corrected."""
        return [movement for movement in self.data.actual_movements(self.now) if movement.day >= self.first]

    def marked(self, *marks: str) -> Iterator[Movement]:
        """The movements that are an example of something, oldest first."""
        return (movement for movement in self.movements if movement.line.mark.partition(":")[0] in marks)

    def row(self, movement: Movement) -> Row:
        """A movement, under the names of Belvo's fields; `account` is the account's number."""
        return {
            "internal_identification": internal_identification(
                self.data, (movement.account, movement.day, movement.number)
            ),
            "account": self.number_of(movement.account),
            "value_date": movement.day.isoformat(),
            "type": "INFLOW" if movement.cents > 0 else "OUTFLOW",
            "amount": abs(movement.cents) / 100,
            "description": movement.line.text,
        }

    def number_of(self, key: str) -> str:
        """An account's number."""
        return next(account.number for account in self.data.accounts if account.key == key)


def history(sandbox: Sandbox, login: Login) -> History:
    """What there is behind a login, whether a link was made with it or not."""
    now = sandbox.clock.now()
    person = institution_user_id(sandbox.seed, login.institution, login.username)
    link = Link(
        id="",
        seed=sandbox.seed,
        institution=login.institution,
        person=person,
        listed_user=login.username,
        access_mode="single",
        status="valid",
        refresh_rate=None,
        external_id=login.external_id,
        credentials_storage="store",
        stale_in="365d",
        fetch_resources=(),
        created_at=text(now),
        last_accessed_at=None,
        history_due=None,
        refresh_due=None,
        stale_at=None,
        version=0,
    )
    return History(load_link_data(link, sandbox.ledgers), now)
