"""Erasing a person at Belvo and here, link by link, and holding people."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import orjson
import pytest

from actions import exports, people
from actions import links as link_actions
from actions.connect import accept as accepting
from actions.connect.accept import LinkNotAccepted, accept
from actions.connect.handouts import HANDOUTS
from actions.connect.start import Opening
from belvo_client import BelvoClient, ConnectionFailed, Link, PermissionDenied
from domain import erasure_report
from domain.erasure_report import DELETED, Report
from domain.roles import Actor, Role
from store import Database, LostLease
from store.ops import audit, jobs, sessions, webhooks
from store.queries.links import deleted
from store.upkeep import erasure_log, person_erasure
from store.upkeep.erasure_log import Erased
from store.upkeep.person_erasure import Person
from store.write import holds, links
from store.write.holds import Held
from sync.reconcile import reconcile
from sync.schedule import Rules
from sync.webhooks import accept_webhook
from tests.kit.actors import TESTER
from tests.kit.local_belvo import Api


@dataclass(frozen=True)
class Made:
    """Two links of one person, one of somebody else, and a third of the first that is not known here."""

    db: Database
    person: str
    first: str
    second: str
    others: str
    unknown: str

    @property
    def links(self) -> tuple[str, str, str, str]:
        return self.first, self.second, self.others, self.unknown

    def found(self) -> Person:
        found = person_erasure.find(self.db, self.person)
        assert found is not None
        return found

    def is_gone(self) -> bool:
        return person_erasure.find(self.db, self.person) is None

    def erase(self, client: "BelvoClient | Belvo | None") -> Report:
        return people.erase(self.db, cast("BelvoClient | None", client), self.found(), actor=TESTER, reason="ticket 12")

    def at_belvo(self, client: "BelvoClient | Belvo") -> set[str]:
        """Which of them Belvo has."""
        return {link["id"] for link in client.links.list()} & {*self.links}


class Belvo:
    """As much of a client as this needs: the local Belvo lets nobody delete more than a few links a minute."""

    def __init__(self, client: BelvoClient) -> None:
        self._client = client
        self._refused: dict[str, Exception] = {}
        self.links = self
        self.asked: list[str] = []

    def refuse(self, error: Exception, *links: str) -> None:
        self._refused = dict.fromkeys(links, error)

    def list(self, **filters: Any) -> list[Any]:  # noqa: ANN401 - passed on
        return [link for link in self._client.links.list(**filters) if link["id"] not in self._deleted]

    def delete(self, link: str) -> None:
        self.asked.append(link)
        if error := self._refused.get(link):
            raise error

    @property
    def _deleted(self) -> set[str]:
        return {*self.asked} - self._refused.keys()


@pytest.fixture
def belvo(client: BelvoClient) -> Belvo:
    return Belvo(client)


@pytest.fixture
def made(belvo_url: str, db: Database) -> Made:
    api, person = Api(belvo_url), f"customer-{secrets.token_hex(6)}"

    def link(external_id: str) -> dict[str, Any]:
        return dict(api.link("bnk102", "low", external_id=external_id))

    first, second, others = link(person), link(person), link(f"other-{person}")
    with db.write() as connection:
        for one in (first, second, others):
            links.save(connection, one)
    unknown = link(person)
    return Made(db, person, *(str(one["id"]) for one in (first, second, others, unknown)))


def test_all_links_go_at_belvo_and_here_those_too_that_were_not_known(
    db: Database, client: BelvoClient, made: Made
) -> None:
    first, second, others, unknown = made.links
    report = made.erase(client)
    assert [(link.mark, link.at_belvo, link.is_gone) for link in report.links] == [
        (erasure_log.mark(link), DELETED, True) for link in (first, second, unknown)
    ]
    assert made.at_belvo(client) == {others}
    assert links.table(db)["link"].to_list() == [others]
    assert (report.left, report.problem, report.outcome) == (0, "", "Everything that was here of the person is erased.")
    how = "It was deleted on this desk by tester, at Belvo and here with all that came from it."
    assert [gone.how for gone in deleted.erased(db, made.person)] == [how] * 2


def test_the_report_is_kept_and_names_nobody(db: Database, belvo: Belvo, made: Made) -> None:
    report = made.erase(belvo)
    kept = person_erasure.report_of(db, made.person)
    assert kept == report
    told = erasure_report.text(report)
    for named in (made.person, *made.links):
        assert named not in told
    assert f"Erasure of {person_erasure.mark_of(made.person)}" in told
    assert "ticket 12" in told
    assert erasure_report.NO_FILES in told
    (row,) = [row for row in audit.table(db).to_dict("records") if row["action"] == "erase"]
    details = orjson.loads(row["details"])
    assert (row["actor"], row["target"], row["outcome"]) == ("tester", report.mark, "done")
    assert row["person"] == erasure_log.digest_of_person(made.person)
    assert (details["links"], details["left"], details["proved"], details["reason"]) == (3, 0, True, "ticket 12")


def test_another_time_nothing_is_here(belvo: Belvo, made: Made) -> None:
    made.erase(belvo)
    assert made.is_gone()


def test_what_belvo_refuses_stays_here_and_goes_the_next_time(db: Database, belvo: Belvo, made: Made) -> None:
    first, second, others, unknown = made.links
    belvo.refuse(PermissionDenied("No.", code="access_denied"), second)
    report = made.erase(belvo)
    assert [link.is_gone for link in report.links] == [True, False, True]
    assert report.links[1].at_belvo == "Belvo did not delete it (access_denied: No.)."
    assert report.outcome.startswith("1 of 3 links could not be deleted at Belvo")
    assert set(links.table(db)["link"]) == {second, others}
    belvo.refuse(PermissionDenied("No."))
    again = made.erase(belvo)
    assert (again.left, {link.mark for link in again.links}) == (
        0,
        {erasure_log.mark(link) for link in (first, second, unknown)},
    )
    assert again.rows["links"] == 2


def test_silence_is_waited_for_once(db: Database, belvo: Belvo, made: Made) -> None:
    belvo.refuse(ConnectionFailed("Nothing came."), *made.links)
    report = made.erase(belvo)
    assert belvo.asked == [made.first]
    assert [link.at_belvo for link in report.links[1:]] == [people.NOT_ASKED] * 2
    assert len(links.table(db)) == 3
    assert made.found().links.keys() == {made.first, made.second}


def test_here_only_leaves_the_links_at_belvo_and_keeps_them_out(db: Database, client: BelvoClient, made: Made) -> None:
    first, _, others, unknown = made.links
    report = made.erase(None)
    assert [link.at_belvo for link in report.links] == [people.LEFT] * 2
    assert made.at_belvo(client) == {*made.links}
    gone = deleted.of_link(db, first)
    assert gone is not None
    assert gone.how == "It was deleted on this desk by tester, here alone, and may be at Belvo still."
    job = _job(db)
    reconcile(db, client, job, Rules())
    assert set(links.table(db)["link"]) >= {others, unknown}
    assert not {*links.table(db)["link"]} & {first, made.second}


def _job(db: Database) -> jobs.Job:
    with db.write() as connection:
        jobs.enqueue(connection, jobs.EVERY_LINK, ["links"], "operator")
    job = jobs.claim(db, "tester", timedelta(minutes=1))
    assert job is not None
    return job


def test_nothing_in_flight_brings_rows_back(db: Database, client: BelvoClient, made: Made) -> None:
    first, second = made.first, made.second
    with db.write() as connection:
        jobs.enqueue(connection, first, ["accounts"], "operator")
        sessions.open(connection, "nonce", "hash", made.person, link=second, mode="update")
    running = jobs.claim(db, "worker", timedelta(minutes=1))
    assert running is not None
    made.erase(None)
    with pytest.raises(LostLease, match="erased"), db.write() as connection:
        jobs.guard(connection, running)
    told = {"webhook_id": "w-1", "webhook_type": "ACCOUNTS", "webhook_code": "new_accounts_available"}
    accepted = accept_webhook(db, {**told, "link_id": first, "external_id": made.person})
    assert (accepted.outcome, accepted.job) == ("The link was erased here.", None)
    with pytest.raises(LinkNotAccepted):
        accept(db, client, "nonce", second)
    for act in (link_actions.pull, link_actions.follow):
        with pytest.raises(Erased, match="was erased on this desk"):
            act(db, first, actor=TESTER)
    with pytest.raises(Erased):
        link_actions.set_access_mode(db, client, first, "single", actor=TESTER)
    assert made.is_gone()
    assert jobs.active(db) == []
    event = webhooks.find(db, "w-1")
    assert event is not None
    assert (event.link, event.external_id, event.body) == (
        None,
        None,
        {"webhook_id": "w-1", "webhook_type": "ACCOUNTS"},
    )


def test_a_widget_that_succeeds_while_its_person_is_erased_brings_nothing(
    db: Database, client: BelvoClient, made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    second = made.second
    with db.write() as connection:
        sessions.open(connection, "nonce", "hash", made.person, link=second, mode="update")
    claimed = accepting._claimed_link

    def erase_meanwhile(*given: Any) -> Link:  # noqa: ANN401 - passed on
        link = claimed(*given)
        made.erase(None)
        return link

    monkeypatch.setattr(accepting, "_claimed_link", erase_meanwhile)
    with pytest.raises(LinkNotAccepted, match="unknown here"):
        accept(db, client, "nonce", second)
    assert made.is_gone()


def test_what_was_handed_out_leads_nowhere_any_more(db: Database, belvo: Belvo, made: Made) -> None:
    now = datetime.now(UTC)
    opening = Opening(
        "nonce-9", made.person, "token", "event", {}, now + timedelta(minutes=10), "https://widget.example/"
    )
    with db.write() as connection:
        sessions.open(connection, "nonce-9", "hash", made.person)
    code = HANDOUTS.code_of(opening, now)
    made.erase(belvo)
    assert HANDOUTS.take(code, now) is None


def sign(name: str, value: str) -> str:
    """A parameter whose value is kept as a digest."""
    return f"{name}=#{hashlib.sha256(value.encode()).hexdigest()[:8]}"


def test_files_that_left_the_desk_are_named(db: Database, belvo: Belvo, made: Made) -> None:
    first, second, others, _ = made.links
    with db.write() as connection:
        for subject, details in (
            ("transactions", {"filter": {"links": [first]}, "rows": 12}),
            ("invoices", {"filter": {"since": "2026-01-01"}, "rows": 40}),
            ("accounts", {"filter": [["external_id", made.person]], "rows": 2}),
            ("bills", {"filter": f"link={others}", "rows": 3}),
            ("owners", {"filter": f"link={others}&link={second}", "rows": 3}),
            ("bills", {"filter": f"{sign('link', others)}, since=2026-01-01"}),
            ("consents", {"filter": f"since=2026-01-01, {sign('link', others)}, {sign('person', made.person)}"}),
        ):
            audit.record(connection, "ana", "export", subject, details)
    exports.hand_over(db, "tax_status", [("link", others)], 3, actor=Actor("ana", Role.ADMIN))
    exports.hand_over(db, "transactions", [("text", "nothing has it")], 0, actor=Actor("ana", Role.ADMIN))
    exports.hand_over(db, "bills", [("link", first), ("since", "2026-01-01")], 3, actor=Actor("ana", Role.ADMIN))
    exports.hand_document(db, "tax_status", "row", "pdf", second, actor=Actor("ana", Role.ADMIN))
    exports.hand_document(db, "tax_status", "row", "pdf", others, actor=Actor("ana", Role.ADMIN))
    report = made.erase(belvo)
    found = [file.what for file in report.files]
    assert found == [
        "export transactions",
        "export invoices",
        "export accounts",
        "export owners",
        "export consents",
        "export bills",
        "export tax_status:row",
    ]
    assert {file.actor for file in report.files} == {"ana"}
    assert ", by ana: export accounts, filter [[" in erasure_report.text(report)
    assert ", by ana: export invoices, filter {" in erasure_report.text(report)
    assert ", rows 40" in erasure_report.text(report)
    for named in (made.person, first, second):
        assert named not in report.encoded()


@pytest.mark.parametrize("kind", ["person", "link"])
def test_who_is_on_hold_is_not_deleted_until_released(db: Database, belvo: Belvo, made: Made, kind: holds.Kind) -> None:
    target = made.person if kind == "person" else made.first
    assert people.hold(db, kind, target, actor=TESTER, reason="court order 7")
    assert not people.hold(db, kind, target, actor=TESTER, reason="again")
    with pytest.raises(Held):
        made.erase(belvo)
    with pytest.raises(Held):
        link_actions.delete(db, cast("BelvoClient", belvo), made.first, actor=TESTER)
    assert made.at_belvo(belvo) == {*made.links}
    assert people.release(db, kind, target, actor=TESTER, reason="order lifted")
    assert not people.release(db, kind, target, actor=TESTER, reason="again")
    done = [row["did"] for row in audit.table(db).to_dict("records") if row["outcome"] == "done"]
    assert done == ["hold released", "put on hold"]
    failed = [row["did"] for row in audit.table(db).to_dict("records") if row["outcome"] == "failed"]
    assert failed == ["hold released", "link erased", "person erased", "put on hold"]
    assert made.person not in audit.table(db).to_json(date_format="iso")
    made.erase(belvo)
    assert made.at_belvo(belvo) == {made.others}
