"""Links: which there are, in what state, last pulled when, and with what error."""

from collections.abc import Sequence
from datetime import timedelta

import pytest

from actions import links as actions
from belvo_client import BelvoClient
from components.ui import desk
from domain.roles import Actor, Role
from store import Database
from store.core import instants
from store.ops import jobs
from store.ops.jobs import Failure
from store.ops.operators import bulk
from store.upkeep import erasure_log, sandbox_reset
from store.write import links
from store.write import rows as rows_of
from tests.kit import bank, filling
from tests.kit.bank import NOW
from tests.kit.fiscal_bodies import MEXICAN_STATUS
from tests.kit.rows import save
from tests.pages.conftest import Stored
from tests.pages.reading import OpenPage, run, shown, table, texts, ways

SECOND = timedelta(seconds=1)
TABLE = "Links with their person, state, cause, next step and rows"


def test_an_empty_store_says_what_will_be_here(open_page: OpenPage) -> None:
    app = open_page("links")
    assert len(app.dataframe) == 0
    assert ways(app) == [("Connect an account", "/connect")]


@pytest.mark.usefixtures("stored")
def test_every_link_has_its_one_state(open_page: OpenPage) -> None:
    rows = table(open_page("links"), TABLE)
    found = {row["external_id"]: (row["display_name"], *row["state"]) for row in rows.to_dict("records")}
    assert found == {
        "user-well": ("Erebor", "✓ Valid"),
        "user-brazil": ("Erebor Brasil", "✓ Valid"),
        "user-token": ("Gringotts", "⚷ Token required"),
        "user-failed": ("Gringotts", "! Failed"),
    }


@pytest.mark.usefixtures("stored")
def test_those_that_need_somebody_come_first_and_say_why_and_what_next(open_page: OpenPage) -> None:
    rows = table(open_page("links"), TABLE)
    assert rows["external_id"].tolist()[:2] == ["user-token", "user-failed"]
    assert rows["why"].fillna("").tolist()[::3] == ["Gringotts asked for a new token.", ""]
    assert rows["next"].fillna("").tolist() == [
        "Repair, or send the link",
        "Pull again once it is back",
        "",
        "",
    ]


def test_a_link_is_called_by_its_person_and_counts_what_its_institution_knows(
    db: Database, open_page: OpenPage
) -> None:
    filling.pulled(db, "well", bank.EREBOR, days=3)
    assert "documents" not in table(open_page("links"), TABLE)
    taxpayer = filling.connect(db, "company", bank.Bank("sat", "SAT", "MX", "MXN", ("", "", ""), "", type="fiscal"))
    save(db, "tax_status", {**MEXICAN_STATUS}, link=taxpayer)
    rows = table(open_page("links"), TABLE).set_index("external_id")
    names = [MEXICAN_STATUS["official_name"], "María Fernanda Ruiz López"]
    assert rows.loc[["user-company", "user-well"], "person"].tolist() == names
    numbers = rows[["accounts", "documents"]].fillna(-1).astype(int).loc[["user-company", "user-well"]]
    assert numbers.to_numpy().tolist() == [[-1, 1], [3, -1]]
    assert {str(cell).partition(" ")[0] for cell in rows["copy"]} == {":material/content_copy:"}


@pytest.mark.usefixtures("stored")
@pytest.mark.parametrize(
    ("query", "users"),
    [
        ({"status": "failed"}, ["user-failed"]),
        ({"status": ["failed", "token_required"]}, ["user-failed", "user-token"]),
        ({"institution": "erebor_mx_retail"}, ["user-well"]),
        ({"find": "BRASIL"}, ["user-brazil"]),
        ({"find": "user-w"}, ["user-well"]),
        ({"find": "Gringotts", "status": "valid"}, []),
        ({"status": "deleted"}, []),
    ],
    ids=str,
)
def test_the_address_filters(query: dict[str, str | Sequence[str]], users: list[str], open_page: OpenPage) -> None:
    rows = table(open_page("links", **query), TABLE)
    assert sorted(rows["external_id"]) == users


@pytest.mark.usefixtures("stored")
def test_a_filter_is_written_into_the_address_and_cleared_from_it(open_page: OpenPage) -> None:
    app = open_page("links")
    run(app.multiselect(key="status").select("failed"))
    assert dict(app.query_params) == {"status": "failed"}
    assert "1 of 4 links" in texts(app)

    run(app.text_input(key="find").set_value(" grin "))
    assert dict(app.query_params) == {"status": "failed", "find": "grin"}

    run(app.button(key="clear").click())
    assert dict(app.query_params) == {}
    assert (app.multiselect(key="status").value, app.text_input(key="find").value) == ([], "")
    assert "4 links" in texts(app)


def test_a_state_that_the_address_invents_stays_in_view_and_finds_nothing(stored: Stored, open_page: OpenPage) -> None:
    app = open_page("links", status="paused")
    assert app.multiselect(key="status").value == ["paused"]
    assert len(table(app, TABLE)) == 0
    assert len(stored) == 4


def test_deleted_links_show_only_when_asked_for(stored: Stored, db: Database, open_page: OpenPage) -> None:
    with db.write() as connection:
        links.mark_deleted(connection, stored["well"])
    assert "user-well" not in set(table(open_page("links"), TABLE)["external_id"])
    deleted = table(open_page("links", status="deleted"), TABLE)
    assert [(row["external_id"], *row["state"]) for row in deleted.to_dict("records")] == [("user-well", "⊘ Deleted")]


def test_whoever_names_a_deleted_link_finds_it(stored: Stored, db: Database, open_page: OpenPage) -> None:
    with db.write() as connection:
        links.mark_deleted(connection, stored["well"])
    for named in (stored["well"], "USER-WELL"):
        found = table(open_page("links", find=named), TABLE)
        assert [(row["external_id"], *row["state"]) for row in found.to_dict("records")] == [("user-well", "⊘ Deleted")]
    assert "user-well" not in set(table(open_page("links", find="erebor"), TABLE)["external_id"])


def test_a_link_that_was_deleted_here_has_an_answer(
    stored: Stored, db: Database, belvo: BelvoClient, open_page: OpenPage
) -> None:
    actions.delete(db, belvo, stored["well"], actor=Actor("ana", Role.ADMIN))
    app = open_page("links", find="user-well")
    assert "0 of 3 links" in texts(app)
    (said,) = app.info
    assert shown(said.value).startswith("This link is gone since ")
    assert "It was deleted on this desk by ana, at Belvo and here with all that came from it." in shown(said.value)
    (same,) = open_page("links", find=stored["well"].upper()).info
    assert same.value == said.value


def test_no_search_confirms_who_was_erased_where_people_are_masked(
    db: Database, open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    erased = ("user-1", "VECJ880326XK4")
    with db.write() as connection:
        connection.executemany(
            "INSERT INTO erased_links (mark, erased_at, person) VALUES (?, ?, ?)",
            [(erasure_log.mark(one), instants.now(), erasure_log.mark_of_person(one)) for one in erased],
        )
    assert [len(open_page("links", find=one).info) for one in erased] == [1, 1]
    monkeypatch.setattr(desk, "is_masked", lambda: True)
    assert [len(open_page("links", find=one).info) for one in erased] == [1, 0]


def test_a_link_being_pulled_says_so(db: Database, open_page: OpenPage) -> None:
    filling.begin_pull(db, filling.connect(db, "new", bank.EREBOR))
    assert table(open_page("links"), TABLE)["state"].iloc[0].tolist() == ["↻ Pulling"]


def test_of_twelve_links_before_one_worker_one_is_pulled_and_the_others_wait_for_their_turn(
    db: Database, open_page: OpenPage
) -> None:
    for number in range(12):
        link = filling.connect(db, f"{number:02}", bank.EREBOR)
        with db.write() as connection:
            jobs.enqueue(connection, link, ["accounts"], "found", now=instants.encode(NOW + (number - 60) * SECOND))
    assert jobs.claim(db, "a worker", 60 * SECOND, now=instants.encode(NOW))
    rows = table(open_page("links"), TABLE).sort_values("external_id")
    assert [cell[0] for cell in rows["state"]] == ["↻ Pulling", *["… Waiting"] * 11]
    assert rows["next"].fillna("").tolist()[:3] == ["", "Its turn", "Its turn, after 1 more"]


def test_a_link_that_is_tried_again_says_when(db: Database, open_page: OpenPage) -> None:
    link = filling.connect(db, "new", bank.EREBOR)
    failure = Failure("retriable", "institution_down", "Down")
    jobs.retry(db, filling.begin_pull(db, link), NOW + 120 * SECOND, failure)
    row = table(open_page("links"), TABLE).iloc[0]
    assert (row["state"].tolist(), row["next"]) == (["☁ Bank down"], f"The next try, at {NOW + 120 * SECOND:%H:%M:%S}")


def test_what_is_tried_is_found_by_its_trouble_too(stored: Stored, db: Database, open_page: OpenPage) -> None:
    filling.begin_pull(db, stored["failed"], reason="operator")
    for status in ("failed", "pulling"):
        rows = table(open_page("links", status=status), TABLE)
        assert [(row["external_id"], *row["state"]) for row in rows.to_dict("records")] == [
            ("user-failed", "↻ Pulling")
        ]


def test_a_link_whose_consent_is_over_says_so_and_offers_its_renewal(db: Database, open_page: OpenPage) -> None:
    link = filling.connect(db, "brazil", bank.EREBOR_BR, status="invalid")
    with db.write() as connection:
        consent = {"id": "k1", "link_id": link, "status": "EXPIRED", "expired_at": instants.encode(NOW - 60 * SECOND)}
        rows_of.save_page(connection, "consents", link, [consent])
    rows = table(open_page("links"), TABLE)
    assert (rows["state"].iloc[0].tolist(), rows["repair"].iloc[0]) == (["⊗ Consent ended"], "Renew")


def test_open_leads_to_the_link_and_takes_the_filters_along(stored: Stored, open_page: OpenPage) -> None:
    app = open_page("links", status="failed")
    app.session_state["opened_link"] = stored["failed"]
    run(app)
    assert [title.value for title in app.title] == ["Gringotts"]
    assert dict(app.query_params) == {"status": "failed", "link": stored["failed"]}
    assert ways(app)[0] == ("Links", "/links?status=failed")


def test_a_hostile_name_stays_text(db: Database, open_page: OpenPage) -> None:
    filling.fill_hostile(db)
    row = table(open_page("links"), TABLE).iloc[0]
    assert row["display_name"] == bank.HOSTILE_BANK.display_name
    assert row["why"].startswith("Something failed at Belvo or at Bank **bold** [x](http://evil.test) $a^2$")


def test_a_broken_link_has_its_repair_in_its_row(db: Database, open_page: OpenPage) -> None:
    filling.connect(db, "well", bank.EREBOR)
    assert "repair" not in table(open_page("links"), TABLE).dropna(axis="columns", how="all").columns
    filling.connect(db, "broken", bank.EREBOR, status="invalid")
    rows = table(open_page("links"), TABLE)
    offers = dict(zip(rows["external_id"], rows["repair"].fillna(""), strict=True))
    assert offers == {"user-broken": "Repair", "user-well": ""}


def test_a_wipe_is_said_and_marks_links_only_on_a_yes(db: Database, stored: Stored, open_page: OpenPage) -> None:
    gone = [stored["well"], stored["brazil"]]
    with db.write() as connection:
        sandbox_reset.note(connection, gone)
    app = open_page("links")
    assert any(text.startswith("2 links went missing at Belvo all at once") for text in texts(app))
    run(app.button(key="wipe_compare").click())
    assert [job.reason for job in jobs.active(db, jobs.EVERY_LINK)] == ["operator"]

    run(app.button(key="wipe_confirm").click())
    app = run(app.button(key="wipe_keep").click())
    assert sandbox_reset.current(db) is not None
    run(app.button(key="wipe_confirm").click())
    app = run(app.button(key="wipe_mark").click())
    assert sandbox_reset.current(db) is None
    assert [links.find(db, link).deleted_at is not None for link in gone] == [True, True]  # type: ignore[union-attr]
    assert [toast.value for toast in app.toast] == ["2 links marked as deleted"]


@pytest.mark.usefixtures("stored")
def test_belvos_list_can_be_read_now(db: Database, open_page: OpenPage) -> None:
    app = run(open_page("links").button(key="compare").click())
    assert [toast.value for toast in app.toast] == ["Belvo's list of links is being read"]
    assert [job.resources for job in jobs.active(db, jobs.EVERY_LINK)] == [("institutions", "links")]


def test_several_are_pulled_at_once_and_what_became_of_each_is_shown(
    stored: Stored, db: Database, open_page: OpenPage
) -> None:
    app = open_page("links", status="failed")
    app.session_state["several"] = True
    run(app.button(key="several_pull").click())
    app = run(app.button(key="several_confirm").click())
    (begun,) = bulk.latest(db, 9)
    assert (begun.kind, begun.total, begun.state) == ("pull", 1, "running")
    assert "Pull: 1 link" in texts(app)
    with db.write() as connection:
        item = bulk.next_items(db, begun.id, 1)[0]
        bulk.settle(connection, begun.id, item, bulk.failed(bulk.Failure("fatal", "on_hold", "It is on hold.")))
        bulk.end(connection, begun.id, bulk.State.DONE)
    app = open_page("links")
    assert "1 link: on_hold: It is on hold." in texts(app)
    assert [row["person"] for row in table(app, "Links that failed or were left out").to_dict("records")] != []
    assert len(stored) == 4


@pytest.mark.usefixtures("stored")
def test_a_run_goes_on_while_its_pulls_do_and_is_undone_only_as_long_as_one_waits(
    db: Database, open_page: OpenPage
) -> None:
    app = open_page("links", status="failed")
    run(app.button(key="several_pull").click())
    run(app.button(key="several_confirm").click())
    (begun,) = bulk.latest(db, 9)
    with db.write() as connection:
        item = bulk.next_items(db, begun.id, 1)[0]
        job = jobs.enqueue(connection, item.link, ["accounts"], "operator")
        bulk.settle(connection, begun.id, item, bulk.done("queued", job=job))
        bulk.end(connection, begun.id, bulk.State.DONE)
    app = open_page("links")
    assert "0 of 1 pulled · 1 wait" in {bar.proto.text for bar in app.get("progress")}
    assert any("Going on" in badge.value for badge in app.markdown)
    assert app.button(key=f"run_{begun.id}_Undo").label == "Undo"
    claimed = jobs.claim(db, "tester", timedelta(minutes=5), job=job)
    assert claimed is not None
    app = open_page("links")
    assert f"run_{begun.id}_Undo" not in {button.key for button in app.button}


@pytest.mark.usefixtures("stored")
def test_several_are_deleted_only_after_typing_how_many(db: Database, open_page: OpenPage) -> None:
    app = open_page("links", status="failed")
    run(app.button(key="several_delete").click())
    assert app.button(key="several_confirm").disabled
    run(app.text_input(key="several_typed").set_value("delete 2 links"))
    assert bulk.latest(db, 9) == []


@pytest.mark.usefixtures("stored")
@pytest.mark.parametrize(
    ("query", "users"),
    [
        ({"country": "BR"}, ["user-brazil"]),
        ({"product": "fiscal"}, []),
        ({"freshness": "never"}, ["user-failed"]),
        ({"external_id": "user-well"}, ["user-well"]),
        ({"external_id": "nobody"}, []),
        ({"sort": "institution", "country": ["BR", "MX"]}, ["user-brazil", "user-failed", "user-token", "user-well"]),
    ],
    ids=str,
)
def test_the_other_facets_narrow_the_list(
    query: dict[str, str | Sequence[str]], users: list[str], open_page: OpenPage
) -> None:
    app = open_page("links", **query)
    assert sorted(table(app, TABLE)["external_id"]) == users
