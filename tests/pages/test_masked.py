"""In masked mode no page, section, drawer or file tells anything of what was planted in the store; else they do."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from itertools import cycle
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import streamlit as st
from streamlit.runtime.scriptrunner_utils.script_run_context import ScriptRunContext
from streamlit.testing.v1 import AppTest

from components.ui import desk
from components.ui.files.content import FORMS
from resources.personal import Personal
from settings import ROOT, Secret, Settings
from store import Database
from store.ops import webhooks
from store.queries.links import timeline
from store.sql import VIEWS
from tests.kit import planted
from tests.kit.bank import uuid
from tests.kit.local_belvo import client_of
from tests.kit.planted import BOARD, LINK, Planted
from tests.kit.secret_values import SECRETS, leaks
from tests.kit.waiting import PATIENCE
from tests.pages.reading import run

Stored = tuple[Path, Planted]

Pages = tuple[tuple[str, Mapping[str, str]], ...]

FIRST: Pages = (
    ("overview", {}),
    ("links", {}),
    ("link", {"link": LINK, "section": "owners"}),
    ("people", {}),
    ("person", {"link": LINK}),
    ("accounts", {}),
    ("transactions", {"transaction": uuid("transactions")}),
    ("cash_flow", {"links": LINK}),
    ("income", {}),
    ("employment", {}),
    ("fiscal", {"section": "status", "document": f"tax_status:{uuid('tax_status')}"}),
    ("match", {"link": LINK}),
    ("quality", {"link": LINK}),
    ("query", {"sql": "SELECT * FROM v_transactions"}),
    ("views", {}),
    ("board", {"id": BOARD}),
    ("institutions", {}),
    ("sessions", {"session": "nonce-1", "section": "sessions"}),
    ("inspector", {"find": LINK}),
    ("webhooks", {"webhook": "w-1"}),
    ("api_log", {"call": "1"}),
    ("connect", {}),
    ("connect_many", {}),
    ("explorer", {"section": "drift"}),
    ("health", {}),
    ("notices", {"delivery": "d-1"}),
    ("notices", {"section": "noticed"}),
    ("tokens", {}),
    ("audit", {"row": "1"}),
    ("lab", {}),
    ("widget_lab", {}),
    ("story", {"id": "salaried-worker"}),
)
"""Every page once."""

ALSO: Pages = (
    *(("query", {"sql": f"SELECT * FROM {name}"}) for name in VIEWS if name != "v_transactions"),
    *(("person", {"link": LINK, "section": name}) for name in ("balances", "debts", "employment", "taxes", "quality")),
    ("match", {}),
    ("match", {"link": LINK, "match": f"invoices {uuid('invoices')}|"}),
    *(("match", {"link": LINK, "section": name}) for name in ("salaries", "declared")),
    *(("quality", {"link": LINK, "check": name}) for name in ("set_aside", "documents", "unknown")),
    *(("cash_flow", {"links": LINK, "section": name}) for name in ("recurring", "checks", "own")),
    ("cash_flow", {}),
    *(("income", {"section": name}) for name in ("expenses", "measures")),
    *(("employment", {"section": name}) for name in ("people", "salaries", "gaps", "now", "paid", "measures")),
    ("fiscal", {"document": f"invoices:{uuid('invoices')}"}),
    ("fiscal", {"document": f"cl_invoices:{uuid('cl_invoices')}", "view": "counterparts"}),
    *(
        ("fiscal", {"section": section, "document": f"{name}:{uuid(name)}"})
        for section, name in (
            ("status", "cl_tax_status"),
            ("returns_filed", "tax_returns"),
            ("retentions", "tax_retentions"),
            ("compliance", "tax_compliance_status"),
            ("statements", "financial_statements"),
            ("debts", "cl_debt_reports"),
        )
    ),
    *(("widget_lab", {"section": name}) for name in ("behaviour", "request", "code", "mishaps")),
    ("connect", {"repair": LINK}),
    ("connect", {"renew": LINK}),
)
"""What else they have: sections, and a drawer of each kind."""

OF_LINK = ("timeline", "resources", "latest", "pulls", "details")
"""The sections of a link's page, each beside some entry of its time line."""

SEEN = {*Personal} - {Personal.CARD, Personal.PRIVATE, Personal.FILE}
"""What is seen on the first pages by whoever may see people."""


@pytest.fixture(scope="module")
def planted_store(tmp_path_factory: pytest.TempPathFactory) -> Stored:
    folder = tmp_path_factory.mktemp("planted")
    with Database.open(folder / "local.db") as db:
        return folder, planted.fill(db)


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """All that browsers were sent: what is in elements, tables and addresses, and the files behind buttons."""
    told: list[str] = []
    send = ScriptRunContext.enqueue

    def enqueue(context: ScriptRunContext, message: Any) -> None:  # noqa: ANN401 - a protobuf
        told.append(message.SerializeToString().decode("utf-8", "replace"))
        send(context, message)

    def hand_over(label: str, data: bytes | Callable[[], bytes], file_name: str = "", *_: object, **__: object) -> bool:
        content = data() if callable(data) else data
        told.append(f"{label} {file_name} {content.decode('utf-8', 'replace')}")
        if isinstance(data, partial):  # the maker of a file, to which the form of it is one thing among others
            load, _, *given = data.args
            for form in FORMS:
                assert data.func(load, form, *given, **data.keywords) or form == "jsonl", file_name
        return False

    monkeypatch.setattr(ScriptRunContext, "enqueue", enqueue)
    monkeypatch.setattr(st, "download_button", hand_over)
    return told


@pytest.fixture
def desk_of_planted(planted_store: Stored, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    """Has the pages work with the planted store, and see of it what they choose to."""
    settings = Settings(
        data_dir=planted_store[0],
        secret_id=SECRETS["secret id"],
        secret_password=Secret(SECRETS["secret password"]),
        webhook_authorization=Secret(SECRETS["webhook authorization"]),
        base_url="http://127.0.0.1:9",
    )
    with Database.open(settings.store) as db, client_of("http://127.0.0.1:9") as client:
        there = SimpleNamespace(database=db, settings=settings, client=client, probe=client)
        monkeypatch.setattr(desk, "context", lambda: there)
        monkeypatch.setattr(desk, "reach", lambda: "reached")
        yield db


def walk(pages: Pages, heard: list[str], *, presenting: bool) -> str:
    """Open the pages; tells all that came of them."""
    for name, query in pages:
        app = AppTest.from_file(ROOT / "dashboard.py", default_timeout=PATIENCE)
        for parameter, value in query.items():
            app.query_params[parameter] = value
        if presenting:
            app.session_state["presenter_mode_on"] = True
        if name != "overview":
            app.switch_page(f"pages/{name}.py")
        heard.append(str(run(app).query_params))
    return "\n".join(heard)


def test_no_page_tells_of_anybody_in_presenter_mode(
    planted_store: Stored, desk_of_planted: Database, heard: list[str]
) -> None:
    entries = timeline.page(desk_of_planted, LINK)["entry"]
    assert len(entries) >= len(OF_LINK)
    beside = zip(entries, cycle(OF_LINK), strict=False)
    story: Pages = tuple(("link", {"link": LINK, "entry": entry, "section": name}) for entry, name in beside)
    told = walk((*FIRST, *ALSO, *story), heard, presenting=True)
    assert told.count("People are masked in this browser") >= len(FIRST)
    assert planted_store[1].found_in(told) == set()


@pytest.mark.usefixtures("desk_of_planted")
def test_pages_tell_others_of_people_but_no_whole_card_and_no_secret(planted_store: Stored, heard: list[str]) -> None:
    """The same pages, so that they are known to say what is looked for."""
    planted = planted_store[1]
    told = walk(FIRST, heard, presenting=False)
    found = planted.found_in(told)
    assert leaks(told) == set()
    assert {planted.kinds[where] for where in found} >= SEEN
    assert found & planted.cards == set()


@pytest.mark.usefixtures("desk_of_planted")
def test_the_switch_masks_at_once_and_takes_searches_out_of_the_address() -> None:
    app = AppTest.from_file(ROOT / "dashboard.py", default_timeout=PATIENCE)
    app.switch_page("pages/links.py")
    app.query_params["find"] = "zq"
    run(app)
    assert not any("Person" in str(frame.value) for frame in app.dataframe)
    run(app.toggle(key="presenter_mode").set_value(True))
    assert "find" not in app.query_params
    assert any("Person" in str(frame.value) for frame in app.dataframe)
    run(app.toggle(key="presenter_mode").set_value(False))
    assert not any("Person" in str(frame.value) for frame in app.dataframe)


def test_what_is_done_in_presenter_mode_is_done_with_the_store_itself(
    planted_store: Stored, desk_of_planted: Database
) -> None:
    app = AppTest.from_file(ROOT / "dashboard.py", default_timeout=PATIENCE)
    app.switch_page("pages/webhooks.py")
    app.query_params["webhook"] = "w-1"
    app.session_state["presenter_mode_on"] = True
    run(run(app).button(key="replay").click())
    replayed = next(event for event in webhooks.page(desk_of_planted)["webhook_id"] if event != "w-1")
    event = webhooks.find(desk_of_planted, replayed)
    assert event is not None
    assert planted_store[1].found_in(str(event.body)) >= {"own.name"}
