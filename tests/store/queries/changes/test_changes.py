"""What changed between two instants, on both engines."""

from datetime import datetime, timedelta
from typing import Any

from domain.corrections import Change
from resources import RESOURCES
from store import Database
from store.core import instants
from store.ops import jobs, runs
from store.queries import changes
from store.queries.changes import Kind, Stretch
from store.sight import Sight
from store.write import institutions, irregular_rows, links, rows
from store.write.irregular_rows import Irregular
from tests.kit import bodies
from tests.kit.bodies import LINK

START = instants.decode("2026-11-01T12:00:00Z")


def on(day: int) -> datetime:
    """Noon of a day in November."""
    return START + timedelta(day - 1)


def save(db: Database, day: int, *items: dict[str, Any], resource: str = "transactions", link: str = LINK) -> None:
    with db.write() as connection:
        rows.save_page(connection, resource, link, items, now=instants.encode(on(day)))


def delete(db: Database, day: int, *ids: str) -> None:
    with db.write() as connection:
        rows.mark_deleted(connection, "transactions", ids, link_id=LINK, now=instants.encode(on(day)))


def movement(number: int, **fields: object) -> dict[str, Any]:
    return bodies.transaction(number) | fields


def told(db: Database, since: int, until: int | None = None) -> dict[str, tuple[str, int]]:
    """By the row what became of it and on which day, between mornings."""
    morning = timedelta(hours=-4)
    stretch = Stretch((LINK,), on(since) + morning, on(until) + morning if until else None)
    found = changes.events(db, stretch)
    kinds = [(event.resource, event.kind) for event in found]
    assert {key: kinds.count(key) for key in kinds} == dict(changes.counts(db, stretch).counts)
    return {event.row: (event.kind.value, event.at.day) for event in found if event.resource == "transactions"}


FIRST = movement(1)["id"]

A, B, C = {"amount": 10}, {"amount": 20}, {"amount": 30}
GONE = None

LIVES: list[tuple[dict[int, dict[str, int] | None], int, int | None, tuple[str, int] | None]] = [
    ({2: A}, 3, None, None),
    ({4: A}, 3, None, ("added", 4)),
    ({4: A, 6: B}, 3, None, ("added", 4)),
    ({4: A}, 5, None, None),
    ({4: A}, 1, 4, None),  # it came on the evening after
    ({2: A, 4: B}, 3, None, ("changed", 4)),
    ({2: A, 4: B, 6: C}, 3, None, ("changed", 6)),
    ({2: A, 4: B, 6: C}, 3, 5, ("changed", 4)),
    ({2: A, 4: B, 6: C}, 5, None, ("changed", 6)),
    ({2: A, 4: B, 6: A}, 3, None, None),  # back to what it was
    ({2: A, 4: B, 6: A}, 3, 5, ("changed", 4)),
    ({2: A, 4: B, 6: A}, 5, None, ("changed", 6)),
    ({2: A, 4: GONE}, 3, None, ("vanished", 4)),
    ({2: A, 4: GONE}, 3, 4, None),
    ({2: A, 4: GONE}, 5, None, None),
    ({4: A, 6: GONE}, 3, None, None),  # came and went
    ({4: A, 6: GONE}, 3, 5, ("added", 4)),
    ({2: A, 4: GONE, 6: A}, 3, None, None),
    ({2: A, 4: GONE, 6: A}, 3, 5, ("vanished", 4)),
    ({2: A, 4: GONE, 6: A}, 5, None, ("added", 6)),
    ({2: A, 4: GONE, 6: B}, 3, None, ("changed", 6)),
    ({2: A, 4: B, 6: GONE}, 3, None, ("vanished", 6)),
    ({2: A, 4: B, 6: GONE}, 3, 5, ("changed", 4)),
    ({2: A, 4: GONE, 6: B, 8: GONE}, 3, 7, ("changed", 6)),
    ({2: A, 4: GONE, 6: B, 8: GONE}, 3, None, ("vanished", 8)),
]


def test_every_life_of_a_row_is_told_between_every_two_days(db: Database) -> None:
    for number, (life, _, _, _) in enumerate(LIVES, 1):
        row = movement(number)["id"]
        for day, fields in sorted(life.items()):
            if fields is None:
                delete(db, day, row)
            else:
                save(db, day, movement(number, **fields))
    found = [told(db, since, until).get(movement(number)["id"]) for number, (_, since, until, _) in enumerate(LIVES, 1)]
    assert found == [expected for _, _, _, expected in LIVES]


def test_of_every_resource_it_is_told_and_looks_are_no_change(db: Database) -> None:
    followed = sorted(name for name, one in RESOURCES.items() if one.per_link)
    stretch = Stretch((LINK,), on(3))
    for resource in followed:
        kind = RESOURCES[resource]
        same, other, new = ({"id": f"{resource}-{row}", kind.link_path: LINK} for row in ("same", "other", "new"))
        looks = {path: "2026-11-02T00:00:00Z" for path in kind.times if "." not in path}
        save(db, 2, same, other, resource=resource)
        save(db, 4, same | looks, other | looks | {"news": 1}, new, resource=resource)
    found = {one.event.row: (one.event.kind, [*one.changes]) for one in changes.told(db, changes.events(db, stretch))}
    assert found == {
        row: told
        for resource in followed
        for row, told in {
            f"{resource}-other": (Kind.CHANGED, [Change("news", None, 1)]),
            f"{resource}-new": (Kind.ADDED, []),
        }.items()
    }
    assert dict(changes.counts(db, stretch).counts) == {
        (resource, kind): 1 for resource in followed for kind in (Kind.ADDED, Kind.CHANGED)
    }


def test_a_change_names_its_fields_its_pull_and_what_set_that_off(db: Database) -> None:
    now = [instants.encode(on(day)) for day in range(1, 8)]
    save(db, 2, movement(1, amount=10), movement(2))
    with db.write() as connection:
        job = jobs.enqueue(connection, LINK, ["transactions"], "historical_update", now=now[3])
        run = runs.start(connection, job, LINK, "transactions", now=now[3])
        rows.save_page(connection, "transactions", LINK, [movement(1, amount=12.5)], now=now[4])
        rows.mark_deleted(connection, "transactions", [movement(2)["id"]], link_id=LINK, now=now[4])
        runs.finish(connection, run, "done", changed=1, deleted=1, now=now[5])
    found = {one.event.kind: one for one in changes.told(db, changes.events(db, Stretch((LINK,), on(3))))}
    changed, vanished = found[Kind.CHANGED], found[Kind.VANISHED]
    assert list(changed.changes) == [Change("amount", 10, 12.5)]
    assert changed.before
    assert changed.before["amount"] == 10
    assert vanished.before
    assert vanished.after is None
    assert [(one.pull.job, one.pull.reason) for one in (changed, vanished) if one.pull] == [
        (job, "historical_update")
    ] * 2
    assert changes.ended(db, [LINK, "another"]) == {LINK: [on(6)], "another": []}


def test_what_goes_with_its_link_says_how_that_was_found_gone(db: Database) -> None:
    with db.write() as connection:
        institutions.save(connection, [bodies.institution()], now=instants.encode(on(1)))
        links.save(connection, bodies.link(), now=instants.encode(on(1)))
    save(db, 2, movement(1))
    with db.write() as connection:
        links.mark_deleted(connection, LINK, "Belvo has no such link.", now=instants.encode(on(5)))
    found = changes.told(db, changes.events(db, Stretch((LINK,), on(3))))
    assert {(one.event.resource, one.event.kind, one.gone) for one in found} == {
        (resource, Kind.VANISHED, "Belvo has no such link.") for resource in ("links", "accounts", "transactions")
    }


def test_what_was_set_aside_is_told_with_its_reason(db: Database) -> None:
    with db.write() as connection:
        for row, day in (("old", 2), ("new", 4)):
            irregular = [Irregular(row, irregular_rows.TOO_DEEP, '{"id": "…"}')]
            irregular_rows.note(connection, "transactions", LINK, irregular, [row], instants.encode(on(day)))
    (found,) = changes.told(db, changes.events(db, Stretch((LINK,), on(3))))
    assert (found.event.kind, found.event.row, found.reasons) == (Kind.ASIDE, "new", irregular_rows.TOO_DEEP)


def test_lists_can_be_narrowed_and_are_of_these_links_alone(db: Database) -> None:
    save(db, 4, movement(1), movement(2))
    save(db, 4, bodies.transaction(3, link=bodies.OTHER_LINK), link=bodies.OTHER_LINK)
    stretch = Stretch((LINK,), on(3))
    assert changes.events(db, stretch, kinds=[Kind.VANISHED]) == []
    assert {event.resource for event in changes.events(db, stretch, ["transactions"], [Kind.ADDED])} == {"transactions"}
    assert {event.link for event in changes.events(db, stretch)} == {LINK}
    both = Stretch((LINK, bodies.OTHER_LINK), on(3))
    assert changes.counts(db, both).counts["transactions", Kind.ADDED] == 3


def test_the_masked_see_that_a_row_changed_and_nobodys_name(db: Database) -> None:
    save(db, 2, {"id": "o", "link": LINK, "display_name": "Ana Pérez"}, resource="owners")
    save(db, 4, {"id": "o", "link": LINK, "display_name": "Bruno Díaz"}, resource="owners")
    masked = db.as_seen(Sight.MASKED)
    (found,) = changes.told(masked, changes.events(masked, Stretch((LINK,), on(3))))
    (change,) = found.changes
    assert change.field == "display_name"
    assert "Ana" not in str(found)
    assert "Bruno" not in str(found)
