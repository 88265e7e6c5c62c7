"""Links that are missing all at once are shown, and nothing is marked until a person says so."""

from store import Database
from store.core import instants
from store.queries.links import overview
from store.upkeep import sandbox_reset
from store.upkeep.sandbox_reset import SandboxReset
from store.write import links
from tests.kit import bodies
from tests.kit.bodies import LINK, OTHER_LINK

NOW, LATER = "2026-11-24T05:00:00.000000Z", "2026-11-24T06:00:00.000000Z"


def reset(db: Database) -> None:
    with db.write() as connection:
        links.save(connection, bodies.link())
        links.save(connection, bodies.link(OTHER_LINK))
        sandbox_reset.note(connection, [LINK, OTHER_LINK], now=NOW)
        sandbox_reset.note(connection, [LINK], now=LATER)


def test_a_reset_is_a_state_that_deletes_nothing(db: Database) -> None:
    assert sandbox_reset.current(db) is None
    reset(db)
    assert sandbox_reset.current(db) == SandboxReset(instants.decode(NOW), (LINK, OTHER_LINK))
    assert overview.summary(db).links == 2


def test_links_that_are_back_are_no_longer_part_of_it(db: Database) -> None:
    reset(db)
    with db.write() as connection:
        sandbox_reset.note_return(connection, [LINK, "another"])
    assert sandbox_reset.current(db) == SandboxReset(instants.decode(NOW), (OTHER_LINK,))


def test_once_confirmed_the_links_are_deleted_and_the_state_is_over(db: Database) -> None:
    reset(db)
    with db.write() as connection:
        assert sandbox_reset.confirm(connection) == 2
    assert (sandbox_reset.current(db), overview.summary(db).links) == (None, 0)
