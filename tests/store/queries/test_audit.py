"""The audit as it is searched and taken away."""

from datetime import date

import pytest

from store import Database
from store.core.keyset import Place
from store.ops import audit as written
from store.queries import audit
from store.queries.audit import AuditFilter
from store.sight import Sight
from store.upkeep import erasure
from store.write import links
from tests.kit import bodies
from tests.kit.rows import tuples

LINK, OTHER = bodies.LINK, bodies.OTHER_LINK


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Database:
    db = Database.open(tmp_path_factory.mktemp("audit") / "local.db")
    with db.write() as connection:
        links.save(connection, bodies.link(external_id="user-1"))
        links.save(connection, bodies.link(OTHER, external_id="ZQXA800101HDFRRN09"))
        for day, actor, action, link, outcome in (
            (1, "ana", "sign_in", "", "done"),
            (2, "ana", "pull", LINK, "done"),
            (3, "vera", "refused", LINK, "refused"),
            (4, "ana", "delete", OTHER, "failed"),
        ):
            now = f"2026-11-{day:02d}T23:59:59.000000Z"
            written.record(connection, actor, action, "", {}, link=link, outcome=outcome, now=now)
    return db


@pytest.mark.parametrize(
    ("matching", "found"),
    [
        (AuditFilter(), [4, 3, 2, 1]),
        (AuditFilter(person="user-1"), [3, 2]),
        (AuditFilter(link=OTHER), [4]),
        (AuditFilter(actor="ana"), [4, 2, 1]),
        (AuditFilter(action="delete"), [4]),
        (AuditFilter(outcome="refused"), [3]),
        (AuditFilter(since=date(2026, 11, 3)), [4, 3]),
        (AuditFilter(until=date(2026, 11, 2)), [2, 1]),
        (AuditFilter(actor="ana", since=date(2026, 11, 2), until=date(2026, 11, 3)), [2]),
        (AuditFilter(person="nobody"), []),
    ],
)
def test_each_filter_leaves_what_it_says(filled: Database, matching: AuditFilter, found: list[int]) -> None:
    assert [*audit.page(filled, matching)["id"]] == found
    assert audit.count(filled, matching) == len(found)
    assert [row[0] for row in audit.export(filled, matching)] == found


def test_a_page_goes_on_behind_the_last_row(filled: Database) -> None:
    first = audit.page(filled, AuditFilter(), at=Place(limit=2))
    after = Place(limit=2, after=(int(first["id"].iloc[-1]),))
    assert [*audit.page(filled, AuditFilter(), at=after)["id"]] == [2, 1]


def test_there_is_what_can_be_chosen(filled: Database) -> None:
    assert audit.facets(filled) == (["ana", "vera"], ["delete", "pull", "refused", "sign_in"])


def test_links_and_persons_are_called_as_they_may_be_seen(filled: Database) -> None:
    rows = audit.page(filled, AuditFilter())
    named = audit.names(filled)
    told = [(named.link(link), named.person(person)) for link, person in tuples(rows, "link", "person")]
    assert told == [(OTHER, "ZQXA800101HDFRRN09"), (LINK, "user-1"), (LINK, "user-1"), ("", "")]
    masked = audit.names(filled.as_seen(Sight.MASKED))
    assert masked.person(rows["person"].iloc[0]).startswith("ID ")
    assert masked.person(rows["person"].iloc[1]) == "user-1"


def test_a_file_names_them_and_has_each_rows_hash(filled: Database) -> None:
    newest = dict(zip(audit.EXPORT_COLUMNS, next(audit.export(filled, AuditFilter())), strict=True))
    assert (newest["link"], newest["person"], newest["outcome"]) == (OTHER, "ZQXA800101HDFRRN09", "failed")
    assert newest["hash"] == audit.find(filled, 4)["hash"]  # type: ignore[index]
    oldest = next(audit.export(filled, AuditFilter(), newest_first=False))
    assert oldest[0] == 1


def test_an_erasure_leaves_the_chain_and_takes_the_names(db: Database) -> None:
    with db.write() as connection:
        links.save(connection, bodies.link(external_id="user-1"))
        written.record(connection, "ana", "pull", "", {"again": LINK}, link=LINK)
    head = written.verify(db).last
    erasure.erase(db, LINK)
    assert written.verify(db).last == head
    ((_, *told),) = audit.export(db, AuditFilter(person="user-1"))
    assert LINK not in str(told)
    assert "user-1" not in str(told)
    assert told[5].startswith("unknown (")
