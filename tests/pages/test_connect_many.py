"""Connect many: one link without the widget, a file of accounts, presets; production takes no file."""

import pytest

from actions import views
from belvo_client import BelvoClient
from components.ui import desk
from domain.roles import HERE
from store import Database
from store.ops import audit
from store.write import institutions, links
from tests.pages.reading import OpenPage, run, table, texts, ways

TABLES = ("audit", "jobs", "api_calls", "call_bodies", "links")
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
def test_a_file_is_checked_connected_and_told_without_its_secrets(db: Database, open_page: OpenPage) -> None:
    app = open_page("connect_many", section="batch")
    app = run(app.file_uploader(key="batch_file").upload("accounts.csv", FILE, "text/csv"))
    assert any("3 of 5 accounts can be connected; nothing was sent" in text for text in texts(app))
    told = table(app, ROWS)
    assert [state[0][2:] for state in told["outcome"]] == ["Not possible", "Ready", "Ready", "Not possible", "Ready"]
    assert links.table(db).empty
    app = run(app.button(key="batch_run").click())
    told = table(app, ROWS)
    assert [state[0][2:] for state in told["outcome"]] == [
        "Not possible",
        "Connected",
        "Failed",
        "Not possible",
        "Token",
    ]
    assert len(links.by_external_id(db, "many-2")) == 1
    app.text_input(key="batch_token_6").input("111111")
    app = run(app.button(key="batch_token_6_send").click())
    assert table(app, ROWS)["outcome"][4] == ["✓ Connected"]
    with db.read() as connection:
        kept = "".join(str(tuple(row)) for name in TABLES for row in connection.execute(f"SELECT * FROM {name}"))
    assert not [secret for secret in ("bnk102", "pass_invalid", "pass_valid", "111111") if secret in kept]
    assert len(audit.table(db)) > 3


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
