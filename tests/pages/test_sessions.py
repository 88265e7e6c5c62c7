"""Widget sessions: how many connect, where the others give up, and each as a film of its events."""

import json
from datetime import timedelta
from typing import Any

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from store import Database
from store.core import instants
from store.ops import sessions
from tests.kit.bank import NOW
from tests.pages.reading import OpenPage, charts, elements, facts, figures, run, table, texts, ways

STEPS = "Steps of connecting with who reached them, who gave up there, and how long they took"
ROWS = "Widget sessions with how far they came and how they ended"
HOSTILE = "**bold** <b>x</b> =1+1 😀"


def page(name: str, institution: str = "") -> dict[str, Any]:
    return {"eventName": "PAGE_LOAD", "metadata": {"page": f"/{name}", "institution_name": institution}}


def open_(db: Database, nonce: str, days: float, *told: tuple[str, dict[str, Any]], **more: Any) -> None:  # noqa: ANN401
    begun = NOW - timedelta(days=days)
    with db.write() as connection:
        sessions.open(
            connection, nonce, f"hash-{nonce}", f"user-{nonce}", "bank", "MX", now=instants.encode(begun), **more
        )
        for seq, (name, payload) in enumerate(told, 1):
            sessions.record(connection, nonce, seq, name, payload, instants.encode(begun + timedelta(seconds=seq * 10)))


def end(db: Database, nonce: str, state: str, days: float, **more: str) -> None:
    with db.write() as connection:
        ended = instants.encode(NOW - timedelta(days=days) + timedelta(minutes=1))
        sessions.set_state(connection, nonce, state, now=ended, **more)


@pytest.fixture
def told(db: Database) -> Database:
    """One connected, one that left the login for an error, one handed out; and one of the week before."""
    way = [("opened", {}), ("event", page("institutions")), ("event", page("credentials", "erebor"))]
    open_(db, "done", 1, *way, ("success", {"link": "l-1", "institution": "erebor"}))
    end(db, "done", "connected", 1, link="l-1")
    open_(db, "shut", 2, *way, ("exit", {"last_encountered_error": {"code": "login_error", "message": HOSTILE}}))
    end(db, "shut", "left", 2, error_code="login_error", error_message=HOSTILE)
    open_(db, "sent", 1, ("taken", {}), options={"hosted": True})
    open_(db, "before", 8, ("opened", {}))
    end(db, "before", "left", 8)
    return db


def film(app: AppTest) -> list[dict[str, Any]]:
    (drawn,) = [one.proto for one in elements(app, "bidi_component") if one.proto.component_name == "linkdesk_film"]
    found: list[dict[str, Any]] = json.loads(drawn.json)["frames"]
    return found


def test_before_the_first_it_is_said_what_will_be_here(open_page: OpenPage) -> None:
    assert any("No widget was opened here yet." in text for text in texts(open_page("sessions")))


@pytest.mark.usefixtures("told")
def test_figures_say_over_whom_and_lead_to_their_sessions(open_page: OpenPage) -> None:
    app = open_page("sessions")
    assert figures(app) == {"Sessions": "2", "Connected": "50%", "Gave up": "1", "Time to a link": "1 min 0 s"}
    said = texts(app)
    assert "1 of 2 that are over; 0% before" in " ".join(said).replace(":small[:gray[", "").replace("]]", "")
    assert any("(days in UTC; today is not over), held against the 7 days before." in text for text in said)
    assert any("50% of those who came to “login or consent asked for” went no further." in text for text in said)
    assert "Share of sessions that reached each step, now and before." in " ".join(charts(app))
    shown = [address for label, address in ways(app) if label == "Show"]
    assert any("outcome=gave_up" in address and "section=sessions" in address for address in shown)


@pytest.mark.usefixtures("told")
def test_steps_say_who_gave_up_and_how_that_was_the_week_before(open_page: OpenPage) -> None:
    rows = {row["step"]: row for row in table(open_page("sessions"), STEPS).to_dict("records")}
    login, shown = rows["Login or consent asked for"], rows["Widget shown"]
    assert [login[name] for name in ("reached", "stopped", "drop")] == [2, 1, 50]
    assert [shown[name] for name in ("drop", "drop_before", "change")] == [0, 100, -100]
    assert [shown[name] for name in ("median_seconds", "timed")] == [10, 2]
    assert pd.isna(rows["Link accepted"]["drop_before"])  # nobody came so far, which is no 0 %


@pytest.mark.usefixtures("told")
@pytest.mark.parametrize(
    ("section", "alt", "column", "told_"),
    [
        ("institution", "Widget sessions by institution", "label", ["erebor"]),
        ("product", "Widget sessions by product", "label", ["Bank"]),
        ("device", "Widget sessions by device", "label", ["Not told"]),
        ("errors", "Errors that widgets told of, with how many sessions got over them", "message", [HOSTILE]),
        ("sessions", ROWS, "session", ["done", "shut"]),
    ],
)
def test_a_tab_has_its_rows(section: str, alt: str, column: str, told_: list[str], open_page: OpenPage) -> None:
    assert table(open_page("sessions", section=section), alt)[column].tolist() == told_


@pytest.mark.usefixtures("told")
def test_what_was_handed_out_is_a_funnel_of_its_own(open_page: OpenPage) -> None:
    app = open_page("sessions", way="handed_out")
    assert table(app, STEPS)["step"].tolist() == ["Access token made", "Widget shown", "Link reported", "Link accepted"]
    assert figures(app)["Connected"] == "0%"


@pytest.mark.usefixtures("told")
def test_days_without_a_session_are_said_and_are_no_zero(open_page: OpenPage) -> None:
    app = open_page("sessions", mode="renew")
    assert any("No session is like this" in text for text in texts(app))
    assert figures(app) == {}


@pytest.mark.usefixtures("told")
def test_a_mark_of_a_chart_is_an_address_of_its_sessions(open_page: OpenPage) -> None:
    app = open_page("sessions", step="login", section="sessions")
    assert table(app, ROWS)["session"].tolist() == ["shut"]


@pytest.mark.usefixtures("told")
def test_a_session_opens_as_a_film_of_its_events(open_page: OpenPage) -> None:
    app = open_page("sessions", session="shut")
    assert [(frame["at"], frame["title"]) for frame in film(app)] == [
        (0, "Connection begun"),
        (10, "The widget was shown"),
        (20, "Page: institutions"),
        (30, "Page: credentials"),
        (40, "The widget was left"),
    ]
    last = film(app)[-1]
    assert (last["kind"], HOSTILE in last["detail"]) == ("wrong", True)
    said = facts(app)
    assert (said["External ID"], said["Device"], said["Error"]) == ("user-shut", "Not told", "login_error")
    assert any("/export/support-packet.zip?session=shut" in link.proto.url for link in elements(app, "link_button"))
    assert film(open_page("sessions", session="done"))[-1]["kind"] == "well"


@pytest.mark.usefixtures("told")
def test_a_session_that_is_gone_is_said(open_page: OpenPage) -> None:
    assert any("no widget session with this ID" in text for text in texts(open_page("sessions", session="<b>x</b>")))


@pytest.mark.usefixtures("told")
def test_the_bar_narrows_and_is_cleared(open_page: OpenPage) -> None:
    app = open_page("sessions", institution="erebor", section="sessions", outcome="connected")
    assert table(app, ROWS)["session"].tolist() == ["done"]
    app = run(app.button(key="clear").click())
    assert table(app, ROWS)["session"].tolist() == ["done", "shut"]
