"""GET /metrics: how much of everything there is, in Prometheus' text format; nothing of anybody.

Levels are those of the store, and so of the whole desk, whichever of its servers is asked. Counts are of the whole desk
too, and begin at nothing when the server that is asked began: a restart is a reset, as Prometheus expects it. So of
several servers one is enough; where all are asked, take the largest (`max without (instance)`), not the sum.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from threading import Lock
from typing import NamedTuple

from prometheus_client import CollectorRegistry, PlatformCollector, ProcessCollector
from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    InfoMetricFamily,
    Metric,
)
from prometheus_client.exposition import choose_encoder
from prometheus_client.registry import Collector
from starlette.requests import Request
from starlette.responses import Response

from belvo_client.webhook_events import EVENTS
from context import VERSION, Context
from domain.link_state.errors import CAUSES
from settings import SettingsError
from store import Database, StoreError
from store.core.errors import Unusable
from store.queries.metrics.levels import Levels, levels
from store.queries.metrics.tallies import BUCKETS, Counts, Labels, Tallies

OTHER = "other"
"""What Belvo answered with a code that its list does not have; texts from elsewhere make no labels."""


_CODES = {kind: codes for events in EVENTS.values() for kind, codes in events.items()}

Sums = Sequence[int]
Values = Mapping[tuple[str, str], float] | Mapping[tuple[str], float]


class Metrics:
    """The figures of one server; asked by one at a time, since counts go on from the last look."""

    def __init__(self, context: Context | None) -> None:
        self._registry = CollectorRegistry()
        ProcessCollector(registry=self._registry)
        PlatformCollector(registry=self._registry)
        self._registry.register(_Desk(context))
        self._lock = Lock()

    def show(self, request: Request) -> Response:
        """As the reader asks for it: Prometheus' text, or OpenMetrics."""
        encode, media_type = choose_encoder(request.headers.get("accept", ""))
        with self._lock:
            content = encode(self._registry)
        return Response(content, headers={"content-type": media_type, "cache-control": "no-store"})


class _Desk(Collector):
    """What the store tells; `linkdesk_up` is 0, and nothing else is told, where it can't be asked."""

    def __init__(self, context: Context | None) -> None:
        self._context = context
        self._tallies = Tallies()

    def describe(self) -> Iterator[Metric]:
        """Nothing beforehand: the store is not asked before somebody is there to be told."""
        return iter(())

    def collect(self) -> Iterator[Metric]:
        yield InfoMetricFamily("linkdesk", "The program.", {"version": VERSION, **self._where()})
        try:
            told = self._told()
        except (SettingsError, StoreError, Unusable):
            told = None
        yield GaugeMetricFamily("linkdesk_up", "Whether settings and store can be used.", value=int(told is not None))
        if told:
            yield from _of_levels(told.levels)
            yield from _of_store(told.database)
            yield from _of_counts(told.counts)

    def _where(self) -> dict[str, str]:
        return {"environment": self._context.settings.environment} if self._context else {}

    def _told(self) -> "_Told | None":
        if self._context is None:
            return None
        now, database = datetime.now(UTC), self._context.database
        database.probe()
        return _Told(database, levels(database, now), self._tallies.look(database, now))


class _Told(NamedTuple):
    database: Database
    levels: Levels
    counts: Counts


def _of_levels(now: Levels) -> Iterator[Metric]:
    links = {(status or "unknown", "yes" if followed else "no"): many for (status, followed), many in now.links.items()}
    problems = {(part,): float(is_one) for part, is_one in now.problems.items()}
    yield _gauge("linkdesk_links", "Links by Belvo's status, and those that are pulled.", ("status", "followed"), links)
    yield _gauge("linkdesk_jobs", "Jobs that wait or run.", ("state", "reason"), now.jobs)
    yield _gauge("linkdesk_processes", "Processes heard of within a minute.", ("kind", "version"), now.processes)
    yield _gauge("linkdesk_store_problem", "1 where the last look at a part found damage.", ("part",), problems)
    for name, about, value in (
        ("linkdesk_queue_age_seconds", "For how long the job waits that could begin longest ago.", now.queue_age),
        ("linkdesk_webhooks_unhandled", "Webhooks that came and have set off nothing yet.", now.unhandled_webhooks),
        ("linkdesk_institutions_silent", "Institutions whose calls time out again and again.", now.silent_institutions),
        ("linkdesk_rows_set_aside", "Rows that can't be read, kept as they came.", now.rows_set_aside),
        ("linkdesk_rate_held_seconds", "For how long Belvo is to be left alone after a 429.", now.held_for),
        ("linkdesk_notices_waiting", "Deliveries of notices that are sent now, or tried again.", now.waiting_notices),
    ):
        yield GaugeMetricFamily(name, about, value=value)


def _of_store(database: Database) -> Iterator[Metric]:
    size, free = database.engine.size(), database.engine.free_space()
    yield GaugeMetricFamily("linkdesk_store_bytes", "What the store takes on its disk.", value=size.whole)
    yield GaugeMetricFamily("linkdesk_store_log_bytes", "How much of it is its log.", value=size.log)
    if free is not None:
        yield GaugeMetricFamily("linkdesk_store_free_bytes", "What is left on its disk.", value=free)


def _of_counts(counts: Counts) -> Iterator[Metric]:
    calls = _known({(method, _status(status), code): sums for (method, status, code), sums in counts.calls.items()}, 2)
    yield _counter("linkdesk_calls", "Requests to Belvo.", ("method", "status", "code"), calls)
    yield _of_seconds(counts.calls)
    jobs = _known(counts.jobs, 2)
    yield _counter("linkdesk_jobs_ended", "Jobs that ended.", ("state", "reason", "code"), jobs)
    yield _counter("linkdesk_runs", "Resources of a link that were pulled.", ("resource", "state"), counts.runs)
    yield _of_rows(counts.runs)
    webhooks = _merged((_of_list(kind, code), sums) for (kind, code), sums in counts.webhooks.items())
    yield _counter("linkdesk_webhooks", "Webhooks that were taken in.", ("type", "code"), webhooks)
    refused: dict[Labels, Sums] = {(str(status),): (times,) for status, times in counts.refused.items()}
    yield _counter("linkdesk_webhooks_refused", "Webhooks that were refused.", ("status",), refused)
    yield _counter("linkdesk_notices", "Things that were noticed for people.", ("kind",), counts.notices)
    tries = counts.attempts
    yield _counter("linkdesk_notice_tries", "Tries to deliver notices, by how they went.", ("way", "outcome"), tries)


def _of_seconds(calls: Mapping[Labels, Sums]) -> Metric:
    """How long calls took, by method; those that were never answered are in none of the buckets but the last."""
    family = HistogramMetricFamily("linkdesk_call_seconds", "How long Belvo took to answer.", labels=("method",))
    for method in sorted({labels[0] for labels in calls}):
        sums = [sum(column) for column in zip(*(calls[one] for one in calls if one[0] == method), strict=True)]
        many, milliseconds, *within = sums
        buckets = [(str(most / 1000), one) for most, one in zip(BUCKETS, within, strict=True)]
        family.add_metric([method], buckets=[*buckets, ("+Inf", many)], sum_value=milliseconds / 1000)
    return family


def _of_rows(runs: Mapping[Labels, Sums]) -> Metric:
    family = CounterMetricFamily("linkdesk_rows", "Rows that pulls read and wrote.", labels=("resource", "what"))
    for resource in sorted({labels[0] for labels in runs}):
        sums = [sum(column) for column in zip(*(runs[one] for one in runs if one[0] == resource), strict=True)]
        for what, many in zip(("fetched", "added", "changed", "deleted"), sums[1:], strict=True):
            family.add_metric([resource, what], many)
    return family


def _gauge(name: str, about: str, labels: Labels, values: Values) -> Metric:
    family = GaugeMetricFamily(name, about, labels=labels)
    for told, value in sorted(values.items()):
        family.add_metric(told, value)
    return family


def _counter(name: str, about: str, labels: Labels, values: Mapping[Labels, Sums]) -> Metric:
    family = CounterMetricFamily(name, about, labels=labels)
    for told, sums in sorted(values.items()):
        family.add_metric(told, sums[0])
    return family


def _known(values: Mapping[Labels, Sums], place: int) -> dict[Labels, Sums]:
    """The same with one word for all codes that Belvo's list does not have."""
    return _merged(
        ((*labels[:place], _code(labels[place]), *labels[place + 1 :]), sums) for labels, sums in values.items()
    )


def _code(code: str) -> str:
    return code if not code or code in CAUSES else OTHER


def _of_list(kind: str, code: str) -> Labels:
    """The type and code of a webhook, as far as Belvo's list has them."""
    if kind not in _CODES:
        return OTHER, OTHER
    return kind, code if code in _CODES[kind] else OTHER


def _merged(values: Iterable[tuple[Labels, Sums]]) -> dict[Labels, Sums]:
    found: dict[Labels, Sums] = {}
    for labels, sums in values:
        found[labels] = [one + other for one, other in zip(found.get(labels, [0] * len(sums)), sums, strict=True)]
    return found


def _status(status: str) -> str:
    return status if status != "0" else "none"
