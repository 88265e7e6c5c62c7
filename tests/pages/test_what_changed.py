"""What changed since last week's pull, of a person and of a link."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from components.ui import desk
from settings import LOCAL_KEYS, Secret, Settings
from store import Database
from store.core import instants
from store.ops import jobs, runs
from store.sight import Sight
from store.write import institutions, irregular_rows, links, rows
from tests.kit import bodies
from tests.kit.bank import NOW
from tests.kit.bodies import LINK
from tests.kit.rows import tuples
from tests.pages.conftest import copy_shown
from tests.pages.reading import OpenPage, run, table, texts, ways

COUNTS, ROWS = "What changed, by resource", "Rows that changed, the newest first"
PEOPLE = "People with their links, income, debts and flags"
PERSON = "user-42"

HOLD = bodies.transaction(1, status="PENDING", amount=99.9, description="OXXO")
BOOKED = bodies.transaction(1, status="PROCESSED", amount=102.4, description="OXXO")
SAME, GONE = bodies.transaction(2), bodies.transaction(3, description="CARGO DUPLICADO")
NEW = bodies.transaction(4, description="NÓMINA", type="INFLOW", amount=12000)


def pull(db: Database, days_ago: int, reason: str, *items: dict[str, Any]) -> int:
    """A pull so many days ago that brought these rows, and found that Belvo has none of the others it had."""
    at = [instants.encode(NOW - timedelta(days_ago) + timedelta(seconds=second)) for second in range(3)]
    with db.write() as connection:
        jobs.enqueue(connection, LINK, ["transactions"], reason, now=at[0])
    job = jobs.claim(db, "a worker", timedelta(minutes=5), now=at[0])
    assert job is not None
    with db.write() as connection:
        number = runs.start(connection, job.id, LINK, "transactions", now=at[0])
        gone = rows.live_ids(connection, "transactions", LINK) - {item["id"] for item in items}
        rows.save_page(connection, "transactions", LINK, items, now=at[1])
        rows.mark_deleted(connection, "transactions", gone, link_id=LINK, now=at[1])
        runs.finish(connection, number, "done", now=at[2])
    jobs.finish(db, job, now=at[2])
    return job.id


@pytest.fixture(scope="module")
def changed(empty_store: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, int]:
    """A person whose link was pulled twenty days, eight days and a day ago; and the number of the last pull."""
    path = tmp_path_factory.mktemp("changed") / "local.db"
    path.write_bytes(empty_store.read_bytes())
    with Database.open(path) as db:
        with db.write() as connection:
            institutions.save(connection, [bodies.institution()], now=instants.encode(NOW - timedelta(20)))
            links.save(connection, bodies.link(), now=instants.encode(NOW - timedelta(20)))
        pull(db, 20, "connected", bodies.transaction(1, status="PENDING", amount=50, description="OXXO"), GONE)
        pull(db, 8, "schedule", HOLD, SAME, GONE)
        last = pull(db, 1, "historical_update", BOOKED, SAME, NEW)
        aside = [irregular_rows.Irregular("deep", irregular_rows.TOO_DEEP, '{"id": "deep"')]
        with db.write() as connection:
            now = instants.encode(NOW - timedelta(1))
            irregular_rows.note(connection, "transactions", LINK, aside, ["deep"], now)
    return path, last


@pytest.fixture
def db(changed: tuple[Path, int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    settings = Settings(
        data_dir=tmp_path, secret_id=LOCAL_KEYS[0], secret_password=Secret(LOCAL_KEYS[1]), base_url="http://127.0.0.1:9"
    )
    with copy_shown(changed[0], tmp_path, monkeypatch) as database:
        monkeypatch.setattr(desk, "settings", lambda: settings)
        monkeypatch.setattr(desk, "reach", lambda: "reached")
        yield database


def told(app: AppTest) -> dict[str, tuple[str, str, str]]:
    """By the row what became of it, what it says otherwise, and why."""
    return {
        row: (", ".join(kind), says, why)
        for row, kind, says, why in tuples(table(app, ROWS), "row", "kind", "says", "why")
    }


SINCE_LAST_WEEK = {
    "2026-11-03 · NÓMINA · MX$ 12,000.00": ("+ Added", "", "Historical update"),
    "2026-11-03 · OXXO · MX$ 102.40": (
        "Δ Changed",
        "Amount: MX$ 99.90 → MX$ 102.40; Status: PENDING → PROCESSED",
        "Historical update",
    ),
    "2026-11-03 · CARGO DUPLICADO · MX$ 245.50": (
        "− Vanished",  # noqa: RUF001 - a minus
        "",
        "Deleted at Belvo · Historical update",
    ),
    "deep": ("⊘ Set aside", "", "Not readable: nested too deeply · Historical update"),
}


def test_6_what_changed_since_last_weeks_pull_is_three_clicks_from_overview(open_page: OpenPage) -> None:
    app = open_page()
    app.switch_page("pages/people.py")  # the first click
    run(app)
    assert PERSON in [*table(app, PEOPLE)["external_id"]]
    app.session_state["opened_person"] = {"external_id": PERSON}  # the second
    run(app)
    app.switch_page("pages/person.py")  # as the browser has it now
    assert ":gray[What changed]" in [tab.label for tab in app.tabs]
    app.query_params["section"] = "changed"  # the third
    run(app)
    assert told(app) == SINCE_LAST_WEEK
    assert tuples(table(app, COUNTS), "resource", "added", "changed", "vanished", "aside") == [
        ("Transactions", 1, 1, 1, 1)
    ]
    assert any(text.startswith("From the end of the last pull that is a week old, 16 Nov 2026") for text in texts(app))


def test_two_days_of_the_address_are_compared(open_page: OpenPage) -> None:
    first, second = ((NOW - timedelta(days)).date().isoformat() for days in (19, 7))
    app = open_page("link", link=LINK, section="changed", changed_since=first, changed_until=second)
    assert {row: kind for row, (kind, _, _) in told(app).items()} == {
        "2026-11-03 · OXXO · MX$ 99.90": "Δ Changed",
        "2026-11-03 · PAGO EN CAFÉ PUNTA DEL CIELO · MX$ 245.50": "+ Added",
    }
    assert {why for _, _, why in told(app).values()} == {"Scheduled pull"}
    app = open_page("link", link=LINK, section="changed", changed_since=second, changed_until=first)
    assert "There is nothing between these: the first has to be before the second." in texts(app)


def test_two_pulls_of_the_address_are_compared(changed: tuple[Path, int], open_page: OpenPage) -> None:
    """The pull of eight days ago against the first, and the last one by itself."""
    last = changed[1]
    app = open_page(
        "link", link=LINK, section="changed", changed_from_pull=f"{last - 2}", changed_to_pull=f"{last - 1}"
    )
    assert {row: kind for row, (kind, _, _) in told(app).items()} == {
        "2026-11-03 · OXXO · MX$ 99.90": "Δ Changed",
        "2026-11-03 · PAGO EN CAFÉ PUNTA DEL CIELO · MX$ 245.50": "+ Added",
    }
    app = open_page(
        "link", link=LINK, section="changed", changed_from_pull=f"{last - 1}", changed_to_pull=f"{last - 2}"
    )
    assert "There is nothing between these: the first has to be before the second." in texts(app)


def test_a_pull_leads_to_what_it_changed_and_a_pull_is_chosen_in_place_of_a_day(
    changed: tuple[Path, int], open_page: OpenPage
) -> None:
    last, day = changed[1], (NOW - timedelta(20)).date().isoformat()
    app = open_page("link", link=LINK, entry=f"job:{last}")
    assert ("What it changed", f"/link?link={LINK}&section=changed&changed_to_pull={last}") in ways(app)
    app = open_page("link", link=LINK, section="changed", changed_to_pull=f"{last}", changed_since=day)
    assert len(told(app)) == 5
    app.selectbox(key="changed_from_pull").set_value(f"{last - 1}")
    run(app)
    assert "changed_since" not in app.query_params
    rows = {row: kind for row, (kind, _, _) in told(app).items()}
    assert rows.pop("2026-11-03 · OXXO · MX$ 102.40") == "Δ Changed"
    assert {*rows.values()} == {"+ Added", "− Vanished", "⊘ Set aside"}  # noqa: RUF001 - a minus


def test_as_known_on_an_earlier_day_what_came_later_is_left_out(open_page: OpenPage) -> None:
    day = (NOW - timedelta(7)).date().isoformat()
    app = open_page("person", external_id=PERSON, section="changed", as_known_on=day)
    assert {row: kind for row, (kind, _, _) in told(app).items()} == {
        "2026-11-03 · OXXO · MX$ 99.90": "Δ Changed",
        "2026-11-03 · PAGO EN CAFÉ PUNTA DEL CIELO · MX$ 245.50": "+ Added",
    }


def test_rows_are_narrowed_and_each_opens_with_the_way_to_its_pull(
    changed: tuple[Path, int], open_page: OpenPage
) -> None:
    app = open_page("person", external_id=PERSON, section="changed", changed_kind="changed")
    assert [kind for kind, _, _ in told(app).values()] == ["Δ Changed"]
    app.query_params["change"] = f"transactions:{BOOKED['id']}"
    run(app)
    assert ("Open its pull", f"/link?link={LINK}&entry=job%3A{changed[1]}") in ways(app)
    shown = {name: value for frame in app.table for name, value in frame.value.iloc[:, 0].items()}
    assert {"Amount", "Status", "Because of"} <= {*shown}
    assert app.button(key="open_changed_row").label == "Open the transaction"


def test_who_sees_people_masked_sees_changes_masked(
    db: Database, open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk, "database", lambda: db.as_seen(Sight.MASKED))
    app = open_page("link", link=LINK, section="changed")
    assert {kind for kind, _, _ in told(app).values()} == {kind for kind, _, _ in SINCE_LAST_WEEK.values()}
    assert "Amount: MX$ 99.90 → MX$ 102.40; Status: PENDING → PROCESSED" in {says for _, says, _ in told(app).values()}


def test_a_link_that_nothing_was_pulled_of_says_so(db: Database, open_page: OpenPage) -> None:
    with db.write() as connection:
        links.save(connection, bodies.link(bodies.OTHER_LINK, external_id="new"), now=instants.encode(NOW))
    app = open_page("link", link=bodies.OTHER_LINK, section="changed")
    assert "Nothing was pulled yet, so nothing can have changed." in texts(app)
