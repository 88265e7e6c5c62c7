"""Traces: what one thing sets off, over all processes, told to a collector of OpenTelemetry's where one is set.

Nothing of OpenTelemetry is imported without one, and a block that would be a span then does nothing. No span has a
text from elsewhere, a query or anything of a person: attributes are the few of `Told`, as far as they look like ids.
A collector that does not answer holds up nobody: what can't be told soon is forgotten.
"""

import logging
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Literal, TypedDict, Unpack

if TYPE_CHECKING:
    from opentelemetry.context import Context
    from opentelemetry.sdk.trace import ReadableSpan
    from opentelemetry.sdk.trace.export import SpanExporter, SpanExportResult
    from opentelemetry.trace import Span, Tracer

Side = Literal["server", "consumer", "client", "internal"]

_PATH = "v1/traces"
_PATIENCE = 5.0  # seconds for the collector to take what there is
_LAST = 1.0  # seconds that the end of a process waits for it
_PLAIN = re.compile(r"[A-Za-z0-9 _./:{}\-]{1,120}")
_ID = re.compile(r"(?<=/)(?=[^/]*[0-9])[^/]{8,}(?=/|$)")
"""Of a path, what stands for one of many."""

_FORGOTTEN = "takes nothing: they are forgotten until it does"

logger = logging.getLogger(__name__)


class Told(TypedDict, total=False):
    """All that a span may say; of texts those that look like an id or a word of ours."""

    attempt: int
    call: str | None
    code: str
    job: int | None
    link: str | None
    method: str
    outcome: str
    path: str
    reason: str
    resource: str
    rows: int
    status: int | None
    webhook: str


class Noted:
    """A span that goes on, to which more can be said."""

    def tell(self, **told: Unpack[Told]) -> None:
        """Say more of it; nothing where nobody listens."""


class _Nothing(Noted, AbstractContextManager[Noted]):
    def __enter__(self) -> Noted:
        return self

    def __exit__(self, *_: object) -> None:
        return None


_NOTHING = _Nothing()
_traces: "_Traces | None" = None


def open_traces(endpoint: str | None, process: str, version: str) -> None:
    """Have this process tell its spans to the collector at the endpoint; without one nothing is imported or told."""
    global _traces
    if endpoint and _traces is None:
        _traces = _Traces(endpoint, process, version)


def close_traces() -> None:
    """Tell what waits, for a second at most, and no more from now on."""
    global _traces
    traces, _traces = _traces, None
    if traces:
        traces.close()


def span(
    name: str, *, side: Side = "internal", after: str | None = None, **told: Unpack[Told]
) -> AbstractContextManager[Noted]:
    """The block as a span, below the one that goes on here or the one that a traceparent (`after`) names."""
    return _NOTHING if _traces is None else _traces.span(name, side, after, told)


def tell(name: str, began: datetime, seconds: float, *, failed: bool = False, **told: Unpack[Told]) -> None:
    """Something that has ended already, as a span below the one that goes on here."""
    if _traces is not None:
        _traces.tell(name, began, seconds, told, failed=failed)


def traceparent() -> str | None:
    """What goes on here, for another process to go on with; None where nothing does.

    https://www.w3.org/TR/trace-context/#traceparent-header
    """
    return None if _traces is None else _traces.parent()


class _Traces:
    def __init__(self, endpoint: str, process: str, version: str) -> None:
        from opentelemetry import trace
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.resources import OTELResourceDetector, Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor

        from belvo_client.transport import is_loopback, plain_session

        logging.getLogger("opentelemetry").setLevel(logging.CRITICAL)  # it would complain of each batch: `_Once` does
        url = f"{endpoint.rstrip('/')}/{_PATH}"
        session = plain_session(url) if is_loopback(url) else None
        exporter = OTLPSpanExporter(url, timeout=_PATIENCE, session=session)
        ours = {"service.name": "linkdesk", "service.version": version, "linkdesk.process": process}
        # What OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES say goes first.
        resource = Resource.create(ours).merge(OTELResourceDetector().detect())
        self._provider: TracerProvider = TracerProvider(resource=resource, shutdown_on_exit=False)
        self._provider.add_span_processor(BatchSpanProcessor(_once(exporter)))
        self._tracer: Tracer = self._provider.get_tracer("linkdesk", version)
        self._trace = trace

    @contextmanager
    def span(self, name: str, side: Side, after: str | None, told: Told) -> Iterator[Noted]:
        kind = self._trace.SpanKind[side.upper()]
        with self._tracer.start_as_current_span(
            name,
            context=_context_of(after) if after else None,
            kind=kind,
            attributes=_named(told),
            record_exception=False,  # whose text may name somebody
            set_status_on_exception=False,
        ) as going_on:
            try:
                yield _Span(going_on)
            except BaseException as error:
                going_on.set_attribute("error.type", type(error).__name__)
                going_on.set_status(self._trace.StatusCode.ERROR)
                raise

    def tell(self, name: str, began: datetime, seconds: float, told: Told, *, failed: bool) -> None:
        one = self._tracer.start_span(
            name, kind=self._trace.SpanKind.CLIENT, attributes=_named(told), start_time=_nanoseconds(began)
        )
        if failed:
            one.set_status(self._trace.StatusCode.ERROR)
        one.end(_nanoseconds(began + timedelta(seconds=seconds)))

    def parent(self) -> str | None:
        context = self._trace.get_current_span().get_span_context()
        if not context.is_valid:
            return None
        return f"00-{context.trace_id:032x}-{context.span_id:016x}-{int(context.trace_flags):02x}"

    def close(self) -> None:
        from belvo_client.background import in_background

        ending = in_background(self._provider.shutdown, "last traces")
        try:
            ending.result(_LAST)
        except Exception:  # noqa: BLE001 - what could not be told is no reason not to end
            logger.debug("The last spans were not told")


class _Span(Noted):
    def __init__(self, going_on: "Span") -> None:
        self._span = going_on

    def tell(self, **told: Unpack[Told]) -> None:
        self._span.set_attributes(_named(told))


def _context_of(after: str) -> "Context":
    from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

    return TraceContextTextMapPropagator().extract({"traceparent": after})


def _nanoseconds(at: datetime) -> int:
    return int(at.timestamp() * 1_000_000) * 1_000


def _named(told: Mapping[str, object]) -> dict[str, str | int]:
    """Attributes by their names; a text that looks like nothing of ours is left out, and in a path ids are."""
    found: dict[str, str | int] = {}
    for name, value in told.items():
        if isinstance(value, int):
            found[f"linkdesk.{name}"] = value
        elif isinstance(value, str) and _PLAIN.fullmatch(text := _path(value) if name == "path" else value):
            found[f"linkdesk.{name}"] = text
    return found


def _path(path: str) -> str:
    """Without a query, and of which kind the things are that it names."""
    return _ID.sub("{id}", path.partition("?")[0])


def _once(exporter: "SpanExporter") -> "SpanExporter":
    """The same exporter, which says once that nothing can be told, and once that it can again."""
    from opentelemetry.sdk.trace.export import SpanExporter, SpanExportResult

    class Once(SpanExporter):
        def __init__(self) -> None:
            self._fails = False

        def export(self, spans: "Sequence[ReadableSpan]") -> "SpanExportResult":
            try:
                result = exporter.export(spans)
            except Exception:  # noqa: BLE001 - a collector is no reason for anything to fail
                result = SpanExportResult.FAILURE
            fails = result is not SpanExportResult.SUCCESS
            if fails != self._fails:
                self._fails = fails
                logger.warning(
                    "The collector of traces %s", "takes nothing; they are forgotten" if fails else "is back"
                )
            return result

        def shutdown(self) -> None:
            exporter.shutdown()

    return Once()
