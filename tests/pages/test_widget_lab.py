"""The widget lab: what is set, its contrast, its request and code, and presets that Connect opens with."""

import json
from collections.abc import Sequence

import pytest
from streamlit.testing.v1 import AppTest

from actions import views
from actions.connect.person import TEST_PERSON
from actions.connect.presets import PAGE
from belvo_client import BelvoClient
from components.ui import desk
from domain.roles import HERE
from domain.widget.options import BEHAVIOUR, LOOKS, TEXTS, Option
from settings import HOSTS, Settings
from store import Database
from store.ops import sessions
from store.sight import Sight
from store.write import institutions
from tests.kit.bank import EREBOR, EREBOR_BR
from tests.pages.reading import OpenPage, run, shown, texts, ways

LAB = "widget_lab"


def request_of(app: AppTest) -> dict[str, object]:
    body: dict[str, object] = json.loads(app.code[0].value)
    return body


def address(app: AppTest, name: str) -> Sequence[str]:
    found = app.query_params.get(name, [])
    return [found] if isinstance(found, str) else [*found]


@pytest.mark.usefixtures("belvo")
@pytest.mark.parametrize(("section", "options"), [("looks", LOOKS), ("texts", TEXTS), ("behaviour", BEHAVIOUR)])
def test_every_option_has_its_field(open_page: OpenPage, section: str, options: Sequence[Option]) -> None:
    app = open_page(LAB, section=section)
    kinds = (app.text_input, app.selectbox, app.toggle, app.text_area, app.color_picker)
    keys = {str(one.key) for kind in kinds for one in kind}
    assert keys >= {f"lab_{option.name}" for option in options}


@pytest.mark.usefixtures("belvo")
def test_what_is_set_is_in_the_address_and_in_the_request(open_page: OpenPage) -> None:
    app = open_page(LAB, section="texts")
    run(app.text_input(key="lab_benefit").input("Más rápido 🚀 =1+1"))
    run(app.toggle(key="lab_proof").set_value(False))
    run(app.selectbox(key="lab_language").select("pt"))
    assert (address(app, "benefit"), address(app, "proof")) == (["Más rápido 🚀 =1+1"], ["no"])
    told = request_of(open_page(LAB, section="request", benefit="Más rápido 🚀 =1+1", proof="no", colour="#b45309"))
    assert told["id"] == told["password"] == "••••••••"
    widget = told["widget"]
    assert isinstance(widget, dict)
    assert widget["branding"]["company_benefit_header"] == "Más rápido 🚀 =1+1"
    assert widget["branding"]["social_proof"] is False
    assert widget["theme"] == [{"css_key": "--color-primary-base", "value": "#b45309"}]


@pytest.mark.usefixtures("belvo")
def test_a_value_that_belvo_would_not_take_is_said_and_nothing_is_asked_for(open_page: OpenPage) -> None:
    app = open_page(LAB, section="looks", icon="javascript:alert(1)", colour="blue", product="nothing", reads="X")
    assert [shown(error.value) for error in app.error] == ["A colour is written as #RRGGBB."]
    assert any("begins with https://" in shown(one.value) for one in app.caption)


@pytest.mark.usefixtures("belvo")
def test_colours_that_can_not_be_told_apart_are_found(open_page: OpenPage) -> None:
    good = open_page(LAB, section="contrast", colour="#0B5394", look="LIGHT")
    assert [one.value for one in good.success] == ["All colours that are set can be told apart."]
    bad = open_page(LAB, section="contrast", colour="#FFE066")
    assert [one.value for one in bad.warning] == ["Some colours can't be told apart well enough. Choose others."]


@pytest.mark.usefixtures("belvo")
def test_code_is_there_in_every_language_without_a_key(open_page: OpenPage) -> None:
    app = open_page(LAB, section="code", language="es", company="ACME")
    there = {tab.label.removeprefix(":gray[").removesuffix("]") for tab in app.tabs}
    assert there >= {"Python", "JavaScript", "React", "Hosted URL", "iOS", "Android", "Flutter"}
    assert len(app.code) == 7
    assert not [one for one in app.code if "local-sandbox-password" in one.value]
    assert "ACME" in app.code[0].value


@pytest.mark.usefixtures("unreachable")
def test_the_widget_speaks_the_language_of_the_page_unless_it_was_chosen(open_page: OpenPage, db: Database) -> None:
    def language(**query: str) -> object:
        return open_page("connect", lang="es", **query).selectbox(key="connect_language").value

    preset = views.keep(db, "Blue", PAGE, (("company", "ACME"),), actor=HERE).id
    assert (language(), language(language="en"), language(preset=preset)) == ("es", "en", "en")


@pytest.mark.usefixtures("belvo")
def test_a_preset_is_kept_chosen_and_taken_along_to_connect(db: Database, open_page: OpenPage) -> None:
    with db.write() as connection:
        institutions.save(connection, [EREBOR.body, EREBOR_BR.body])
    pairs = (("language", "es"), ("company", "ACME"), ("overlay", "#112233"), ("loss", "Nada"), ("section", "looks"))
    mine = views.keep(db, "Marca", PAGE, pairs, actor=HERE)
    views.keep(db, "Otra", "connect", pairs, actor=HERE)
    lab = open_page(LAB)
    assert lab.selectbox(key="lab_preset").options == ["None", "Marca"]
    run(lab.selectbox(key="lab_preset").select(mine.id))
    assert (address(lab, "company"), address(lab, "saved")) == (["ACME"], [mine.id])
    assert dict(ways(lab))["Use it in Connect"] == f"/connect?language=es&company=ACME&preset={mine.id}"

    app = run(open_page("connect").selectbox(key="connect_preset").select(mine.id))
    assert address(app, "preset") == [mine.id]
    assert app.text_input(key="connect_company").value == "ACME"
    widget = request_of(app)["widget"]
    assert isinstance(widget, dict)
    assert widget["branding"]["company_name"] == "ACME"
    assert widget["branding"]["overlay_background_color"] == "#112233"
    assert widget["branding"]["opportunity_loss"] == "Nada"
    run(app.button(key="add_account").click())
    (nonce,) = address(app, "session")
    session = sessions.find(db, nonce)
    assert session is not None
    assert session.options["options"] == {"overlay": "#112233", "loss": "Nada"}


@pytest.mark.usefixtures("belvo", "stored")
@pytest.mark.parametrize(("page", "key"), [(LAB, "lab_preset"), ("connect", "connect_preset")])
def test_a_preset_names_nobody_who_is_masked(
    db: Database, open_page: OpenPage, monkeypatch: pytest.MonkeyPatch, page: str, key: str
) -> None:
    somebody = "María Fernanda Ruiz López"
    views.keep(db, "Marca", PAGE, (("company", "ACME"),), actor=HERE)
    views.keep(db, f"For {somebody}", PAGE, (("company", "Umbrella"),), actor=HERE)
    views.keep(db, "Hers", PAGE, (("benefit", f"Hola, {somebody}"),), actor=HERE)
    assert [*open_page(page).selectbox(key=key).options] == ["None", f"For {somebody}", "Hers", "Marca"]
    monkeypatch.setattr(desk, "database", lambda: db.as_seen(Sight.MASKED))
    options = [*open_page(page).selectbox(key=key).options]
    assert (len(options), "Marca" in options, "Hers" in options) == (3, True, False)
    assert not any("María" in option or "Ruiz" in option for option in options)


@pytest.mark.usefixtures("belvo")
def test_a_preset_that_is_not_here_is_said(db: Database, open_page: OpenPage) -> None:
    views.keep(db, "Marca", PAGE, (("company", "ACME"),), actor=HERE)
    app = open_page("connect", preset="gone")
    assert any("Preset: there is no “gone” here." in text for text in texts(app))


@pytest.mark.usefixtures("belvo")
def test_several_institutions_of_a_preset_are_offered_by_the_widget(db: Database, open_page: OpenPage) -> None:
    with db.write() as connection:
        institutions.save(connection, [EREBOR.body, EREBOR_BR.body])
    names = [EREBOR.name, EREBOR_BR.name]
    kept = views.keep(db, "Dos", PAGE, tuple(("institution", name) for name in names), actor=HERE)
    app = open_page("connect", preset=kept.id)
    assert app.selectbox(key="connect_institution").value == ""
    assert [f'"{name}"' in app.code[1].value for name in names] == [True, True]


def test_elsewhere_it_says_what_can_not_be(
    db: Database, open_page: OpenPage, monkeypatch: pytest.MonkeyPatch, unreachable: None
) -> None:
    del db, unreachable
    told = desk.settings()
    real = told.model_copy(update={"environment": "sandbox"})
    assert isinstance(real, Settings)
    monkeypatch.setattr(desk, "settings", lambda: real)
    app = open_page(LAB, section="mishaps", product="open_finance", country="BR")
    assert [one.value for one in app.info] == ["This desk speaks to Belvo's sandbox."]
    assert "Only the local Belvo's widget can be played with." in texts(app)
    assert not [one for one in app.button if str(one.key).startswith("play_")]


@pytest.mark.usefixtures("unreachable")
@pytest.mark.parametrize("environment", ["sandbox", "production"])
def test_elsewhere_what_is_to_be_copied_is_of_there_and_names_nobody(
    environment: str, open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = {"environment": environment, "base_url": None, "public_url": "https://desk.example"}
    real = desk.settings().model_copy(update=there)
    assert isinstance(real, Settings)
    monkeypatch.setattr(desk, "settings", lambda: real)
    told = open_page(LAB, section="request", product="open_finance", country="BR")
    assert any(f"{HOSTS[environment]}/api/token/" in one.value for one in told.caption)
    widget = request_of(told)["widget"]
    assert isinstance(widget, dict)
    assert widget["consent"]["identification_info"] == [
        {"type": "CPF", "number": "your-users-document", "name": "your-users-name"}
    ]
    code = [one.value for one in open_page(LAB, section="code", product="open_finance", country="BR").code]
    assert f"{HOSTS[environment]}/api/token/" in code[0]
    assert f"the keys of Belvo's {environment}" in code[0]
    everything = "\n".join([*code, told.code[0].value])
    strange = {TEST_PERSON.cpf, TEST_PERSON.name, "127.0.0.1", "/sandbox/", *HOSTS.values()} - {HOSTS[environment]}
    assert [word for word in strange if word in everything] == []


@pytest.mark.usefixtures("belvo")
def test_the_local_belvos_test_person_consents_to_what_is_tried_there(open_page: OpenPage) -> None:
    told = open_page(LAB, section="request", product="open_finance", country="BR")
    assert TEST_PERSON.name in told.code[0].value


def test_two_tabs_are_two_sessions_of_one_person(db: Database, open_page: OpenPage, belvo: BelvoClient) -> None:
    del belvo
    app = run(open_page(LAB, section="mishaps").button(key="play_two_tabs").click())
    found = db.frame("SELECT external_id, state FROM widget_sessions")
    assert [*found["state"]] == ["opened", "opened"]
    assert found["external_id"].nunique() == 1
    assert any("0 links taken in" in one for one in texts(app)) or app.get("badge") is not None
