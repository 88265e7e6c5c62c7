"""Connect: what is said before, during and after a connection, the widget itself aside."""

import time
from dataclasses import replace
from types import SimpleNamespace

import pytest
from streamlit.testing.v1 import AppTest

from actions.products import form_for
from belvo_client import BelvoClient
from belvo_sandbox import Served
from components.ui import desk
from settings import ROOT
from store import Database
from store.core import instants
from store.ops import jobs, sessions
from store.ops.jobs import Failure
from store.write import institutions, links, rows
from tests.kit import filling
from tests.kit.bank import EREBOR, EREBOR_BR, NOW, Bank
from tests.kit.bank import link as link_body
from tests.kit.local_belvo import Api
from tests.kit.waiting import PATIENCE
from tests.pages.reading import OpenPage, run, shown, texts, ways

FISCAL = Bank("tatooine_mx_fiscal", "Tatooine", "MX", "MXN", ("", "", ""), "", type="fiscal")

LEFT = "The widget was closed before an account was connected. No link was made."


def session(db: Database, state: str, *, link: str | None = None, code: str | None = None, message: str = "") -> str:
    """A widget session that came to this state; returns its nonce."""
    with db.write() as connection:
        sessions.open(connection, "nonce", "hash", "user-1", "bank", "MX", now=instants.encode(NOW))
        if state != "opened":
            sessions.set_state(connection, "nonce", state, link=link, error_code=code, error_message=message)
    return "nonce"


def let_a_minute_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    """For who looks for a link alone: the local Belvo's own loop would sleep until that minute has really passed."""
    clock = SimpleNamespace(monotonic=lambda: time.monotonic() + 60)
    monkeypatch.setattr("components.connect.openings.time", clock)


@pytest.mark.usefixtures("unreachable")
def test_an_empty_desk_asks_for_nothing_but_a_click(open_page: OpenPage) -> None:
    app = open_page("connect")
    assert [button.label for button in app.button] == ["Add a bank account", "Hand it out"]
    shown = [box.label for box in app.main.selectbox if box.value]
    assert shown == ["Product", "Country", "Widget language", "Access", "Belvo keeps the data"]


@pytest.mark.usefixtures("unreachable")
def test_institutions_of_one_name_can_be_told_apart(db: Database, open_page: OpenPage) -> None:
    twins = [EREBOR, replace(EREBOR, name="erebor_mx_business"), replace(EREBOR, name="other", display_name="Other")]
    with db.write() as connection:
        institutions.save(connection, [bank.body for bank in twins])
    offered = open_page("connect").selectbox(key="connect_institution").options
    assert offered == ["Chosen in the widget", "Erebor · erebor_mx_business", "Erebor · erebor_mx_retail", "Other"]


@pytest.mark.usefixtures("unreachable")
def test_without_belvo_no_session_is_opened_and_the_page_says_so(db: Database, open_page: OpenPage) -> None:
    app = run(open_page("connect").button(key="add_account").click())
    assert "The connection to Belvo failed. Nothing was connected." in " ".join(texts(app))
    assert sessions.unfinished(db, "") == []


@pytest.mark.usefixtures("belvo")
def test_a_click_asks_for_a_token_with_the_choices_made(db: Database, open_page: OpenPage) -> None:
    app = open_page("connect")
    assert sessions.unfinished(db, "") == []
    app.selectbox(key="connect_country").select("BR")
    app.text_input(key="connect_external_id").input("user-42")
    app = run(app.button(key="add_account").click())
    (opened,) = sessions.unfinished(db, "")
    assert (opened.country, opened.external_id, opened.state) == ("BR", "user-42", "opened")
    assert app.query_params["session"] == opened.nonce
    assert "Waiting for the widget to finish" in " ".join(texts(app))


@pytest.mark.usefixtures("unreachable")
def test_the_address_has_the_form(db: Database, open_page: OpenPage) -> None:
    with db.write() as connection:
        institutions.save(connection, [bank.body for bank in (EREBOR, EREBOR_BR)])
    given = {
        "product": "bank",
        "country": "BR",
        "institution": "erebor_br_retail",
        "language": "pt",
        "access": "single",
        "external_id": "user-42",
        "keep": "90d",
        "credentials": "30d",
        "company": "ACME",
        "look": "DARK",
        "colour": "#907ad6",
    }
    app = open_page("connect", **given, reads=["ACCOUNTS", "BILLS"])
    assert [box.value for box in app.main.selectbox] == [given[name] for name in given if name in SELECTED]
    assert [text.value for text in app.text_input] == ["user-42", "ACME"]
    assert [app.multiselect[0].value, app.color_picker[0].value] == [["ACCOUNTS", "BILLS"], "#907ad6"]


SELECTED = ("product", "country", "institution", "language", "access", "keep", "credentials", "look")


@pytest.mark.usefixtures("unreachable")
def test_what_is_chosen_goes_into_the_address(open_page: OpenPage) -> None:
    app = run(open_page("connect", session="some").selectbox(key="connect_product").select("fiscal"))
    app = run(app.selectbox(key="connect_country").select("CL"))
    app = run(app.selectbox(key="connect_language").select("es"))
    app = run(app.text_input(key="connect_external_id").input("user-42"))
    app = run(app.multiselect(key="connect_resources_fiscal_CL").set_value(["INVOICES"]))
    assert {name: app.query_params[name] for name in app.query_params} == {
        "session": "some",
        "product": "fiscal",
        "country": "CL",
        "language": "es",
        "external_id": "user-42",
        "reads": "INVOICES",
    }
    app = run(app.selectbox(key="connect_language").select("en"))
    app = run(app.multiselect(key="connect_resources_fiscal_CL").set_value(["INVOICES", "TAX_STATUS", "DEBT_REPORTS"]))
    assert {*app.query_params} == {"session", "product", "country", "external_id"}


@pytest.mark.usefixtures("unreachable")
def test_an_institutions_name_is_enough_of_an_address(db: Database, open_page: OpenPage) -> None:
    with db.write() as connection:
        institutions.save(connection, [FISCAL.body])
    app = open_page("connect", institution="tatooine_mx_fiscal")
    assert [app.selectbox(key=f"connect_{name}").value for name in ("product", "country", "institution")] == [
        "fiscal",
        "MX",
        "tatooine_mx_fiscal",
    ]
    app = run(app.selectbox(key="connect_product").select("bank"))
    assert [app.selectbox(key=f"connect_{name}").value for name in ("product", "institution")] == ["bank", ""]


@pytest.mark.usefixtures("unreachable")
@pytest.mark.parametrize(
    ("page", "label", "reads"),
    [
        ("income", "Add a bank account", {"INCOMES", "RECURRING_EXPENSES", "RISK_INSIGHTS"}),
        ("employment", "Add an employment account", {"EMPLOYMENT_RECORDS", "CURRENT_EMPLOYMENTS"}),
        ("fiscal", "Add a fiscal account", {"INVOICES", "FINANCIAL_STATEMENTS"}),
    ],
)
def test_from_a_page_the_form_asks_for_what_the_page_shows(
    open_page: OpenPage, page: str, label: str, reads: set[str]
) -> None:
    app = open_page("connect", **form_for(page, "local"))
    assert app.button(key="add_account").label == label
    (chosen,) = [box.value for box in app.multiselect if box.label == "Belvo reads"]
    assert reads <= {*chosen}


@pytest.mark.usefixtures("unreachable")
@pytest.mark.parametrize("given", ["nonsense", "fiscal", "<b>"])
def test_an_address_that_makes_no_sense_opens_a_form_that_does(open_page: OpenPage, given: str) -> None:
    names = ("product", "country", "institution", "language", "access", "keep", "credentials", "look", "colour")
    app = open_page("connect", **dict.fromkeys(names, given), reads=["NOTHING"])
    assert app.button(key="add_account").label in ("Add a bank account", "Add a fiscal account")
    assert app.color_picker[0].value == "#0663f9"


@pytest.mark.usefixtures("unreachable")
@pytest.mark.parametrize(
    ("typed", "looks_like"),
    [
        ("5512345678", "a telephone or document number"),
        ("76109277673", "a CPF"),
        ("11222333000181", "a CNPJ"),
        ("GODE561231GR8", "an RFC"),
        ("HEGG560427MVZRRL04", "a CURP"),
        ("12345678-5", "a RUT"),
    ],
)
def test_an_external_id_that_belvo_would_remove_is_warned_of_and_kept_out_of_the_address(
    open_page: OpenPage, typed: str, looks_like: str
) -> None:
    app = run(open_page("connect").text_input(key="connect_external_id").input(typed))
    (warning,) = app.warning
    assert warning.value.startswith(f"This looks like {looks_like}. Belvo removes external IDs that look like personal")
    assert "external_id" not in app.query_params
    assert run(app).text_input(key="connect_external_id").value == typed


@pytest.mark.usefixtures("unreachable")
def test_an_external_id_that_belvo_would_refuse_is_refused_at_its_field(open_page: OpenPage) -> None:
    app = run(open_page("connect").text_input(key="connect_external_id").input("maria@example.com"))
    assert [error.value for error in app.error] == ["An external ID has 3 to 256 letters, digits, - and _."]


@pytest.mark.usefixtures("unreachable")
@pytest.mark.parametrize("environment", ["local", "production"])
def test_nobody_is_named_for_a_consent_that_is_real(
    open_page: OpenPage, monkeypatch: pytest.MonkeyPatch, environment: str
) -> None:
    settings = desk.settings().model_copy(update={"environment": environment})
    monkeypatch.setattr(desk, "settings", lambda: settings)
    app = open_page("connect", product="open_finance")
    assert app.text_input(key="connect_cpf").value == ("76109277673" if environment == "local" else "")


@pytest.mark.usefixtures("belvo")
def test_start_again_starts_this_connection_whatever_the_form_says(db: Database, open_page: OpenPage) -> None:
    app = open_page("connect", country="CO", external_id="user-42", language="es")
    app = run(app.button(key="add_account").click())
    (first,) = sessions.unfinished(db, "")
    with db.write() as connection:
        sessions.set_state(connection, first.nonce, "left")
    again = open_page("connect", session=first.nonce, product="fiscal", external_id="somebody-else")
    again = run(again.button(key="start_again").click())
    (second,) = sessions.unfinished(db, "")
    assert (second.product, second.country, second.external_id) == ("bank", "CO", "user-42")
    assert second.options["locale"] == "es"
    assert again.query_params["session"] == second.nonce
    assert again.selectbox(key="connect_product").value == "fiscal"


@pytest.mark.usefixtures("unreachable")
@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("761.092.776-73", None),
        ("7610927767", "A CPF has 11 digits."),
        ("nobody", "A CPF has 11 digits."),
        ("76109277674", "This CPF is mistyped: its last two digits do not fit the others."),
    ],
)
def test_a_cpf_that_is_none_is_said_at_its_field(open_page: OpenPage, typed: str, said: str | None) -> None:
    app = open_page("connect", product="open_finance", country="BR")
    run(app.text_input(key="connect_cpf").set_value(typed))
    assert [box.value for box in app.error] == ([said] if said else [])


@pytest.mark.usefixtures("belvo")
def test_start_again_of_a_consent_asks_who_consents_where_nobody_is_named(db: Database, open_page: OpenPage) -> None:
    with db.write() as connection:
        sessions.open(connection, "nonce", "hash", "user-1", "open_finance", "BR", now=instants.encode(NOW))
        sessions.set_state(connection, "nonce", "left")
    app = run(open_page("connect", session="nonce").button(key="start_again").click())
    assert "enter the CPF and the name" in " ".join(texts(app))
    assert [app.text_input(key=key).value for key in ("connect_cpf", "connect_name")] == ["", ""]
    app.text_input(key="connect_cpf").input("390.533.447-05")
    app.text_input(key="connect_name").input("Teresa Lima")
    run(app.button(key="start_again").click())
    (opened,) = sessions.unfinished(db, "")
    assert (opened.product, opened.country, opened.external_id) == ("open_finance", "BR", "user-1")


@pytest.mark.usefixtures("belvo")
@pytest.mark.parametrize("is_test_person", [True, False])
def test_who_consents_is_proposed_again_only_where_it_was_the_test_person(
    db: Database, open_page: OpenPage, is_test_person: bool
) -> None:
    app = open_page("connect", product="open_finance", country="BR", external_id="teresa-77")
    if not is_test_person:
        app.text_input(key="connect_cpf").input("39053344705")
        app.text_input(key="connect_name").input("Teresa Lima")
    run(app.button(key="add_account").click())
    (first,) = sessions.unfinished(db, "")
    again = open_page("connect", product="open_finance", country="BR", session=first.nonce)
    assert again.text_input(key="connect_name").value == ("Ralph Bragg" if is_test_person else "")


@pytest.mark.usefixtures("belvo")
def test_one_person_is_not_asked_for_another_under_her_external_id(db: Database, open_page: OpenPage) -> None:
    with db.write() as connection:
        sessions.open(connection, "teresas", "hash", "teresa-77", "open_finance", "BR")
        sessions.set_state(connection, "teresas", "left")
    app = open_page("connect", product="open_finance", country="BR")
    app.text_input(key="connect_cpf").input("39053344705")
    app.text_input(key="connect_name").input("Maria Souza")
    app = run(app.button(key="try_teresas").click())
    assert "enter the CPF and the name" in " ".join(texts(app))
    assert app.text_input(key="connect_name").value == ""
    assert sessions.unfinished(db, "") == []


@pytest.mark.usefixtures("belvo")
def test_an_answer_of_a_bank_is_not_taken_for_the_next_connections(db: Database, open_page: OpenPage) -> None:
    app = open_page("connect", session=session(db, "left"), consent_id="c", code="x", state="MX")
    app = run(app.button(key="start_again").click())
    assert not {"consent_id", "code"} & {*app.query_params}


@pytest.mark.usefixtures("belvo")
def test_the_page_keeps_one_thing_beside_its_widgets(open_page: OpenPage) -> None:
    app = open_page("connect", country="CO")
    before = {*app.session_state._state.filtered_state}
    app = run(app.button(key="add_account").click())
    assert {*app.session_state._state.filtered_state} - before == {"connect_opening"}


@pytest.mark.usefixtures("unreachable")
def test_a_bank_that_leads_back_is_waited_for_and_not_given_up(db: Database, open_page: OpenPage) -> None:
    app = open_page("connect", session=session(db, "loaded"), consent_id="c", code="x")
    assert "Waiting for the widget to finish" in " ".join(texts(app))
    app.session_state["connect_widget"] = {"events": [], "missing": "nonce"}
    assert "this tab no longer has the widget that asked it. Start again." in " ".join(texts(run(app)))
    assert app.button(key="start_again").label == "Start again"


@pytest.mark.usefixtures("unreachable")
def test_a_consent_that_turned_back_at_its_bank_says_what_to_do(db: Database, open_page: OpenPage) -> None:
    with db.write() as connection:
        sessions.open(connection, "nonce", "hash", "user-1", "open_finance", "BR", now=instants.encode(NOW))
        sessions.record(connection, "nonce", 1, "opened", {})
        sessions.record(connection, "nonce", 2, "removed", {})
    assert "Finish on the bank's page, or start again." in " ".join(texts(open_page("connect", session="nonce")))


@pytest.mark.usefixtures("unreachable")
def test_a_success_that_nobody_could_check_is_checked_again_and_not_made_twice(
    db: Database, open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    nonce = session(db, "loaded")
    with db.write() as connection:
        sessions.record(connection, nonce, 1, "success", {"link": filling.connect.__name__})
    app = open_page("connect", session=nonce)
    assert "The widget reports that it is done. Asking Belvo for the link…" in " ".join(texts(app))
    let_a_minute_pass(monkeypatch)
    assert "Reload the page to ask again." in " ".join(texts(run(app)))
    assert "start_again" not in [button.key for button in app.button]


@pytest.mark.usefixtures("unreachable")
def test_an_external_id_that_belvo_removed_is_said(db: Database, open_page: OpenPage) -> None:
    body = {**link_body("nameless", EREBOR), "external_id": None}
    with db.write() as connection:
        links.save(connection, body)
        jobs.enqueue(connection, body["id"], filling.RESOURCES, "connected")
    app = open_page("connect", session=session(db, "connected", link=body["id"]))
    assert "Belvo removed the external ID of this link" in app.warning[0].value


@pytest.mark.usefixtures("belvo")
def test_who_tried_and_is_not_connected_is_listed_and_can_try_again(db: Database, open_page: OpenPage) -> None:
    with db.write() as connection:
        institutions.save(connection, [EREBOR.body])
        sessions.open(connection, "a", "hash", "__maria__", "bank", "MX", "erebor_mx_retail")
        sessions.record(connection, "a", 1, "event", {"eventName": "PAGE_LOAD", "metadata": {"page": "/credentials"}})
        sessions.set_state(connection, "a", "left", error_code="login_error")
        sessions.open(connection, "b", "hash", "user-2", "fiscal", "MX")
        sessions.set_state(connection, "b", "left")
    app = open_page("connect", session="b")
    everything = " ".join(texts(app))
    assert "__maria__ · Erebor" in everything
    assert "The institution did not accept the credentials · stopped at credentials · just now" in everything
    assert "user-2" not in everything
    run(app.button(key="try_a").click())
    (opened,) = sessions.unfinished(db, "")
    assert (opened.external_id, opened.institution) == ("__maria__", "erebor_mx_retail")


@pytest.mark.usefixtures("belvo")
def test_the_last_connections_lead_to_their_links_and_to_another_like_it(db: Database, open_page: OpenPage) -> None:
    kept, gone = link_body("kept", EREBOR, external_id="__maria__"), link_body("gone", EREBOR, external_id="gone")
    with db.write() as connection:
        institutions.save(connection, [EREBOR.body])
        for nonce, body in (("a", kept), ("b", gone)):
            links.save(connection, body)
            sessions.open(connection, nonce, "hash", body["external_id"], "bank", "MX", "erebor_mx_retail")
            sessions.set_state(connection, nonce, "connected", link=body["id"])
        links.mark_deleted(connection, gone["id"])
        sessions.open(connection, "repair", "hash", "__maria__", link=kept["id"], mode="update")
    app = open_page("connect", product="fiscal", country="MX")
    everything = " ".join(texts(app))
    assert "__maria__ · Erebor" in everything
    assert "Bank · MX · connected just now" in everything
    assert "gone" not in everything
    run(app.button(key="like_a").click())
    assert app.query_params == {"product": "bank", "country": "MX", "institution": "erebor_mx_retail"}
    assert app.selectbox(key="connect_institution").value == "erebor_mx_retail"


@pytest.mark.usefixtures("belvo")
def test_a_second_click_at_once_opens_no_second_session(db: Database, open_page: OpenPage) -> None:
    app = run(open_page("connect").button(key="add_account").click())
    run(app.button(key="add_account").click())
    assert len(sessions.unfinished(db, "")) == 1


@pytest.mark.usefixtures("unreachable")
@pytest.mark.parametrize(
    ("state", "code", "said"),
    [
        ("left", None, LEFT),
        ("left", "login_error", "The institution did not accept the credentials."),
        ("expired", "ACCESS_TOKEN_NOT_VALID", "The access token has died"),
        ("failed", "script_failed", "The widget could not be loaded."),
    ],
)
def test_each_end_says_what_happened_and_offers_the_next_try(
    db: Database, open_page: OpenPage, state: str, code: str | None, said: str
) -> None:
    app = open_page("connect", session=session(db, state, code=code, message="In **Belvo's** words"))
    everything = " ".join(texts(app))
    assert said in everything
    assert ("In **Belvo's** words" in everything) == (code is not None)
    assert app.button(key="start_again").label == "Start again"


@pytest.mark.usefixtures("unreachable")
def test_a_session_that_is_not_known_here_shows_nothing(open_page: OpenPage) -> None:
    app = open_page("connect", session="nonce")
    assert [button.label for button in app.button] == ["Add a bank account", "Hand it out"]


@pytest.mark.usefixtures("unreachable")
def test_a_repair_cut_off_by_a_reload_speaks_of_a_repair(db: Database, open_page: OpenPage) -> None:
    link = filling.connect(db, "new", EREBOR, status="invalid")
    with db.write() as connection:
        about = ("nonce", "hash", "user-1", "bank", "MX")
        sessions.open(connection, *about, link=link, mode="update", now=instants.encode(NOW))
    said = " ".join(texts(open_page("connect", repair=link, session="nonce")))
    assert "The widget of this repair is not open here any more. Looking whether it has mended the link…" in said


@pytest.mark.usefixtures("unreachable")
def test_a_link_that_is_gone_at_belvo_is_not_repaired_but_connected_again(db: Database, open_page: OpenPage) -> None:
    link = filling.connect(db, "new", EREBOR)
    with db.write() as connection:
        links.mark_deleted(connection, link)
    app = open_page("connect", repair=link)
    assert all(app.button(key=key).disabled for key in ("add_account", "hand_out"))
    assert ways(app) == [("Connect again", "/connect")]
    assert "Deleted" in " ".join(texts(app))


@pytest.mark.usefixtures("unreachable")
def test_a_pull_under_way_shows_its_rows(db: Database, open_page: OpenPage) -> None:
    link = filling.connect(db, "new", EREBOR)
    with db.write() as connection:
        jobs.enqueue(connection, link, filling.RESOURCES, "connected")
    app = open_page("connect", session=session(db, "connected", link=link))
    everything = " ".join(texts(app))
    assert "Account connected" in everything
    assert "Waiting for the worker to pull the data" in everything


@pytest.mark.usefixtures("unreachable")
@pytest.mark.parametrize("well", [True, False], ids=["done", "failed"])
def test_when_the_pull_has_ended_the_links_page_opens(db: Database, open_page: OpenPage, well: bool) -> None:
    link = filling.pulled(db, "new", EREBOR) if well else filling.connect(db, "new", EREBOR)
    if not well:
        job = filling.begin_pull(db, link, at=NOW)
        jobs.fail(db, job, Failure("fatal", "unexpected_error", "Something failed"))
    app = open_page("connect", session=session(db, "connected", link=link))
    assert [title.value for title in app.title] == ["Erebor"]


@pytest.mark.usefixtures("unreachable")
def test_a_session_cut_off_by_a_reload_is_looked_after_and_then_given_up(
    db: Database, open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = open_page("connect", session=session(db, "opened"))
    assert "Looking for the link it made" in " ".join(texts(app))
    let_a_minute_pass(monkeypatch)
    assert "it has made no link so far" in " ".join(texts(run(app)))
    assert app.button(key="start_again").label == "Start again"


def test_a_reload_finds_the_link_that_nobody_reported(
    db: Database, belvo: BelvoClient, sandbox: Served, open_page: OpenPage
) -> None:
    made = Api(sandbox.url).link("bnk102", "low", external_id="user-1")["id"]
    app = open_page("connect", session=session(db, "opened"))
    known = links.find(db, made)
    assert known is not None
    assert [job.reason for job in jobs.active(db, made)] == ["connected"]
    assert "Account connected" in " ".join(texts(app))
    belvo.links.delete(made)


@pytest.mark.usefixtures("belvo")
def test_a_repair_that_comes_with_the_page_stays_open_however_often_the_page_is_drawn(
    db: Database, sandbox: Served
) -> None:
    made = Api(sandbox.url).unconfirmed(institution="heimdall_mx_retail", external_id="user-7")
    with db.write() as connection:
        links.save(connection, {"id": made, "institution": "heimdall_mx_retail", "status": "unconfirmed"})
    app = AppTest.from_file(ROOT / "dashboard.py", default_timeout=PATIENCE)
    app.session_state["repair_now"] = made
    app.query_params["repair"] = made
    app.switch_page("pages/connect.py")
    for _ in range(2):
        assert "Waiting for the widget to finish" in " ".join(texts(run(app)))
        del app.session_state["connect_widget"]  # as long as the browser has not drawn it
    assert [(one.mode, one.link) for one in sessions.unfinished(db, "")] == [("update", made)]


@pytest.mark.usefixtures("belvo")
def test_a_short_address_is_handed_out_where_another_device_can_come_here(
    open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    public = desk.settings().model_copy(update={"public_url": "https://desk.example"})
    for leads_here in (True, False):
        monkeypatch.setattr(
            desk, "settings", lambda leads=leads_here: public.model_copy(update={"behind_proxy": leads})
        )
        app = run(open_page("connect").button(key="hand_out").click())
        pictures = [image.proto.imgs[0].alt for image in app.image]
        (address,) = [block.value for block in app.code if "/c/" in block.value or "access_token=" in block.value]
        warned = [shown(warning.value) for warning in app.warning]
        if leads_here:
            assert (pictures, warned) == (["QR code. Connects a bank account"], [])
            assert address.startswith("https://desk.example/c/")
            assert len(address) < 80
        else:
            assert pictures == []
            assert [text.partition(":")[0] for text in warned] == ["No other device reaches https"]


def test_a_consents_renewal_is_handed_out_and_noticed(
    db: Database, sandbox: Served, belvo: BelvoClient, open_page: OpenPage
) -> None:
    made = Api(sandbox.url).link("76109277673", institution="ofmockbank_br_retail", fetch_resources=["OWNERS"])["id"]
    (consent,) = [one for one in belvo.consents.list(user_document="76109277673") if one["link_id"] == made]
    with db.write() as connection:
        links.save(connection, belvo.links.get(made))
        rows.save_page(connection, "consents", made, [{**consent, "status": "EXPIRED"}])
    app = open_page("connect", renew=made)
    assert [title.value for title in app.title] == ["Renew a consent"]
    assert [button.key for button in app.button] == ["hand_out"]

    run(app.button(key="hand_out").click())
    (address,) = [block.value for block in app.code if "/portal/" in block.value]
    assert (f"link_id={made}" in address, "action=renew" in address) == (True, True)
    said = " ".join(texts(app))
    assert "Renews this consent" in said
    assert "Waiting for the other browser to finish" in said
    (session,) = sessions.unfinished(db, "")
    assert (session.mode, session.link) == ("renew", made)

    path = f"/control/consents/{consent['id']}/renew/"
    Api(sandbox.url).call("POST", path, auth=None, json={"consent_duration": "366"}).raise_for_status()
    run(app)
    assert "Consent renewed" in " ".join(texts(app))
    assert [job.reason for job in jobs.active(db, made)] == ["connected"]
    belvo.links.delete(made)


@pytest.mark.usefixtures("belvo")
def test_a_link_without_a_consent_says_that_there_is_none_to_renew(db: Database, open_page: OpenPage) -> None:
    link = filling.connect(db, "new", EREBOR)
    app = open_page("connect", renew=link)
    run(app.button(key="hand_out").click())
    assert "No consent of this link is stored here. Pull the link, then try again." in " ".join(texts(app))
