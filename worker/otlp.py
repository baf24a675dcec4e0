"""Spans as OpenTelemetry has them. Only `telemetry.py` imports this, where a setting asks for it."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

from opentelemetry import context, trace
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

from graders.spans import About, Carrier, Span, trace_of

_HEADERS = TraceContextTextMapPropagator()


class OtlpSpan:
    """A span that has begun."""

    def __init__(self, real: trace.Span) -> None:
        self.real = real

    def note(self, about: About) -> None:
        """Add what has become known of it; a submission, with a link to all that is done for it."""
        self.real.set_attributes(dict(about))
        submission = about.get("submission")
        if submission:
            followed = _HEADERS.extract(trace_of(str(submission)), context.Context())
            self.real.add_link(trace.get_current_span(followed).get_span_context())

    def end(self, error: BaseException | None = None) -> None:
        """It has ended. Of an error its type is told, not its text, which may hold anything."""
        if error is not None:
            self.real.set_status(trace.StatusCode.ERROR, type(error).__name__)
        self.real.end()


class Tracing:
    """Gives spans to a provider."""

    def __init__(self, provider: TracerProvider) -> None:
        self._tracer = provider.get_tracer("allclose")

    def start(self, name: str, about: About) -> OtlpSpan:
        """Begin a span, a part of the one that the caller is within."""
        return OtlpSpan(self._tracer.start_span(name, attributes=dict(about)))

    def within(self, span: Span) -> AbstractContextManager[object]:
        """What begins in the block is a part of this span."""
        assert isinstance(span, OtlpSpan)  # noqa: S101  (there are no others while we trace)
        return trace.use_span(span.real, record_exception=False, set_status_on_exception=False)

    @contextmanager
    def following(self, carrier: Carrier) -> Iterator[None]:
        """What begins in the block is a part of a span of another process."""
        token = context.attach(_HEADERS.extract(carrier, context.Context()))
        try:
            yield
        finally:
            context.detach(token)

    def carrier(self) -> dict[str, str]:
        """What names the span that the caller is within."""
        carried: dict[str, str] = {}
        _HEADERS.inject(carried)
        return carried


@contextmanager
def provider_of(address: str, service: str) -> Iterator[Tracing]:
    """Sends spans in batches; the last of them when the block is left."""
    provider = TracerProvider(resource=Resource.create({"service.name": service}), shutdown_on_exit=False)
    exporter = OTLPSpanExporter(endpoint=f"{address.rstrip('/')}/v1/traces", timeout=5)
    provider.add_span_processor(BatchSpanProcessor(exporter))
    try:
        yield Tracing(provider)
    finally:
        provider.shutdown()
