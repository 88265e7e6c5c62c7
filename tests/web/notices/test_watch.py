"""The whole way from what happens to who is told, on both engines, to a receiver that is really there."""

import json
import logging
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from anyio.from_thread import start_blocking_portal

from actions.notices import channels as setting
from actions.notices import sending
from belvo_client import RateLimited
from context import ROUTES, Context
from domain.notices.channels import Channel, Quiet
from domain.notices.kinds import CHOOSABLE, KINDS, UNHEARD, Kind
from domain.roles import HERE
from settings import ROOT, Settings
from store import Damaged, Database, WrongIdentity
from store.core import instants
from store.ops import breakers, jobs, processes
from store.ops.notices import channels, deliveries, events
from store.queries.links import judged
from store.upkeep import erasure, integrity
from store.write import institutions, links, rows
from sync import backoff
from tests.kit import bodies
from tests.kit.local_belvo import Api
from tests.kit.sinks import WebhookSink, dripping, held, status
from tests.kit.stores import written
from tests.kit.waiting import PATIENCE, until
from tests.web.notices.conftest import KEY
from web.notices import look, payloads, sender, watch
from web.notices.watch import Unkept, Watch

BEFORE = timedelta(hours=1)


ALL_BUT_WORKER = frozenset(CHOOSABLE) - {Kind.WORKER}
"""Where time is skipped, no worker is heard of."""


def channel(sink: WebhookSink, **changed: Any) -> Channel:  # noqa: ANN401 - fields by their names
    made = Channel(
        "ops", "webhook", f"{sink.url}/hook", ALL_BUT_WORKER, timedelta(), on_since=datetime.now(UTC) - BEFORE
    )
    return replace(made, **changed)


def keep(db: Database, *some: Channel) -> None:
    with db.write() as connection:
        for one in some:
            channels.save(connection, one)


def fill(db: Database, *ids: str) -> None:
    """Links that are well, and a worker that is heard of."""
    with db.write() as connection:
        institutions.save(connection, [bodies.institution()])
        for one in ids:
            links.save(connection, bodies.link(one))
        processes.beat(connection, "worker")


def watching(context: Context) -> Watch:
    return Watch(context, look_every=0)


def run(watch: Watch, now: datetime | None = None) -> None:
    """One round, with all that it sends."""
    watch.tick(now)
    watch.wait(PATIENCE)


def told(sink: WebhookSink) -> list[tuple[str, str]]:
    """Kind and state of each line that came."""
    return [(line["kind"], line["state"]) for one in sink.posted for line in json.loads(one.body)["notices"]]


@pytest.fixture(autouse=True)
def _room(monkeypatch: pytest.MonkeyPatch) -> None:
    """The disk of whoever runs the tests may be nearly full."""
    monkeypatch.setattr(look, "LITTLE_ROOM", 0)


def test_each_thing_is_told_once_grouped_and_signed(context: Context, db: Database, sink: WebhookSink) -> None:
    fill(db, "aaaaaaaa-1", "bbbbbbbb-2", "cccccccc-3")
    keep(db, channel(sink))
    keeper = watching(context)
    run(keeper)
    assert sink.posted == []  # all is well
    with db.write() as connection:
        for one in ("aaaaaaaa-1", "bbbbbbbb-2"):
            links.set_status(connection, one, "invalid")
    for _ in range(3):
        keeper._looks._next_links = 0
        run(keeper)
    (posted,) = sink.posted
    body = json.loads(posted.body)
    (line,) = body["notices"]
    assert (line["kind"], line["count"], line["links"]) == ("broken", 2, ["aaaaaaaa", "bbbbbbbb"])
    assert posted.headers["x-linkdesk-delivery"] == body["id"]
    assert payloads.is_signed(posted.headers["x-linkdesk-signature"], KEY, posted.body, datetime.now(UTC))
    assert "aaaaaaaa-1" not in posted.body.decode()
    assert bodies.link("aaaaaaaa-1")["external_id"] not in posted.body.decode()


def test_each_channel_is_told_in_its_own_language(context: Context, db: Database, sink: WebhookSink) -> None:
    fill(db, "aaaaaaaa-1")
    keep(
        db,
        channel(sink, id="pt", language="pt"),
        channel(sink, id="es", target=f"{sink.url}/es", language="es"),
        channel(sink, id="slack", way="slack", target="", language="es"),
    )
    keeper = watching(context)
    run(keeper)
    with db.write() as connection:
        links.set_status(connection, "aaaaaaaa-1", "invalid")
    keeper._looks._next_links = 0
    run(keeper)
    by_path = {one.path: json.loads(one.body) for one in sink.posted}
    spoken = {path: (body["language"], body["subject"]) for path, body in by_path.items() if "language" in body}
    assert spoken == {
        "/hook": ("pt", "Linkdesk local: Erebor Bank: 1 link recém com falha (inválido): aaaaaaaa"),
        "/es": ("es", "Linkdesk local: Erebor Bank: 1 link recién con falla (inválido): aaaaaaaa"),
    }
    (slack,) = [body for body in by_path.values() if "blocks" in body]
    assert slack["text"] == spoken["/es"][1]
    assert slack["blocks"][0]["text"]["text"].endswith("|abrir>)")


def test_what_was_broken_before_the_channel_was_on_is_not_new(
    context: Context, db: Database, sink: WebhookSink
) -> None:
    fill(db, "a")
    with db.write() as connection:
        links.set_status(connection, "a", "invalid")
    keep(db, channel(sink, on_since=datetime.now(UTC) + timedelta(seconds=1)))
    run(watching(context))
    assert sink.posted == []


def test_a_link_that_breaks_again_is_told_again(context: Context, db: Database, sink: WebhookSink) -> None:
    fill(db, "a")
    keep(db, channel(sink))
    keeper = watching(context)
    for state in ("invalid", "valid", "token_required", "invalid"):
        with db.write() as connection:
            links.set_status(connection, "a", state)
        keeper._looks._next_links = 0
        run(keeper)
    assert [json.loads(one.body)["notices"][0]["text"] for one in sink.posted] == [
        "Erebor Bank: 1 link newly broken (invalid): a",
        "Erebor Bank: 1 link newly broken (token required): a",
    ]  # what goes from one trouble to another is still broken


def delete(context: Context, chosen: Sequence[str]) -> None:
    for link in chosen:
        context.client.links.delete(link)


def test_a_limit_of_belvos_that_is_reached_is_told_once(
    db: Database, settings: Settings, belvo_url: str, sink: WebhookSink, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Belvo deletes five links a minute; the answer to one more has everybody here leave it alone."""
    # As a Belvo that is elsewhere: for what is on this machine no desk holds back.
    monkeypatch.setattr("context.is_loopback", lambda _url: False)
    elsewhere = settings.model_copy(update={"environment": "sandbox", "base_url": belvo_url})
    there, began = Api(belvo_url), datetime.now(UTC)
    chosen = [str(there.link("bnk102", "low")["id"]) for _ in range(6)]
    fill(db, "a")
    keep(db, channel(sink))
    with Context(elsewhere, ROUTES) as context:
        keeper = watching(context)
        run(keeper, began)
        assert sink.posted == []
        with pytest.raises(RateLimited):
            delete(context, chosen)
        for seconds in (1, 25, 27, 30):
            run(keeper, began + timedelta(seconds=seconds))
        assert told(sink) == [("rate", "begun")]
        for minutes in (5, 21, 22):
            run(keeper, began + timedelta(minutes=minutes))
        assert told(sink) == [("rate", "begun")]  # nobody is told of its end


def test_an_institution_is_down_and_up_again(context: Context, db: Database, sink: WebhookSink) -> None:
    fill(db, "a")
    keep(db, channel(sink))
    keeper, institution = watching(context), bodies.institution()["name"]
    with db.write() as connection:
        for _ in range(3):
            breakers.note(connection, "a", timed_out=["accounts"], answered=[])
    run(keeper)
    run(keeper)
    with db.write() as connection:
        breakers.note(connection, "a", timed_out=[], answered=["accounts"])
    run(keeper)
    assert told(sink) == [("institution", "begun"), ("institution", "over")]
    assert json.loads(sink.posted[0].body)["notices"][0]["institution"] == institution


def test_a_bank_that_pulls_are_told_is_down_is_told_of_once_and_none_of_its_links(
    context: Context, db: Database, sink: WebhookSink
) -> None:
    fill(db, "a", "b")
    keep(db, channel(sink))
    keeper, began = watching(context), datetime.now(UTC)
    down = jobs.Failure("transient", "institution_down", "The financial institution is down", None)

    def claimed() -> list[jobs.Job]:
        return [job for _ in "ab" if (job := jobs.claim(db, "somebody", timedelta(minutes=1)))]

    def look_at(minutes: float) -> list[tuple[str, str]]:
        judged.renew(db, began, timedelta())  # as a worker does all the time
        keeper._looks._next_links = 0
        run(keeper, began + timedelta(minutes=minutes))
        return told(sink)

    with db.write() as connection:
        for link in ("a", "b"):
            jobs.enqueue(connection, link, ["accounts"], "operator")
    for job in claimed():
        jobs.retry(db, job, began, down)
    assert look_at(0) == []  # the next try may be answered
    assert look_at(2) == [("institution", "begun")]
    for job in claimed():
        jobs.fail(db, job, down)
    assert look_at(3) == [("institution", "begun")]
    with db.write() as connection:
        for link in ("a", "b"):
            jobs.enqueue(connection, link, ["accounts"], "operator")
    for job in claimed():
        jobs.finish(db, job)
    assert look_at(4) == [("institution", "begun"), ("institution", "over")]


def test_a_consent_is_told_of_at_both_times_and_anew_once_it_is_renewed(
    context: Context, db: Database, sink: WebhookSink
) -> None:
    fill(db, "a")
    keep(db, channel(sink, kinds=frozenset({Kind.CONSENT})))
    now = datetime.now(UTC)

    def lasts_until(at: datetime) -> None:
        body = {
            "id": "c1",
            "link_id": "a",
            "status": "AUTHORISED",
            "expired_at": f"{at:%Y-%m-%dT%H:%M:%SZ}",
            "undefined_consent_expiration": False,
        }
        with db.write() as connection:
            rows.save_page(connection, "consents", "a", [body])

    lasts_until(now + timedelta(days=30))
    keeper, told_on = watching(context), list[tuple[int, str]]()
    for day in range(60):
        if day == 29:
            lasts_until(now + timedelta(days=50, hours=1))
        keeper._looks._next_links = keeper._looks._next_consents = 0
        sink.posted.clear()
        run(keeper, now + timedelta(days=day))
        told_on += [(day, json.loads(one.body)["notices"][0]["text"]) for one in sink.posted]
    assert told_on == [
        (16, "Erebor Bank: 1 consent ends within 14 days: a"),
        (27, "Erebor Bank: 1 consent ends within 3 days: a"),
        (37, "Erebor Bank: 1 consent ends within 14 days: a"),
        (48, "Erebor Bank: 1 consent ends within 3 days: a"),
    ]


def test_a_worker_that_is_silent_is_noticed_by_the_server(context: Context, db: Database, sink: WebhookSink) -> None:
    fill(db, "a")
    keep(db, channel(sink, kinds=frozenset({Kind.WORKER})))
    keeper = watching(context)
    keeper._looks._began = datetime.now(UTC) - timedelta(days=1)
    later = datetime.now(UTC) + UNHEARD + timedelta(seconds=1)
    run(keeper)
    run(keeper, later)
    run(keeper, later)
    with db.write() as connection:
        processes.beat(connection, "worker", now=instants.encode(later))
    run(keeper, later)
    assert told(sink) == [("worker", "begun"), ("worker", "over")]


def test_a_server_that_has_just_begun_misses_nobody(context: Context, db: Database, sink: WebhookSink) -> None:
    keep(db, channel(sink, kinds=frozenset({Kind.WORKER})))
    keeper = watching(context)
    keeper._looks._began = datetime.now(UTC) - UNHEARD + timedelta(seconds=30)
    run(keeper)
    assert sink.posted == []


def test_a_disk_that_fills_and_a_store_that_is_damaged_are_told_at_once_even_at_night(
    context: Context, db: Database, sink: WebhookSink, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(db, "a")
    clock = datetime.now(UTC)
    night = Quiet((clock - timedelta(hours=1)).time(), (clock + timedelta(hours=1)).time())
    keep(db, channel(sink, quiet=night, gather=timedelta(hours=1)))
    keeper = watching(context)
    monkeypatch.setattr(look, "LITTLE_ROOM", 1 << 62)
    with db.write() as connection:
        links.set_status(connection, "a", "invalid")
    run(keeper)
    expected = [("disk", "begun")] if db.engine.free_space() is not None else []  # a server's disk is not ours to see
    assert told(sink) == expected
    with db.write() as connection:
        connection.execute(
            "INSERT INTO store_checks (name, checked_at, problem) VALUES (:name, :at, 'Page 3 is damaged.')",
            {"name": integrity.PAGES, "at": instants.now()},
        )
    run(keeper)
    assert told(sink) == [*expected, ("store", "begun")]
    monkeypatch.setattr(look, "LITTLE_ROOM", 0)
    run(keeper, clock + timedelta(hours=2))
    assert told(sink)[len(expected) + 1 :] == [("broken", "begun")]  # once the night is over


def test_a_store_that_takes_nothing_is_told_of_from_memory(
    context: Context, db: Database, sink: WebhookSink, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(db, "a")
    keep(db, channel(sink))
    keeper = watching(context)
    run(keeper)

    def torn(*_: object, **__: object) -> None:
        raise Damaged("database disk image is malformed")

    monkeypatch.setattr(events, "known", torn)
    monkeypatch.setattr(watch, "damaged", lambda _db: True)
    sink.answers = [status(500)]
    later = datetime.now(UTC)
    for seconds in (0, 1, 31, 62):
        with pytest.raises(Damaged):
            keeper.tick(later + timedelta(seconds=seconds))
    assert told(sink) == [("store", "begun")] * 2  # the first was answered 500
    assert len({json.loads(one.body)["id"] for one in sink.posted}) == 1


@pytest.mark.parametrize(
    ("answers", "pauses", "state"),
    [
        ([status(500), status(503)], (30, 120), "sent"),
        ([status(429, Retry_After="600")], (600,), "sent"),
        ([status(400)], (), "failed"),
        ([status(302, Location="http://169.254.169.254/")], (), "failed"),
    ],
)
def test_a_receiver_that_is_busy_is_asked_again_and_one_that_refuses_is_not(
    context: Context, db: Database, sink: WebhookSink, answers: Sequence[Any], pauses: Sequence[int], state: str
) -> None:
    sink.answers = [*answers]
    keep(db, channel(sink))
    sending.test(db, context.settings, "ops", actor=HERE)
    keeper = watching(context)
    run(keeper)
    for pause in pauses:
        (waiting,) = deliveries.lately(db)
        assert waiting.state == "waiting"
        assert pause - 1 < (waiting.next_at - waiting.made_at).total_seconds()
        run(keeper, waiting.next_at - timedelta(seconds=1))  # too early
        run(keeper, waiting.next_at)
    (ended,) = deliveries.lately(db)
    assert (ended.state, ended.attempts) == (state, len(pauses) + 1)
    assert len(deliveries.attempts(db, ended.id)) == len(sink.posted) == len(pauses) + 1
    assert len({one.body for one in sink.posted}) == 1  # by its id a receiver knows a double


def test_one_that_was_given_up_is_sent_again_by_hand(context: Context, db: Database, sink: WebhookSink) -> None:
    sink.answers = [status(400)]
    keep(db, channel(sink))
    sending.test(db, context.settings, "ops", actor=HERE)
    keeper = watching(context)
    run(keeper)
    (failed,) = deliveries.lately(db)
    sending.send_again(db, failed.id, actor=HERE)
    with pytest.raises(sending.NotSentAgain):
        sending.send_again(db, failed.id, actor=HERE)
    run(keeper)
    assert [one.state for one in deliveries.lately(db)] == ["sent"]
    assert len({json.loads(one.body)["id"] for one in sink.posted}) == 1


def test_a_receiver_that_is_closed_or_endless_holds_up_nobody_else(
    context: Context, db: Database, sink: WebhookSink, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sender, "_LONGEST", 0.5)
    release = threading.Event()
    sink.answers = [dripping(release)]
    keep(db, channel(sink, id="slow"), channel(sink, id="closed", target="http://127.0.0.1:9/x"))
    sending.test(db, context.settings, "slow", actor=HERE)
    sending.test(db, context.settings, "closed", actor=HERE)
    keeper = watching(context)
    try:
        keeper.tick()
        sink.wait(1)
        keep(db, channel(sink, id="well"))
        sending.test(db, context.settings, "well", actor=HERE)
        keeper.tick()
        sink.wait(2)
        keeper.wait(PATIENCE)
    finally:
        release.set()
    found = {one.channel: (one.state, one.told) for one in deliveries.lately(db)}
    assert found == {
        "slow": ("waiting", "It did not come to an end in time."),
        "closed": ("waiting", "It can't be reached."),
        "well": ("sent", ""),
    }


def test_slack_gets_what_slack_takes_and_its_secret_stays_where_it_is(
    context: Context, db: Database, sink: WebhookSink, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    sink.answers = [status(404)]
    keep(db, channel(sink, way="slack", target=""))
    sending.test(db, context.settings, "ops", actor=HERE)
    run(watching(context))
    (posted,) = sink.posted
    assert posted.path == "/services/planted-slack-secret"
    assert json.loads(posted.body).keys() == {"text", "blocks"}
    with closing(db.engine.connect(read_only=True)) as connection:
        for table in ("notice_channels", "notice_deliveries", "notice_attempts", "notices", "audit"):
            kept = [tuple(row) for row in connection.execute(f"SELECT * FROM {table}").fetchall()]
            assert "planted" not in str(kept)
    ours = [record.getMessage() for record in caplog.records if record.name.startswith(("web", "actions", "store"))]
    assert any("given up" in line for line in ours)
    assert "planted" not in str(ours)


def test_of_two_servers_one_notices_and_the_other_takes_over(
    context: Context, settings: Settings, db: Database, sink: WebhookSink
) -> None:
    fill(db, "a")
    keep(db, channel(sink))
    with Context(settings, ROUTES) as other:
        first, second = watching(context), watching(other)
        run(first)
        with db.write() as connection:
            links.set_status(connection, "a", "invalid")
        first._looks._next_links = 0
        threads = [threading.Thread(target=run, args=(one,)) for one in (first, second)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert told(sink) == [("broken", "begun")]
        if db.engine.name == "PostgreSQL":
            assert not second.tick()
            context.database.engine.close()  # as at its end
            until(second.tick)


def test_what_was_sent_and_not_noted_is_sent_again_with_its_id(
    context: Context, db: Database, settings: Settings, sink: WebhookSink
) -> None:
    """The sender is killed once the receiver has it, and before that is noted."""
    release = threading.Event()
    sink.answers = [held(release)]
    keep(db, channel(sink))
    sending.test(db, settings, "ops", actor=HERE)
    environment = {
        **os.environ,
        "LINKDESK_STORE": written(db),
        "LINKDESK_DATA_DIR": str(settings.data_dir),
        "BELVO_BASE_URL": "http://127.0.0.1:9",
        "LINKDESK_NOTICES_HOSTS": "127.0.0.1",
        "LINKDESK_NOTICES_KEY": KEY,
        "LINKDESK_PUBLIC_URL": "https://desk.example",
    }
    child = subprocess.Popen([sys.executable, "-c", _SEND], cwd=ROOT, env=environment)
    try:
        sink.wait(1)
    finally:
        child.send_signal(signal.SIGKILL)
        child.wait()
        release.set()
    (claimed,) = deliveries.lately(db)
    assert (claimed.state, claimed.attempts) == ("waiting", 0)
    keeper = watching(context)
    until(lambda: keeper.tick())
    keeper.wait(PATIENCE)
    assert len(sink.posted) == 1  # as long as it is claimed it is left alone
    run(keeper, datetime.now(UTC) + deliveries.CLAIMED + timedelta(seconds=1))
    assert [one.state for one in deliveries.lately(db)] == ["sent"]
    first, second = sink.posted
    assert first.body == second.body
    assert first.headers["x-linkdesk-delivery"] == second.headers["x-linkdesk-delivery"]


_SEND = """
import settings
from context import ROUTES, Context
from web.notices.watch import Watch
with Context(settings.load(), ROUTES) as context:
    watch = Watch(context)
    watch.tick()
    watch.wait(120)
"""


def test_of_an_erased_link_nothing_is_told_any_more(context: Context, db: Database, sink: WebhookSink) -> None:
    fill(db, "aaaaaaaa-1111-2222", "bbbbbbbb-3333-4444")
    sink.answers = [status(500)]
    keep(db, channel(sink))
    keeper = watching(context)
    with db.write() as connection:
        for one in ("aaaaaaaa-1111-2222", "bbbbbbbb-3333-4444"):
            links.set_status(connection, one, "invalid")
    run(keeper)
    erasure.remove(db, "aaaaaaaa-1111-2222")
    run(keeper, datetime.now(UTC) + timedelta(minutes=5))
    assert [json.loads(one.body)["notices"][0]["links"] for one in sink.posted] == [
        ["aaaaaaaa", "bbbbbbbb"],
        ["bbbbbbbb"],
    ]
    assert [item.link for item in events.lately(db) if item.kind is Kind.BROKEN] == ["bbbbbbbb-3333-4444"]


def test_a_pull_that_failed_for_good_is_news_of_its_link(context: Context, db: Database, sink: WebhookSink) -> None:
    fill(db, "a")
    keep(db, channel(sink))
    with db.write() as connection:
        jobs.enqueue(connection, "a", ["accounts"], "operator")
    job = jobs.claim(db, "somebody", timedelta(minutes=1))
    assert job is not None
    jobs.fail(db, job, jobs.Failure("fatal", "unprocessable", "Nothing can be read", None))
    run(watching(context))
    assert "pull failed" in json.loads(sink.posted[0].body)["notices"][0]["text"]


def test_nothing_is_looked_at_without_a_channel_that_is_on(
    context: Context, db: Database, sink: WebhookSink, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(look, "damaged", pytest.fail)
    keeper = watching(context)
    run(keeper)
    keep(db, channel(sink, on_since=None))
    run(keeper)
    assert events.lately(db) == []


def test_one_that_is_removed_is_told_nothing_that_waits(context: Context, db: Database, sink: WebhookSink) -> None:
    keep(db, channel(sink))
    sending.test(db, context.settings, "ops", actor=HERE)
    assert setting.remove(db, "ops", actor=HERE)
    run(watching(context))
    assert (sink.posted, channels.all_of(db)) == ([], [])


def test_what_is_old_is_forgotten_but_not_what_goes_on(context: Context, db: Database, sink: WebhookSink) -> None:
    fill(db, "a")
    keep(db, channel(sink))
    sending.test(db, context.settings, "ops", actor=HERE)
    with db.write() as connection:
        links.set_status(connection, "a", "invalid")
    run(watching(context))
    assert {item.kind for item in events.lately(db)} == {Kind.TEST, Kind.BROKEN}
    events.prune(db, before=instants.encode(datetime.now(UTC) + timedelta(days=1)))
    assert [item.kind for item in events.lately(db)] == [Kind.BROKEN]
    assert deliveries.lately(db) == []


def test_every_kind_that_can_be_chosen_is_looked_for() -> None:
    assert {*CHOOSABLE} == {*KINDS} - {Kind.TEST}
    assert isinstance(Unkept(), Unkept)


@pytest.mark.parametrize(("times", "said"), [(1, 0), (3, 1)])
def test_a_state_that_is_being_loaded_is_no_trouble_unless_it_lasts(
    times: int, said: int, context: Context, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """For a moment the local Belvo is another one than the store is about."""
    left, ended = iter([WrongIdentity("Of another one")] * times), threading.Event()

    def tick(_: Watch) -> bool:
        if error := next(left, None):
            raise error
        ended.set()
        return True

    monkeypatch.setattr(Watch, "tick", tick)
    monkeypatch.setattr(watch, "_BEAT", 0.0)
    monkeypatch.setattr(backoff, "FIRST", 0.0)
    with start_blocking_portal() as portal:
        watching = portal.start_task_soon(watch.keep_watch, context)
        assert ended.wait(PATIENCE)
        watching.cancel()
    assert [record.message for record in caplog.records].count(
        "Nothing can be noticed until this is mended: Of another one"
    ) == said
