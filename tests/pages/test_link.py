"""Link: everything about one user's access to one institution."""

import json
from datetime import timedelta
from typing import NoReturn

import pytest

from belvo_client import ServerFailed
from components.ui import desk
from components.ui.query import readable
from components.ui.text import plain
from resources import pulled_resources
from store import Database
from store.core import instants
from store.ops import audit, calls, historical, jobs, runs, sessions, webhooks
from store.ops.calls import Call
from store.ops.jobs import Failure
from store.queries.links import timeline
from store.upkeep.erasure import NotErased
from store.write import institutions, links, rows
from store.write.batch import prepare
from tests.kit import bank, bodies, filling
from tests.kit.bank import EREBOR, NOW
from tests.pages.conftest import Stored
from tests.pages.reading import OpenPage, charts, elements, figures, run, shown, table, texts, verbatim, ways

ACCOUNTS, TRANSACTIONS, PULLS = "Accounts with their balances", "Transactions", "Pulls, newest first"
OWNERS = "Owners of the link's accounts"
TIMELINE = "Everything that happened to the link, newest first"
IRREGULAR = "Rows that are not as described"
CONTENTS = "What is stored of the link, resource by resource"


class Belvo:
    """As much of a client as deleting a link needs."""

    def __init__(self) -> None:
        self.deleted: list[str] = []
        self.links = self

    def delete(self, link: str) -> None:
        self.deleted.append(link)


class FailingBelvo(Belvo):
    def delete(self, link: str) -> NoReturn:
        raise ServerFailed(f"Unexpected **error** about {link}", code="unexpected_error", status=500)


@pytest.fixture
def belvo(monkeypatch: pytest.MonkeyPatch) -> Belvo:
    client = Belvo()
    monkeypatch.setattr(desk, "client", lambda: client)
    return client


def test_a_link_shows_whose_it_is_and_what_it_holds(stored: Stored, open_page: OpenPage) -> None:
    app = open_page("link", link=stored["well"])
    assert [title.value for title in app.title] == ["Erebor"]
    assert verbatim(app) == [stored["well"]]
    assert ":green-badge[:material/check: Valid]" in texts(app)
    assert "user-well · MX · Recurrent" in texts(app)
    assert figures(app) == {
        "Owned, MXN": "MX$ 114,643.15",
        "Owed, MXN": "MX$ 9,145.10",
        "Accounts": "3",
        "Transactions": "529",
    }
    assert ("Show", f"/transactions?links={stored['well']}") in ways(app)


@pytest.mark.parametrize(
    ("ends", "said"),
    [
        ({"expired_at": "2027-05-24T09:30:00Z", "undefined_consent_expiration": False}, "until 24 May 2027"),
        ({"expired_at": "2300-01-01T00:00:00Z", "undefined_consent_expiration": True}, "without an end"),
    ],
)
def test_a_link_by_consent_tells_when_that_ends(
    db: Database, stored: Stored, open_page: OpenPage, ends: dict[str, object], said: str
) -> None:
    with db.write() as connection:
        consent = {"id": "k1", "link_id": stored["well"], "status": "AUTHORISED", **ends}
        rows.save_page(connection, "consents", None, [consent])
    app = open_page("link", link=stored["well"], section="details")
    (details,) = app.table
    assert plain(f"Authorised, {said}") in details.value.to_numpy().ravel()


def test_accounts_transactions_pulls_and_owners_are_listed(stored: Stored, open_page: OpenPage) -> None:
    app = open_page("link", link=stored["well"])
    assert table(app, ACCOUNTS)[["name", "current"]].to_numpy().tolist() == [
        ["Ahorro programado", 96210.4],
        ["Cuenta de nómina", 18432.75],
        ["Tarjeta Oro", -9145.1],
    ]
    latest, pulls, owners = (
        open_page("link", link=stored["well"], section=name) for name in ("latest", "pulls", "owners")
    )
    assert len(table(latest, TRANSACTIONS)) == 10
    assert [row["state"].tolist() for row in table(pulls, PULLS).to_dict("records")] == [["✓ OK"]] * 3
    assert table(owners, OWNERS)["display_name"].tolist() == ["María Fernanda Ruiz López"]
    assert ("All transactions of this link", f"/transactions?links={stored['well']}") in ways(latest)


def test_the_address_says_which_tab_is_open(stored: Stored, open_page: OpenPage) -> None:
    app = open_page("link", link=stored["well"], section="pulls")
    assert app.session_state["section"] == readable("Pulls")
    assert open_page("link", link=stored["well"]).session_state["section"] == readable("Timeline")


def test_what_is_owed_is_drawn_below_zero(stored: Stored, open_page: OpenPage) -> None:
    app = open_page("link", link=stored["well"])
    titles = [title.value for title in app.subheader]
    assert titles[:2] == [plain(f"MX$ {what}, last 12 months") for what in ("balance by day", "in and out by month")]
    assert charts(app)[0] == "MXN by day: 3 accounts: MX$ 137,459.24 at the start, MX$ 105,498.05 at the end"


def test_a_link_that_needs_somebody_says_why(stored: Stored, open_page: OpenPage) -> None:
    app = open_page("link", link=stored["failed"])
    assert "Gringotts is down. What is shown of it may be old." in texts(app)
    assert ":orange-badge[:material/warning: Last pull failed]" in texts(app)


def test_pull_now_queues_one_pull_however_often_it_is_pressed(
    stored: Stored, db: Database, open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("components.ui.time_format.utc_now", lambda: instants.decode(instants.now()))
    app = open_page("link", link=stored["well"])
    run(app.button(key="pull_now").click())
    assert [job.reason for job in jobs.active(db, stored["well"])] == ["operator"]
    assert app.button(key="pull_now").disabled


def test_a_pull_that_waits_for_its_moment_can_be_asked_for_all_the_same(
    stored: Stored, db: Database, open_page: OpenPage
) -> None:
    job = filling.begin_pull(db, stored["well"])
    later = instants.decode(instants.now()) + timedelta(hours=1)
    jobs.retry(db, job, later, Failure("retriable", "rate_limited", "Slow down."))
    run(open_page("link", link=stored["well"]).button(key="pull_now").click())
    assert [one.reason for one in jobs.active(db, stored["well"]) if one.not_before <= instants.now()] == ["operator"]


def test_rows_that_are_not_as_described_are_counted_and_shown(
    stored: Stored, db: Database, open_page: OpenPage
) -> None:
    link = stored["well"]
    assert IRREGULAR not in [
        element.proto.alt for element in open_page("link", link=link, section="resources").dataframe
    ]
    bad = prepare("transactions", link, [{"description": "a � b", "amount": 1}], [("{oops <b>", "no JSON")])
    with db.write() as connection:
        rows.save(connection, bad)
    app = open_page("link", link=link, section="resources")
    said = "1 row set aside · 1 row mended and kept. What is set aside is read again when a pull lists it anew"
    assert any(text.startswith(f"{said}, which of long lists may take a week.") for text in texts(app))
    shown = table(app, IRREGULAR)
    assert shown[["reasons", "body"]].to_numpy().tolist() == [
        ["no JSON", "{oops <b>"],
        ["no id, characters that cannot be kept", ""],
    ]
    (counted,) = table(app, CONTENTS).query("resource == 'Transactions'").to_dict("records")
    assert counted["set_aside"] == 1


def test_a_pull_shows_how_far_it_is(db: Database, open_page: OpenPage) -> None:
    link = filling.connect(db, "new", EREBOR)
    job = filling.begin_pull(db, link)
    with db.write() as connection:
        run_id = runs.start(connection, job.id, link, "transactions")
        runs.advance(connection, run_id, 2000, 5230, 2)
    app = open_page("link", link=link)
    assert [(bar.text, bar.value) for bar in elements(app, "progress")] == [
        ("Accounts\\: waiting", 0),
        ("Owners\\: waiting", 0),
        ("Transactions\\: 2\\,000 of 5\\,230 rows", 38),
    ]


def test_a_pull_of_everything_shows_what_the_institution_offers_alone(db: Database, open_page: OpenPage) -> None:
    link = filling.connect(db, "new", EREBOR)
    with db.write() as connection:
        jobs.enqueue(connection, link, [*pulled_resources()], "connected", now=instants.encode(NOW))
    job = jobs.claim(db, "a worker", timedelta(minutes=5), now=instants.encode(NOW))
    assert job is not None
    shown = [bar.text for bar in elements(open_page("link", link=link), "progress")]
    assert shown == [f"{name}\\: waiting" for name in ("Accounts", "Owners", "Transactions")]


@pytest.mark.parametrize(
    ("queued", "again_in", "said"),
    [
        (timedelta(0), None, "The pull starts in a moment."),
        (timedelta(minutes=1), None, "The pull is queued, but no worker has taken it yet."),
        (timedelta(0), timedelta(minutes=2), "not give everything (unexpected_error). The pull goes on in 2 min."),
        (timedelta(0), timedelta(seconds=9), "not give everything (unexpected_error). The pull goes on in a moment."),
    ],
    ids=["just now", "for a minute", "again later", "again soon"],
)
def test_a_pull_that_waits_says_for_what(
    queued: timedelta, again_in: timedelta | None, said: str, db: Database, open_page: OpenPage
) -> None:
    link = filling.connect(db, "new", EREBOR)
    if again_in:
        failure = Failure("retriable", "unexpected_error", "Something failed")
        jobs.retry(db, filling.begin_pull(db, link), NOW + again_in, failure)
    else:
        with db.write() as connection:
            jobs.enqueue(connection, link, ["accounts"], "operator", now=instants.encode(NOW - queued))
    assert any(said in text for text in texts(open_page("link", link=link)))


def test_a_pull_that_waits_for_another_links_says_so(db: Database, open_page: OpenPage) -> None:
    names = [filling.connect(db, name, EREBOR) for name in ("first", "second", "third")]
    filling.begin_pull(db, names[0])
    with db.write() as connection:
        for link in names[1:]:
            jobs.enqueue(connection, link, ["accounts"], "found", now=instants.encode(NOW))
    app = open_page("link", link=names[2])
    assert ":gray-badge[:material/hourglass_empty: Waiting]" in texts(app)
    said = "The pull waits until another link has been pulled. One other goes before it."
    assert f":material/hourglass_empty: {said}" in texts(app)
    assert app.button(key="pull_now").disabled


def test_a_link_without_data_says_when_they_come(db: Database, open_page: OpenPage) -> None:
    link = filling.connect(db, "new", EREBOR)
    assert "No transactions yet. They come with the first pull." in texts(
        open_page("link", link=link, section="latest")
    )
    app = open_page("link", link=link)
    assert charts(app) == []
    assert table(app, TIMELINE)["what"].tolist() == ["Valid"]


def test_what_is_stored_leads_to_the_pages_that_draw_it(db: Database, open_page: OpenPage) -> None:
    link = filling.pulled(db, "new", EREBOR)
    every = ("incomes", "risk_insights", "br_balances", "cl_invoices", "tax_status", "tax_returns")
    with db.write() as connection:
        for resource in every:
            run_id = runs.start(connection, None, link, resource)
            rows.save_page(connection, resource, link, [{"id": f"{resource} 1"}])
            runs.finish(connection, run_id, "done")
    app = open_page("link", link=link, section="resources")
    assert [way for way in ways(app) if way[1].endswith(f"?link={link}")] == [
        ("Fiscal", f"/fiscal?link={link}"),
        ("Income and risk", f"/income?link={link}"),
    ]
    assert {"Incomes", "Risk insights", "Balances", "Invoices", "Tax status"} <= {*table(app, CONTENTS)["resource"]}


@pytest.mark.parametrize("query", [{}, {"link": "nobody"}, {"link": "<b>**x**"}], ids=str)
def test_an_address_without_a_link_leads_on(query: dict[str, str], open_page: OpenPage) -> None:
    app = open_page("link", **query)
    assert [title.value for title in app.title] == ["Link"]
    assert ways(app) == [("Links", "/links")]
    assert verbatim(app) == [*query.values()]


def test_deleting_says_what_goes_and_asks(stored: Stored, open_page: OpenPage, belvo: Belvo) -> None:
    app = open_page("link", link=stored["well"])
    run(app.button(key="delete").click())
    assert (
        "**María Fernanda Ruiz López · Erebor** will be deleted at Belvo and here, with 3 accounts, 529 transactions, "
        "the owners and all pulls. "
        "This can't be undone: its user would have to connect again."
    ) in texts(app)
    assert belvo.deleted == []


def test_a_confirmed_deletion_deletes_at_belvo_and_here(
    stored: Stored, db: Database, open_page: OpenPage, belvo: Belvo
) -> None:
    app = open_page("link", link=stored["well"])
    run(app.button(key="delete").click())
    run(app.button(key="confirm_delete").click())
    assert belvo.deleted == [stored["well"]]
    assert links.find(db, stored["well"]) is None
    assert audit.table(db)["did"].tolist() == ["link erased"]
    assert [title.value for title in app.title] == ["Links"]
    assert [toast.value for toast in app.toast] == ["María Fernanda Ruiz López · Erebor is deleted"]


def test_where_belvo_does_not_delete_nothing_is_deleted(
    stored: Stored, db: Database, open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk, "client", FailingBelvo)
    app = open_page("link", link=stored["well"])
    run(app.button(key="delete").click())
    run(app.button(key="confirm_delete").click())
    assert links.find(db, stored["well"]) is not None
    assert (
        f"Belvo did not delete it (unexpected_error: Unexpected **error** about {stored['well']}), so nothing was "
        "deleted here either. Try again."
    ) in texts(app)
    assert app.button(key="confirm_delete").label == ":red[Delete link]"
    assert any("María Fernanda Ruiz López · Erebor** will be deleted at Belvo" in text for text in texts(app))


def test_an_open_question_outlives_a_page_that_redraws_itself(stored: Stored, open_page: OpenPage) -> None:
    app = open_page("link", link=stored["well"])
    run(app.button(key="delete").click())
    assert run(app).button(key="confirm_delete").label == ":red[Delete link]"
    run(app.button(key="keep_link").click())
    assert [button.key for button in app.button if button.key == "confirm_delete"] == []


def test_a_hostile_link_stays_text(db: Database, open_page: OpenPage) -> None:
    app = open_page("link", link=filling.fill_hostile(db))
    assert texts(app)[0] == "Bank **bold** [x](http://evil.test) $a^2$ and $5 :red[red] :tada: :material/del…"
    assert table(app, ACCOUNTS)["name"].tolist() == [bank.HOSTILE, "=1+1", "a_b_c"]


def test_the_time_line_tells_of_pulls_and_of_what_people_do(stored: Stored, open_page: OpenPage) -> None:
    app = run(open_page("link", link=stored["well"]).button(key="pull_now").click())
    rows = table(app, TIMELINE)
    assert [(row["kind"], row["what"]) for row in rows.to_dict("records")][:2] == [
        ("Action", "Pull requested"),
        ("Pull", "3 resources"),
    ]
    assert rows["detail"].iloc[0].endswith("Full: no")
    assert rows["detail"].iloc[1] == "533 new · 2.0 s · 0 calls"
    assert rows["exact"].iloc[1] == "24 Nov 2026, 09:18:00 UTC"
    app = open_page("link", link=stored["well"], kinds=["status"])
    assert table(app, TIMELINE)["kind"].tolist() == ["Status"]


def test_a_pull_opens_its_calls_and_what_set_it_off(db: Database, stored: Stored, open_page: OpenPage) -> None:
    (entry,) = timeline.page(db, stored["well"], ["pull"])["entry"]
    job = int(entry.removeprefix("job:"))
    with db.write() as connection:
        call = Call("2026-11-24T09:18:01.000000Z", "GET", "/api/accounts/", link=stored["well"], job=job, status=200)
        calls.record_many(connection, [call, call])
        webhooks.record(connection, "w1", {"webhook_type": "ACCOUNTS", "webhook_code": "x", "link_id": stored["well"]})
        webhooks.settle(connection, "w1", "A pull was queued.", job=job)
    app = open_page("link", link=stored["well"], entry=entry)
    assert ("Its 2 calls", f"/api_log?job={job}") in ways(app)
    assert ("The webhook that set it off", "/webhooks?webhook=w1") in ways(app)
    assert table(app, "What was pulled, in its order")["resource"].tolist() == ["Accounts", "Transactions", "Owners"]
    webhook = open_page("link", link=stored["well"], entry="webhook:w1")
    there = f"/link?link={stored['well']}&entry=job%3A{job}"
    assert ("Open its pull", there) in ways(webhook)
    assert ("Open its pull", there) in ways(open_page("api_log", call="1"))
    log = table(open_page("api_log", job=str(job)), "Calls to Belvo with their outcome, path, time taken and code")
    assert log["address"].tolist() == ["/api/accounts/"] * 2


def test_what_the_widget_told_is_in_words_with_its_error(db: Database, stored: Stored, open_page: OpenPage) -> None:
    at = instants.encode(NOW)
    left = {"last_encountered_error": {"code": "login_error", "message": "No."}, "meta_data": {"step": "credentials"}}
    with db.write() as connection:
        sessions.open(connection, "n1", "hash", "user-1", now=at)
        sessions.record(connection, "n1", 1, "event", {"eventName": "PAGE_LOAD", "metadata": {"page": "/login"}}, at)
        sessions.record(connection, "n1", 2, "exit", left, at)
        sessions.set_state(connection, "n1", "left", link=stored["well"], now=at)
    rows = table(open_page("link", link=stored["well"], kinds=["widget"]), TIMELINE)
    told = {row["what"]: (row["detail"], [*row["outcome"]]) for row in rows.to_dict("records")}
    assert told["Page: login"] == ("", [])
    assert told["The widget was left at credentials"][0].endswith("No. (login_error)")
    assert told["The widget was left at credentials"][1] == ["! Failed"]
    assert told["Connection begun"] == ("user-1", ["? Open"])


def test_an_entry_opens_in_full(db: Database, stored: Stored, open_page: OpenPage) -> None:
    entry = timeline.page(db, stored["failed"], ["pull"])["entry"].iloc[0]
    app = open_page("link", link=stored["failed"], entry=entry)
    (told,) = [json.loads(element.value) for element in app.json]
    assert (told["link"], told["state"], told["error_code"]) == (stored["failed"], "failed", "institution_down")
    assert any("not kept any more" in text for text in texts(open_page("link", link=stored["well"], entry="call:9")))


def test_each_resource_says_how_much_is_there(stored: Stored, open_page: OpenPage) -> None:
    rows = table(open_page("link", link=stored["well"], section="resources"), CONTENTS)
    assert {row["resource"]: row["rows"] for row in rows.to_dict("records")} == {
        "Transactions": 529,
        "Accounts": 3,
        "Owners": 1,
    }


def test_what_belvo_is_still_loading_is_said(db: Database, open_page: OpenPage) -> None:
    link = filling.connect(db, "new", EREBOR)
    with db.write() as connection:
        historical.expect(connection, link, ["transactions", "owners"])
    said = texts(open_page("link", link=link))
    assert any(text.startswith("Owners, Transactions: Belvo is loading this; its webhook") for text in said) or any(
        text.startswith("Transactions, Owners: Belvo is loading this; its webhook") for text in said
    )


def test_a_link_can_be_left_alone_and_followed_again(db: Database, stored: Stored, open_page: OpenPage) -> None:
    app = run(open_page("link", link=stored["well"]).button(key="follow").click())
    assert "No longer follow it: María Fernanda Ruiz López · Erebor" in {text.strip("*") for text in texts(app)}
    run(app.button(key="keep_as_it_is").click())
    assert audit.table(db).empty
    run(app.button(key="follow").click())
    app = run(app.button(key="confirm_change").click())
    known = links.find(db, stored["well"])
    assert known is not None
    assert not known.followed
    assert app.button(key="follow").label == "Follow it"
    assert any("No longer followed" in text for text in texts(app))
    app = run(app.button(key="undo_change").click())
    assert any("Followed; a pull is queued" in text for text in texts(app))
    assert audit.table(db)["did"].tolist() == ["link followed", "link no longer followed"]


def test_a_deletion_whose_proof_fails_is_said_and_kept_in_the_audit(
    stored: Stored, db: Database, open_page: OpenPage, belvo: Belvo, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unproved(_db: Database, _texts: list[str]) -> NoReturn:
        raise NotErased("The file local.db still holds something of it.")

    monkeypatch.setattr("store.engine.database_file._holds", lambda _file, _text: True)
    monkeypatch.setattr("store.upkeep.erasure._rewrite", unproved)
    app = run(open_page("link", link=stored["well"]).button(key="delete").click())
    app = run(app.button(key="confirm_delete").click())
    assert belvo.deleted == [stored["well"]]
    assert [toast.value for toast in app.toast] == [
        "María Fernanda Ruiz López · Erebor is deleted\\. The file local\\.db still holds something of it\\."
    ]
    assert links.find(db, stored["well"]) is None
    assert audit.table(db)[["did", "outcome", "details"]].to_dict("records") == [
        {"did": "link erased", "outcome": "failed", "details": '{"error":"not erased"}'}
    ]


def test_a_link_that_is_gone_says_when_and_how_that_is_known(stored: Stored, db: Database, open_page: OpenPage) -> None:
    with db.write() as connection:
        links.mark_deleted(connection, stored["well"], "A webhook of Belvo's told so.", now=instants.encode(NOW))
    app = open_page("link", link=stored["well"], kinds="status")
    (said,) = app.info
    assert shown(said.value).startswith("This link is gone since 24 Nov 2026, 09:30")
    assert shown(said.value).endswith(
        "A webhook of Belvo's told so. What was read of it before stays here until you delete it."
    )
    entries = table(app, TIMELINE)
    assert (entries["what"].iloc[0], entries["detail"].iloc[0]) == ("Deleted", "A webhook of Belvo's told so.")


def test_resources_say_why_there_is_nothing(db: Database, open_page: OpenPage) -> None:
    link = filling.connect(db, "new", EREBOR)
    offered = ["ACCOUNTS", "TRANSACTIONS", "OWNERS", "INCOMES", "RECURRING_EXPENSES"]
    with db.write() as connection:
        institutions.save(connection, [{**EREBOR.body, "resources": offered}])
        for resource, state in (("accounts", "done"), ("incomes", "done"), ("bills", "skipped"), ("owners", "failed")):
            error = Failure("fatal", "internal_error", "It broke.") if state == "failed" else None
            runs.finish(connection, runs.start(connection, None, link, resource), state, error=error)
    app = open_page("link", link=link, section="resources")
    said = {row["resource"]: row["said"] for row in table(app, CONTENTS).to_dict("records")}
    assert said == {
        "Accounts": "Belvo was asked, and there is nothing of it.",
        "Incomes": "It was not asked for when the link was connected. Retrieve it, or connect with it among what Belvo "
        "reads.",
        "Bills": "The institution does not offer this.",
        "Owners": "It broke.",
    }
    (others,) = [text for text in texts(app) if text.endswith(said["Incomes"])]
    assert "Recurring expenses" in others


def test_resources_of_a_link_that_was_never_finished_are_not_said_to_be_loading(
    db: Database, open_page: OpenPage
) -> None:
    link = filling.connect(db, "new", EREBOR)
    with db.write() as connection:
        runs.finish(connection, runs.start(connection, None, link, "accounts"), "done")
        historical.expect(connection, link, ["accounts", "owners"])
        links.save(connection, bodies.link(link, status="unconfirmed"))
    app = open_page("link", link=link, section="resources")
    shown_rows = table(app, CONTENTS)
    assert {*shown_rows["said"]} == {"Connecting this link was never finished, so Belvo loads nothing of it."}
    assert shown_rows["loading"].map(list).tolist() == [[], []]
    latest = texts(open_page("link", link=link, section="latest"))
    assert "Connecting this link was never finished, so Belvo loads nothing of it." in latest


def test_latest_transactions_say_why_there_are_none(db: Database, open_page: OpenPage) -> None:
    link = filling.connect(db, "new", EREBOR)
    with db.write() as connection:
        links.save(connection, bodies.link(link, access_mode="single", fetch_resources=["ACCOUNTS"]))
        runs.finish(connection, runs.start(connection, None, link, "transactions"), "done")
    assert [text for text in texts(open_page("link", link=link, section="latest")) if "not asked for" in text]
