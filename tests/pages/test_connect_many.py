"""Connect many: one link without the widget, a file of accounts, presets; production takes no file."""

from threading import Event

import pytest
from streamlit.testing.v1 import AppTest

from actions import views
from belvo_client import BelvoClient
from components.ui import desk
from domain.roles import HERE
from store import Database
from store.ops import audit, jobs
from store.ops.operators import bulk
from store.write import institutions, links
from sync.worker import LEASE
from sync.worker import carry_out as work_on
from tests.pages.reading import OpenPage, run, table, texts, ways

TABLES = ("audit", "jobs", "api_calls", "call_bodies", "links", "bulk_accounts")
ROWS = "Accounts of the file with what became of each"
FILE = b"""institution,username,password,external_id
erebor_mx_retail,bnk100,full,=many-1
erebor_mx_retail,bnk102,low,many-2
erebor_mx_retail,user_invalid,pass_invalid,many-3
nobody,bnk100,full,many-4
heimdall_mx_retail,mfa_default,pass_valid,many-5
"""


@pytest.fixture
def catalogue(db: Database, belvo: BelvoClient) -> Database:
    with db.write() as connection:
        institutions.save(connection, belvo.institutions.list())
    return db


@pytest.mark.usefixtures("catalogue")
def test_one_account_is_connected_by_its_institutions_form(db: Database, open_page: OpenPage) -> None:
    app = open_page("connect_many")
    app = run(app.selectbox(key="one_link_institution").select("erebor_mx_retail"))
    app.text_input(key="one_link_username").input("bnk100")
    app.text_input(key="one_link_password").input("full")
    app.text_input(key="one_link_external_id").input("one-1")
    app = run(app.button(key="one_link_send").click())
    assert [one.value for one in app.success] == ["Connected; its first pull is queued."]
    (link,) = links.by_external_id(db, "one-1")
    assert ("Open its link", f"/link?link={link.link}") in ways(app)
    assert app.text_input(key="one_link_password").value == ""


@pytest.mark.usefixtures("catalogue")
def test_institutions_of_one_name_are_told_apart(open_page: OpenPage) -> None:
    offered = open_page("connect_many").selectbox(key="one_link_institution").options
    assert "Erebor Bank (erebor_mx_retail)" in offered
    assert len({*offered}) == len(offered)


@pytest.mark.usefixtures("catalogue")
def test_enter_hands_a_token_in(open_page: OpenPage) -> None:
    app = run(open_page("connect_many").selectbox(key="one_link_institution").select("erebor_mx_retail"))
    app.text_input(key="one_link_username").input("mfa_always")
    app.text_input(key="one_link_password").input("full")
    app.text_input(key="one_link_external_id").input("one-token")
    app = run(app.button(key="one_link_send").click())
    token, hand_in = app.text_input(key="one_link_token_asked"), app.button(key="one_link_token_asked_send")
    assert token.form_id == hand_in.form_id != ""
    token.input("0000")
    app = run(hand_in.click())
    assert "asks once more" in app.warning[0].value
    app.text_input(key="one_link_token_asked").input("111111")
    app = run(app.button(key="one_link_token_asked_send").click())
    assert [one.value for one in app.success] == ["Connected; its first pull is queued."]


def uploaded(app: AppTest, content: bytes = FILE) -> AppTest:
    (uploader,) = app.file_uploader
    return run(uploader.upload("accounts.csv", content, "text/csv"))


def carried_out(db: Database, client: BelvoClient) -> int:
    """The newest run, carried out as a worker does; its number."""
    (known,) = bulk.connecting(db, 1)
    waiting = jobs.latest(db, known.job_link)
    assert waiting is not None
    job = jobs.claim(db, "tester", LEASE, job=waiting.id)
    assert job is not None
    work_on(db, client, job, Event())
    return known.id


@pytest.mark.usefixtures("catalogue")
def test_a_file_is_checked_connected_and_told_without_its_secrets(
    db: Database, belvo: BelvoClient, open_page: OpenPage
) -> None:
    app = uploaded(open_page("connect_many", section="batch"))
    assert any("3 of 5 accounts can be connected; nothing was sent" in text for text in texts(app))
    told = table(app, ROWS)
    assert [state[0][2:] for state in told["outcome"]] == ["Not possible", "Ready", "Ready", "Not possible", "Ready"]
    assert links.table(db).empty
    app = run(app.button(key="batch_run").click())
    told = table(app, ROWS)
    assert [state[0][2:] for state in told["outcome"]] == ["Left out", "Waiting", "Waiting", "Left out", "Waiting"]
    assert [one.value for one in app.file_uploader] == [None]
    number = carried_out(db, belvo)
    app = open_page("connect_many", section="batch")
    told = table(app, ROWS)
    assert [state[0][2:] for state in told["outcome"]] == ["Left out", "Connected", "Failed", "Left out", "Token"]
    assert len(links.by_external_id(db, "many-2")) == 1
    app.text_input(key=f"batch_token_{number}_6").input("111111")
    app = run(app.button(key=f"batch_token_{number}_6_send").click())
    assert table(app, ROWS)["outcome"][4] == ["✓ Connected"]
    with db.read() as connection:
        kept = "".join(str(tuple(row)) for name in TABLES for row in connection.execute(f"SELECT * FROM {name}"))
    assert not [secret for secret in ("bnk102", "pass_invalid", "pass_valid", "111111") if secret in kept]
    assert len(audit.table(db)) > 3


@pytest.mark.usefixtures("catalogue")
def test_the_same_file_again_connects_nothing_twice(db: Database, belvo: BelvoClient, open_page: OpenPage) -> None:
    first, second = (uploaded(open_page("connect_many", section="batch")) for _ in range(2))
    run(first.button(key="batch_run").click())
    second = run(second.button(key="batch_run").click())
    assert any("None of these accounts is left to be connected" in one.value for one in second.warning)
    carried_out(db, belvo)
    third = uploaded(open_page("connect_many", section="batch"))
    assert any("1 of 5 accounts can be connected" in text for text in texts(third))  # the one that was refused


@pytest.mark.usefixtures("catalogue")
def test_a_run_is_called_off_and_what_waited_is_told(db: Database, open_page: OpenPage) -> None:
    app = uploaded(open_page("connect_many", section="batch"))
    app = run(app.button(key="batch_run").click())
    (begun,) = bulk.connecting(db, 1)
    app = run(app.button(key=f"batch_{begun.id}_Cancel").click())
    told = table(app, ROWS)
    assert [state[0][2:] for state in told["outcome"]] == ["Left out"] * 5
    assert any("5 left out" in bar.text for bar in app.get("progress") for bar in [bar.proto])


@pytest.mark.usefixtures("db")
def test_production_takes_no_file(open_page: OpenPage, monkeypatch: pytest.MonkeyPatch) -> None:
    real = desk.settings().model_copy(update={"environment": "production"})
    monkeypatch.setattr(desk, "settings", lambda: real)
    app = open_page("connect_many", section="batch")
    assert any("A file of test accounts is not connected in production" in one.value for one in app.error)


def test_presets_are_the_saved_choices_of_connect(db: Database, open_page: OpenPage) -> None:
    assert "There is none yet." in texts(open_page("connect_many", section="presets"))
    pairs = (("product", "fiscal"), ("country", "MX"), ("session", "a-nonce"))
    views.keep(db, "SAT de prueba", "connect", pairs, actor=HERE)
    told = dict(ways(open_page("connect_many", section="presets")))
    assert told["SAT de prueba"] == "/connect?product=fiscal&country=MX"
    kept = views.keep(db, "Marca", "widget_lab", (("language", "es"), ("overlay", "#112233")), actor=HERE)
    told = dict(ways(open_page("connect_many", section="presets")))
    assert told["Marca"] == f"/connect?preset={kept.id}&language=es"
