"""What Prometheus reads."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import pytest
from prometheus_client.parser import text_string_to_metric_families
from starlette.applications import Starlette
from starlette.testclient import TestClient

from context import VERSION, Context
from domain.notices.channels import Channel
from domain.notices.kinds import CHOOSABLE, Fact, Kind
from domain.notices.news import News
from domain.notices.retries import after, of_status
from store.core import instants
from store.ops import calls, webhooks
from store.ops.calls import Call
from store.ops.notices import channels, deliveries, events
from store.write import links
from tests.kit import bodies
from web.routes import monitoring_routes

SECRET = "Araceli <b>Saldaña</b> 🚀"


@pytest.fixture
def http(context: Context) -> TestClient:
    return TestClient(Starlette(routes=monitoring_routes(context)), base_url="http://127.0.0.1:8501")


def read(http: TestClient) -> Mapping[tuple[str, tuple[tuple[str, str], ...]], float]:
    """Every sample of the answer, by its name and labels, as Prometheus' own parser has them."""
    answer = http.get("/metrics")
    assert answer.headers["content-type"].startswith("text/plain; version=")
    families = text_string_to_metric_families(answer.text)
    return {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in families
        for sample in family.samples
    }


def call(context: Context, *, code: str | None = None, milliseconds: int = 200, status: int | None = 200) -> None:
    told = Call(instants.now(), "GET", "/api/links/", status=status, milliseconds=milliseconds, code=code)
    with context.database.write() as connection:
        calls.record_many(connection, [told])


def test_levels_and_counts_are_told(http: TestClient, context: Context) -> None:
    first = read(http)
    assert first["linkdesk_up", ()] == 1
    assert first["linkdesk_info", (("environment", "local"), ("version", VERSION))] == 1
    assert first["linkdesk_store_bytes", ()] > 0
    with context.database.write() as connection:
        links.save(connection, bodies.link("a"))
        webhooks.record(connection, "w1", {"webhook_type": "ACCOUNTS", "webhook_code": "historical_update"})
    call(context)
    call(context, milliseconds=2_000)
    call(context, status=None, code="timeout", milliseconds=60_000)
    found = read(http)
    assert found["linkdesk_links", (("followed", "yes"), ("status", "valid"))] == 1
    assert found["linkdesk_calls_total", (("code", ""), ("method", "GET"), ("status", "200"))] == 2
    assert found["linkdesk_webhooks_total", (("code", "historical_update"), ("type", "ACCOUNTS"))] == 1
    within = {
        bound: found["linkdesk_call_seconds_bucket", (("le", bound), ("method", "GET"))] for bound in ("0.3", "3.0")
    }
    assert within == {"0.3": 1, "3.0": 2}
    assert found["linkdesk_call_seconds_count", (("method", "GET"),)] == 3
    assert found["linkdesk_call_seconds_sum", (("method", "GET"),)] == pytest.approx(62.2)


def test_nothing_of_anybody_is_in_it(http: TestClient, context: Context) -> None:
    """Texts from elsewhere would make a label each, and tell who it is about."""
    read(http)
    with context.database.write() as connection:
        links.save(connection, bodies.link(SECRET, external_id=SECRET))
        webhooks.record(connection, "w1", {"webhook_type": SECRET, "webhook_code": SECRET, "external_id": SECRET})
    call(context, code=SECRET, status=400)
    call(context, code=f"{SECRET}2", status=400)
    assert "Araceli" not in http.get("/metrics").text
    found = read(http)
    assert found["linkdesk_calls_total", (("code", "other"), ("method", "GET"), ("status", "400"))] == 2
    assert found["linkdesk_webhooks_total", (("code", "other"), ("type", "other"))] == 1


def test_a_reader_of_openmetrics_gets_that(http: TestClient) -> None:
    accept = "application/openmetrics-text; version=1.0.0"
    answer = http.get("/metrics", headers={"accept": accept})
    assert answer.headers["content-type"].startswith("application/openmetrics-text")
    assert answer.text.endswith("# EOF\n")


def test_without_settings_that_can_be_used_it_says_that_nothing_works() -> None:
    http = TestClient(Starlette(routes=monitoring_routes(None)))
    answer = http.get("/metrics")
    assert (answer.status_code, "linkdesk_up 0.0" in answer.text) == (200, True)


def test_notices_and_tries_to_deliver_them_are_counted(http: TestClient, context: Context) -> None:
    read(http)
    now = datetime.now(UTC)
    channel = Channel("ops", "webhook", "https://hooks.example", frozenset(CHOOSABLE), timedelta(), on_since=now)
    news = News((Fact(Kind.DISK, "disk"), Fact(Kind.BROKEN, "a", "1", link="a")))
    with context.database.write() as connection:
        channels.save(connection, channel)
    events.note(context.database, news, [channel], now)
    deliveries.gather(context.database, [channel], now)
    (delivery,) = deliveries.claim(context.database, now)
    answer = of_status(503, None)
    deliveries.note(context.database, delivery, answer, after(answer, 1, now), now, 20)
    found = read(http)
    assert found["linkdesk_notices_total", (("kind", "disk"),)] == 1
    assert found["linkdesk_notices_total", (("kind", "broken"),)] == 1
    assert found["linkdesk_notice_tries_total", (("outcome", "again"), ("way", "webhook"))] == 1
    assert found["linkdesk_notices_waiting", ()] == 1
