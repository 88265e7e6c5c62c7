"""A collector of traces on this machine: OTLP over HTTP, decoded as OpenTelemetry describes it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.trace.v1.trace_pb2 import Status

from tests.kit.serving import QuietHandler, answering
from tests.kit.sinks import Answer, status


@dataclass(frozen=True)
class Told:
    """One span as it came, with what is said of its process."""

    name: str
    trace: str
    id: str
    parent: str
    failed: bool
    attributes: Mapping[str, object]
    process: Mapping[str, object]


@dataclass
class Collector:
    """What came; `answers` are those to the next requests, and 200 once they are used up."""

    url: str = ""
    spans: list[Told] = field(default_factory=list)
    raw: list[bytes] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)

    def named(self, name: str) -> list[Told]:
        return [span for span in self.spans if span.name == name]


@contextmanager
def collector() -> Iterator[Collector]:
    """A collector that takes everything unless told otherwise."""
    found = Collector()

    class Handler(QuietHandler):
        def do_POST(self) -> None:  # noqa: N802 - http.server's name
            body = self.rfile.read(int(self.headers["content-length"]))
            assert (self.path, self.headers["content-type"]) == ("/v1/traces", "application/x-protobuf")
            if found.answers:
                found.answers.pop(0)(self)
                return
            found.raw.append(body)
            found.spans += _decoded(body)
            status(200)(self)

    with answering(Handler) as url:
        found.url = url
        yield found


def _decoded(body: bytes) -> Iterator[Told]:
    for resource in ExportTraceServiceRequest.FromString(body).resource_spans:
        process = {one.key: _value(one.value) for one in resource.resource.attributes}
        for scope in resource.scope_spans:
            for span in scope.spans:
                yield Told(
                    name=span.name,
                    trace=span.trace_id.hex(),
                    id=span.span_id.hex(),
                    parent=span.parent_span_id.hex(),
                    failed=span.status.code == Status.STATUS_CODE_ERROR,
                    attributes={one.key: _value(one.value) for one in span.attributes},
                    process=process,
                )


def _value(value: object) -> object:
    which = value.WhichOneof("value")  # type: ignore[attr-defined]  # a message of protobuf's
    return getattr(value, which)
