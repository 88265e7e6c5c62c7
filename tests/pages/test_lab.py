"""The sandbox lab: what is at the local Belvo, and what each button has it do."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from actions.lab import people, saved_states, steering
from belvo_sandbox import Served, serve
from components.lab.fault_effects import effect_of
from components.ui import desk
from context import identity_of
from domain.roles import Actor, Role
from settings import LOCAL_KEYS, Secret, Settings
from store import Database
from store.ops import jobs
from store.queries.links import consents
from store.write import links
from sync import pull_link
from tests.kit.actors import TESTER
from tests.kit.local_belvo import client_of
from tests.pages.reading import OpenPage, figures, run, shown, texts


@pytest.fixture
def belvo(tmp_path: Path) -> Iterator[Served]:
    with serve(tmp_path / "sandbox") as served:
        yield served


@pytest.fixture
def settings(tmp_path: Path, belvo: Served) -> Settings:
    key, password = LOCAL_KEYS
    return Settings(data_dir=tmp_path, secret_id=key, secret_password=Secret(password), base_url=belvo.url)


@pytest.fixture
def db(settings: Settings, belvo: Served, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    with Database.open(settings.store, identity_of(settings)) as database, client_of(belvo.url) as client:
        monkeypatch.setattr(desk, "settings", lambda: settings)
        monkeypatch.setattr(desk, "database", lambda: database)
        monkeypatch.setattr(desk, "client", lambda: client)
        monkeypatch.setattr(desk, "reach", lambda: "reached")
        yield database


def toasts(app: AppTest) -> list[str]:
    return [shown(toast.value) for toast in app.toast]


def test_a_person_is_connected_and_then_opened_from_the_list(open_page: OpenPage, db: Database) -> None:
    app = open_page("lab", who="gig_driver")
    assert figures(app)["Links at the local Belvo"] == "0"
    run(app.button(key="connect_gringotts_br_retail").click())
    assert toasts(app) == ["Connected at gringotts_br_retail"]
    assert [*links.table(db)["external_id"]] == ["gil-driver"]
    assert figures(app)["Links at the local Belvo"] == "1"
    assert "connect_gringotts_br_retail" not in [button.key for button in app.button]


def test_what_is_true_of_an_example_is_told_but_not_where_people_are_masked(
    open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = open_page("lab", who="overdrawn")
    assert any(text.startswith("Days below zero (") for text in (shown(one.label) for one in app.expander))
    monkeypatch.setattr(desk, "is_masked", lambda: True)
    masked = open_page("lab", who="overdrawn")
    assert any("is not shown where people are masked" in text for text in texts(masked))
    assert [*masked.expander] == []


def test_the_clock_is_moved_by_a_button_and_says_what_came_due(open_page: OpenPage, db: Database) -> None:
    login = next(one for one in people.SCENARIOS if one.id == "expires_30").logins[0]
    people.connect(db, desk.client(), login, actor=TESTER)
    app = open_page("lab")
    for _ in range(2):  # the second refresh after the password's end finds it
        run(app.button(key="advance_1 month").click())
    assert toasts(app) == ["1 month has passed at Belvo"]
    assert any("-1 valid" in shown(one.value) for one in app.caption), [one.value for one in app.caption]


def test_two_tabs_do_not_move_it_twice(open_page: OpenPage, settings: Settings) -> None:
    one, other = open_page("lab"), open_page("lab")
    run(one.button(key="advance_1 day").click())
    run(other.button(key="advance_1 day").click())
    assert "moved meanwhile" in toasts(other)[0]
    assert steering.state_of(settings)[1] == pytest.approx(86400, abs=2)


def test_a_fault_is_composed_seen_from_three_places_and_ended(open_page: OpenPage, settings: Settings) -> None:
    app = open_page("lab", section="faults")
    assert not any("\\" in one for one in app.selectbox(key="fault_institution").options)  # it reads no Markdown
    app.selectbox(key="fault_error").select("token_required")
    app.selectbox(key="fault_endpoint").select("transactions")
    app.segmented_control(key="fault_often").set_value("So many times")
    run(app)
    app.number_input(key="fault_times").set_value(3)
    run(app)
    run(app.button(key="add_faults").click())
    (rule,) = steering.rules_of(settings, "faults")[1]
    assert (rule["error"], rule["endpoint"], rule["times"]) == ("token_required", "transactions", 3)
    other = open_page("lab", section="faults")
    run(app.button(key=f"end_faults_{rule['id']}").click())
    assert steering.rules_of(settings, "faults")[1] == []
    run(other.button(key=f"end_faults_{rule['id']}").click())
    assert toasts(other) != ["Ended"]


def test_a_consent_is_given_once_more(open_page: OpenPage, db: Database) -> None:
    login = next(one for one in people.SCENARIOS if one.id == "open_finance").logins[0]
    people.connect(db, desk.client(), login, actor=TESTER)
    assert any("No link has a consent" in text for text in texts(open_page("lab", section="consents")))
    job = jobs.claim(db, "tester", timedelta(minutes=1))
    assert job is not None
    pull_link(db, desk.client(), job)
    app = open_page("lab", section="consents")
    consent = consents.table(db)["consent"].iloc[0]
    run(app.button(key=f"renew_{consent}").click())
    assert toasts(app) == ["Given once more; a webhook says until when"]


def test_a_state_is_kept_gone_back_to_and_deleted(open_page: OpenPage, db: Database, settings: Settings) -> None:
    app = open_page("lab", section="states")
    run(app.button(key="save_state").click())
    login = next(one for one in people.SCENARIOS if one.id == "pensioner").logins[0]
    people.connect(db, desk.client(), login, actor=TESTER)
    run(app.button(key="load_baseline").click())
    assert toasts(app) == ["Baseline is back"]
    assert links.table(db).empty
    run(app.button(key="delete_baseline").click())
    assert saved_states.kept(settings) == []
    run(app.button(key="reset_now").click())
    assert toasts(app) == ["Begun anew"]


def test_an_operator_saves_and_loads_nothing(open_page: OpenPage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk, "actor", lambda: Actor("oscar", Role.OPERATOR))
    app = open_page("lab", section="states")
    assert "Saving and loading states is for admins of this desk." in texts(app)
    assert {"save_state", "reset_now"} & {button.key for button in app.button} == set()


def test_a_local_belvo_that_is_silent_is_said(
    open_page: OpenPage, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    silent = settings.model_copy(update={"base_url": "http://127.0.0.1:9"})
    monkeypatch.setattr(desk, "settings", lambda: silent)
    assert any("does not answer" in shown(one.value) for one in open_page("lab").error)


def test_elsewhere_there_is_no_such_page(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    sandbox = settings.model_copy(update={"environment": "sandbox"})
    monkeypatch.setattr(desk, "settings", lambda: sandbox)
    assert not desk.is_here("lab")
    assert desk.is_here("links")


def test_every_fault_says_something_to_everybody(settings: Settings) -> None:
    for fault in steering.rules_of(settings, "faults")[0]:
        for endpoint in ("", "transactions", "POST /api/links/"):
            effect = effect_of(fault, endpoint, seconds=5)
            assert all((effect.user, effect.operator, effect.api)), fault
            assert endpoint != "transactions" or effect.user.startswith("Nothing"), fault


@pytest.mark.usefixtures("db")
def test_what_is_announced_and_not_worded_yet_is_on_its_way(
    open_page: OpenPage, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    state, offset = steering.state_of(settings)
    counted = {
        "announcements": 371,
        "deliveries": 20,
        "deliveries_by_state": {"delivered": 10, "failed": 1, "waiting": 9},
    }
    app = open_page("lab")
    assert figures(app)["Webhooks on their way"] == "0"
    monkeypatch.setattr(steering, "state_of", lambda _: (state | counted, offset))
    assert figures(run(app))["Webhooks on their way"] == "380"
    run(app.button(key="advance_1 hour").click())
    assert any("380 on their way" in shown(one.value) for one in app.caption)
