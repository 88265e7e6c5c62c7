"""Traces: nothing without a collector, one trace over processes with one, and never in anybody's way."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import requests

import tracing
from belvo_client.transport import plain_session
from settings import ROOT
from store import Database
from store.ops import jobs
from store.write import links
from tests.kit.collector import Collector, Told, collector
from tests.kit.desk import running_desk
from tests.kit.sinks import held, status
from tests.kit.waiting import PATIENCE, until

SECRET = "Araceli Saldaña <planted@example.com>"


@pytest.fixture
def found() -> Iterator[Collector]:
    with collector() as told:
        yield told


@pytest.fixture(autouse=True)
def _no_more_traces() -> Iterator[None]:
    yield
    tracing.close_traces()


def test_without_a_collector_nothing_is_imported_and_nothing_is_told() -> None:
    told = "sorted(name for name in sys.modules if name.startswith(('opentelemetry.sdk', 'opentelemetry.exporter')))"
    code = (
        "import sys, tracing, sync.__main__, web.receiver\n"
        "tracing.open_traces(None, 'server', '1')\n"
        "with tracing.span('job', job=1) as one: one.tell(rows=2)\n"
        f"assert tracing.traceparent() is None\nprint({told})"
    )
    printed = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert printed.stdout.strip() == "[]"


def test_without_a_collector_a_span_costs_next_to_nothing() -> None:
    """Less than a hundredth of a millisecond of processor time, where a page takes hundreds of milliseconds."""
    began = time.process_time()
    for number in range(10_000):
        with tracing.span("pull", job=number, resource="accounts") as one:
            one.tell(rows=number)
    assert (time.process_time() - began) / 10_000 < 1e-5


def test_spans_lie_in_each_other_and_a_job_goes_on_with_what_set_it_off(found: Collector) -> None:
    tracing.open_traces(found.url, "server", "1.2")
    with tracing.span("webhook", side="server"):
        carried = tracing.traceparent()
    with tracing.span("job", side="consumer", after=carried, job=7):
        tracing.tell("call", datetime.now(UTC), 0.2, method="GET", path="/api/accounts/", status=200)
    tracing.close_traces()
    by_name = {span.name: span for span in found.spans}
    assert {span.trace for span in found.spans} == {by_name["webhook"].trace}
    assert by_name["job"].parent == by_name["webhook"].id
    assert by_name["call"].parent == by_name["job"].id
    assert by_name["job"].attributes == {"linkdesk.job": 7}
    process = by_name["job"].process
    assert (process["service.name"], process["service.version"], process["linkdesk.process"]) == (
        "linkdesk",
        "1.2",
        "server",
    )


def test_what_the_standard_variables_say_goes_first(found: Collector, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OTEL_SERVICE_NAME", "desk of tests")
    monkeypatch.setenv("OTEL_RESOURCE_ATTRIBUTES", "deployment.environment.name=staging")
    tracing.open_traces(found.url, "worker", "1")
    with tracing.span("job"):
        pass
    tracing.close_traces()
    (span,) = found.spans
    assert (span.process["service.name"], span.process["deployment.environment.name"]) == ("desk of tests", "staging")


def _fail() -> None:
    with tracing.span("pull", link=SECRET, reason=f"{SECRET}?external_id=planted") as one:
        one.tell(outcome=SECRET)
        path = "/api/owners/4e7a9f6b-1c2d/?external_id=planted&document=40123456789"
        tracing.tell("call", datetime.now(UTC), 0.1, path=path, failed=True)
        tracing.tell("call", datetime.now(UTC), 0.1, path="/api/links/4e7a9f6b-1c2d-4e5f/accounts/")
        raise ValueError(SECRET)


def test_nothing_of_anybody_is_told(found: Collector) -> None:
    tracing.open_traces(found.url, "server", "1")
    with pytest.raises(ValueError, match="planted"):
        _fail()
    tracing.close_traces()
    assert all(b"planted" not in raw and b"Araceli" not in raw and b"40123456789" not in raw for raw in found.raw)
    assert {tuple(span.attributes.items()) for span in found.spans} == {
        (("linkdesk.path", "/api/owners/{id}/"),),
        (("linkdesk.path", "/api/links/{id}/accounts/"),),
        (("error.type", "ValueError"),),
    }
    assert [span.failed for span in found.named("pull")] == [True]


@pytest.mark.parametrize("what", ["closed", "silent", "refusing"])
def test_a_collector_that_takes_nothing_holds_up_neither_a_span_nor_the_end(
    what: str, found: Collector, caplog: pytest.LogCaptureFixture
) -> None:
    release = threading.Event()
    found.answers = [held(release)] * 9 if what == "silent" else [status(400)] * 999
    tracing.open_traces("http://127.0.0.1:9" if what == "closed" else found.url, "worker", "1")
    began = time.monotonic()
    for number in range(5_000):  # more than wait at once
        with tracing.span("job", job=number):
            pass
    tracing.close_traces()
    try:
        assert time.monotonic() - began < 20  # 30 s is what OpenTelemetry's own end would wait
    finally:
        release.set()
    ours = [record for record in caplog.records if record.name in ("tracing", "opentelemetry")]
    assert len(ours) <= 1


def chain(span: Told, by_id: dict[str, Told]) -> list[str]:
    """The names from a span up to the root of its trace."""
    names = [span.name]
    while span.parent:
        span = by_id[span.parent]
        names.append(span.name)
    return names


def test_a_webhook_is_one_trace_through_server_and_worker(tmp_path: Path, found: Collector) -> None:
    environment = {"OTEL_EXPORTER_OTLP_ENDPOINT": found.url, "OTEL_BSP_SCHEDULE_DELAY": "100"}
    with running_desk(tmp_path, environment) as desk:
        with desk.belvo() as belvo:
            link = str(belvo.links.create("erebor_mx_retail", "bnk100", "full", external_id="planted-person")["id"])
        with desk.store() as db:
            until(lambda: _is_known(db, link))
            desk.rest()
            body = {
                "webhook_id": "b0a1c2d3",
                "webhook_type": "ACCOUNTS",
                "webhook_code": "historical_update",
                "link_id": link,
                "external_id": "planted-person",
            }
            with plain_session(desk.url) as session:
                answer = session.post(f"{desk.url}/webhooks/belvo", json=body, timeout=PATIENCE)
            assert answer.status_code == requests.codes.ok
            ours = until(
                lambda: next(
                    (s for s in found.named("accept") if s.attributes.get("linkdesk.webhook") == "b0a1c2d3"), None
                )
            )
            until(lambda: [s for s in found.named("job") if s.trace == ours.trace])
            job = jobs.get(db, int(str(ours.attributes["linkdesk.job"])))
    assert job is not None
    assert job.traceparent is not None
    assert job.traceparent.split("-")[1] == ours.trace
    trace = [span for span in found.spans if span.trace == ours.trace]
    by_id = {span.id: span for span in trace}
    chains = {tuple(chain(span, by_id)) for span in trace}
    assert ("call", "pull", "job", "accept", "webhook") in chains
    assert ("store", "pull", "job", "accept", "webhook") in chains
    assert {span.process["linkdesk.process"] for span in trace} == {"server", "worker"}
    assert all(b"planted" not in raw for raw in found.raw)


def _is_ours(span: Told) -> bool:
    return span.attributes.get("linkdesk.webhook") == "b0a1c2d3"


def _is_known(db: Database, link: str) -> bool:
    return links.find(db, link) is not None


def test_a_pull_ends_though_the_collector_never_answers(tmp_path: Path, found: Collector) -> None:
    """And so does the server, within its own time."""
    release = threading.Event()
    found.answers = [held(release)] * 99
    try:
        with running_desk(tmp_path, {"OTEL_EXPORTER_OTLP_ENDPOINT": found.url}) as desk:
            with desk.belvo() as belvo:
                link = str(belvo.links.create("erebor_mx_retail", "bnk100", "full")["id"])
            with desk.store() as db:
                until(lambda: (job := jobs.state(db, link)) and job.state == "done")
            began = time.monotonic()
        assert time.monotonic() - began < 15
    finally:
        release.set()
    assert os.environ.get("OTEL_EXPORTER_OTLP_ENDPOINT") is None
