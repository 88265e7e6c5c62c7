"""API explorer: a form of whatever Belvo describes, sent by who may, held against the description, and as code."""

from collections.abc import Callable

import pytest

from belvo_client import BelvoClient
from components.explorer.drift import DRIFT as DRIFT_TABLE
from components.explorer.drift import ROOM
from components.ui import desk
from domain.roles import Actor, Role
from store import Database
from store.ops import audit, drift
from store.ops.drift import Checked
from store.sight import Sight
from tests.kit.local_belvo import Api
from tests.kit.rows import tuples
from tests.pages.reading import OpenPage, run, table, texts, verbatim

DEVIATIONS = "Where the answer is not as Belvo describes it"
DRIFT = "Fields that answers had though they are not described, and required ones that were missing"


@pytest.fixture
def link(belvo: BelvoClient) -> str:
    return str(Api(belvo.transport.base_url).link(external_id="explorer-page")["id"])


def given(operation: str, name: str, form: int = 0) -> str:
    return f"given_{operation}_{form}_{name}"


def test_what_only_reads_is_sent_at_once_and_told_as_described(open_page: OpenPage, link: str) -> None:
    app = open_page("explorer", operation="ListAccounts", f_link=link)
    assert app.text_input(key=given("ListAccounts", "link")).value == link
    run(app.button(key="send").click())
    assert "All of it is as described." in [one.value for one in app.caption]
    assert "Cuenta" in app.json[0].value or "results" in app.json[0].value
    run(app.text_input(key="find_in_answer").set_value("currency"))
    assert '"currency"' in app.json[0].value
    assert '"count"' not in app.json[0].value


@pytest.mark.usefixtures("belvo")
def test_fields_that_are_not_described_are_told_of_an_answer(open_page: OpenPage) -> None:
    app = run(open_page("explorer", operation="ListInstitutions").button(key="send").click())
    rows = table(app, DEVIATIONS)
    assert "results.form_fields.optional" in rows["path"].tolist()
    assert set(rows["what"]) == {"This field is not in the description"}


def test_what_costs_is_asked_about_and_sent_once(open_page: OpenPage, link: str, db: Database) -> None:
    app = run(open_page("explorer", operation="RetrieveOwners", f_link=link).button(key="send").click())
    assert "Belvo logs in at the institution now" in app.warning[0].value
    assert audit.table(db).empty
    run(app.button(key="cancel").click())
    assert len(app.warning) == 0
    run(run(app.button(key="send").click()).button(key="confirm").click())
    assert any("201" in badge for badge in texts(app)) or len(app.json) == 1
    assert tuples(audit.table(db), "did", "outcome") == [("explorer: sent", "done"), ("explorer: begun", "done")]


@pytest.mark.usefixtures("belvo")
def test_what_is_secret_is_sent_and_kept_nowhere(open_page: OpenPage, db: Database) -> None:
    app = open_page("explorer", operation="RegisterLink")
    typed = {"institution": "erebor_mx_retail", "username": "planted-user", "password": "planted-word"}
    for name, value in typed.items():
        app.text_input(key=given("RegisterLink", name)).set_value(value)
    run(app.button(key="send").click())
    assert "planted" not in str(app.query_params)
    assert app.query_params["f_institution"] == "erebor_mx_retail"
    run(app.button(key="confirm").click())
    assert "planted" not in audit.table(db).to_csv()
    assert app.text_input(key=given("RegisterLink", "password")).value == ""
    app.text_input(key=given("RegisterLink", "password")).set_value("planted-word")
    run(app.button(key="show_code").click())
    for language in ("curl", "python", "belvo_python", "javascript"):
        run(app.segmented_control(key="code").set_value(language))
        assert not any("planted" in text for text in verbatim(app))
        assert any("PASSWORD" in text for text in verbatim(app))


@pytest.fixture
def as_role(monkeypatch: pytest.MonkeyPatch, db: Database) -> Callable[[Role], None]:
    def become(role: Role) -> None:
        actor = Actor("somebody", role)
        monkeypatch.setattr(desk, "actor", lambda: actor)
        monkeypatch.setattr(desk, "database", lambda: db if actor.may("see_people") else db.as_seen(Sight.MASKED))

    return become


def test_an_analyst_reads_with_masks_and_sends_nothing_else(
    open_page: OpenPage, as_role: Callable[[Role], None], link: str
) -> None:
    as_role(Role.ANALYST)
    app = run(open_page("explorer", operation="ListOwners", f_link=link).button(key="send").click())
    assert "Person " in app.json[0].value
    keys = {one.key for one in app.text_input}
    assert given("ListOwners", "email") not in keys
    assert open_page("explorer", operation="RetrieveOwners").button(key="send").disabled


def test_drift_is_told_over_all_calls(open_page: OpenPage, db: Database) -> None:
    class Told:
        kind, path, objects = "missing", "results.name", 3

    with db.write() as connection:
        drift.note(connection, [Checked("ListOwners", "2026-11-20T08:00:00.000000Z", [Told()])])
    (row,) = table(open_page("explorer", section="drift"), DRIFT).to_dict("records")
    assert (row["call"], row["path"], row["what"], row["calls"], row["answers"]) == (
        "GET /api/owners/",
        "results.name",
        "Required, missing",
        1,
        1,
    )
    spanish = open_page("explorer", section="drift", lang="es")
    (told,) = [frame.value["what"].tolist() for frame in spanish.dataframe if "answers" in frame.value]
    assert told == ["Obligatorio, falta"]


@pytest.mark.parametrize(
    "query",
    [
        {"operation": "Nothing"},
        {"operation": "ListLinks", "f_page_size": "many", "f_created_at": "yesterday", "f_access_mode": "odd"},
        {"operation": "RegisterLink", "form": "77"},
        {"operation": "GenerateWidgetAccessToken", "f_widget": "{no json", "section": "code"},
        {"operation": "DetailLink", "f_id": "<b>=1+1 😀 ../..", "section": "code"},
    ],
)
def test_whatever_stands_in_the_address_is_survived(open_page: OpenPage, query: dict[str, str]) -> None:
    open_page("explorer", **query)


def test_when_a_field_last_deviated_is_in_view_beside_the_form() -> None:
    in_view = {name: column.width or 0 for name, column in DRIFT_TABLE.columns.items() if not column.tucked}
    assert "last_at" in in_view
    assert sum(in_view.values()) <= ROOM
