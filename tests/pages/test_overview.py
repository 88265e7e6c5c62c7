"""Overview: is everything well, and what needs somebody first?"""

from datetime import timedelta
from typing import Any

import pytest
import streamlit as st

from actions.operators import cases as case_actions
from components.ui import desk
from domain.roles import Actor, Role
from resources import pulled_resources
from store import Database, FormerInstance
from store.core import instants
from store.ops import audit, historical, jobs, runs, sessions
from store.ops.jobs import Failure
from store.ops.operators import update_links
from store.queries.links import cases, judged
from store.write import bookmarks, links, rows
from tests.kit import bank, filling
from tests.kit.bank import EREBOR, EREBOR_BR, GRINGOTTS, NOW
from tests.pages.conftest import Stored
from tests.pages.reading import OpenPage, charts, figures, run, table, texts, ways

PULLS = "Pulls, newest first"


@pytest.mark.usefixtures("unreachable")
def test_an_empty_store_greets_with_one_button_that_leads_to_connect(open_page: OpenPage) -> None:
    app = open_page()
    assert [button.label for button in app.main.button] == ["Connect an account"]
    assert "No account is connected yet" in texts(app)
    assert (figures(app), charts(app), len(app.dataframe)) == ({}, [], 0)

    run(app.button(key="connect_first").click())
    assert [title.value for title in app.title] == ["Connect"]


def test_the_figures_say_what_is_there_and_lead_to_it(stored: Stored, open_page: OpenPage) -> None:
    app = open_page()
    assert figures(app) == {
        "Need attention": "2",
        "Links": "4",
        "Consents that end": "0",
        "Connected in 24 hours": "0",
    }
    assert ":small[:gray[2 valid · 12 accounts]]" in texts(app)
    assert [way for text, way in ways(app) if text == "Show"] == [
        "/links?status=failed&status=token_required",
        "/links",
        "/links",
        "/connect",
    ]
    assert len(stored) == 4


@pytest.mark.usefixtures("stored")
def test_what_needs_somebody_comes_with_the_reason_and_the_next_step(stored: Stored, open_page: OpenPage) -> None:
    app = open_page()
    said = texts(app)
    assert "Gringotts asked for a new token. The link can't be pulled until its user enters it." in said
    assert "Gringotts is down. What is shown of it may be old." in said
    assert (
        "user-failed · Pull again once it is back. · The other link there can't be pulled either · institution_down"
        " · The institution is down · request_id 3c9f2d1ab0e84c5f9d3e7a6b5c4d3e2f"
    ) in said
    assert [way for text, way in ways(app) if text == "Open link"] == [
        f"/link?link={stored['token']}",
        f"/link?link={stored['failed']}",
    ]
    assert [button.key for button in app.main.button] == [
        f"repair_{stored['token']}",
        f"message_{stored['token']}",
        f"pull_{stored['failed']}",
    ]


def test_a_failed_pull_can_be_repeated_from_here(stored: Stored, db: Database, open_page: OpenPage) -> None:
    app = open_page()
    run(app.button(key=f"pull_{stored['failed']}").click())
    (job,) = jobs.active(db, stored["failed"])
    assert (job.reason, job.resources) == ("operator", tuple(sorted(pulled_resources())))
    assert audit.table(db)["did"].tolist() == ["pull requested"]
    assert [toast.value for toast in app.toast] == ["Pull queued"]


@pytest.mark.usefixtures("stored")
def test_pulls_are_drawn_by_bank_and_failures_by_day(open_page: OpenPage) -> None:
    by_bank, by_day = charts(open_page())
    assert by_bank == "Resources read by bank: 12 resources read, 1 failed; most at Gringotts: 1"
    assert by_day.startswith("Failures by day: 1 failed on 1 day; most on ")


def test_who_connected_today_is_counted_among_who_tried(db: Database, open_page: OpenPage) -> None:
    filling.pulled(db, "well", EREBOR, days=2)
    with db.write() as connection:
        for nonce, opened in (("a", instants.now()), ("b", instants.now()), ("old", "2020-01-01T00:00:00.000000Z")):
            sessions.open(connection, nonce, nonce, "somebody", "bank", now=opened)
            sessions.set_state(connection, nonce, "connected", link="x" if nonce != "b" else None)
        sessions.open(connection, "repair", "r", "somebody", mode="update")
    app = open_page()
    assert figures(app)["Connected in 24 hours"] == "1"
    assert ":small[:gray[of 2 who tried]]" in texts(app)


@pytest.mark.usefixtures("stored")
def test_the_header_says_that_a_pull_failed(open_page: OpenPage) -> None:
    assert ":orange-badge[:material/warning: 1 pull failed]" in texts(open_page())


@pytest.mark.usefixtures("stored")
def test_the_latest_pulls_are_listed(open_page: OpenPage) -> None:
    newest = table(open_page(), PULLS).iloc[0]
    assert (newest["bank"], newest["resources"], newest["state"].tolist()) == ("Gringotts", 1, ["! Failed"])
    assert table(open_page(), PULLS)["person"].astype(bool).all()
    assert newest["error"] == "institution_down: The institution is down"


def test_where_all_is_well_it_says_so(db: Database, open_page: OpenPage) -> None:
    filling.pulled(db, "well", EREBOR, days=40)
    app = open_page()
    assert figures(app)["Need attention"] == "0"
    assert ":small[:green[All links are OK]]" in texts(app)
    assert not any("Needs" in text for text in texts(app))


def test_a_long_list_of_troubles_is_cut_and_leads_to_all(db: Database, open_page: OpenPage) -> None:
    for number, where in enumerate([EREBOR, EREBOR_BR, GRINGOTTS, EREBOR, EREBOR_BR]):
        filling.connect(db, f"link {number}", where, status="unconfirmed" if number else "invalid")
    app = open_page()
    assert len([text for text, _ in ways(app) if text == "Open link"]) == 3
    assert ("All 5 of them", "/links?status=invalid&status=unconfirmed") in ways(app)
    assert "Needs its user (5)" in texts(app)


def test_a_banks_outage_is_told_once_for_all_its_links_with_its_history(db: Database, open_page: OpenPage) -> None:
    for number in range(6):
        filling.connect(db, f"link {number}", GRINGOTTS, status="invalid")
    app = open_page()
    assert "The bank's fault (6)" in texts(app)
    assert "Gringotts fails 6 links of 6 people." in texts(app)
    assert "Holds up: 6 people wait, 30 days without new data. No outage of it was noted here before." in texts(app)
    assert ("Show links", f"/links?institution={GRINGOTTS.name}&sort=urgent") in ways(app)
    assert [text for text, _ in ways(app) if text == "Open link"] == []


@pytest.mark.parametrize("status", ["invalid", "valid"])
@pytest.mark.parametrize("consent_status", ["EXPIRED", "REJECTED"])
def test_a_consent_that_ended_is_its_users_matter_and_its_renewal_is_offered(
    db: Database, open_page: OpenPage, status: str, consent_status: str
) -> None:
    link = filling.connect(db, "brazil", EREBOR_BR, status=status)
    filling.fail_pull(db, link, code="login_error", message="Refused")
    with db.write() as connection:
        consent = {"id": "k1", "link_id": link, "status": consent_status, "expired_at": "2026-11-20T00:00:00Z"}
        rows.save_page(connection, "consents", link, [consent])
    app = open_page()
    said = texts(app)
    assert "Needs its user (1)" in said
    assert "The consent for Erebor Brasil ended on 20 Nov 2026. The link can't be pulled until it is renewed." in said
    assert any("Have its user renew it in My Belvo Portal (meuportal.belvo.com)." in text for text in said)
    assert [button.key for button in app.main.button] == [f"renew_{link}", f"message_{link}"]


def test_how_long_ago_a_consent_ended_goes_by_belvos_clock(
    db: Database, open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = filling.connect(db, "brazil", EREBOR_BR)
    with db.write() as connection:
        consent = {
            "id": "k1",
            "link_id": link,
            "status": "AUTHORISED",
            "expired_at": f"{NOW + timedelta(days=92):%FT%TZ}",
        }
        rows.save_page(connection, "consents", link, [consent])
    monkeypatch.setattr(desk, "ahead", lambda: timedelta(days=94))
    assert ":gray-badge[2 days ago]" in texts(open_page())


def test_a_consent_that_ends_is_told_with_the_day_before_anything_fails(db: Database, open_page: OpenPage) -> None:
    link = filling.pulled(db, "brazil", EREBOR_BR, days=5)
    with db.write() as connection:
        consent = {"id": "k1", "link_id": link, "status": "AUTHORISED", "expired_at": "2026-12-05T00:00:00Z"}
        rows.save_page(connection, "consents", link, [consent])
    app = open_page()
    assert "The consent for Erebor Brasil ends on 5 Dec 2026. The link can't be pulled after that." in texts(app)
    assert [button.key for button in app.main.button] == [f"renew_{link}", f"message_{link}"]


def test_a_hostile_bank_stays_text(db: Database, open_page: OpenPage) -> None:
    filling.fill_hostile(db)
    said = texts(open_page())
    name = " ".join(bank.HOSTILE.split())
    assert any(text.startswith("Something failed at Belvo or at Bank **bold** [x](http://evil.test)") for text in said)
    assert any(f"unexpected_error · {name} · request_id" in text for text in said)


def test_a_bank_that_is_down_says_so_from_the_first_failure_on(db: Database, open_page: OpenPage) -> None:
    well, link = (filling.pulled(db, name, EREBOR, days=1) for name in ("well", "one"))
    job = filling.begin_pull(db, link, at=NOW - timedelta(minutes=3), reason="operator")
    down = Failure("retriable", "institution_down", "The institution is down")
    with db.write() as connection:
        run_id = runs.start(connection, job.id, link, "transactions", now=instants.encode(NOW - timedelta(minutes=3)))
        runs.finish(connection, run_id, "failed", error=down, now=instants.encode(NOW - timedelta(minutes=2)))
    jobs.retry(db, job, NOW + timedelta(seconds=12), down)
    app = open_page()
    assert [title.value for title in app.subheader if "(" in title.value] == ["The bank's fault (1)"]
    said = texts(app)
    assert "Erebor is down. What is shown of it may be old." in said
    assert ":orange-badge[:material/cloud_off: Bank down]" in said
    assert ":gray-badge[2 min ago]" in said
    assert any("It is tried again in 12 s." in text for text in said)
    of_link = texts(open_page("link", link=link))
    assert ":material/cloud_off: It is tried again in 12 s." in of_link
    assert not any("in a moment" in text or "Waiting" in text for text in of_link)
    assert ":green-badge[:material/check: Valid]" in texts(open_page("link", link=well))


def test_a_link_that_was_never_finished_tells_one_story(db: Database, open_page: OpenPage) -> None:
    link = filling.connect(db, "one", EREBOR, status="unconfirmed")
    filling.fail_pull(db, link, code="unconfirmed_link", message="Unfinished")
    with db.write() as connection:
        historical.expect(connection, link, ["accounts"])
        jobs.enqueue(connection, link, ["accounts"], "schedule", now=instants.encode(NOW))
    assert [title.value for title in open_page().subheader if "(" in title.value] == ["Needs its user (1)"]
    said = texts(open_page("link", link=link))
    assert ":gray-badge[:material/question_mark: Unconfirmed]" in said
    assert not any(
        word in text for text in said for word in ("pull failed", "Failed", "Belvo is loading", "The pull ", "Waiting")
    )


def test_figures_of_several_pulls_say_the_oldest_next_to_the_newest(
    stored: Stored, db: Database, open_page: OpenPage
) -> None:
    with db.write() as connection:
        for name, days in (("well", 3), ("brazil", 0)):
            listed = instants.encode(bank.NOW - filling.PULLED - timedelta(days=days))
            bookmarks.set(connection, stored[name], "accounts", None, full=True, now=listed)
    told = ":gray-badge[Pulled just now, oldest pull 3 days ago]"
    assert told in texts(open_page("accounts"))
    narrowed = open_page("accounts", link_of=stored["brazil"])
    assert not any("oldest pull" in text for text in texts(narrowed))


def test_beside_another_desks_belvo_to_begin_anew_is_not_what_is_offered_first(
    open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse() -> Database:
        raise FormerInstance("The database holds data of another local Belvo.")

    monkeypatch.setattr(desk, "database", refuse)
    kinds = {button.key: button.proto.type for button in open_page().button}
    assert (kinds["begin_anew"], kinds["check_again"]) == ("secondary", "primary")


def test_a_message_to_the_person_is_ready_in_their_language(stored: Stored, db: Database, open_page: OpenPage) -> None:
    app = open_page()
    run(app.button(key=f"message_{stored['token']}").click())
    (text,) = [code.value for code in app.code if "/c/" in code.value]
    assert text.startswith("Hola:\n\nGringotts pide un nuevo token")
    given = update_links.newest(db, stored["token"], "repair", NOW)
    assert given is not None
    assert f"/c/{given.code}" in text


def test_what_is_taken_and_noted_stays_on_the_card(stored: Stored, db: Database, open_page: OpenPage) -> None:
    open_page()
    case = cases.of_links(db, [stored["token"]])[stored["token"]]
    case_actions.take(db, case.id, NOW, actor=Actor("ana", Role.OPERATOR))
    case_actions.say(db, case.id, "*Called* her <b>twice</b>", NOW, actor=Actor("ana", Role.OPERATOR))
    found = texts(open_page())
    assert any("Taken by ana" in text for text in found)
    assert "*Called* her <b>twice</b> (ana, just now)" in found
    case_actions.snooze(db, case.id, NOW + timedelta(hours=1), NOW, actor=Actor("ana", Role.OPERATOR))
    assert not any("Taken by ana" in text for text in texts(open_page()))


def test_how_a_trouble_ended_is_seen_on_the_links_own_page(stored: Stored, db: Database, open_page: OpenPage) -> None:
    open_page()
    link, ana = stored["token"], Actor("ana", Role.OPERATOR)
    case = cases.of_links(db, [link])[link]
    case_actions.take(db, case.id, NOW, actor=ana)
    case_actions.say(db, case.id, "*Called* her <b>twice</b>", NOW, actor=ana)
    assert any("Taken by ana" in text for text in texts(open_page("link", link=link)))
    with db.write() as connection:
        links.set_status(connection, link, "valid", now=instants.encode(NOW))
    judged.renew(db, NOW)
    app = open_page("link", link=link)
    assert not any("Taken by ana" in text for text in texts(app))
    app.session_state["earlier_cases"] = True
    (told,) = [text for text in texts(run(app)) if "It passed by itself" in text]
    assert told.endswith("It passed by itself. Taken by ana. *Called* her <b>twice</b> (ana)")


@pytest.mark.usefixtures("stored")
def test_the_ways_of_figures_stand_alike_however_long_their_names_are(
    open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    widths, metric = [], st.metric

    def draw(*told: Any, **looks: Any) -> Any:  # noqa: ANN401 - of st.metric
        widths.append(looks["width"])
        return metric(*told, **looks)

    monkeypatch.setattr(st, "metric", draw)
    open_page()
    assert len(widths) == 4
    assert len({*widths}) == 1
    assert isinstance(widths[0], int)  # pixels: what stretches is as wide as its name where there is little room
