"""Accounts of a file: one login each, what was under way is looked up first, what is sealed is gone at the end."""

import gc
import tracemalloc
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from starlette.responses import Response

from actions.operators import bulk as actions
from actions.operators.bulk import NotDone
from belvo_client import BelvoClient
from domain.connect.registration import Registration
from store import Database
from store.core import instants
from store.ops import audit, jobs
from store.ops.operators import accounts, bulk
from store.ops.operators.accounts import New
from store.ops.operators.bulk import Run, State
from store.upkeep import erasure, person_erasure
from store.write import links
from sync.bulk.accounts import BROKEN_OFF, STILL_ASKED
from sync.bulk.sealing import Seal, Unsealed
from tests.kit.actors import TESTER
from tests.kit.bodies import LINK
from tests.kit.scripted_belvo import ScriptedBelvo, error, link_body, row_id
from tests.kit.worker import carry_out_run

BANK, SECRET = "erebor_mx_retail", "planted-password"


def now() -> datetime:
    """Of this machine, as the worker takes it; a run of all tests lasts longer than what is measured by it."""
    return datetime.now(UTC)


def wanted(number: int, external_id: str | None = None) -> Registration:
    known = f"user-{number}" if external_id is None else external_id
    return Registration(BANK, known, secrets={"username": f"name-{number}", "password": SECRET})


def begin(db: Database, client: BelvoClient, chosen: Sequence[Registration]) -> int:
    seal = Seal.of(client)
    rows = [
        New(place, one.institution, one.external_id, seal.mark(one), seal.seal(one))
        for place, one in enumerate(chosen, 2)
    ]
    with db.write() as connection:
        return accounts.start(connection, rows, actor=TESTER.name, role="admin")


def found(db: Database, number: int) -> Run:
    known = bulk.get(db, number)
    assert known is not None
    return known


def carried_out(db: Database, client: BelvoClient, number: int) -> Run:
    """The run, after one attempt of a worker's."""
    carry_out_run(db, client, number)
    return found(db, number)


def rows(db: Database, number: int) -> list[tuple[int, str, str | None, str | None]]:
    with db.read() as connection:
        sql = "SELECT place, state, sealed, error_message FROM bulk_accounts WHERE bulk = :run ORDER BY place"
        return [tuple(row) for row in connection.execute(sql, {"run": number})]


def states(db: Database, number: int) -> list[str]:
    return [state for _, state, _, _ in rows(db, number)]


def was_sent(db: Database, number: int, ago: timedelta) -> None:
    """As who was killed right after it was sent leaves the first row."""
    account = accounts.next_waiting(db, number)
    assert account is not None
    with db.write() as connection:
        accounts.begin(connection, account)
        connection.execute(
            "UPDATE bulk_accounts SET at = :at WHERE state = 'sent'", {"at": instants.encode(now() - ago)}
        )


def created(belvo: ScriptedBelvo) -> list[str]:
    return [request.removeprefix("created/") for request in belvo.requests if request.startswith("created/")]


def test_each_is_connected_once_followed_and_pulled_behind_what_persons_wait_for(
    db: Database, client: BelvoClient, belvo: ScriptedBelvo
) -> None:
    ended = carried_out(db, client, begin(db, client, [wanted(number) for number in range(3)]))
    assert (ended.state, ended.done, ended.waiting, ended.failed) == (State.DONE, 3, 0, 0)
    assert created(belvo) == ["user-0", "user-1", "user-2"]
    made = [link for number in range(3) for link in links.by_external_id(db, f"user-{number}")]
    assert [link.followed for link in made] == [True] * 3
    assert [job.reason for job in jobs.active(db)] == [bulk.PULLS] * 3
    assert [sealed for _, _, sealed, _ in rows(db, ended.id)] == [None] * 3
    assert audit.table(db)["did"].tolist() == ["link connected", "connection started"] * 3


def test_nothing_of_the_credentials_lies_open_while_they_wait(db: Database, client: BelvoClient) -> None:
    number = begin(db, client, [wanted(1)])
    with db.read() as connection:
        kept = "\n".join(str(tuple(row)) for row in connection.execute("SELECT * FROM bulk_accounts"))
    assert SECRET not in kept
    assert "name-1" not in kept
    account = accounts.next_waiting(db, number)
    assert account is not None
    assert account.sealed not in repr(account)
    with pytest.raises(Unsealed):
        Seal("another password").opened(account.sealed)
    assert Seal.of(client).opened(account.sealed) == wanted(1)


def test_what_was_under_way_and_is_at_belvo_is_taken_in_and_not_sent_again(
    db: Database, client: BelvoClient, belvo: ScriptedBelvo
) -> None:
    number = begin(db, client, [wanted(0), wanted(1)])
    was_sent(db, number, timedelta(0))
    made = link_body(id=row_id("link", 9), institution=BANK, external_id="user-0")
    belvo.lists["links"] = [*belvo.lists["links"], made]
    assert carried_out(db, client, number).done == 2
    assert created(belvo) == ["user-1"]
    assert [link.link for link in links.by_external_id(db, "user-0")] == [made["id"]]


def test_what_belvo_may_work_on_still_waits_without_holding_the_others_up(
    db: Database, client: BelvoClient, belvo: ScriptedBelvo
) -> None:
    number = begin(db, client, [wanted(0), wanted(1)])
    was_sent(db, number, timedelta(seconds=30))
    run = carried_out(db, client, number)
    assert (run.state, states(db, number), created(belvo)) == (State.RUNNING, ["sent", "done"], ["user-1"])
    later = jobs.latest(db, bulk.link_of(number))
    assert later is not None
    assert instants.decode(later.not_before) == pytest.approx(now() + STILL_ASKED, abs=timedelta(seconds=60))
    with db.write() as connection:
        at = {"at": instants.encode(now() - STILL_ASKED)}
        connection.execute("UPDATE bulk_accounts SET at = :at WHERE state = 'sent'", at)
    assert carried_out(db, client, number).state is State.DONE
    assert created(belvo) == ["user-1", "user-0"]


def test_what_can_not_be_looked_up_is_left_to_a_person(db: Database, client: BelvoClient, belvo: ScriptedBelvo) -> None:
    number = begin(db, client, [wanted(0, "")])
    was_sent(db, number, 2 * STILL_ASKED)
    assert carried_out(db, client, number).failed == 1
    assert rows(db, number) == [(2, "failed", None, BROKEN_OFF)]
    assert created(belvo) == []


def test_an_answer_that_never_came_is_no_second_login(db: Database, client: BelvoClient, belvo: ScriptedBelvo) -> None:
    belvo.before = lambda request: error("request_timeout", "Too late", 408) if "created/" in request else None
    assert carried_out(db, client, begin(db, client, [wanted(0), wanted(1)])).failed == 2
    assert created(belvo) == ["user-0", "user-1"]


def test_wrong_credentials_fail_alone(db: Database, client: BelvoClient, belvo: ScriptedBelvo) -> None:
    belvo.before = lambda request: error("login_error", "Invalid credentials", 400) if request.endswith("-0") else None
    ended = carried_out(db, client, begin(db, client, [wanted(0), wanted(1)]))
    assert (ended.state, ended.done, ended.failed) == (State.DONE, 1, 1)
    assert rows(db, ended.id)[0] == (2, "failed", None, "Invalid credentials")


def test_keys_that_belvo_refuses_stop_the_run_and_it_goes_on_later(
    db: Database, client: BelvoClient, belvo: ScriptedBelvo
) -> None:
    number = begin(db, client, [wanted(0), wanted(1)])
    belvo.before = lambda _request: error("authentication_failed", "Invalid Secret Keys", 401)
    assert carried_out(db, client, number).state is State.FAILED
    assert states(db, number) == ["waiting"] * 2
    belvo.before = lambda _request: None
    assert actions.go_on(db, number, actor=TESTER)
    assert carried_out(db, client, number).done == 2
    with pytest.raises(NotDone, match="Hand in the file again"):
        actions.again(db, number, actor=TESTER)


def test_a_token_waits_for_a_person_and_holds_nobody_up(
    db: Database, client: BelvoClient, belvo: ScriptedBelvo
) -> None:
    told = {"session": "s" * 32, "link": LINK, "expiry": 900, "token_generation_data": {"instructions": "Code of ana"}}
    asks = error("token_required", "A MFA token is required", 428, **told)
    belvo.before = lambda request: asks if request == "created/user-0" else None
    run = carried_out(db, client, begin(db, client, [wanted(0), wanted(1)]))
    assert (run.state, run.done, run.waiting, states(db, run.id)) == (State.DONE, 1, 1, ["token", "done"])
    (asking,) = accounts.asking(db, run.id, most=9)
    asked = Seal.of(client).asked(asking.sealed)
    assert (asked.session, asked.instructions, asked.link) == ("s" * 32, "Code of ana", LINK)
    with db.write() as connection:
        assert accounts.take(connection, run.id, 2, now()) is not None
        assert accounts.take(connection, run.id, 2, now()) is None
        assert accounts.take(connection, run.id, 2, now() + accounts.HELD + timedelta(seconds=1)) is not None


def test_a_token_that_was_asked_for_as_a_worker_ended_is_asked_for_anew(
    db: Database, client: BelvoClient, belvo: ScriptedBelvo
) -> None:
    number = begin(db, client, [wanted(0)])
    was_sent(db, number, timedelta(0))
    belvo.lists["links"] = [link_body(id=LINK, institution=BANK, external_id="user-0", status="unconfirmed")]
    told = {"session": "s" * 32, "link": LINK, "expiry": 900}
    asks = error("token_required", "A MFA token is required", 428, **told)
    belvo.before = lambda request: asks if request == f"updated/{LINK}" else None
    carried_out(db, client, number)
    assert (states(db, number), created(belvo)) == (["token"], [])


def test_a_run_that_is_called_off_forgets_what_waits_and_ends_what_is_under_way(
    db: Database, client: BelvoClient, belvo: ScriptedBelvo
) -> None:
    number = begin(db, client, [wanted(place) for place in range(3)])

    def call_off(request: str) -> None:
        if request == "created/user-0":
            assert actions.cancel(db, number, actor=TESTER)

    belvo.before = call_off
    ended = carried_out(db, client, number)
    assert (ended.state, ended.done, ended.skipped, ended.waiting) == (State.CANCELLED, 1, 2, 0)
    assert created(belvo) == ["user-0"]
    assert [sealed for _, _, sealed, _ in rows(db, number)] == [None] * 3


def test_after_a_day_what_is_sealed_is_gone_whatever_became_of_it(db: Database, client: BelvoClient) -> None:
    number = begin(db, client, [wanted(0), wanted(1)])
    assert accounts.wipe(db, now() + timedelta(hours=23)) == 0
    assert accounts.wipe(db, now() + timedelta(hours=25)) == 2
    assert rows(db, number) == [(place, "failed", None, accounts.GONE) for place in (2, 3)]
    with db.read() as connection:
        assert connection.execute("SELECT count(mark) FROM bulk_accounts").fetchone()[0] == 0


def test_erasing_a_link_or_a_person_takes_their_rows(db: Database, client: BelvoClient) -> None:
    ended = carried_out(db, client, begin(db, client, [wanted(0), wanted(1)]))
    (link,) = links.by_external_id(db, "user-0")
    erasure.remove(db, link.link)
    assert [place for place, *_ in rows(db, ended.id)] == [3]
    number = begin(db, client, [wanted(7)])
    person = person_erasure.find(db, "user-7")
    assert person is not None
    person_erasure.erase(db, person, [], whole=True)
    assert rows(db, number) == []


def test_who_is_erased_while_belvo_is_asked_is_deleted_there_again(
    db: Database, client: BelvoClient, belvo: ScriptedBelvo
) -> None:
    number = begin(db, client, [wanted(0)])

    def erase(request: str) -> None:
        if request == "created/user-0":
            with db.write() as connection:
                connection.execute("DELETE FROM bulk_accounts")

    belvo.before = erase
    carried_out(db, client, number)
    assert [request for request in belvo.requests if request.startswith("deleted/")]
    assert links.by_external_id(db, "user-0") == []


@pytest.mark.exam
def test_a_thousand_take_no_more_memory_than_a_few(db: Database, client: BelvoClient, belvo: ScriptedBelvo) -> None:
    def refuse(request: str) -> Response | None:
        belvo.requests.clear()  # which this process would keep for no one
        return error("login_error", "No", 400) if request.startswith("created/") else None

    belvo.before = refuse
    peaks, usual = [], gc.get_threshold()
    gc.set_threshold(1_000, 2, 2)  # else it is measured how much garbage in cycles lies about by chance
    try:
        for count in (300, 1_000):
            number = begin(db, client, [wanted(place) for place in range(count)])
            tracemalloc.start()
            assert carried_out(db, client, number).failed == count
            peaks.append(tracemalloc.get_traced_memory()[1])
            tracemalloc.stop()
    finally:
        gc.set_threshold(*usual)
    assert peaks[1] - peaks[0] < 700 * 512  # bytes: an account that is kept takes more
