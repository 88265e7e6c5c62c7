"""Link: what is done with it at Belvo, against a local one over a socket."""

from collections.abc import Callable

import pytest

from belvo_client import BelvoClient
from belvo_sandbox import Served
from store import Database
from store.ops import audit, jobs
from store.write import institutions, links
from tests.kit.local_belvo import Api
from tests.pages.conftest import Stored
from tests.pages.reading import OpenPage, run, texts

Connect = Callable[..., str]


@pytest.fixture
def connect(sandbox: Served, belvo: BelvoClient, db: Database) -> Connect:
    """Makes a link at Belvo that the store knows."""

    def made(institution: str, username: str, password: str, **more: str) -> str:
        link = str(Api(sandbox.url).link(username, password, institution=institution, **more)["id"])
        with db.write() as connection:
            institutions.save(connection, [*belvo.institutions.list(name=institution)])
            links.save(connection, belvo.links.get(link))
        return link

    return made


def test_a_refresh_is_asked_for_once_in_ten_minutes(db: Database, connect: Connect, open_page: OpenPage) -> None:
    app = open_page("link", link=connect("erebor_mx_retail", "bnk102", "low"))
    app = run(app.button(key="refresh").click())
    assert any(text.startswith("Belvo logs in at the institution now") for text in texts(app))
    assert audit.table(db).empty
    app = run(app.button(key="confirm_change").click())
    assert any("Belvo reads it now" in text for text in texts(app))
    assert [button.key for button in app.button if button.key == "undo_change"] == []
    app = run(app.button(key="refresh").click())
    app = run(app.button(key="confirm_change").click())
    assert any("Nothing was changed." in text for text in texts(app))
    assert any("10 minutes" in text for text in texts(app))
    assert audit.table(db)["did"].tolist() == ["refresh requested"]


def test_the_menu_closes_over_what_was_chosen(connect: Connect, open_page: OpenPage) -> None:
    app = open_page("link", link=connect("erebor_mx_retail", "bnk102", "low"))
    app.session_state["link_actions"] = True
    app = run(app.button(key="retrieve").click())
    assert app.session_state["link_actions"] is False
    assert any("Belvo logs in at the institution for this." in text for text in texts(app))


def test_the_access_mode_changes_there_and_here(
    db: Database, belvo: BelvoClient, connect: Connect, open_page: OpenPage
) -> None:
    link = connect("erebor_mx_retail", "bnk102", "low")
    app = run(open_page("link", link=link).button(key="access_mode").click())
    assert belvo.links.get(link)["access_mode"] == "recurrent"
    app = run(app.button(key="confirm_change").click())
    known = links.find(db, link)
    assert known is not None
    assert (known.access_mode, belvo.links.get(link)["access_mode"]) == ("single", "single")
    assert app.button(key="access_mode").label == "Make it recurrent…"
    app = run(app.button(key="undo_change").click())
    assert any("starts a historical update, which is billed" in text for text in texts(app))
    assert belvo.links.get(link)["access_mode"] == "single"
    run(app.button(key="confirm_change").click())
    assert belvo.links.get(link)["access_mode"] == "recurrent"


def test_a_retrieve_says_its_cost_and_queues_the_pull(db: Database, connect: Connect, open_page: OpenPage) -> None:
    link = connect("tatooine_mx_fiscal", "PFIS010101000", "individual", access_mode="single")
    app = run(open_page("link", link=link).button(key="retrieve").click())
    assert any("six failures in a row make the link invalid" in text for text in texts(app))
    offered = app.selectbox(key="retrieve_resource").options
    assert {"Tax status", "Invoices"} <= {*offered}
    assert "Accounts" not in offered
    app.selectbox(key="retrieve_resource").select("tax_status")
    app = run(app.button(key="retrieve_now").click())
    assert [toast.value for toast in app.toast] == ["1 row found; they are being pulled"]
    assert [(job.resources, job.full) for job in jobs.active(db, link)] == [(("tax_status",), True)]


def test_a_token_is_asked_for_in_place(db: Database, connect: Connect, open_page: OpenPage) -> None:
    link = connect("heimdall_mx_retail", "mfa_always", "full", token="111111")
    app = run(open_page("link", link=link).button(key="retrieve").click())
    app = run(app.button(key="retrieve_now").click())
    app.text_input(key="retrieve_token").input("999999")
    app = run(app.button(key="send_token").click())
    assert app.button(key="send_token").label == "Send the token"
    app.text_input(key="retrieve_token").input("111111")
    app = run(app.button(key="send_token").click())
    assert [toast.value for toast in app.toast] == ["3 rows found; they are being pulled"]
    assert [job.resources for job in jobs.active(db, link)] == [("accounts",)]


def test_a_failed_retrieve_says_what_to_do(
    sandbox: Served, db: Database, connect: Connect, open_page: OpenPage
) -> None:
    link = connect("erebor_mx_retail", "bnk102", "low")
    sandbox.control.add_fault(error="institution_down", link=link, times=1)
    app = run(open_page("link", link=link).button(key="retrieve").click())
    app = run(app.button(key="retrieve_now").click())
    assert any("institution_down" in text for text in texts(app))
    assert jobs.active(db, link) == []
    app = run(app.button(key="retrieve_now").click())
    assert len(jobs.active(db, link)) == 1


@pytest.mark.usefixtures("unreachable")
def test_what_belvo_does_not_change_is_said_where_it_was_asked(
    stored: Stored, db: Database, open_page: OpenPage
) -> None:
    app = run(open_page("link", link=stored["well"]).button(key="access_mode").click())
    app = run(app.button(key="confirm_change").click())
    assert any("Nothing was changed." in text for text in texts(app))
    assert app.button(key="confirm_change").label == "Make it single"
    known = links.find(db, stored["well"])
    assert known is not None
    assert known.access_mode == "recurrent"
